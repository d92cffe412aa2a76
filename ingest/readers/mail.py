"""Reads mails (.eml): the subject is the headline; attachments are read by the readers of their own formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.clean import NotText, decode, plain_text
from ingest.clean.characters import is_wide
from ingest.readers.base import Article, FileUnreadable, Item, Problem
from ingest.readers.identity import made_id
from ingest.readers.members import LARGEST_MEMBER, MOST_MEMBERS, Allowance, ReaderOf, path_for, read_member
from ingest.readers.options import ReadOptions
from ingest.readers.story import Story
from rag.archive import SourceFile
from rag.archive.source_file import TEXT

_KNOWN_FIELDS = frozenset(
    b"from to cc subject date message-id mime-version content-type content-transfer-encoding received return-path "
    b"delivered-to reply-to sender x-mailer".split()
)
_SENDERS = frozenset((b"from", b"received", b"return-path", b"message-id"))
_FEWEST_FIELDS = 3
_FIELD = re.compile(rb"([!-9;-~]+):[ \t\r\n]")
_SIGNATURE_LINE = re.compile(r"^--[ \xa0]?$", re.MULTILINE)
_NO_NEWS = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_LONGEST_LINE, _SHORTEST_BROKEN = 80, 56  # columns of lines that a mail program breaks
_STUB = 4  # a plain text that is so many times shorter than the HTML only says that there is HTML


class _AsSent(policy.Compat32):
    """Leaves the fields of the header as they are, with bytes that are not ASCII as surrogates."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


class Mail:
    """A mail as it is sent, such as a press release."""

    name = "email"

    def __init__(self, reader_of: ReaderOf) -> None:
        self._reader_of = reader_of

    def sniff(self, head: bytes, name: str) -> float:
        fields = _field_names(head)
        known = fields & _KNOWN_FIELDS
        return 0.95 if len(known) >= _FEWEST_FIELDS and known & _SENDERS else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            FileUnreadable: it is too large, or no mail.
        """
        return self.read_within(path, options, Allowance())

    def read_within(
        self, path: Path, options: ReadOptions, allowance: Allowance
    ) -> Iterator[SourceFile | Item]:
        if path.stat().st_size > LARGEST_MEMBER:
            raise FileUnreadable(f"too large for a mail (over {LARGEST_MEMBER >> 20} MB).")
        data = path.read_bytes()
        try:
            mail = BytesParser(policy=_AsSent()).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
            parts = [part for part in _leaves(mail) if part.get_content_type() not in _NO_NEWS]
        except (MessageError, ValueError, RecursionError) as error:
            raise FileUnreadable(f"this is no mail, or it is damaged ({error}).") from error
        if len(parts) > MOST_MEMBERS:
            raise FileUnreadable(f"this mail has more than {MOST_MEMBERS:,} parts.")
        headline = " ".join(_decoded(mail.get("Subject")).split())
        text = _body(parts)
        shown = f"{headline}\n{text}"
        yield SourceFile(path.name, data, beside={TEXT: shown.encode("utf-8", "replace")})
        attached = [part for part in parts if _is_attached(part)]
        story = Story(
            source_id=_decoded(mail.get("Message-ID")).strip(" <>") or made_id(path.name, headline),
            text=text,
            place=(len(headline) + 1, len(shown)),
            headline=headline,
            dates=(_day(mail),),
        )
        item = story.item("", options)
        if isinstance(item, Article) or not attached:
            yield item
        for number, part in enumerate(attached, start=1):
            yield from self._attachment(part, number, path.name, options, allowance)

    def _attachment(
        self, part: Message, number: int, mail: str, options: ReadOptions, allowance: Allowance
    ) -> Iterator[SourceFile | Item]:
        name = _file_name(part) or f"attachment {number}{_suffix(part)}"
        try:
            data = _payload(part)
        except (MessageError, ValueError, LookupError) as error:
            yield Problem(name, f"the attachment is damaged ({error})")
            return
        allowance.members -= 1
        allowance.bytes -= len(data)
        if allowance.used_up:
            yield Problem(name, allowance.used_up)
            return
        with TemporaryDirectory(prefix="wenda-") as folder:
            path = path_for(Path(folder), name)
            path.write_bytes(data)
            yield from read_member(path, name, mail, options, allowance, self._reader_of)


# --- recognising ---------------------------------------------------------------------------------------


def _field_names(head: bytes) -> set[bytes]:
    """The names of the header's fields, in small letters; empty if the file does not begin with a header."""
    names: set[bytes] = set()
    for line in head.lstrip(b"\xef\xbb\xbf\r\n").splitlines(keepends=True):
        if not line.strip():
            return names
        match = _FIELD.match(line)
        if match:
            names.add(match[1].lower())
        elif not names and line.startswith(b"From "):
            continue
        elif not names or line[:1] not in b" \t":
            return set()
    return names


