"""The moments at which stories are published, as systems write them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

from eval.formats.sample import Story

_LOCAL = timezone(timedelta(hours=8))


def moment(story: Story) -> datetime:
    """Early on the story's day, when it is still the day before in UTC."""
    assert story.day
    return datetime.combine(story.day, time(6, 30), _LOCAL)


def utc(story: Story) -> str:
    """``2024-03-17T22:30:00Z``"""
    return moment(story).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(story: Story) -> int:
    """In seconds."""
    return int(moment(story).timestamp())
