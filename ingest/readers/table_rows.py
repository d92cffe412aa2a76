"""Splits delimited text (CSV, TSV) into rows, each with its place."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_CELL = 1 << 20  # characters; the longest text of an article is less

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 1 << 16  # characters by which the delimiter is found
_MOST_UNCLOSED = 20  # quotation marks, after which the rest of a file is not read
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n")
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number as a spreadsheet shows it, and ``[start, end)`` of the text.

    Attributes:
        problem: why it could not be read; empty if it could.
    """

    number: int
    cells: Sequence[object]
    start: int = 0
    end: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written.

    Attributes:
        escape: the character that makes a quotation mark part of a cell; empty if it is doubled for that.
        start: where the table begins, after a line such as `sep=;`.
    """

    delimiter: str
    escape: str = ""
    start: int = 0


def find_dialect(text: str) -> Dialect | None:
    """The dialect in which the rows of a text have the same number of cells; None if it is no table."""
    hint = _EXCEL_HINT.match(text)
    start = hint.end() if hint else 0
    sample = text[start : start + _SAMPLE]
    escape = "\\" if sample.count('\\"') > sample.count('""') else ""
    candidates = [Dialect(delimiter, escape, start) for delimiter in ([hint[1]] if hint else _DELIMITERS)]
    scores = {dialect: _regularity(sample, dialect) for dialect in candidates}
    best = max(scores, key=lambda dialect: scores[dialect])
    return best if scores[best] > 0 else None


def _regularity(sample: str, dialect: Dialect) -> float:
    """How regular the rows are: the share of the most usual width, and more for wider ones; 0 if they have one cell."""
    whole = list(_rows(sample, Dialect(dialect.delimiter, dialect.escape)))
    widths = Counter(len(row.cells) for row in (whole[:-1] or whole) if any(row.cells))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return 0.0 if width < 2 else count / widths.total() + min(width, 20) / 100


def read_rows(text: str, dialect: Dialect) -> Iterator[Row]:
    """The rows of a table, without empty ones. A quotation mark that is never closed costs its row only."""
    yield from _rows(text, dialect)


def _rows(text: str, dialect: Dialect) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    number = 1 if dialect.start else 0
    unclosed = 0
    lines = _Lines(text, dialect.start)
    reader = _reader(lines, dialect)
    while True:
        start = lines.at
        try:
            cells = next(reader, None)
            problem = ""
        except csv.Error as error:
            cells, problem = [], str(error)
        if cells is None:
            return
        number += 1
        if problem or (lines.at >= len(text) and _is_unclosed(text, start, dialect)):
            unclosed += 1
            if unclosed > _MOST_UNCLOSED:
                yield Row(
                    number,
                    (),
                    start,
                    len(text),
                    "too many quotation marks are never closed: the rest is not read",
                )
                return
            lines.at = lines.end_of_line(start)
            reader = _reader(lines, dialect)
            yield Row(number, (), start, lines.at, "a quotation mark is never closed, or a cell is too long")
        elif any(cells):
            yield Row(number, cells, start, lines.at)


def _reader(lines: _Lines, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        escapechar=dialect.escape or None,
        doublequote=not dialect.escape,
    )


def _is_unclosed(text: str, start: int, dialect: Dialect) -> bool:
    raw = text[start:]
    quotes = raw.count('"') - (raw.count(f'{dialect.escape}"') if dialect.escape else 0)
    return quotes % 2 == 1 and len(raw.splitlines()) > 1


class _Lines:
    """The lines of a text one by one, with the place that has been reached."""

    def __init__(self, text: str, at: int) -> None:
        self.at = at
        self._text = text

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self._text):
            raise StopIteration
        start, self.at = self.at, self.end_of_line(self.at)
        return self._text[start : self.at]

    def end_of_line(self, at: int) -> int:
        end = _LINE_END.search(self._text, at)
        return end.end() if end else len(self._text)
