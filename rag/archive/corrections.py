"""Finds the corrections (`更正`) of a report.

Ingest stores which headline, date and wrong words a correction names. The report is looked up when it is asked for, so
either article may be ingested first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from rag.archive.archive import Archive
from rag.archive.tables import articles, corrections, reading, versions, writing
from rag.archive.wording import joined
from rag.archive.wording import words as split_words
from rag.language import correction_words, mentions
from rag.schema import Version
from rag.text.sentences import Span, sentence_spans

BATCH = 200  # articles per write transaction of `refresh`, so that other writers do not wait long


@dataclass(frozen=True, slots=True)
class Correction:
    """The part of a correction that is about a report: `version.text[start:end]`.

    Attributes:
        wrong: the words of the report that were wrong, or empty.
    """

    version: Version
    start: int
    end: int
    wrong: str

    def concerns(self, quote: str) -> bool:
        """Whether words of the report contain the wrong ones; always if it is not known which were wrong."""
        return not self.wrong or _contains_words(quote, self.wrong)


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A report as a correction names it.

    Attributes:
        start, end: the correction is `text[start:end]` of its article.
        headline: headline of the report, or empty.
        date: date of the report, or None.
        wrong: the words that were wrong, or empty.
    """

    start: int
    end: int
    headline: str
    date: date | None
    wrong: str

    def matches(self, report: Version) -> bool:
        """Whether this is the named report: it has the named headline, or the named date and the wrong words."""
        if self.date and report.date and self.date != report.date:
            return False
        if self.headline:
            return _contains_words(f"{report.headline} {report.subheadline}", self.headline)
        return self.date is not None and bool(self.wrong) and _contains_words(report.text, self.wrong)


class Corrections:
    """Finds the corrections of a report. Thread-safe."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def find(self, report: Version) -> list[Correction]:
        """The live corrections of a report, newest first. Corrections printed before the report are left out."""
        same_date = (corrections.c.date == report.date) | corrections.c.date.is_(None)
        query = (
            select(corrections)
            .join_from(corrections, articles)
            .where(articles.c.state == "live", articles.c.article_id != report.article_id, same_date)
        )
        with reading(self.archive.engine) as connection:
            rows = connection.execute(query).all()
        found = [
            Correction(self.archive.version(row.article_id), row.start, row.end, row.wrong)
            for row in rows
            if NamedReport(row.start, row.end, row.headline, row.date, row.wrong).matches(report)
        ]
        later = [c for c in found if not (c.version.date and report.date and c.version.date < report.date)]
        return sorted(later, key=lambda c: (str(c.version.date or ""), c.version.article_id), reverse=True)

    def refresh(self) -> None:
        """Parse all articles again with the current rules, and store which reports they correct."""
        with reading(self.archive.engine) as connection:
            article_ids = connection.execute(select(articles.c.article_id)).scalars().all()
        for start in range(0, len(article_ids), BATCH):
            in_batch = articles.c.article_id.in_(article_ids[start : start + BATCH])
            with writing(self.archive.engine) as connection:
                rows = connection.execute(_newest.where(in_batch)).all()
                connection.execute(
                    delete(corrections).where(corrections.c.article_id.in_([r.article_id for r in rows]))
                )
                record_corrections(connection, [(r.article_id, r.headline, r.text, r.date) for r in rows])


_newest = select(versions.c.article_id, versions.c.headline, versions.c.text, versions.c.date).join(
    articles, (articles.c.article_id == versions.c.article_id) & (articles.c.version == versions.c.version)
)


def record_corrections(connection: Connection, newest: Iterable[tuple[str, str, str, date | None]]) -> None:
    """Store which reports articles correct.

    Args:
        newest: id, headline, text and date of printing of each article, in its newest version.
    """
    rows = [
        {"article_id": article_id, **asdict(named)}
        for article_id, headline, text, printed in newest
        for named in named_reports(headline, text, printed)
    ]
    if rows:
        connection.execute(corrections.insert(), rows)


def forget_corrections(connection: Connection, article_id: str) -> None:
    """Delete which reports an article corrects: it gets another version."""
    connection.execute(delete(corrections).where(corrections.c.article_id == article_id))


def named_reports(headline: str, text: str, printed: date | None) -> Iterator[NamedReport]:
    """The reports that an article corrects.

    Either the article's headline marks it as a correction, or a sentence names one of the paper's own reports by its title.
    """
    words = correction_words()
    is_correction = words.headline.search(headline) is not None
    if not is_correction and not words.error.search(text):
        return
    spans = sentence_spans(text)
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        sentence = text[span.start : span.end]
        title, wrong = words.report_title.search(sentence), words.wrong_wording.search(sentence)
        about_own_report = is_correction or (title and words.own_report.search(sentence))
        end = _end(text, span, following)
        if about_own_report and words.error.search(text[span.start : end]) and (title or wrong):
            report_title = next(filter(None, title.groups())) if title else ""
            report_date = _report_date(sentence, printed)
            yield NamedReport(span.start, end, report_title, report_date, wrong[1] if wrong else "")


def _end(text: str, span: Span, following: Span | None) -> int:
    """Where the correction ends. Its right wording may be in the following sentence, which then belongs to it."""
    return (
        following.end
        if following and correction_words().right_wording.match(text, following.start)
        else span.end
    )


def _report_date(sentence: str, printed: date | None) -> date | None:
    """The first single day in the sentence that is before the correction's own date."""
    days = (m.period.start for m in mentions(sentence, printed) if m.period.days == 1)
    return next((day for day in days if printed is None or day < printed), None)


def _contains_words(whole: str, part: str) -> bool:
    return joined(split_words(part)) in joined(split_words(whole))