# --- parts ---------------------------------------------------------------------------------------------


def _leaves(part: Message) -> Iterator[Message]:
    """The parts of a mail that have no parts of their own; a mail in the mail is one of them."""
    payload = part.get_payload()
    if part.get_content_maintype() != "multipart" or not isinstance(payload, list):
        yield part
        return
    for inner in payload:
        if isinstance(inner, Message):
            yield from _leaves(inner)


def _is_attached(part: Message) -> bool:
    """Whether a part is a file of its own, and not the text of the mail or a picture that belongs to its design."""
    if part.get_content_maintype() == "text":
        return part.get_content_disposition() == "attachment" or (
            part.get_content_type() not in ("text/plain", "text/html") or _file_name(part) != ""
        )
    designed = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
    return not (designed and part.get("Content-ID"))


def _body(parts: list[Message]) -> str:
    """The mail's text: its plain text, or the HTML if there is none or it only says that there is HTML."""
    texts = [part for part in parts if not _is_attached(part) and part.get_content_maintype() == "text"]
    plain = "\n".join(_plain(part) for part in texts if part.get_content_type() == "text/plain")
    html = "\n".join(
        _without_signature(plain_text(_text(part)))
        for part in texts
        if part.get_content_type() == "text/html"
    )
    plain = "\n".join(line for line in (line.strip() for line in plain.split("\n")) if line)
    return html if len(plain) * _STUB < len(html) else plain


def _plain(part: Message) -> str:
    text = _without_signature(_text(part))
    if str(part.get_param("format", "")).lower() == "flowed":
        return re.sub(r" \n(?!\n)", "" if str(part.get_param("delsp", "")).lower() == "yes" else " ", text)
    return "\n".join(_joined(block.split("\n")) for block in re.split(r"\n[ \t]*\n", text))


def _joined(lines: list[str]) -> str:
    """A paragraph as one line, if the mail program has broken it at a column; else its lines."""
    widths = [sum(2 if is_wide(char) else 1 for char in line) for line in lines]
    if len(lines) < 2 or max(widths) > _LONGEST_LINE or min(widths[:-1]) < _SHORTEST_BROKEN:
        return "\n".join(lines)
    text = lines[0].strip()
    for line in lines[1:]:
        text += _between(text, line.strip()) + line.strip()
    return text


def _between(before: str, after: str) -> str:
    """What a break in a paragraph is to a reader; after the end of a Chinese sentence, it may be the paragraph's end."""
    if before.endswith(("。", "！", "？", "”")):
        return "\n"
    return "" if before and after and is_wide(before[-1]) and is_wide(after[0]) else " "


def _without_signature(text: str) -> str:
    *_, last = [None, *_SIGNATURE_LINE.finditer(text)]
    return text[: last.start()] if last else text


# --- bytes ---------------------------------------------------------------------------------------------


def _payload(part: Message) -> bytes:
    """The bytes of a part; of a mail in the mail, all of it."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    mails = part.get_payload()
    return b"".join(mail.as_bytes() for mail in mails if isinstance(mail, Message))


def _text(part: Message) -> str:
    text = _of(_payload(part), part.get_content_charset() or "")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _of(data: bytes, charset: str) -> str:
    """Bytes as text: in the charset that is named, or if they do not fit it, in the one that they look like."""
    try:
        return decode(data, charset)[0]
    except NotText:
        return data.decode("utf-8", "replace")


def _decoded(field: str | None) -> str:
    """A field of the header as text. Old programs write it in GB18030 as it is."""
    if field is None:
        return ""
    try:
        parts = decode_header(field)
    except MessageError:
        parts = [(field, None)]
    return "".join(
        _of(part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part, charset or "")
        for part, charset in parts
    )


def _file_name(part: Message) -> str:
    return _decoded(part.get_filename()).strip()


def _suffix(part: Message) -> str:
    return {"message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt"}.get(
        part.get_content_type(), ""
    )


def _day(mail: Message) -> str:
    """The time at which it was sent, in ISO format; empty if it does not say."""
    try:
        return parsedate_to_datetime(_decoded(mail.get("Date"))).isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
