"""Taking out the spaces that a PDF-to-text step strews between characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.clean.characters import is_cjk, is_wide

_BYLINE_TITLE = re.compile(r"(?:记者|通讯员|记者站|实习生|编辑|作者|撰文|摄影|文|图|摄)$")
_NAME_ENDS_BRACKET = re.compile(r"[（(][^（()）]*$")


def is_letter_spaced(text: str) -> bool:
    """Whether a line is letter-spaced by justification: three or more gaps, three in ten, between Chinese characters."""
    pairs = spaced = 0
    previous = ""
    gap = False
    for char in text:
        if char == " ":
            gap = True
            continue
        if previous and is_wide(previous) and is_wide(char):
            pairs += 1
            spaced += gap
        previous, gap = char, False
    return spaced >= 3 and spaced >= 0.3 * pairs


def unspace_body(text: str) -> str:
    """Running text without strewn spaces; those between English words, halves of a slogan and names stay."""
    return _kept(text, body_mask(text))


def unspace_headline(text: str) -> str:
    """A headline without strewn spaces; the one between its halves stays."""
    return _kept(text, headline_mask(text))


def _kept(text: str, mask: Sequence[bool]) -> str:
    return "".join(char for char, wanted in zip(text, mask, strict=True) if wanted)


def body_mask(text: str) -> list[bool]:
    """For each character of running text, whether it stays. Only spaces ever go."""
    return _mask(text, _body_space_stays)


def headline_mask(text: str) -> list[bool]:
    """For each character of a headline, whether it stays. Only spaces ever go."""
    if is_letter_spaced(text):
        return _mask(text, _between_latin)
    return _mask(text, _headline_space_stays)


def _mask(text: str, stays: Callable[[str, int], bool]) -> list[bool]:
    return [char != " " or (0 < i < len(text) - 1 and stays(text, i)) for i, char in enumerate(text)]


def _between_latin(text: str, i: int) -> bool:
    """Between two words of English or numbers; a percent sign belongs to its number."""
    before, after = text[i - 1], text[i + 1]
    return not is_wide(before) and not is_wide(after) and after not in "%℃°"


def _headline_space_stays(text: str, i: int) -> bool:
    """A space between halves of at least two characters each; at digits it is strewn (``2024 年``)."""
    if _between_latin(text, i):
        return True
    before, after = _run_before(text, i), _run_after(text, i)
    if text[i - 1].isdigit() or text[i + 1].isdigit():
        return min(len(before), len(after)) >= 4 and text[i + 1] not in "年月日时分余多万亿元个名家次场项"
    return min(len(before), len(after)) >= 2


def _body_space_stays(text: str, i: int) -> bool:
    """Between English words; in a byline; between the halves of a slogan in quotation marks."""
    if _between_latin(text, i):
        return True
    if not (is_cjk(text[i - 1]) and is_cjk(text[i + 1])):
        return False
    return _in_byline(text, i) or _in_slogan(text, i)


def _run_before(text: str, i: int) -> str:
    return text[text.rfind(" ", 0, i) + 1 : i]


def _run_after(text: str, i: int) -> str:
    end = text.find(" ", i + 1)
    return text[i + 1 : end if end >= 0 else len(text)]


def _in_byline(text: str, i: int) -> bool:
    """In brackets that name a reporter (``（融媒记者 童英晓 通讯员 …``), within the bracket's reach."""
    opened = _NAME_ENDS_BRACKET.search(text[max(0, i - 60) : i])
    if opened is None:
        return False
    inside = opened.group()[1:]
    first = inside.split(" ")[0]
    return _BYLINE_TITLE.search(first) is not None or first.startswith(("记者", "通讯员", "融媒"))


def _in_slogan(text: str, i: int) -> bool:
    """Inside “…”, where both halves have four characters or more: ``“世界五金之都 品质活力永康”``."""
    start = text.rfind("“", max(0, i - 20), i)
    end = text.find("”", i, i + 20)
    if start < 0 or end < 0 or "”" in text[start:i] or "“" in text[i:end]:
        return False
    return text.count(" ", start, end) == 1 and i - start - 1 >= 4 and end - i - 1 >= 4
