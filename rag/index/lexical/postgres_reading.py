"""Statements that read one generation's table of tsvectors, in one transaction, with results as NumPy arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format

from rag.index.damage import Damaged
from rag.index.lexical.lexemes import quoted

INT8_ARRAY = 1016  # the number of PostgreSQL's type bigint[]
# The planner knows nothing about a query that is a parameter: it must not decide to read the whole table for each word.
SETTINGS = {
    "jit": "off",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}


@dataclass(frozen=True, slots=True)
class Totals:
    """What a generation has in all.

    Attributes:
        commits: how many commits it has had.
        head_words: number of words in all heads, with repetitions; `body_words` likewise.
    """

    commits: int
    passages: int
    head_words: int
    body_words: int


@dataclass(frozen=True, slots=True)
class Postings:
    """The passages that contain a lexeme.

    Attributes:
        passage_ids: shape (n,).
        lengths: number of words of each passage's head or body, whichever the lexeme belongs to. Shape (n,).
    """

    passage_ids: NDArray[np.int64]
    lengths: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A lexeme in a passage: `position` is the passage's place in the list that was asked for."""

    position: int
    lexeme: str
    count: int
    length: int


class Reading:
    """One read transaction on a generation."""

    def __init__(self, connection: psycopg.Connection[Any], name: str, timeout_seconds: float) -> None:
        """Begin.

        Raises:
            Damaged: there is no such generation.
        """
        self._cursor = connection.cursor(binary=True)
        self._cursor.adapters.register_loader(INT8_ARRAY, _ArrayLoader)
        self._table = sql.Identifier("wenda_words", name)
        settings = SETTINGS | {"statement_timeout": f"{round(timeout_seconds * 1000)}ms"}
        columns = [sql.SQL("set_config({}, {}, true)").format(key, value) for key, value in settings.items()]
        self._cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(columns)))
        row = self._cursor.execute(_TOTALS, [name]).fetchone()
        if row is None:
            raise Damaged(f"the PostgreSQL server has no word index {name}")
        self.totals = Totals(*row)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._cursor.close()

    def counts(self, lexemes: Sequence[str]) -> list[int]:
        """The number of passages with each lexeme."""
        return self._numbers(_COUNTS, [list(map(quoted, lexemes))])

    def postings(self, lexemes: Sequence[str], *, lengths_of: str) -> list[Postings]:
        """The passages with each lexeme.

        Args:
            lengths_of: "head" or "body".
        """
        found = [_NO_POSTINGS] * len(lexemes)
        statement = _POSTINGS.format(table=self._table, length=sql.Identifier(lengths_of))
        for position, ids, lengths in self._cursor.execute(statement, [list(map(quoted, lexemes))]):
            found[position - 1] = Postings(ids, lengths)
        return found

    def occurrences(self, passage_ids: Sequence[int], lexemes: Sequence[str]) -> Iterable[Occurrence]:
        """Where and how often these lexemes occur in these passages."""
        statement = _OCCURRENCES.format(table=self._table)
        for position, term, count, head, body in self._cursor.execute(
            statement, [list(passage_ids), list(lexemes)]
        ):
            yield Occurrence(position - 1, term, count, head if term[0] in "hH" else body)

    def matching(self, tsquery: str) -> list[int]:
        """Ids of all passages that match a query, ascending."""
        return self._numbers(_MATCHING, [tsquery])

    def ids(self) -> list[int]:
        """Ids of all passages."""
        return self._numbers(_IDS)

    def count(self) -> int:
        """The number of passages, counted."""
        row = self._cursor.execute(_COUNT.format(table=self._table)).fetchone()
        assert row is not None, "an aggregate has one row"
        return int(row[0])

    def _numbers(self, statement: sql.SQL, parameters: Sequence[Any] = ()) -> list[int]:
        row = self._cursor.execute(statement.format(table=self._table), parameters).fetchone()
        assert row is not None, "an aggregate has one row"
        found: list[int] = row[0].tolist()
        return found


class _ArrayLoader(Loader):
    """Reads a bigint[] without NULLs as a NumPy array: 20 bytes of header, then each number with its length before it."""

    format = Format.BINARY
    _ENTRY = np.dtype([("bytes", ">i4"), ("number", ">i8")])

    def load(self, data: Buffer) -> NDArray[np.int64]:
        if len(data) <= 20:  # empty: the header ends earlier
            return np.empty(0, np.int64)
        return np.frombuffer(data, self._ENTRY, offset=20)["number"].astype(np.int64)


_NO_POSTINGS = Postings(np.empty(0, np.int64), np.empty(0, np.int64))
_TOTALS = "SELECT commits, passages, head_words, body_words FROM wenda_words.generations WHERE name = %s"
_COUNTS = sql.SQL(
    "SELECT ARRAY(SELECT (SELECT count(*) FROM {table} AS p WHERE p.words @@ q.query) "
    "FROM unnest(%b::text[]::tsquery[]) WITH ORDINALITY AS q(query, i) ORDER BY i)"
)
_POSTINGS = sql.SQL(
    "SELECT q.i, found.ids, found.lengths FROM unnest(%b::text[]::tsquery[]) WITH ORDINALITY AS q(query, i), "
    "LATERAL (SELECT array_agg(passage_id) AS ids, array_agg({length}::bigint) AS lengths FROM {table} AS p "
    "WHERE p.words @@ q.query) AS found WHERE found.ids IS NOT NULL"
)
# `setweight` marks the lexemes by a binary search, `ts_filter` keeps the marked: `unnest` of all would take six times as long.
_OCCURRENCES = sql.SQL(
    "SELECT a.i, l.lexeme, cardinality(l.positions), p.head, p.body "
    "FROM unnest(%b::bigint[]) WITH ORDINALITY AS a(id, i) JOIN {table} AS p ON p.passage_id = a.id, "
    "unnest(ts_filter(setweight(p.words, 'A', %b::text[]), '{{a}}')) AS l"
)
_MATCHING = sql.SQL(
    "SELECT ARRAY(SELECT passage_id FROM {table} WHERE words @@ %b::text::tsquery ORDER BY passage_id)"
)
_IDS = sql.SQL("SELECT ARRAY(SELECT passage_id FROM {table})")
_COUNT = sql.SQL("SELECT count(*) FROM {table}")
