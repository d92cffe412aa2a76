"""Reads Word documents: press releases and articles, one or several a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.document import draft_of
from ingest.document.opening import details_of
from ingest.document.word import BadWordFile, WordText, open_word, read_paragraphs, split_articles
from ingest.readers.base import FileUnreadable, Item
from ingest.readers.document_articles import document_articles
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile
from rag.archive.source_file import TEXT
from rag.schema import Draft

LARGEST = 100 << 20  # bytes

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_SUFFIXES = (".docx", ".docm", ".dotx")
_OLD_SUFFIXES = (".doc", ".dot", ".wps")
_SAVE = "open it in Word, WPS or LibreOffice, save it as .docx, and add that."


class Word:
    """A Word document (.docx). Its kin (.doc, .rtf, .odt, .pages, .wps) are recognised, and refused with what to do."""

    name = "docx"

    def sniff(self, head: bytes, name: str) -> float:
        name = name.lower()
        if head.startswith(_ZIP) and b"word/" in head:
            return 0.95
        if _other_kind(head, name):
            return 0.9
        if name.endswith(_SUFFIXES):
            return 0.8 if head.startswith(_ZIP) else 0.2
        return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """The articles of a document, each with the date that it prints. Headers, footers, notes and comments are left out.

        The text that was read is kept beside the file, and places count in it.

        Raises:
            FileUnreadable: it is no .docx, too large, damaged, protected, or has no text.
        """
        if path.stat().st_size > LARGEST:
            raise FileUnreadable(f"too large for a document (over {LARGEST >> 20} MB): split it.")
        data = path.read_bytes()
        if not data:
            raise FileUnreadable("empty.")
        if other := _other_kind(data[: 1 << 20], path.name.lower()):
            raise FileUnreadable(f"this is {other}: {_SAVE}")
        try:
            parts = open_word(data)
            document = split_articles(read_paragraphs(parts))
        except BadWordFile as error:
            raise FileUnreadable(str(error)) from error
        if not document.articles:
            pictures = (
                " only pictures: add these, so that their text is recognised."
                if parts.has_pictures
                else " empty."
            )
            raise FileUnreadable(f"there is no text in it,{pictures}")
        yield SourceFile(path.name, data, "utf-8", {TEXT: document.text.encode()})
        yield from document_articles(_drafts(document), path, options)


def _drafts(document: WordText) -> list[Draft]:
    """The articles; a date before the first of several is the date of all that have none."""
    day = next(
        (found.day for line in document.common if (found := details_of(line.text)) and found.day), None
    )
    drafts = [draft_of(lines) for lines in document.articles]
    return [replace(draft, date=draft.date or day) for draft in drafts]


def _other_kind(head: bytes, name: str) -> str:
    """What a file is if it is another program's document, or an older one of Word; empty if it is not."""
    if head.lstrip()[:5] == b"{\\rtf":
        return "a Rich Text document (RTF)"
    if head.startswith(_OLE):
        if _LOCKED_STREAM in head:
            return "a document that is protected with a password, which must be removed"
        return "an old Word document (.doc)" if _WORD_STREAM in head or name.endswith(_OLD_SUFFIXES) else ""
    if not head.startswith(_ZIP):
        return ""
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:200]:
        return "an OpenDocument text (.odt)"
    return "a Pages document" if b"Index/Document.iwa" in head or name.endswith(".pages") else ""
