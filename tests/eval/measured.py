"""Builds rows and columns of a run for tests."""

from __future__ import annotations

from eval.runs import AnswerRow, Column, RankedRow


def answer(confidence, without=0.0, right=False, first=False, **more):
    """The row of one question; `confidence` None means that no article answers it."""
    row = {
        "id": "1",
        "group": "a",
        "style": "",
        "question": "?",
        "expected": "",
        "said": "",
        "seconds": 0.1,
        "confidence": confidence,
        "in_text": right,
        "in_first": first,
        "in_quote": right,
        "length": 10,
        "confidence_without": without,
        "said_without": "",
    }
    return AnswerRow(**row | more)


def answers(*rows, decline_below=0.5):
    """A column of answers; each question gets its own id and group."""
    numbered = [row.model_copy(update={"id": str(n), "group": str(n)}) for n, row in enumerate(rows)]
    return Column(set="s", part="report", system="wenda", decline_below=decline_below, rows=numbered)


def ranks(*reciprocal_ranks, system="wenda", question="?"):
    """A column of rankings, given the reciprocal rank of the first right article of each question."""
    rows = [
        RankedRow(
            id=str(n),
            group=str(n),
            style="",
            question=question,
            expected="",
            said="",
            seconds=0.1,
            measures={
                **{f"hit@{k}": float(rank > 0 and 1 / rank <= k) for k in (1, 5, 10)},
                "MRR@10": rank,
                "nDCG@10": rank,
            },
        )
        for n, rank in enumerate(reciprocal_ranks)
    ]
    return Column(set="s", part="report", system=system, rows=rows)
