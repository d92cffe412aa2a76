"""Recognises markup and other formats in what looks like a plain text file."""

from __future__ import annotations

import re

from ingest.clean import NotText, decode
from ingest.readers.base import HEAD, FileUnreadable

_TAG = re.compile(r"</?[A-Za-z][\w:.-]{0,40}(?:\s[^<>]{0,2000})?/?>")
_XML_KINDS = (
    ("<rss", "an RSS feed"),
    ("<feed", "an Atom feed"),
    ("<html", "a web page (HTML)"),
    ("<!doctype html", "a web page (HTML)"),
    ("<newsitem", "news XML"),
    ("<nitf", "news XML"),
)
_HEADER = re.compile(
    r"^(?:From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|Content-Transfer-Encoding|"
    r"Reply-To|Sender|List-[\w-]+|X-[\w-]+|DKIM-Signature):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_ONLY = re.compile(
    r"^(?:Received|Return-Path|Message-ID|MIME-Version|Content-Type|DKIM-Signature):|^Subject:.*=\?[\w-]+\?[bq]\?|^From:.*@",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>(?s:.{0,20000}?))^(?P=fence)[ \t]*\r?$", re.MULTILINE
)
_FIELD = re.compile(r"^[\w\u4e00-\u9fff-]{1,40}[ \t]*[:=](?:[ \t]|$)", re.MULTILINE)
_JSON = re.compile(r"\s*[\[{][\s\[{]*\"[^\"]{1,100}\"\s*:")
_LATEX = re.compile(r"(?:%.*\s+)*\\(?:documentclass|documentstyle|begin\{document\})")
_BLOCK = re.compile(r"<(?:p|div|br|h[1-6]|li|td|table|ul|body|span)[\s/>]", re.IGNORECASE)
_LEAST_TAGS = 4
_TAG_SHARE = 0.12


def head_text(head: bytes) -> str:
    """The text of a file's first bytes; empty if they are no text. The last character may be cut off."""
    if len(head) >= HEAD:
        end = head.rfind(b"\n")
        head = head[: end + 1] if end > 0 and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else head[:-3]
    try:
        return decode(head)[0]
    except NotText:
        return head.decode("utf-8", "ignore") if _is_mostly_utf8(head) else ""


def rough_text(head: bytes) -> str:
    """A file's first bytes in whatever encoding as text, of which only what is ASCII, such as tags, is right."""
    return head.replace(b"\x00", b"").decode("latin-1").lstrip("ï»¿ÿþ")


def markup_kind(text: str) -> str:
    """What a text is if it is no plain text, such as "a web page (HTML)"; empty if it is plain."""
    text = text[:HEAD].lstrip("\ufeff \t\r\n\x0b\x0c\u3000")
    if text.startswith("{\\rtf"):
        return "a Rich Text document (RTF)"
    if has_front_matter(text):
        return "Markdown with front matter"
    if _LATEX.match(text):
        return "a LaTeX document"
    if _JSON.match(text):
        return "JSON"
    if _is_mail(text):
        return "a mail"
    return _tagged(text)


def has_front_matter(text: str) -> bool:
    """Whether a text begins with fields between two lines of `---` (or `+++`)."""
    match = _FRONT_MATTER.match(text)
    return match is not None and _FIELD.search(match["matter"]) is not None


def refuse_markup(text: str) -> None:
    """Raise FileUnreadable if a text is no plain text."""
    if kind := markup_kind(text):
        raise FileUnreadable(
            f"this is {kind}, not plain text: add it without --as, so that it is read as what it is."
        )


def _is_mail(text: str) -> bool:
    top = re.split(r"\r?\n\r?\n", text[:20000], maxsplit=1)[0]
    if not (_HEADER.match(text) or text.startswith("From ")):
        return False
    return len(_HEADER.findall(top)) >= 3 and _MAIL_ONLY.search(top) is not None


def _tagged(text: str) -> str:
    """The name of the XML or HTML that a text is; empty if it has only a few tags, or none."""
    beginning = text[:4000].lower()
    if text.startswith("<"):
        for start, name in _XML_KINDS:
            if re.search(rf"{re.escape(start)}[\s>]", beginning):
                return name
        if beginning.startswith("<?xml"):
            return "XML"
    sizes = [len(tag) for tag in _TAG.findall(text)]
    is_full = text.startswith("<") or (_BLOCK.search(text) and sum(sizes) > _TAG_SHARE * len(text))
    if len(sizes) >= _LEAST_TAGS and is_full:
        return "a web page (HTML)" if _BLOCK.search(text) else "XML"
    return ""


def _is_mostly_utf8(head: bytes) -> bool:
    return head.decode("utf-8", "replace").count("\ufffd") * 200 < len(head)
