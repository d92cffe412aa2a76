"""The word index on a PostgreSQL server: one table of tsvectors for each generation of the indexes, and BM25 over them.

The tables are in a schema of their own, `wenda_words`, beside those of archive and journal or in another database: backups
and migrations of these do not see them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rag.index.damage import Damaged, EngineUnavailable
from rag.index.hit import Hit
from rag.index.lexical.base import PassageWords
from rag.index.lexical.lexemes import BODY, HEAD, all_of, lexeme, lexemes_of, quoted, tsvector
from rag.index.lexical.postgres_ranking import CommonWords, count_passages, search
from rag.index.lexical.postgres_reading import Reading
from rag.text.words import index_terms

SEARCH_SECONDS = 5.0  # how long a statement that reads may take
LOCK_SECONDS = 30.0  # how long to wait while another process writes
PENDING_KB = (
    1_000_000  # the index collects new words up to this size before it sorts them in; each commit does so
)
_NAME = re.compile(r"[0-9a-z-]{1,40}")
_GONE = ("42P01", "3F000")  # undefined table, undefined schema
_DAMAGED = ("XX001", "XX002")  # data corrupted, index corrupted


class PostgresWords:
    """The word index of one generation. See `LexicalIndex`; every method may raise `Damaged` and `EngineUnavailable`.

    Searching is thread-safe.
    """

    def __init__(self, engine: Engine, name: str, *, write: bool) -> None:
        """Open the word index of a generation. If `write` is set, create it if it does not exist.

        Args:
            engine: of a PostgreSQL database, by psycopg 3. The caller disposes of it.
            name: of the generation.

        Raises:
            Damaged: there is none, and `write` is not set.
            EngineUnavailable
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not a name of a generation")
        self._engine = engine
        self._name = name
        self._table = sql.Identifier("wenda_words", name)
        self._common = CommonWords()
        self._pending: dict[int, PassageWords | None] = {}  # None: delete it
        if write:
            with _writing(engine) as cursor:
                _create(cursor, name)
        with self._reading():
            pass

    def close(self) -> None:
        """Forget changes that are not committed."""
        self._pending.clear()

    # --- reading ---

    def reload(self) -> None:
        """Nothing to do: each search sees what was committed before it."""

    def search(self, text: str, k: int) -> list[Hit]:
        """See `LexicalIndex.search`. Very common words rank passages, but find them only if rarer ones find too few."""
        if k < 1:
            return []
        with self._reading() as reading:
            return search(reading, text, k, self._common)

    def containing_all(self, query_words: Sequence[str]) -> list[int]:
        """See `LexicalIndex.containing_all`."""
        terms = dict.fromkeys(term for word in query_words for term in index_terms(word))
        if not terms:
            return []
        either = (" | ".join(quoted(lexeme(part, term)) for part in (HEAD, BODY)) for term in terms)
        with self._reading() as reading:
            return reading.matching(" & ".join(f"({words})" for words in either))

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """See `LexicalIndex.frequencies`."""
        with self._reading() as reading:
            return self._counts(reading, BODY, terms)

    def printed(self, terms: Collection[str]) -> dict[str, int]:
        """See `LexicalIndex.printed`."""
        with self._reading() as reading:
            counts = self._counts(reading, BODY, terms)
            return counts | self._counts(reading, HEAD, [term for term in terms if not counts[term]])

    def _counts(self, reading: Reading, part: str, terms: Collection[str]) -> dict[str, int]:
        lexemes = {term: lexeme(part, term) for term in terms}
        counts = count_passages(reading, list(lexemes.values()), self._common)
        return {term: counts[found] for term, found in lexemes.items()}

    def count(self) -> int:
        """The number of passages."""
        with self._reading() as reading:
            return reading.count()

    def ids(self) -> set[int]:
        """Ids of all passages."""
        with self._reading() as reading:
            return set(reading.ids())

    def finds(self, passage: PassageWords, *, rarest: int = 8) -> bool:
        """Whether a search for the rarest words of a passage finds it.

        Args:
            rarest: number of words to search for in each field.
        """
        lexemes = list(lexemes_of(passage))
        with self._reading() as reading:
            if not lexemes:
                return passage.passage_id in reading.ids()
            counts = count_passages(reading, lexemes, self._common)
            by_rarity = sorted(lexemes, key=lambda term: counts[term])
            wanted = [
                term
                for part in (HEAD, BODY)
                for term in [term for term in by_rarity if term[0].lower() == part][:rarest]
            ]
            return passage.passage_id in reading.matching(all_of(wanted))

    @contextmanager
    def _reading(self) -> Iterator[Reading]:
        with (
            _readable_errors(),
            self._engine.connect().execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            ) as connection,
            Reading(_driver(connection), self._name, SEARCH_SECONDS) as reading,
        ):
            yield reading

    # --- writing ---

    def put(self, passages: Sequence[PassageWords]) -> None:
        """Add passages; replace those that the index already has. Visible after `commit`."""
        self._pending |= {passage.passage_id: passage for passage in passages}

    def drop(self, passage_ids: Sequence[int]) -> None:
        """Delete passages. Unknown ids are ignored. Visible after `commit`."""
        self._pending |= dict.fromkeys(passage_ids)

    def commit(self) -> None:
        """Make all changes since the last commit visible, or none of them."""
        if not self._pending:
            return
        put = [passage for passage in self._pending.values() if passage]
        with _writing(self._engine) as cursor:
            if cursor.execute(_LOCK, [self._name]).fetchone() is None:
                raise Damaged(f"the word index {self._name} was deleted while it was being written")
            deleted = _row(cursor.execute(_DELETE.format(table=self._table), [list(self._pending)]))
            with cursor.copy(_COPY.format(table=self._table)) as copy:
                for passage in put:
                    vector = tsvector(lexemes_of(passage))
                    copy.write_row((passage.passage_id, len(passage.head), len(passage.body), vector))
            cursor.execute("SELECT gin_clean_pending_list(%s)", [_index(self._name).as_string()])
            added = (len(put), sum(len(p.head) for p in put), sum(len(p.body) for p in put))
            changes = [new - old for new, old in zip(added, deleted, strict=True)]
            cursor.execute(_COUNT_IN, [*changes, self._name])
        self._pending.clear()


