"""Counts in words."""

from __future__ import annotations

from collections import Counter


def counted(counts: Counter[str]) -> str:
    """How many there are of each thing, the most first: ``3 drafts and 1 attachment``."""
    parts = [f"{count:,} {name}{'s' if count > 1 else ''}" for name, count in counts.most_common()]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
