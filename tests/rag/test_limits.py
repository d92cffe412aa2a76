"""What a request may hold: what is too much of a history is cut, what is too long of the rest is refused."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from rag.schema import LONGEST_ANSWER, LONGEST_FILTER, LONGEST_QUESTION, MOST_TURNS, Filters, Request, Turn

TODAY = date(2024, 3, 18)


def test_of_a_long_history_the_newest_turns_are_kept():
    turns = [{"role": "user", "content": str(i)} for i in range(MOST_TURNS + 5)]
    kept = Request(question="桥", today=TODAY, history=turns).history
    assert [turn.content for turn in kept] == [str(i) for i in range(5, MOST_TURNS + 5)]


@pytest.mark.parametrize(("role", "longest"), [("user", LONGEST_QUESTION), ("assistant", LONGEST_ANSWER)])
def test_a_long_turn_is_cut(role, longest):
    assert len(Turn(role=role, content="长" * 100_000).content) == longest


def test_a_question_may_have_2000_characters_and_no_more():
    assert Request(question="长" * LONGEST_QUESTION, today=TODAY)
    with pytest.raises(ValidationError, match="at most 2000 characters"):
        Request(question="长" * (LONGEST_QUESTION + 1), today=TODAY)


@pytest.mark.parametrize("name", ["author", "place", "section"])
def test_a_filter_that_is_longer_than_any_name_is_refused(name):
    with pytest.raises(ValidationError, match=f"at most {LONGEST_FILTER} characters"):
        Filters(**{name: "长" * (LONGEST_FILTER + 1)})


def test_days_that_end_before_they_begin_are_refused():
    with pytest.raises(ValidationError, match="since must not lie after until"):
        Filters(since=date(2024, 3, 18), until=date(2024, 3, 17))
