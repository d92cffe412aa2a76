"""Exports the verdicts as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.journal import ReviewedStatement
from rag.label import labelled_text
from web.desk.context import PageContext
from web.desk.spreadsheet import csv_lines

_COLUMNS = (
    "col_answer",
    "col_asked_at",
    "col_today",
    "col_question",
    "col_status",
    "col_statement",
    "col_kind",
    "col_text",
    "col_articles",
    "col_headlines",
    "col_verdict",
    "col_name",
    "col_second",
    "col_second_name",
    "col_decided",
    "col_expected",
    "col_points",
    "col_note",
    "col_judged_at",
    "col_reports",
)


def verdicts_heading(page: PageContext) -> list[str]:
    """The names of the columns."""
    return [page.words(column) for column in _COLUMNS]


def verdicts_rows(verdicts: Iterable[ReviewedStatement], page: PageContext) -> Iterator[list[str]]:
    """One row per current verdict."""
    for judged in verdicts:
        yield _cells(judged, page)


def verdicts_csv(verdicts: Iterable[ReviewedStatement], page: PageContext) -> Iterator[str]:
    """The table as CSV, line by line."""
    return csv_lines(verdicts_heading(page), verdicts_rows(verdicts, page))


def _cells(judged: ReviewedStatement, page: PageContext) -> list[str]:
    entry, judgement = judged.entry, judged.judgement
    answer = entry.answer
    return [
        answer.answer_id,
        page.moment(entry.given_at),
        str(entry.today),
        answer.question,
        page.words(f"status_{answer.status}"),
        "" if judgement.statement is None else str(judgement.statement + 1),
        page.words(judged.kind),
        _text(judged, page),
        " ".join(f"{citation.article_id}v{citation.version}" for citation in judged.citations),
        "；".join(dict.fromkeys(citation.headline for citation in judged.citations)),
        page.judgement(judgement),
        judgement.name,
        page.judgement(judged.second) if judged.second else "",
        judged.second.name if judged.second else "",
        page.words("yes") if judgement.reading == "decision" else "",
        judgement.expected.quote if judgement.expected else "",
        "；".join(page.point(mark) for mark in entry.points),
        "；".join(note.text for note in judged.notes),
        page.moment(judgement.judged_at),
        "；".join(page.reason(report) for report in entry.reports),
    ]


def _text(judged: ReviewedStatement, page: PageContext) -> str:
    """The statement with its label if it is AI-worded, or what the resident saw instead of statements."""
    answer, number = judged.entry.answer, judged.judgement.statement
    if judged.judgement.line is not None:
        return judged.text
    if number is None:
        return page.shown_instead(answer)
    if judged.entry.removed_at(number):
        return page.said(judged.entry, number)
    return labelled_text(answer.statements[number], page.words.locale)
