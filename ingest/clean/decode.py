"""Decodes files into text: finds the encoding and refuses binary files."""

from __future__ import annotations

from charset_normalizer import from_bytes

from ingest.clean.characters import is_cjk, is_wide_punctuation
from rag.schema import WendaError


class NotText(WendaError):
    """A file is not text, or its encoding is unknown. The message says what the file is."""


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
    """The text of a file and the name of its encoding: usually UTF-8, UTF-16 with a byte order mark, or GB18030.

    The text does not include the byte order mark. ``data.decode(encoding)`` gives the same text again, so offsets in it
    stay valid.

    Raises:
        NotText: the bytes are a known binary format, have too many control characters, or fit no encoding.
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
    for signature, description in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"The file is not text but {description}.")


def _decode_strictly(data: bytes, encoding: str) -> str:
    text = _try_decode(data, encoding)
    if text is None:
        raise NotText(f"The file begins like {encoding.upper()} but is not valid: {_SAVE_AS_UTF8}.")
    return text


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _too_many_controls(text: str) -> bool:
    """Whether more than one character in twenty is a control character; text may have a few stray ones."""
    sample = text[:65536]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v")
    return controls * 20 > len(sample)


def _reads_as_chinese(text: str) -> bool:
    """Whether decoded text is Chinese. GB18030 decodes nearly any bytes, but only Chinese text becomes mostly common
    ideographs and Chinese punctuation."""
    sample = [char for char in text[:65536] if ord(char) > 0x7F]
    common = sum(
        1 for char in sample if is_cjk(char) or is_wide_punctuation(char) or "\uff00" < char < "\uff5f"
    )
    private = sum(1 for char in sample if "\ue000" <= char <= "\uf8ff" or ord(char) > 0xFFFF)
    return not sample or (common >= 0.7 * len(sample) and private <= 0.02 * len(sample))


def _decode_by_guess(data: bytes) -> tuple[str, str]:
    """Guess a less usual encoding (Big5, Latin-1 …) from the bytes."""
    if b"\x00" in data[:4096] or data[:65536].count(b"\x00") > len(data[:65536]) // 50:
        raise NotText(f"The file is binary, or UTF-16 without a byte order mark: {_SAVE_AS_UTF8}.")
    best = from_bytes(data[:262144]).best()
    text = None if best is None else _try_decode(data, best.encoding)
    if best is None or text is None or _too_many_controls(text):
        raise NotText(f"The file's encoding is unknown (not UTF-8, UTF-16 or GB18030): {_SAVE_AS_UTF8}.")
    return text, best.encoding
