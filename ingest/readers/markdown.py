"""Reads Markdown: one article a file, with or without fields at its top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.clean import damage_note, decode
from ingest.document import DocumentLine, draft_of
from ingest.document.markdown_text import markdown_lines
from ingest.metadata import byline_names
from ingest.readers.base import FileUnreadable, Item, Problem
from ingest.readers.document_articles import document_articles
from ingest.readers.front_matter import BadMatter, Matter, read_matter
from ingest.readers.options import ReadOptions
from ingest.readers.text_kinds import has_front_matter, head_text
from rag.archive import SourceFile
from rag.schema import Draft

LARGEST = 2 << 20  # bytes

_TITLED = re.compile(r"\s*# [^\n]{2,120}\n")
_SUFFIXES = (".md", ".markdown", ".mdown", ".mdx")


class Markdown:
    """Markdown."""

    name = "markdown"

    def sniff(self, head: bytes, name: str) -> float:
        is_named = name.lower().endswith(_SUFFIXES)
        text = (
            head_text(head)
            if is_named or head[:64].lstrip(b"\xef\xbb\xbf \r\n").startswith((b"---", b"+++", b"# "))
            else ""
        )
        if has_front_matter(text):
            return 0.95
        if is_named:
            return 0.8 if text.strip() else 0.1
        return 0.75 if _TITLED.match(text) else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """One article; its date is the one among the fields at the top, or one that the text gives as its own.

        Raises:
            NotText: the file is binary, or its encoding is unknown.
            FileUnreadable: it is empty or too large.
        """
        if path.stat().st_size > LARGEST:
            raise FileUnreadable(f"too large for one article (over {LARGEST >> 20} MB): split it.")
        data = path.read_bytes()
        raw, encoding = decode(data)
        if not raw.strip():
            raise FileUnreadable("empty.")
        yield SourceFile(path.name, data, encoding)
        if note := damage_note(raw, encoding):
            yield Problem("", note)
        try:
            matter = read_matter(raw, options.timezone)
        except BadMatter as error:
            yield Problem("", f"{error}.")
            return
        if matter.is_draft:
            yield Problem("", "a draft: it is added once its `draft` field is gone")
            return
        draft = _draft(raw, matter)
        for item in document_articles([draft], path, options):
            note = "; ".join(filter(None, (matter.unread, getattr(item, "note", ""))))
            yield item if isinstance(item, Problem) else replace(item, note=note)


def _draft(raw: str, matter: Matter) -> Draft:
    lines = markdown_lines(raw, matter.end)
    if matter.title:
        if lines and lines[0].text == matter.title:
            lines = lines[1:]
        place = matter.title_at, matter.title_at + len(matter.title)
        lines = [DocumentLine(matter.title, *place, role="title"), *lines]
    draft = draft_of(lines)
    return replace(
        draft,
        subheadline=matter.subtitle or draft.subheadline,
        byline=byline_names(matter.authors) or matter.authors or draft.byline,
        date=matter.day or draft.date,
        section=matter.section,
        url=matter.url,
        lang=matter.lang,
        page=matter.page,
        source_id=matter.identity,
    )
