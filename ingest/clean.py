"""Typographic repair of extracted text, as pure functions, and the decoding of files into text.

A PDF-to-text step strews spaces between characters (``经 费 税 务``) and around digits (``2024 年``), and
breaks lines at the column's width. What is repaired here keeps, for every character, the place in the
decoded file that it came from (`Printed`), so that staff can be shown the printed lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

from rag.schema import WendaError


class NotText(WendaError):
    """A file is not text, or in no encoding that is known here. The message says what it is."""


# --- decoding ----------------------------------------------------------------------------------------

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF: export its text first (pdftotext, or the editorial system's own export)"),
    (b"PK\x03\x04", "a ZIP or Office file: unpack it, or save the document as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file: save the document as plain text"),
    (b"\x89PNG", "a PNG image: run text recognition on it first"),
    (b"\xff\xd8\xff", "a JPEG image: run text recognition on it first"),
    (b"GIF8", "a GIF image: run text recognition on it first"),
    (b"II*\x00", "a TIFF image: run text recognition on it first"),
    (b"MM\x00*", "a TIFF image: run text recognition on it first"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip file: unpack it first"),
    (b"Rar!", "a RAR file: unpack it first"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAVE_AS_UTF8 = "save it as UTF-8 text and add it again"


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the codec that gives it: UTF-8, UTF-16 with a byte order mark, or GB18030.

    A byte order mark is no part of the text, and ``data.decode(codec)`` is the text again, so that places in it
    can be looked up later.

    Raises:
        NotText: the bytes are a known binary format, hold too many control bytes for text, or fit no encoding.
    """
    _refuse_known_binary(data)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding), encoding
    text = _try_decode(data, "utf-8")
    if text is not None and not _too_many_controls(text):
        return text, "utf-8"
    text = _try_decode(data, "gb18030")
    if text is not None and not _too_many_controls(text) and _reads_as_chinese(text):
        return text, "gb18030"
    return _decode_by_guess(data)


def _refuse_known_binary(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"The file is not text but {what}.")


def _decode_strictly(data: bytes, encoding: str) -> str:
    text = _try_decode(data, encoding)
    if text is None:
        raise NotText(f"The file begins like {encoding.upper()} but does not go on so: {_SAVE_AS_UTF8}.")
    return text


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _too_many_controls(text: str) -> bool:
    """Text may hold a stray NUL or form feed; a share above one in twenty is a binary file."""
    sample = text[:65536]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v")
    return controls * 20 > len(sample)


def _reads_as_chinese(text: str) -> bool:
    """GB18030 decodes nearly any bytes; Chinese text in it lands on ideographs of the first plane's blocks."""
    sample = [char for char in text[:65536] if ord(char) > 0x7F]
    common = sum(
        1 for char in sample if is_cjk(char) or is_wide_punctuation(char) or "\uff00" < char < "\uff5f"
    )
    private = sum(1 for char in sample if "\ue000" <= char <= "\uf8ff" or ord(char) > 0xFFFF)
    return not sample or (common >= 0.7 * len(sample) and private <= 0.02 * len(sample))


def _decode_by_guess(data: bytes) -> tuple[str, str]:
    """The last resort for encodings a newsroom rarely meets (Big5, Latin-1 …)."""
    if b"\x00" in data[:4096] or data[:65536].count(b"\x00") > len(data[:65536]) // 50:
        raise NotText(f"The file is binary, or UTF-16 without its mark: {_SAVE_AS_UTF8}.")
    best = from_bytes(data[:262144]).best()
    text = None if best is None else _try_decode(data, best.encoding)
    if best is None or text is None or _too_many_controls(text):
        raise NotText(f"The file is in no encoding known here (UTF-8, UTF-16, GB18030): {_SAVE_AS_UTF8}.")
    return text, best.encoding


# --- kinds of characters -----------------------------------------------------------------------------

_CJK = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WIDE_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』〖〗…—·～￥％．－／＋＝")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]"
)


def is_cjk(char: str) -> bool:
    """Whether a character is a Chinese one (unified, extension or compatibility ideograph, or 〇)."""
    return _CJK.match(char) is not None


