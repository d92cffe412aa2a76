"""What a passage is embedded and read under: the models see little of an article beside it."""

from __future__ import annotations

from datetime import date


def context(headline: str, subheadline: str, printed: date | None) -> str:
    """Headline, sub-headline and day of an article in one line; empty where it has none of them.

    Stored vectors and trained weights depend on every character of it.
    """
    day = f"{printed.year}年{printed.month}月{printed.day}日" if printed else ""
    return " ".join(part for part in (headline, subheadline, day) if part)
