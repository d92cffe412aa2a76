"""Who checks: the person who is signed in, or who typed a name after coming with the newsroom's key."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from rag.desk import Person
from rag.journal import VIEWS, View
from web.desk.routes import person_of


def checker_of(request: gr.Request, typed: str | None) -> Person:
    """
    Args:
        typed: what stands in the field for the name; not used for who is signed in.
    """
    person = person_of(request)
    return person if person.name else replace(person, name=(typed or "").strip())


def views_of(person: Person) -> tuple[View, ...]:
    """The queues that a person may work through: where two readers differ, an editor decides."""
    return VIEWS if person.may_act_as("editor") else tuple(view for view in VIEWS if view != "disputed")
