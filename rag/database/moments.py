"""Moments as the databases store them: in UTC, without a time zone."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_stored(moment: datetime) -> datetime:
    """A moment as a database stores it: UTC, without a time zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_stored(moment: datetime) -> datetime:
    """A stored moment, with UTC as its time zone."""
    return moment.replace(tzinfo=UTC)
