"""Which corrections (`更正`) name which earlier reports.

Noted at ingest is what a correction names; the report is looked up by that, so that either may come in first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from rag.archive.archive import Archive
from rag.archive.tables import articles, corrections, reading, versions, writing
from rag.archive.wording import joined
from rag.archive.wording import words as words_of
from rag.language import correction_words, mentions
from rag.schema import Version
from rag.text.sentences import Span, sentence_spans

BATCH = 200  # articles that are read again in one transaction: others want to write too


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction says of a report: `version.text[start:end]`."""

    version: Version
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedReport:
    """The words of a correction that name a report, `text[start:end]`, and what they name it by; empty where they do
    not."""

    start: int
    end: int
    headline: str
    date: date | None
    wrong: str

    def matches(self, report: Version) -> bool:
        """Whether it is this report: by its headline, or by its day and the words that were wrong."""
        if self.date and report.date and self.date != report.date:
            return False
        if self.headline:
            return _within(self.headline, f"{report.headline} {report.subheadline}")
        return self.date is not None and bool(self.wrong) and _within(self.wrong, report.text)


class Corrections:
    """Finds what corrects a report. May be asked from many threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def find(self, report: Version) -> list[Correction]:
        """What live corrections say of a report, newest first."""
        day = (corrections.c.date == report.date) | corrections.c.date.is_(None)
        query = (
            select(corrections)
            .join_from(corrections, articles)
            .where(articles.c.state == "live", articles.c.article_id != report.article_id, day)
        )
        with reading(self.archive.engine) as connection:
            rows = connection.execute(query).all()
        found = [
            Correction(self.archive.version(row.article_id), row.start, row.end)
            for row in rows
            if NamedReport(row.start, row.end, row.headline, row.date, row.wrong).matches(report)
        ]
        later = [c for c in found if not (c.version.date and report.date and c.version.date < report.date)]
        return sorted(later, key=lambda c: (str(c.version.date or ""), c.version.article_id), reverse=True)

    def refresh(self) -> None:
        """Read again, by today's rules, what the archive's corrections name."""
        with reading(self.archive.engine) as connection:
            known = connection.execute(select(articles.c.article_id)).scalars().all()
        for start in range(0, len(known), BATCH):
            some = articles.c.article_id.in_(known[start : start + BATCH])
            with writing(self.archive.engine) as connection:
                for row in connection.execute(_newest.where(some)).all():
                    record_corrections(connection, row.article_id, row.headline, row.text, row.date)


_newest = select(versions.c.article_id, versions.c.headline, versions.c.text, versions.c.date).join(
    articles, (articles.c.article_id == versions.c.article_id) & (articles.c.version == versions.c.version)
)


def record_corrections(
    connection: Connection, article_id: str, headline: str, text: str, printed: date | None
) -> None:
    """Note which reports an article's newest version corrects."""
    connection.execute(delete(corrections).where(corrections.c.article_id == article_id))
    rows = [{"article_id": article_id, **asdict(named)} for named in named_reports(headline, text, printed)]
    if rows:
        connection.execute(corrections.insert(), rows)


def named_reports(headline: str, text: str, printed: date | None) -> Iterator[NamedReport]:
    """The reports that an article says it corrects: none where it is neither headed as a correction nor speaks of the
    paper's own report by its headline."""
    words = correction_words()
    headed = words.headline.search(headline) is not None
    if not headed and not words.error.search(text):
        return
    spans = sentence_spans(text)
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        sentence = text[span.start : span.end]
        title, wrong = words.report_title.search(sentence), words.wrong_wording.search(sentence)
        own = headed or (title and words.own_report.search(sentence))
        end = _end(text, span, following)
        if own and words.error.search(text[span.start : end]) and (title or wrong):
            named = next(filter(None, title.groups())) if title else ""
            yield NamedReport(span.start, end, named, _day(sentence, printed), wrong[1] if wrong else "")


def _end(text: str, span: Span, following: Span | None) -> int:
    """Where the correction ends: its right wording may stand in a sentence of its own."""
    return (
        following.end
        if following and correction_words().right_wording.match(text, following.start)
        else span.end
    )


def _day(sentence: str, printed: date | None) -> date | None:
    """The first single day that it names before the correction's own."""
    days = (m.period.start for m in mentions(sentence, printed) if m.period.days == 1)
    return next((day for day in days if printed is None or day < printed), None)


def _within(part: str, whole: str) -> bool:
    return joined(words_of(part)) in joined(words_of(whole))