def check_server(engine: Engine) -> None:
    """Ask the server for something.

    Raises:
        EngineUnavailable: it does not answer.
    """
    _names(engine)


def delete_other_generations(engine: Engine, keep: str) -> None:
    """Delete the word indexes of all generations except `keep`, with all of their words.

    Raises:
        EngineUnavailable
    """
    for name in _names(engine):
        if name != keep:
            with _writing(engine) as cursor:
                cursor.execute(_DROP.format(table=sql.Identifier("wenda_words", name)))
                cursor.execute("DELETE FROM wenda_words.generations WHERE name = %s", [name])


def _names(engine: Engine) -> list[str]:
    with _writing(engine) as cursor:
        if not _row(cursor.execute("SELECT to_regclass('wenda_words.generations') IS NOT NULL"))[0]:
            return []
        return [name for (name,) in cursor.execute("SELECT name FROM wenda_words.generations ORDER BY name")]


def _create(cursor: psycopg.Cursor[Any], name: str) -> None:
    """Create the schema and the generation's table, unless they exist."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('wenda_words'))")
    if not _row(cursor.execute("SELECT to_regnamespace('wenda_words') IS NOT NULL"))[0]:
        cursor.execute("CREATE SCHEMA wenda_words")
    cursor.execute(_GENERATIONS)
    added = cursor.execute(
        "INSERT INTO wenda_words.generations VALUES (%s, 0, 0, 0, 0) ON CONFLICT DO NOTHING RETURNING name",
        [name],
    )
    if added.fetchone():
        names = {"table": sql.Identifier("wenda_words", name), "index": sql.Identifier(f"{name}-words")}
        for statement in _TABLE:
            cursor.execute(statement.format(**names))


def _index(name: str) -> sql.Identifier:
    return sql.Identifier("wenda_words", f"{name}-words")


@contextmanager
def _writing(engine: Engine) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction. It commits at the end."""
    with (
        _readable_errors(),
        engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
        _driver(connection).cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{round(LOCK_SECONDS * 1000)}ms"])
        yield cursor
        _driver(connection).commit()


@contextmanager
def _readable_errors() -> Iterator[None]:
    """Raise the server's errors as `Damaged` or `EngineUnavailable`."""
    try:
        yield
    except (psycopg.Error, DBAPIError, PoolTimeout) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        reason = " ".join(str(origin).split())
        if (code := getattr(origin, "sqlstate", None)) in _GONE:
            raise Damaged(f"the word index is not on the PostgreSQL server: {reason}") from error
        if code in _DAMAGED:
            raise Damaged(f"the word index on the PostgreSQL server is damaged: {reason}") from error
        raise EngineUnavailable("with the words (WENDA_WORDS)", reason) from error


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection), "the engine's driver is psycopg"
    return driver


def _row(cursor: psycopg.Cursor[Any]) -> Any:
    """The row of a statement that has exactly one."""
    row = cursor.fetchone()
    assert row is not None, "an aggregate, or an expression, has one row"
    return row


_GENERATIONS = (
    "CREATE TABLE IF NOT EXISTS wenda_words.generations (name text PRIMARY KEY, commits bigint NOT NULL, "
    "passages bigint NOT NULL, head_words bigint NOT NULL, body_words bigint NOT NULL)"
)
# A row is kept short by moving its tsvector out of it: a search reads many rows and few tsvectors.
_TABLE = (
    sql.SQL(
        "CREATE TABLE {table} (passage_id bigint PRIMARY KEY, head integer NOT NULL, body integer NOT NULL, "
        "words tsvector NOT NULL) WITH (toast_tuple_target = 128)"
    ),
    sql.SQL(
        "CREATE INDEX {index} ON {table} USING gin (words) "
        f"WITH (fastupdate = on, gin_pending_list_limit = {PENDING_KB})"
    ),
)
_DROP = sql.SQL("DROP TABLE IF EXISTS {table}")
_LOCK = "SELECT 1 FROM wenda_words.generations WHERE name = %s FOR UPDATE"
_DELETE = sql.SQL(
    "WITH deleted AS (DELETE FROM {table} WHERE passage_id = ANY(%s) RETURNING head, body) "
    "SELECT count(*), coalesce(sum(head), 0)::bigint, coalesce(sum(body), 0)::bigint FROM deleted"
)
_COPY = sql.SQL("COPY {table} (passage_id, head, body, words) FROM STDIN")
_COUNT_IN = (
    "UPDATE wenda_words.generations SET commits = commits + 1, passages = passages + %s, "
    "head_words = head_words + %s, body_words = body_words + %s WHERE name = %s"
)
