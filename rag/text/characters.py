"""Tables for `str.translate` that map one character to one, so that offsets do not move."""

from __future__ import annotations

from collections.abc import Callable


class CharacterTable(dict[int, str]):
    """Computes each character's replacement at its first lookup. A change that would yield several characters is skipped."""

    def __init__(self, *changes: Callable[[str], str]) -> None:
        self._changes = changes

    def __missing__(self, code: int) -> str:
        character = chr(code)
        for change in self._changes:
            changed = change(character)
            character = changed if len(changed) == 1 else character
        self[code] = character
        return character
