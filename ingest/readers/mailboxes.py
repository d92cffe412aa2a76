"""Reads mailboxes (mbox): each mail in one as if it were a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.readers.base import HEAD, FileUnreadable, Item, Problem
from ingest.readers.mail import Mail
from ingest.readers.members import Allowance, ReaderOf, path_for, read_member
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

_START = b"From "
_QUOTED_START = re.compile(rb"^>(>*From )", re.MULTILINE)


class Mailbox:
    """Mails, one after the other, each after a line that begins with `From` and a space."""

    name = "mbox"

    def __init__(self, reader_of: ReaderOf) -> None:
        self._reader_of = reader_of
        self._mail = Mail(reader_of)

    def sniff(self, head: bytes, name: str) -> float:
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
        return 0.97 if head.startswith(_START) and self._mail.sniff(head, name) else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            FileUnreadable: there is no mail in it.
        """
        yield SourceFile(path.name, path)
        yield from self.read_within(path, options, Allowance())

    def read_within(
        self, path: Path, options: ReadOptions, allowance: Allowance
    ) -> Iterator[SourceFile | Item]:
        number = 0
        for number, data in enumerate(self._mails(path), start=1):
            allowance.members -= 1
            allowance.bytes -= len(data)
            if allowance.used_up:
                yield Problem(f"mail {number}", f"{allowance.used_up}: the mails from here on are not read")
                return
            with TemporaryDirectory(prefix="wenda-") as folder:
                name = f"mail {number}.eml"
                member = path_for(Path(folder), name)
                member.write_bytes(data)
                yield from read_member(member, name, path.name, options, allowance, self._reader_of)
        if not number:
            raise FileUnreadable("there is no mail in this mailbox.")

    def _mails(self, path: Path) -> Iterator[bytes]:
        """The bytes of each mail. What follows a line of a text that begins with `From` belongs to the mail before it."""
        from mailbox import mbox

        box = mbox(path, create=False)
        try:
            waiting = b""
            for key in box.iterkeys():
                part = box.get_bytes(key, from_=True)
                if waiting and self._mail.sniff(part[:HEAD], ""):
                    yield _as_sent(waiting)
                    waiting = b""
                waiting += b"\n" + part if waiting else part
            if waiting:
                yield _as_sent(waiting)
        finally:
            box.close()


def _as_sent(mail: bytes) -> bytes:
    """A mail without the line before it, and without the marks of its lines that begin so too."""
    return _QUOTED_START.sub(rb"\1", mail.partition(b"\n")[2])
