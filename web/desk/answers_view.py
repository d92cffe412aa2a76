"""Renders the list of answers, and the buttons for its views (unchecked, reported, declined, all)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.desk import Person
from rag.journal import AnswerSummary, View
from web.desk.checker import views_of
from web.desk.context import PageContext
from web.desk.position import Position


def answers_html(
    answers: Sequence[AnswerSummary],
    counts: Mapping[View, int],
    person: Person,
    position: Position,
    page: PageContext,
) -> str:
    """The views with their counts, and the answers of the chosen view.

    Args:
        answers: the answers to show, and one more if there are more.
        counts: number of answers that wait in each view.
        person: who looks; not everybody may open each view, or export.
        position: the chosen view and answer.
        page: texts and settings.
    """
    return page.render(
        "answers.html",
        answers=answers[: position.listed],
        has_more=len(answers) > position.listed,
        counts=counts,
        position=position,
        views=views_of(person),
        may_export=person.may_act_as("editor"),
    )
