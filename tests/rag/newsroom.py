"""A fictional paper for the tests of archive and indexes, with vectors that need no model."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from rag.archive import Archive, Intake, Ledger, Outcome, PreparedArticle, Rights, SourceFile
from rag.config import Settings
from rag.index import Hit, Indexes
from rag.schema import Draft
from rag.text.sentences import Span

MODEL = "a model"
DIMENSIONS = 32
SOURCE = "栖江日报"
EXPORT = SourceFile("export.jsonl", b"{}", "utf-8")

# Processes are forked from a clean one that has Chroma imported but not started, and what migrates databases.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["rag.index", "alembic.command", "alembic.autogenerate", "newsroom"])


def draft(source_id: str, text: str, headline: str = "", **fields: Any) -> Draft:
    fields.setdefault("date", date(2024, 3, 18))
    return Draft(text=text, headline=headline or f"标题{source_id}", source_id=source_id, **fields)


def story(number: int, edition: int = 1) -> Draft:
    """An article of three passages with words that no other story has."""
    sentences = (
        f"第{number}号站点今日启用。",
        f"编号{number}x{edition}的通告已经贴出。",
        f"负责人说，共接待居民{1000 + number * 3 + edition}人次。",
    )
    return draft(str(number), "".join(sentences))


def vector(text: str) -> np.ndarray:
    """A unit vector computed from the text alone, rounded to the precision of the archive."""
    seed = int.from_bytes(sha256(text.encode()).digest()[:8], "little")
    values = np.random.default_rng(seed).standard_normal(DIMENSIONS)
    return (values / np.linalg.norm(values)).astype(np.float16).astype(np.float32)


def prepared(article: Draft, model: str = MODEL) -> PreparedArticle:
    """An article with a passage for each sentence."""
    spans = tuple(Span(*match.span()) for match in re.finditer(r"[^。]+。?", article.text))
    vectors = np.array([vector(article.text[span.start : span.end]) for span in spans])
    return PreparedArticle(article, spans, vectors.reshape(len(spans), DIMENSIONS), model, "float32")


def add(archive: Archive, articles: Iterable[Draft], **rights: Any) -> list[Outcome]:
    """Add export lines; like `ingest`, it does not prepare lines again that the archive already has."""
    intake = Intake(archive)
    drafts = list(articles)
    known = intake.known_lines(EXPORT, SOURCE, drafts)
    for reused in known:
        if isinstance(reused, Intake.IdReused):
            raise reused
    lines = [line if is_known else prepared(line) for line, is_known in zip(drafts, known, strict=True)]
    return intake.add_lines(EXPORT, SOURCE, lines, Rights(**rights))


def open_indexes(settings: Settings, archive: Archive, model: str = MODEL, **options: Any) -> Indexes:
    return Indexes.open(settings, archive, fingerprint=model, dimensions=DIMENSIONS, **options)


# --- what to compare by: ids are assigned, places are not ---

Place = tuple[str, str, int, int, int]  # source, source_id, version, start, end


def held(archive: Archive) -> set[Place]:
    """Every live passage."""
    return {place for place in places(archive, Ledger(archive).live_ids().tolist()) if place}


def places(archive: Archive, passage_ids: Sequence[int]) -> list[Place]:
    return [
        (p.version.source, p.version.source_id, p.version.version, p.start, p.end)
        for p in archive.passages(passage_ids)
    ]


def found(archive: Archive, hits: Sequence[Hit]) -> list[Place]:
    """What a question finds, read back through the archive."""
    return places(archive, [hit.passage_id for hit in hits])


def texts(archive: Archive, hits: Sequence[Hit]) -> list[str]:
    return [passage.text for passage in archive.passages([hit.passage_id for hit in hits])]


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


# --- another process ---


@dataclass
class Elsewhere:
    """Indexes opened in another process, and queried through a pipe."""

    process: Any
    pipe: Any

    @classmethod
    def open(cls, settings: Settings) -> Elsewhere:
        pipe, theirs = processes.Pipe()
        process = processes.Process(target=_serve, args=(settings, theirs), daemon=True)
        process.start()
        theirs.close()
        return cls(process, pipe)

    def __getattr__(self, name: str) -> Any:
        def ask(*args: Any) -> Any:
            self.pipe.send((name, args))
            answer = self.pipe.recv()
            if isinstance(answer, Exception):
                raise answer
            return answer

        return ask

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def _serve(settings: Settings, pipe: Any) -> None:
    archive = Archive.open(settings)
    indexes = open_indexes(settings, archive)
    questions = {
        "owner": lambda: indexes.is_owner,
        "nearest": lambda text, k: found(archive, indexes.dense(vector(text), k)),
        "matching": lambda text, k: found(archive, indexes.lexical(text, k)),
        "sync": indexes.sync,
        "follow": indexes.follow,
        "close": indexes.close,
    }
    while True:
        name, args = pipe.recv()
        try:
            pipe.send(questions[name](*args))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            pipe.send(error)
