"""Removes the stray spaces that a PDF-to-text tool inserts between characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.clean.characters import is_cjk, is_wide
from rag.text.script import to_simplified

_IN_BOTH_SCRIPTS = "“”‘’—… "  # English has spaces beside them, Chinese has none
_BYLINE_TITLES = ("记者", "通讯员", "记者站", "实习生", "编辑", "作者", "摄影", "文", "图", "摄")


def is_letter_spaced(text: str) -> bool:
    """Whether justification has letter-spaced a line: it has at least three spaces between Chinese characters, at 30 %
    or more of the places where two of them are adjacent."""
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
    """Running text without stray spaces. Those between English words, names and the halves of a slogan are kept."""
    return _masked(text, body_mask(text))


def unspace_headline(text: str) -> str:
    """A headline without stray spaces. The one between its halves is kept."""
    return _masked(text, headline_mask(text))


def _masked(text: str, mask: Sequence[bool]) -> str:
    return "".join(char for char, is_kept in zip(text, mask, strict=True) if is_kept)


def body_mask(text: str) -> list[bool]:
    """For each character of running text, whether to keep it. Only spaces are removed."""
    return _mask(to_simplified(text), _keeps_body_space)


def headline_mask(text: str) -> list[bool]:
    """For each character of a headline, whether to keep it. Only spaces are removed."""
    if is_letter_spaced(text):
        return _mask(text, _is_between_latin)
    return _mask(text, _keeps_headline_space)


def _mask(text: str, keeps_space: Callable[[str, int], bool]) -> list[bool]:
    return [char != " " or (0 < i < len(text) - 1 and keeps_space(text, i)) for i, char in enumerate(text)]


def _is_between_latin(text: str, i: int) -> bool:
    """Whether a space is between two English words or numbers, or a dash or quotation marks beside them; not if a percent
    sign follows."""
    before = text[:i].rstrip(_IN_BOTH_SCRIPTS)[-1:]
    after = text[i + 1 :].lstrip(_IN_BOTH_SCRIPTS)[:1]
    return (
        not is_wide(before or text[i - 1])
        and not is_wide(after or text[i + 1])
        and after not in ("%", "℃", "°")
    )


def _keeps_headline_space(text: str, i: int) -> bool:
    """Keep a space between two parts of two or more characters each, but not a stray one at a digit (``2024 年``)."""
    if _is_between_latin(text, i):
        return True
    before, after = _run_before(text, i), _run_after(text, i)
    if text[i - 1].isdigit() or text[i + 1].isdigit():
        return min(len(before), len(after)) >= 4 and text[i + 1] not in "年月日时分余多万亿元个名家次场项"
    return min(len(before), len(after)) >= 2


def _keeps_body_space(text: str, i: int) -> bool:
    """Keep a space between English words, in a byline, or between the halves of a slogan in quotation marks."""
    if _is_between_latin(text, i):
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
    """Whether a space is inside brackets that begin with a reporter's title (``（融媒记者 童英晓 通讯员 …``)."""
    bracket = max(text.rfind(mark, max(0, i - 60), i) for mark in "（()）")
    if bracket < 0 or text[bracket] in ")）":
        return False
    first = text[bracket + 1 : i].split(" ")[0]
    return first.endswith(_BYLINE_TITLES) or first.startswith(("记者", "通讯员", "融媒"))


def _in_slogan(text: str, i: int) -> bool:
    """Whether a space divides a quotation into halves of four or more characters: ``“世界五金之都 品质活力永康”``."""
    start = text.rfind("“", max(0, i - 20), i)
    end = text.find("”", i, i + 20)
    if start < 0 or end < 0 or "”" in text[start:i] or "“" in text[i:end]:
        return False
    return text.count(" ", start, end) == 1 and i - start - 1 >= 4 and end - i - 1 >= 4
