"""Renders the printed lines from which a checker chooses the one that should have been the answer to a declined question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.archive import Archive
from rag.journal import Entry, ExpectedLine
from rag.schema import FIELDS, Found, Version, WendaError
from rag.text.sentences import sentence_spans
from web.desk.context import PageContext

MOST_LINES = 40


class NoSuchLine(WendaError):
    """The chosen words are not printed there."""


@dataclass(frozen=True, slots=True)
class LineToChoose:
    """A printed sentence, with where it stands."""

    version: Version
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.version.text[self.start : self.end]


def lines_html(entry: Entry, page: PageContext) -> str:
    """For a declined answer, a closed section that looks for lines once it is opened; else nothing."""
    if entry.answer.status != "not_reported":
        return ""
    return page.render("lines.html", entry=entry, lines=None, words_typed="")


def found_lines_html(
    entry: Entry, found: Sequence[Found], typed: str, archive: Archive, page: PageContext
) -> str:
    """The sentences of the passages that were found, best passage first.

    Args:
        typed: the words that were searched for; empty: the passages are those found for the question itself.
    """
    lines = [line for one in found for line in _sentences(one, archive)]
    unique = list({(line.version.article_id, line.start): line for line in lines}.values())
    return page.render("lines.html", entry=entry, lines=unique[:MOST_LINES], words_typed=typed)


def expected_line(chosen: Mapping[str, Any], archive: Archive) -> ExpectedLine:
    """The line that the browser names, with its words as the archive has them.

    Raises:
        NoSuchLine: it is not in the archive.
        Archive.NotFound: the article is not.
    """
    article_id, field = str(chosen.get("article", "")), chosen.get("field")
    version, start, end = (_number(chosen.get(name)) for name in ("version", "start", "end"))
    if field not in FIELDS:
        raise NoSuchLine("Choose one of the lines shown.")
    quote = archive.version(article_id, version)[field][start:end]
    if not quote.strip():
        raise NoSuchLine("There are no printed words at this place.")
    return ExpectedLine(article_id, version, field, start, end, quote)


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise NoSuchLine("Choose one of the lines shown.")
    return value


def _sentences(found: Found, archive: Archive) -> list[LineToChoose]:
    """The sentences of a passage; none if the archive no longer has its article."""
    try:
        version = archive.version(found.article_id, found.version)
    except Archive.NotFound:
        return []
    spans = sentence_spans(version.text[found.start : found.end])
    return [LineToChoose(version, found.start + span.start, found.start + span.end) for span in spans]
