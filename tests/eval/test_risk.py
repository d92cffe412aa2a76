"""The results at a threshold."""

from __future__ import annotations

from measured import answer, answers

from eval.risk import Outcome, outcome


def test_the_shares_at_a_threshold():
    column = answers(
        answer(0.9, 0.6, right=True, first=True),
        answer(0.8, 0.2, right=True),
        answer(0.7, 0.2),
        answer(0.1, 0.6, right=True, first=True),
    )
    assert outcome(column.rows, 0.5) == Outcome(
        threshold=0.5, answered=0.75, right=0.5, first_right=0.25, risk=0.6, answered_wrongly=0.5
    )


def test_an_unanswerable_question_counts_only_as_unanswerable():
    column = answers(answer(None, 0.9), answer(0.9, 0.1, right=True))
    found = outcome(column.rows, 0.5)
    assert (found.answered, found.answered_wrongly, found.risk) == (1.0, 0.5, 0.5)
