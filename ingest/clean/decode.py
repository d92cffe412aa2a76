"""Decodes files into text: finds the encoding and refuses binary files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ingest.clean.readable import readability
from rag.schema import WendaError


class NotText(WendaError):
    """A file is not text, or its encoding is unknown. The message says what the file is."""


DAMAGE = "\ufffd"
"""What a byte becomes that is not valid in the file's encoding."""

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
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHINESE = ("gb18030", "big5hkscs", "cp950")
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")  # GB 2312 in seven bits
_KOREAN = range(
    0xB0, 0xC9
)  # first bytes of the syllables in EUC-KR; Chinese text has all first bytes from B0 to F7
_READABLE = 0.6  # from this `readability` on, bytes are taken for Chinese
_SURELY_READABLE = 0.9
_SAMPLE = 256 << 10  # bytes, from all parts of a file, by which encodings are compared
_SAME_AS = {
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
_DECLARED = re.compile(
    rb"""(?:<meta\b[^<>]{0,300}?charset|<\?xml[^<>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_DECLARED_WITHIN = 4096  # bytes
_SAVE_AS_UTF8 = "save it as UTF-8 text and add it again"


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a file and the name of its encoding, such as utf-8, utf-16, gb18030 or big5hkscs.

    The text does not include the byte order mark. A few damaged bytes become `DAMAGE`. ``data.decode(encoding,
    errors="replace")`` gives the same text again, so offsets in it stay valid.

    Args:
        declared: the encoding that the document itself names, such as ``gb2312``. Valid UTF-8 and a byte order mark are
            believed more than it.

    Raises:
        NotText: the bytes are a known binary format, have too many control characters, or fit no encoding.
    """
    encoding = find_encoding(data, declared)
    text = data.decode(encoding, errors="replace")
    if _too_many_controls(text):
        raise NotText(f"The file is binary, or its encoding is unknown: {_SAVE_AS_UTF8}.")
    if encoding.startswith("utf-") and not _is_utf8(text):
        raise NotText(f"The file begins like {encoding.upper()} but is not valid: {_SAVE_AS_UTF8}.")
    return text, encoding


def decode_markup(data: bytes) -> tuple[str, str]:
    """`decode` an HTML or XML document, which may declare its encoding."""
    return decode(data, declared_encoding(data))


def declared_encoding(data: bytes) -> str:
    """The encoding that an HTML or XML document declares at its beginning, as it is written there; empty if none."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    return declared[1].decode("ascii", errors="replace") if declared else ""


def find_encoding(data: bytes, declared: str = "") -> str:
    """The encoding of a file, or of lines from all parts of a large one; arguments and errors as of `decode`."""
    refuse_binary(data)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    named = _codec(declared)
    if named and data.isascii():
        return named
    text = data.decode("utf-8", errors="replace")
    if _is_utf8(text) and not _too_many_controls(text):
        if data.isascii() and len(_HZ.findall(data)) > 1:
            return "hz"
        return named if named and _is_by_chance_utf8(data, text, named) else "utf-8"
    if b"\x00" in data and (wide := _wide_encoding(data)):
        return wide
    if b"\x00" in data[:4096] and not named:
        raise NotText(f"The file is binary: {_SAVE_AS_UTF8}.")
    sample = _sample(data)
    chinese, score = _best_chinese(sample)
    if named and _is_believable(named, sample, score):
        return named
    if _is_korean(sample):
        return "cp949"
    if score >= _READABLE:
        return chinese
    return "cp1252" if _is_western(sample) else _wide_encoding(data) or _by_guess(sample, data)


def damage_note(text: str, encoding: str) -> str:
    """What to tell of a text that has damaged characters; empty if it has none."""
    count = text.count(DAMAGE)
    if not count:
        return ""
    damaged = "1 character is" if count == 1 else f"{count} characters are"
    return f"{damaged} not valid {encoding.removesuffix('-sig').upper()} and shown as {DAMAGE}"


# --- how an encoding is found ---


def _best_chinese(sample: bytes) -> tuple[str, float]:
    """The Chinese encoding in which bytes are most readable, and its `readability`."""
    scores = {encoding: readability(sample.decode(encoding, errors="replace")) for encoding in _CHINESE}
    best = max(_CHINESE, key=scores.__getitem__)  # the first of equals
    return best, scores[best]


def _is_believable(named: str, sample: bytes, score: float) -> bool:
    """Whether the encoding that a document names is its own: few bytes are damaged, and the bytes are not far more
    readable in a Chinese encoding (at `score`) than in this one."""
    text = sample.decode(named, errors="replace")
    if not few_are_damaged(text, most=20):
        return False
    return score < _SURELY_READABLE or readability(text) > score - 0.5


def _is_korean(sample: bytes) -> bool:
    """Whether the bytes are Korean: hardly any other characters of two bytes than its syllables, in words with spaces."""
    pairs = re.findall(rb"[\xa1-\xfe][\xa1-\xfe]", sample)
    syllables = sum(pair[0] in _KOREAN for pair in pairs)
    return len(pairs) >= 40 and syllables >= 0.97 * len(pairs) and sample.count(b" ") * 8 > len(pairs)


def _is_by_chance_utf8(data: bytes, text: str, named: str) -> bool:
    """Whether bytes that became this text are a few Chinese words in the named encoding: 通知 in GB 2312 is valid UTF-8."""
    return readability(text) < 0 and readability(data.decode(named, errors="replace")) >= _READABLE


def _is_western(sample: bytes) -> bool:
    """Whether the bytes are English or another language in Latin script, with the quotation marks of Windows."""
    text = sample.decode("cp1252", errors="replace")
    special = [char for char in text if ord(char) > 0x7F]
    usual = sum(char in "‘’“”–—…•€£©®°·éèêëàâäáãåçíìîïñóòôöõøúùûüß½¼¾×§\xa0«»" for char in special)
    letters = sum(char.isascii() and char.isalpha() for char in text)
    return usual >= 0.8 * len(special) and letters >= 2 * len(special)


def _by_guess(sample: bytes, data: bytes) -> str:
    """Guess a less usual encoding from the bytes."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_7"]).best()
    if best is None or not _decodes(data, best.encoding):
        raise NotText(
            f"The file's encoding is unknown (not UTF-8, UTF-16, GB18030 or Big5): {_SAVE_AS_UTF8}."
        )
    return best.encoding


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a byte order mark, by which of the two byte orders makes readable text; empty if neither does."""
    sample = data[:65536]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) & ~1].decode(encoding, errors="replace")
        if sum(map(_is_usual, text)) >= 0.95 * len(text) and readability(text) >= _READABLE:
            return encoding
    return ""


def _is_usual(char: str) -> bool:
    return (
        " " <= char <= "\u024f"
        or char in "\t\r\n"
        or "\u2010" <= char <= "\u303f"
        or "一" <= char <= "\u9fff"
        or char > "\uff00"
    )


def _sample(data: bytes) -> bytes:
    """Lines with bytes beyond ASCII, from all parts of a file."""
    if len(data) <= _SAMPLE:
        return data
    return b"\n".join(_lines_of_all_parts(data))


def _lines_of_all_parts(data: bytes) -> Iterator[bytes]:
    parts = 64
    for part in range(parts):
        start = len(data) * part // parts
        piece = data[start : start + len(data) // parts]
        lines = [line for line in piece.split(b"\n")[1:-1] or [piece] if not line.isascii()]
        yield b"\n".join(lines)[: _SAMPLE // parts]


# --- judging bytes and text ---


def refuse_binary(data: bytes) -> None:
    """Raise NotText if the bytes begin as those of a known binary format."""
    for signature, description in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"The file is not text but {description}.")


def _codec(label: str) -> str:
    """The codec for an encoding as documents and mails name it; empty if there is none.

    One that is commonly named in place of a larger one becomes the larger: files that say ``gb2312`` have characters
    that only GB 18030 has. A document whose declaration can be read in ASCII is in no encoding that lacks it (UTF-16).
    """
    label = re.sub(r"^(?:x-)+", "", label.strip(" \t\r\n\"'").lower())
    try:
        name = codecs.lookup(label).name
        is_extended_ascii = b"charset".decode(name, errors="replace") == "charset"
    except (LookupError, ValueError):
        return ""
    return _SAME_AS.get(name, name) if is_extended_ascii else ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def few_are_damaged(text: str, most: int = 5) -> bool:
    """Whether at most one in `most` of the characters beyond ASCII is damaged."""
    damaged = text.count(DAMAGE)
    return not damaged or damaged * most <= sum(char > "\x7f" for char in text)


def _is_utf8(text: str) -> bool:
    """Whether bytes that became this text are UTF-8: bytes of other encodings seldom become Chinese characters in it."""
    damaged = text.count(DAMAGE)
    return few_are_damaged(text) or damaged * 2 <= sum("\u2e80" <= char < "\uff60" for char in text)


def _too_many_controls(text: str) -> bool:
    """Whether more than one character in twenty is a control character; text may have a few stray ones."""
    sample = text[:65536]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v")
    return controls * 20 > len(sample)
