"""Finds the rows of tables in text whose columns are kept apart by spaces (`pdftotext -layout`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ingest.page.character_grid import display_width

_GAP = re.compile(r"(?<=\S)(?:[ \u3000]{2,}|[ \u3000]*\t\s*)(?=\S)")
_FEWEST_ROWS = 3
_WIDEST_CELL = 24  # half em
_NO_CELL = re.compile(r"[，。；！？,;]")


def table_rows(lines: Sequence[str]) -> frozenset[int]:
    """Which lines are rows of a table: three or more in succession with the same number of short cells, two or more, of
    which most rows have a number.

    Args:
        lines: as they are in the file, from the first visible character to the last.
    """
    found: set[int] = set()
    numbered = enumerate(lines)
    for count, group in itertools.groupby(numbered, lambda pair: _cells(pair[1])):
        rows = list(group)
        with_number = sum(any(map(str.isdigit, text)) for _, text in rows)
        if count and len(rows) >= _FEWEST_ROWS and with_number * 2 > len(rows):
            found.update(at for at, _ in rows)
    return frozenset(found)


def _cells(line: str) -> int:
    """How many cells a line has; 0 if it is no row."""
    cells = _GAP.split(line)
    is_row = len(cells) > 1 and not any(map(_is_text, cells)) and max(map(len, cells)) > 1
    return len(cells) if is_row else 0


def _is_text(cell: str) -> bool:
    return _NO_CELL.search(cell) is not None or sum(map(display_width, cell)) > _WIDEST_CELL
