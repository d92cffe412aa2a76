"""Fixed texts of answers in the user's language, read from each language folder's `wording.toml` (one table per locale)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TypeAlias

from rag.language.registry import languages
from rag.schema import WendaError

Locale: TypeAlias = str
"""A BCP 47 tag of a language and its script: `zh-Hans`, `en`."""


class UnknownWording(WendaError):
    """No language has a text with the requested key."""


def wording(locale: Locale, key: str, **values: object) -> str:
    """A fixed text with `values` filled in for its `{names}`.

    Args:
        locale: if its language lacks the text, the first registered language that has the text is used.

    Raises:
        UnknownWording: no language has the text; add it to each `wording.toml`.
    """
    tables = [table for language in languages() for name, table in language.wording.items() if name == locale]
    tables += [table for language in languages() for table in language.wording.values()]
    text = next((table[key] for table in tables if key in table), None)
    if text is None:
        raise UnknownWording(f"No language has a text “{key}”: add it to rag/language/*/wording.toml.")
    return text.format(**values)


@cache
def read_wording(folder: Path) -> dict[Locale, dict[str, str]]:
    """The tables of a language folder's `wording.toml`."""
    return tomllib.loads((folder / "wording.toml").read_text("utf-8"))
