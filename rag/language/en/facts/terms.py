"""The Chinese words that facts are made of and their English, from `terms.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path


@cache
def terms(table: str) -> Mapping[str, str]:
    """A table of `terms.toml`: Chinese word -> English."""
    return _tables()[table]


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of some words."""
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((Path(__file__).parent / "terms.toml").read_text("utf-8"))
