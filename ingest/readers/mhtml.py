"""Reads web pages that a browser has saved as one file (MHTML, RFC 2557): the page is the first HTML part of a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from ingest.clean.decode import decode_markup
from ingest.readers.base import FileUnreadable
from ingest.readers.html_source import LARGEST_HTML

LARGEST_FILE = 200 << 20  # bytes; its pictures are in it

_SAVED = re.compile(
    rb"^(?:From:\s{0,9}[\"'<]{0,2}Saved by\b|Snapshot-Content-Location:)", re.IGNORECASE | re.MULTILINE
)
_HEADER = 4096  # bytes


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A file's bytes, the HTML in it, and the page's address, which is empty if the file does not say it."""

    data: bytes
    html: str
    url: str


def is_mhtml(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a page that a browser has saved."""
    header = re.split(rb"\r?\n\r?\n", head[:_HEADER].lstrip(), maxsplit=1)[0]
    return b"multipart/related" in header.lower() and _SAVED.search(header) is not None


def read_mhtml(path: Path) -> SavedPage:
    """
    Raises:
        NotText: the encoding of the page is unknown.
        FileUnreadable: there is no page in it, or it is too large.
        OSError
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FileUnreadable(
            f"too large for a web page (over {LARGEST_FILE >> 20} MB): save it as HTML only."
        )
    data = path.read_bytes()
    try:
        saved = BytesParser().parsebytes(data.lstrip())
        part = next((part for part in saved.walk() if part.get_content_type() == "text/html"), None)
        content = part.get_payload(decode=True) if part is not None else None
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise FileUnreadable(f"the saved page is damaged ({error}): save it again.") from error
    if part is None or not isinstance(content, bytes) or not content.strip():
        raise FileUnreadable("there is no page in this file: save it again.")
    if len(content) > LARGEST_HTML:
        raise FileUnreadable(f"too large for a web page (over {LARGEST_HTML >> 20} MB of text).")
    html, _ = decode_markup(content)
    return SavedPage(data, html, _address(saved, part))


def _address(saved: Message, part: Message) -> str:
    addresses = (saved.get("Snapshot-Content-Location"), part.get("Content-Location"))
    return next((str(url).strip() for url in addresses if str(url).startswith(("http://", "https://"))), "")
