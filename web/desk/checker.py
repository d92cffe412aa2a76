"""Who checks: the person who is signed in, or who typed a name after coming with the newsroom's key."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from rag.desk import Person
from rag.journal import VIEWS, View


def checker_of(request: gr.Request, typed: str | None) -> Person:
    """
    Args:
        typed: what stands in the field for the name; not used for who is signed in.
    """
    person = signed_in(request)
    return person if person.name else replace(person, name=(typed or "").strip())


def signed_in(request: gr.Request) -> Person:
    """Who is signed in; without a name and with every right, who came with the key."""
    person: Person | None = getattr(request.state, "person", None)
    return person or Person("", "admin")


def views_of(person: Person) -> tuple[View, ...]:
    """The queues that a person may work through: where two readers differ, an editor decides."""
    return VIEWS if person.may_act_as("editor") else tuple(view for view in VIEWS if view != "disputed")
