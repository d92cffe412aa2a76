"""Exports the verdicts as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from rag.journal import ReviewedStatement
from rag.label import labelled_text
from web.desk.context import PageContext

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel does not read the file as UTF-8."""

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
    "col_note",
    "col_judged_at",
    "col_reports",
)

# A cell that begins with one of these is run as a formula (OWASP, "CSV Injection"); full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def verdicts_csv(verdicts: Iterable[ReviewedStatement], page: PageContext) -> Iterator[str]:
    """The file, line by line: a heading, then one row per current verdict."""
    yield BYTE_ORDER_MARK + _row(page.words(column) for column in _COLUMNS)
    for judged in verdicts:
        yield _row(_cells(judged, page))


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe in front if a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


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
        judgement.note,
        page.moment(judgement.judged_at),
        "；".join(page.reason(report) for report in entry.reports),
    ]


def _text(judged: ReviewedStatement, page: PageContext) -> str:
    """The statement with its label if it is AI-worded, or what the resident saw instead of statements."""
    answer, number = judged.entry.answer, judged.judgement.statement
    if number is None:
        return page.shown_instead(answer)
    if judged.entry.removed_at(number):
        return page.said(judged.entry, number)
    return labelled_text(answer.statements[number], page.words.locale)


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
