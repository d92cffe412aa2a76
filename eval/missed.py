"""Turns the checkers' "this line should have been the answer" into questions of an evaluation set (see `eval.sets`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rag.archive import Archive
from rag.journal import Entry, ExpectedLine, Journal


def missed_questions(journal: Journal, archive: Archive) -> Iterator[dict[str, Any]]:
    """One line of `questions.jsonl` for each declined question for which a checker chose a line.

    Lines whose articles the archive no longer has are left out.
    """
    for entry in journal.checked_answers():
        judgement = entry.current_judgements.get(None)
        expected = judgement.expected if judgement else None
        if expected and expected.quote and (line := _question(entry, expected, archive)):
            yield line


def _question(entry: Entry, expected: ExpectedLine, archive: Archive) -> dict[str, Any] | None:
    try:
        version = archive.version(expected.article_id, expected.version)
    except Archive.NotFound:
        return None
    return {
        "id": entry.answer.answer_id,
        "question": entry.answer.understood.question,
        "today": str(entry.today),
        "answers": [expected.quote],
        "answerable": True,
        "doc_ids": [version.source_id] if version.source_id else [],
        "articles": [{"date": str(version.date), "headline": version.headline}],
        "line": asdict(expected),
    }
