"""All that a data folder holds, by content: ids that are drawn at random and times of the clock are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from models import open_assistant
from sqlalchemy import Column, select

from ingest import pipeline
from ingest.readers.options import ReadOptions
from ingest.report import Report, SilentReporter
from ingest.workers.base import Workers
from rag.archive import Archive
from rag.archive.tables import metadata, reading
from rag.config import Settings
from rag.embedding import Embedder
from rag.schema import Request
from rag.service import Assistant

TODAY = date(2024, 5, 13)
CLOCK = {"added_at", "changed_at", "since", "seen", "next_at"}
GENERATION = (
    "generation"  # a row of `meta`, and a log: they say how the archive came about, not what it holds
)
LOG = "passage_changes"
DATABASE = ("archive.sqlite3", "archive.sqlite3-shm", "archive.sqlite3-wal")


def added_by(
    open_workers: Callable[[], Workers], folder: Path, data_dir: Path, embedder: Embedder
) -> tuple[Report, Counter[str]]:
    """Add a folder to a new archive; the report without ids, seconds and outcomes, and all that the archive holds."""
    with closing(Archive(data_dir)) as archive:
        report = pipeline.add(
            [folder],
            ReadOptions(),
            archive=archive,
            load=lambda: embedder,
            reporter=SilentReporter(),
            open_workers=open_workers,
        )
        contents = Contents(archive, folder)
        vectors = (f"{name}: {vector.tolist()}" for name, vector in contents.vectors().items())
        return replace(report, seconds=0.0, listed={}), Counter(chain(contents.rows(), vectors))


@dataclass(frozen=True)
class Outcome:
    """
    Attributes:
        facts: lines of text, of which each tells a row of a table, a file, what an index contains, or an answer.
        vectors: of each passage.
    """

    facts: Counter[str]
    vectors: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, settings: Settings, folder: Path, questions: Sequence[str]) -> Outcome:
        """
        Args:
            folder: the watched one; paths are told relative to it.
        """
        assistant = open_assistant(settings)
        try:
            contents = Contents(assistant.archive, folder)
            told = (contents.rows(), _files(settings.data_dir), contents.indexed(assistant))
            facts = Counter(chain(*told, *(_answers(assistant, question) for question in questions)))
            return cls(facts, contents.vectors())
        finally:
            assistant.close()

    def differences(self, other: Outcome) -> list[str]:
        """What only one of the two has; vectors may differ by what batches of another size make of them."""
        only = [
            *(f"+ {fact}" for fact in self.facts - other.facts),
            *(f"- {fact}" for fact in other.facts - self.facts),
        ]
        shared = self.vectors.keys() & other.vectors.keys()
        return only + [
            f"vector of {p}" for p in shared if not np.allclose(self.vectors[p], other.vectors[p], atol=2e-3)
        ]


class Contents:
    """What an archive holds, row by row, in which articles and passages are named by what they say."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self._archive = archive
        self._folder = str(folder)
        tables = metadata.tables
        with reading(archive.engine) as connection:
            first = select(tables["versions"], tables["articles"].c.source, tables["articles"].c.source_id)
            first = first.join_from(tables["versions"], tables["articles"])
            self._articles = {
                row.article_id: f"{row.source}/{row.source_id}/{row.paper}/{row.date}/{row.page}/{_hash(row.text.encode())}"
                for row in connection.execute(first.where(tables["versions"].c.version == 1))
            }
            self._passages = {
                row.passage_id: f"{self._articles[row.article_id]}/{row.version}/{row.start}-{row.end}"
                for row in connection.execute(select(tables["passages"]))
            }

    def rows(self) -> Iterator[str]:
        """Every row of every table, but for the vectors."""
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in CLOCK | {"vector"}]
            with reading(self._archive.engine) as connection:
                for row in connection.execute(select(*columns)):
                    if table.name != LOG and (table.name != "meta" or row.key != GENERATION):
                        told = [
                            f"{c.name}={self._named(c, value)}" for c, value in zip(columns, row, strict=True)
                        ]
                        yield f"{table.name}: {' '.join(told)}"

    def _named(self, column: Column[Any], value: Any) -> object:
        names = {column.name, *(key.column.name for key in column.foreign_keys)}
        if "article_id" in names:
            return self._articles[value]
        if "passage_id" in names:
            return self._passages[value]
        is_path = str(column) in ("problems.file", "watched.source")
        return value.replace(self._folder, ".") if is_path else value

    def indexed(self, assistant: Assistant) -> Iterator[str]:
        """What each of the search indexes contains."""
        generation = assistant.indexes._keeper.owner.generation
        for name, ids in (("dense", generation.dense.ids()), ("lexical", generation.lexical.ids())):
            yield from (f"{name} index: {self._passages[passage_id]}" for passage_id in ids)

    def vectors(self) -> dict[str, np.ndarray]:
        passages = metadata.tables["passages"]
        with reading(self._archive.engine) as connection:
            return {
                self._passages[row.passage_id]: np.frombuffer(row.vector, "<f2").astype(np.float32)
                for row in connection.execute(select(passages))
            }


def _files(data_dir: Path) -> Iterator[str]:
    """The files of the data folder. Of the indexes, only how many there are: their files have names drawn at random."""
    yield f"generations of the indexes: {sum(path.is_dir() for path in (data_dir / 'index').iterdir())}"
    for path in data_dir.rglob("*"):
        name = path.relative_to(data_dir)
        if path.is_file() and name.parts[0] != "index" and str(name) not in DATABASE:
            yield f"file {name}: {_hash(path.read_bytes())}"


def _answers(assistant: Assistant, question: str) -> Iterator[str]:
    """The answer to a question with what it cites, and what a search finds."""
    request = Request(question=question, today=TODAY)
    answer = assistant.ask(request)
    yield f"{question} {answer.status}: {answer.text} {[_told(near) for near in answer.nearest]}"
    for c in answer.citations:
        copies = [_told(copy) for copy in c.copies]
        yield f"{question} cites: {_told(c)} {c.quote} {c.paper} {c.page} {c.url} {c.boxes} {copies}"
    for found in assistant.search(request):
        yield f"{question} finds: {found.rank} {_told(found)}"


def _told(one: Any) -> tuple[Any, ...]:
    """What is told of an article or a passage, without its id."""
    return tuple(
        getattr(one, name)
        for name in ("source_id", "version", "headline", "date", "start", "end", "text")
        if hasattr(one, name)
    )


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
