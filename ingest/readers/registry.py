"""The formats that can be read. A new one is a module beside this one and a line here."""

from __future__ import annotations

from pathlib import Path

from ingest.readers.base import HEAD, Reader
from ingest.readers.epaper import EPaper
from ingest.readers.feeds import Feed
from ingest.readers.json_documents import JsonDocuments
from ingest.readers.json_lines import JsonLines
from ingest.readers.mail import Mail
from ingest.readers.mailboxes import Mailbox
from ingest.readers.markdown import Markdown
from ingest.readers.news_xml import NewsXml
from ingest.readers.page_text import PageText
from ingest.readers.pdf import Pdf
from ingest.readers.release import Release
from ingest.readers.scan import Scan
from ingest.readers.tables import Tables
from ingest.readers.web_page import WebPage
from ingest.readers.word import Word
from ingest.readers.wordpress import WordPress
from ingest.readers.xml_records import XmlRecords
from ingest.readers.zip_file import ZipFile


def reader_of(path: Path) -> Reader | None:
    """The reader that knows a file's content best, or None.

    Raises:
        OSError
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    score, best = max(
        ((reader.sniff(head, path.name), reader) for reader in READERS), key=lambda pair: pair[0]
    )
    return best if score > 0 else None


def reader_named(name: str) -> Reader:
    """The reader with this name.

    Raises:
        KeyError
    """
    return {reader.name: reader for reader in READERS}[name]


READERS: tuple[Reader, ...] = (
    PageText(),
    Release(),
    Markdown(),
    Word(),
    Pdf(),
    Scan(),
    EPaper(),
    JsonLines(),
    JsonDocuments(),
    Tables(),
    WebPage(),
    Feed(),
    NewsXml(),
    WordPress(),
    XmlRecords(),
    Mail(reader_of),
    Mailbox(reader_of),
    ZipFile(reader_of),
)