def is_wide_punctuation(char: str) -> bool:
    """Whether a character is punctuation as Chinese sets it, one em wide (or half when compressed)."""
    return char in _WIDE_PUNCTUATION


def cjk_only(text: str) -> str:
    """The Chinese characters of a text, in order."""
    return "".join(_CJK.findall(text))


def _is_wide(char: str) -> bool:
    return is_cjk(char) or is_wide_punctuation(char)


# --- text that knows where it was printed ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of text and, for each of its characters, its place in the decoded file (code points)."""

    text: str
    at: tuple[int, ...]

    @property
    def raw_start(self) -> int:
        """Where its first character was printed; 0 for an empty stretch."""
        return self.at[0] if self.at else 0

    @property
    def raw_end(self) -> int:
        """Just after the place where its last character was printed; 0 for an empty stretch."""
        return self.at[-1] + 1 if self.at else 0

    def keep(self, mask: Sequence[bool]) -> Printed:
        """The characters for which `mask` (one value a character) is true."""
        kept = [i for i, wanted in enumerate(mask) if wanted]
        return Printed("".join(self.text[i] for i in kept), tuple(self.at[i] for i in kept))

    def cut(self, start: int, end: int) -> Printed:
        """The characters ``[start, end)``."""
        return Printed(self.text[start:end], self.at[start:end])


def printed(raw: str, start: int, end: int) -> Printed:
    """``raw[start:end]`` without invisible characters and outer spaces, runs of spaces as one, full-width ASCII halved."""
    chars: list[str] = []
    at: list[int] = []
    for place in range(start, end):
        char = halve(raw[place])
        if _INVISIBLE.match(char):
            continue
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                at.append(place)
            continue
        chars.append(char)
        at.append(place)
    if chars and chars[-1] == " ":
        chars.pop()
        at.pop()
    return Printed("".join(chars), tuple(at))


def halve(char: str) -> str:
    """A full-width digit or Latin letter as its ASCII twin, so that ``２０２４`` is found as ``2024``."""
    if "０" <= char <= "９" or "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ":
        return chr(ord(char) - 0xFEE0)
    return char


# --- spaces ------------------------------------------------------------------------------------------

_BYLINE_TITLE = re.compile(r"(?:记者|通讯员|记者站|实习生|编辑|作者|撰文|摄影|文|图|摄)$")
_NAME_ENDS_BRACKET = re.compile(r"[（(][^（()）]*$")


def is_strewn(text: str) -> bool:
    """Whether a line is letter-spaced by justification: three or more gaps, three in ten, between Chinese characters."""
    pairs = spaced = 0
    previous = ""
    gap = False
    for char in text:
        if char == " ":
            gap = True
            continue
        if previous and _is_wide(previous) and _is_wide(char):
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
    if is_strewn(text):
        return _mask(text, _between_latin)
    return _mask(text, _headline_space_stays)


def _mask(text: str, stays: Callable[[str, int], bool]) -> list[bool]:
    return [char != " " or (0 < i < len(text) - 1 and stays(text, i)) for i, char in enumerate(text)]


def _between_latin(text: str, i: int) -> bool:
    """Between two words of English or numbers; a percent sign belongs to its number."""
    before, after = text[i - 1], text[i + 1]
    return not _is_wide(before) and not _is_wide(after) and after not in "%℃°"


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


# --- joining wrapped lines ---------------------------------------------------------------------------


def join_wrapped(lines: Iterable[Printed]) -> Printed:
    """The lines of one paragraph as one stretch: Chinese without a space, English words with one."""
    text: list[str] = []
    at: list[int] = []
    for line in lines:
        if not line.text:
            continue
        if text and _words_meet(text[-1], line.text[0]):
            text.append(" ")
            at.append(at[-1])
        text.extend(line.text)
        at.extend(line.at)
    return Printed("".join(text), tuple(at))


def _words_meet(before: str, after: str) -> bool:
    """Whether a space stood between two characters before the line was broken between them."""
    if before == " " or after == " " or before in "-/(" or _is_wide(before) or _is_wide(after):
        return False
    if before.isdigit() and after.isdigit():
        return False
    return not (after in "%.,;:!?)" or (before.isdigit() and after in "℃°"))
