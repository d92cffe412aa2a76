"""Finds the row of column names in a table; of a table without one, which column is which if that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from ingest.metadata.days import calendar_day
from ingest.readers.base import FileUnreadable
from ingest.readers.export_columns import known_field
from ingest.readers.table_rows import Row

HEADER_WITHIN = 20  # first rows in which a header is looked for

_LONGEST_NAME = 60  # characters
_SHORTEST_TEXT = 30  # of the median text of a column that is plainly the text
_LONGER = 2  # times as long as any other column
_SHORTEST_DATE = 6
_TITLES = (4, 60)
_MOSTLY = 0.9
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_KEY = re.compile(r"[\w-]{1,60}", re.ASCII)
_GIVEN = re.compile(r"column [A-Z]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a table's columns.

    Attributes:
        number: of the row that they stand in; 0 if there is none.
        names: of all columns; those without a name are named by their letter: `column C`.
        score: how many of them are known as fields.
        guess: the columns of the fields of a table without names, by their values.
    """

    number: int
    names: tuple[str, ...]
    score: int
    guess: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_header(rows: Sequence[Row], given: Mapping[str, tuple[str, ...]]) -> Header | None:
    """The row with the most names of fields; of rows without any, the first that is all names.

    Args:
        rows: the first rows of the table.
        given: the columns that the user has named.
    """
    named = {name for names in given.values() for name in names}
    best: Header | None = None
    for row in rows:
        cells = _texts(row)
        filled = [cell for cell in cells if cell]
        if (
            len(filled) < min(2, len(cells))
            or any(len(cell) > _LONGEST_NAME or "\n" in cell for cell in filled)
            or not filled
        ):
            continue
        if any(isinstance(cell, int | float | date) for cell in row.cells):
            continue
        score = len({known_field(cell) for cell in filled} - {""}) + 2 * len(named & set(filled))
        if best is None or score > best.score:
            best = Header(row.number, _distinct(cells), score)
    return best if best and any(row.number > best.number for row in rows) else None


def header_of_data(rows: Sequence[Row], given: Mapping[str, tuple[str, ...]]) -> Header | None:
    """The columns of a table whose first row is no header but data; None if that is not so.

    Raises:
        FileUnreadable: it is so, but it is not plain which column is the text, and the user has not named it.
    """
    whole = [cells for row in rows if not row.problem and (cells := _texts(row))]
    if not whole or not any(map(_is_value, whole[0])):
        return None
    names = _distinct([""] * max(map(len, whole)))
    columns = {
        name: [cells[n] for cells in whole if n < len(cells) and cells[n]] for n, name in enumerate(names)
    }
    given_names = {name for listed in given.values() for name in listed}
    guess = {} if any(map(_GIVEN.fullmatch, given_names)) else _guess(columns)
    if "text" not in guess and "text" not in given:
        raise FileUnreadable(
            "it has no row of column names, and it is not plain which column is the text. Name the columns by their letters "
            "in a file, lines such as `text: column C` and `title: column A`, and give it with --fields FILE.yaml."
        )
    return Header(0, names, 0, guess)


def _texts(row: Row) -> list[str]:
    return ["" if cell is None else str(cell).strip().lstrip("\ufeff") for cell in row.cells]


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for number, cell in enumerate(cells):
        name = cell or f"column {_letter(number)}"
        names[name if name not in names else f"{name} ({_letter(number)})"] = None
    return tuple(names)


def _letter(number: int) -> str:
    """The letter by which a spreadsheet names a column that counts from 0."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


# --- the guess ---


def _is_value(cell: str) -> bool:
    """Whether a cell is no name of a column."""
    return len(cell) > _SHORTEST_TEXT or _is_day(cell) or _ADDRESS.fullmatch(cell) is not None


def _guess(columns: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The columns that are plainly a field: dates, addresses, one long column, a short one that differs in each row."""
    found: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, float] = {}
    for name, values in columns.items():
        if kind := _evident_kind(values):
            found.setdefault(kind, (name,))
        elif values:
            lengths[name] = median(map(len, values))
    longest, second, *_ = [*sorted(lengths, key=lambda name: -lengths[name]), "", ""]
    if lengths.get(longest, 0) < max(_SHORTEST_TEXT, _LONGER * lengths.get(second, 0)):
        return {}
    found["text"] = (longest,)
    for name in (name for name in lengths if name != longest):
        if len(set(columns[name])) < _MOSTLY * len(columns[name]):
            continue
        if all(map(_KEY.fullmatch, columns[name])):
            found.setdefault("id", (name,))
        elif _TITLES[0] <= lengths[name] <= _TITLES[1]:
            found.setdefault("title", (name,))
    return found


def _evident_kind(values: Sequence[str]) -> str:
    if values and _mostly(map(_is_day, values)):
        return "date"
    return "url" if values and _mostly(_ADDRESS.fullmatch(value) is not None for value in values) else ""


def _mostly(tests: Iterable[bool]) -> bool:
    results = list(tests)
    return sum(results) >= _MOSTLY * len(results)


def _is_day(cell: str) -> bool:
    try:
        calendar_day(cell, "UTC")
    except ValueError:
        return False
    return len(cell) >= _SHORTEST_DATE
