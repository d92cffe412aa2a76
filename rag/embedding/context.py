"""The context line (headline and date) that is put before a passage when it is embedded or read."""

from __future__ import annotations

from datetime import date


def context(headline: str, subheadline: str, printed: date | None) -> str:
    """Headline, sub-headline and date of an article in one line; empty if it has none of them.

    Do not change the format: stored vectors and the reader's trained weights depend on every character.
    """
    day = f"{printed.year}年{printed.month}月{printed.day}日" if printed else ""
    return " ".join(part for part in (headline, subheadline, day) if part)


def in_context(lead: str, passage: str) -> str:
    """A passage below its context line; the passage alone if there is none."""
    return f"{lead}\n{passage}" if lead else passage
