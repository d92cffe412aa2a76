"""The options with which files are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ingest.metadata.days import calendar_day

__all__ = ["ReadOptions", "calendar_day", "moment"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about the files to read, on the command line and in the settings; empty if not set.

    Attributes:
        format: the files' format, as a reader is named; empty to determine it from their content.
        source: name of the system within which an export's ids are unique.
        date, paper, page: for pages they override what is text; for exports they fill in what a line lacks.
        default_paper: the paper from the settings, used if nothing else names one.
        timezone: time zone in which a time with an offset becomes a calendar date.
        fields: the columns of an export that are a field of its articles; other fields go by the columns' names.
        again: restore articles that were withdrawn.
        until: do not use the articles before this moment (with a time zone).
        quote_only: residents may see a sentence of the articles, never the whole text.
    """

    format: str = ""
    source: str = ""
    date: date | None = None
    paper: str = ""
    page: str = ""
    default_paper: str = ""
    timezone: str = "Asia/Shanghai"
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    again: bool = False
    until: datetime | None = None
    quote_only: bool = False


def moment(text: str, timezone: str) -> datetime:
    """Read a moment such as `2026-05-06T06:00`; a date alone is its first minute.

    Args:
        timezone: time zone of a moment without an offset.

    Returns:
        The moment in UTC.

    Raises:
        ValueError: it is no moment.
    """
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]!r} is no moment") from error
