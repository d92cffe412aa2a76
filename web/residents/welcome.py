"""Draws what stands above the conversation and what is seen before the first question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from web.residents.answer_card import Setting


def masthead_html(place: str, coverage: str, setting: Setting) -> str:
    """The name of the page and the line that tells how far the archive goes.

    Args:
        place: the city or the paper; may be empty.
    """
    of_place = f'<span class="place">{escape(place)}</span>' if place else ""
    language = "zh-CN" if setting.language == "zh" else "en"
    return (
        f'<header class="masthead" lang="{language}">'
        f'<p class="name"><span class="brand">{setting.words("brand")}</span>{of_place}</p>'
        f'<p class="coverage">{escape(coverage)}</p></header>'
    )


def welcome_html(questions: Sequence[str], setting: Setting) -> str:
    """A greeting, what the page does, and example questions where there are any."""
    chips = "".join(f'<button type="button" class="example">{escape(q)}</button>' for q in questions)
    examples = (
        f'<p class="kind">{setting.words("examples")}</p><div class="chips">{chips}</div>' if chips else ""
    )
    return (
        f'<div class="welcome"><h1>{setting.words("welcome")}</h1>'
        f"<p>{setting.words('welcome_note', paper=setting.paper_name)}</p>{examples}</div>"
    )
