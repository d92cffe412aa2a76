"""Draws the list of answers and its views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from rag.journal import Listed, View
from web.check.places import Place
from web.check.wording import Setting

ORDER: tuple[View, ...] = ("unchecked", "reported", "declined", "newest")


def answers_html(
    answers: Sequence[Listed], counts: Mapping[View, int], place: Place, setting: Setting
) -> str:
    """The views with their counts, and the answers of the chosen one."""
    views = "".join(_view(view, counts[view], place, setting) for view in ORDER)
    items = "".join(_item(answer, place, setting) for answer in answers)
    body = f"<ol>{items}</ol>" if items else f'<p class="empty">{setting.words("nothing_here")}</p>'
    more = counts[place.view] > len(answers)
    return (
        f'<nav class="views" aria-label="{setting.words("list")}">{views}</nav>{body}'
        + (f'<button type="button" class="more">{setting.words("more")}</button>' if more else "")
        + f'<p class="export"><a href="export.csv" download>{setting.words("export")}</a></p>'
    )


def _view(view: View, count: int, place: Place, setting: Setting) -> str:
    pressed = "true" if view == place.view else "false"
    return (
        f'<button type="button" data-view="{view}" aria-pressed="{pressed}">{setting.words(view)}'
        f"<b>{count}</b></button>"
    )


def _item(answer: Listed, place: Place, setting: Setting) -> str:
    here = ' aria-current="true"' if answer.answer_id == place.answer_id else ""
    answer_id = escape(answer.answer_id)
    return (
        f'<li><a href="?answer={answer_id}" data-answer="{answer_id}"{here}>'
        f'<span class="asked">{escape(answer.question)}</span>'
        f'<span class="meta"><time>{setting.moment(answer.given_at)}</time>{_badges(answer, setting)}</span>'
        "</a></li>"
    )


def _badges(answer: Listed, setting: Setting) -> str:
    badges = []
    if answer.reported:
        badges.append(f'<span class="badge reported">{setting.words("reported")}</span>')
    if answer.status == "not_reported":
        badges.append(f'<span class="badge declined">{setting.words("declined")}</span>')
    if answer.to_judge and not answer.unjudged:
        badges.append(f'<span class="badge checked">{setting.words("checked")}</span>')
    elif answer.to_judge > 1:
        done = setting.words("progress", done=answer.to_judge - answer.unjudged, all=answer.to_judge)
        badges.append(f'<span class="badge">{done}</span>')
    return "".join(badges)
