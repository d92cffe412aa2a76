"""Decoding files into text."""

from __future__ import annotations

from charset_normalizer import from_bytes

from ingest.clean.characters import is_cjk, is_wide_punctuation
from rag.schema import WendaError


class NotText(WendaError):
    """A file is not text, or in no encoding that is known here. The message says what it is."""


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
