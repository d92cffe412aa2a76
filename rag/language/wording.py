"""The fixed texts of answers, in the asker's language: each language folder has them in its `wording.toml`, a table a locale."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TypeAlias

from rag.language.registry import languages
from rag.schema import WendaError

Locale: TypeAlias = str
"""A language and its script, as BCP 47 writes it: `zh-Hans`, `en`."""


class UnknownWording(WendaError):
    """A text was asked for that no language has."""


def wording(locale: Locale, key: str, **values: object) -> str:
    """A fixed text, with `values` in the place of its `{names}`.

    Args:
        locale: where its language lacks the text, the first registered language that has it says it.

    Raises:
        UnknownWording: no language has the text; add it to the `wording.toml` of each.
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
