"""Tables for `str.translate` that put one character for one, so that offsets keep."""

from __future__ import annotations

from collections.abc import Callable


class CharacterTable(dict[int, str]):
    """Applies changes to each character when it is first met; where a change makes several of it, it stays."""

    def __init__(self, *changes: Callable[[str], str]) -> None:
        self._changes = changes

    def __missing__(self, code: int) -> str:
        character = chr(code)
        for change in self._changes:
            changed = change(character)
            character = changed if len(changed) == 1 else character
        self[code] = character
        return character
