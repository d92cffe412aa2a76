"""Draws what the system took a question as: the question itself, period, author, place and section, each as a
small form by which the asker changes or removes it."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from rag.schema import Filters, Understood
from web.residents.periods import period_days, period_words
from web.residents.wording import words

if TYPE_CHECKING:
    from web.residents.answer_card import Setting

FIXED = ("author", "place", "section")
"""What is changed by a word; the period is changed by two days, the question as a whole."""


def chips_html(asked: str, understood: Understood, today: date, setting: Setting) -> str:
    """The chips of one answer; nothing where the question was taken as it stands and restricts nothing."""
    chips = [_text_chip("question", understood.question, setting)] if understood.question != asked else []
    if understood.period:
        chips.append(_period_chip(understood.period, today, setting))
    chips += [_text_chip(name, value, setting) for name in FIXED if (value := getattr(understood, name))]
    if not chips:
        return ""
    return (
        f'<div class="chips" role="group" aria-label="{setting.words("understood")}">{"".join(chips)}</div>'
    )


def changed(filters: Filters, change: dict[str, Any]) -> Filters:
    """The filters of a question after the asker has changed or removed (`remove`) a chip.

    Raises:
        pydantic.ValidationError: a day is none.
    """
    name, remove = change.get("name"), bool(change.get("remove"))
    if name == "period":
        days = {day: None if remove else change.get(day) or None for day in ("since", "until")}
        return Filters.model_validate({**filters.model_dump(), **days, "any_time": not any(days.values())})
    if name in FIXED:
        value = "" if remove else str(change.get("value", "")).strip()
        return filters.model_copy(update={name: value})
    return filters


def _text_chip(name: str, value: str, setting: Setting) -> str:
    label = setting.words(f"chip_{name}")
    field = f'<input name="value" value="{escape(value)}" size="{min(40, 2 * len(value) + 1)}" required>'
    return _chip(name, f"<label><span>{label}</span> {field}</label>", setting, removable=name != "question")


def _period_chip(period: str, today: date, setting: Setting) -> str:
    """The period in words, which unfold into its two days."""
    said = escape(period_words(setting.language, period, today))
    label = setting.words("chip_period")
    fields = "".join(
        f"<label><span>{setting.words(f'chip_{name}')}</span>"
        f' <input type="date" name="{name}" value="{day or ""}"></label>'
        for name, day in zip(("since", "until"), period_days(period), strict=True)
    )
    return (
        '<form class="chip" data-name="period"><details>'
        f'<summary><span>{label}</span> <span class="value">{said}</span></summary>'
        f'<div class="days">{fields}{_change(setting)}</div></details>{_remove("period", setting)}</form>'
    )


def _chip(name: str, fields: str, setting: Setting, *, removable: bool) -> str:
    remove = _remove(name, setting) if removable else ""
    return f'<form class="chip" data-name="{name}">{fields}{_change(setting)}{remove}</form>'


def _change(setting: Setting) -> str:
    return f'<button type="submit" class="change">{setting.words("chip_change")}</button>'


def _remove(name: str, setting: Setting) -> str:
    without = setting.words("chip_remove", name=words(setting.language, f"chip_{name}"))
    return f'<button type="button" class="remove" aria-label="{without}">×</button>'
