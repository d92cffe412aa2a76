"""Filler articles for measuring large archives, written straight into the archive's tables.

Each is dated and made of shuffled sentences of the articles already there. Its passages have noisy copies of real vectors,
and mention days as far from the article's own as real passages do. Near copies are not looked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from ingest.progress import progress_reporter
from rag.archive import Archive, Ledger
from rag.archive.tables import articles, passage_days, passages, reading, sources, versions, writing
from rag.text.sentences import sentence_spans

NOISE = 0.6  # length of the noise added to a unit vector
SENTENCES = 5  # per passage
PASSAGES = 3  # per article
BATCH = 5000  # articles per transaction
SAMPLE = 5000  # real passages whose vectors and days are copied
SOURCE = "filler"


class Filler:
    """Makes filler for one archive, which has real articles."""

    def __init__(self, archive: Archive, newest: date, days: int) -> None:
        """
        Args:
            newest, days: articles are dated within so many days before `newest`.
        """
        self.archive = archive
        self._ledger = Ledger(archive)
        self._newest, self._days = newest, days
        found = archive.newest(archive.coverage().articles)
        self._sentences = [v.text[s.start : s.end] for v in found for s in sentence_spans(v.text)]
        sample = self._ledger.sample(SAMPLE)
        self._vectors = np.array(list(self._ledger.vectors(sample).values()), np.float32)
        self._distances = self._days_from_printing(sample)
        [(self._fingerprint, self._dtype)] = self._model(sample)

    def fill_up(self, size: int) -> None:
        """Add articles until the archive has `size` live passages."""
        with progress_reporter() as bar:
            bar.begin(size)
            bar.working_on("filler")
            bar.advance(present := len(self._ledger.live_ids()))
            while present < size:
                number = min(BATCH, -(-(size - present) // PASSAGES))
                self._add(number, random.Random(present), np.random.default_rng(present))
                present += number * PASSAGES
                bar.advance(number * PASSAGES)

    def _add(self, number: int, chance: random.Random, noise: np.random.Generator) -> None:
        vectors = self._noisy_vectors(number * PASSAGES, noise)
        now = datetime(2000, 1, 1)  # before the real articles
        with writing(self.archive.engine) as connection:
            if connection.execute(select(sources).where(sources.c.sha256 == SOURCE)).first() is None:
                row = {"sha256": SOURCE, "name": SOURCE, "encoding": "utf-8", "added_at": now}
                connection.execute(sources.insert(), row)
            first_id = self._first_free_id(connection)
            article_rows, version_rows, passage_rows, day_rows = [], [], [], []
            for i in range(number):
                article_id = f"filler{first_id + i * PASSAGES}"
                texts = ["".join(chance.choices(self._sentences, k=SENTENCES)) for _ in range(PASSAGES)]
                day = self._newest - timedelta(days=chance.randrange(self._days))
                article_rows.append(_article(article_id))
                version_rows.append(_version(article_id, "".join(texts), day, now))
                ends = list(accumulate(map(len, texts)))
                for j, (text, end) in enumerate(zip(texts, ends, strict=True)):
                    passage_id = first_id + i * PASSAGES + j
                    vector = vectors[i * PASSAGES + j].tobytes()
                    passage_rows.append(self._passage(passage_id, article_id, end - len(text), end, vector))
                    day_rows += [
                        {"passage_id": passage_id, "start": day + start, "end": day + stop}
                        for start, stop in chance.choice(self._distances or [()])
                    ]
            for table, rows in (
                (articles, article_rows),
                (versions, version_rows),
                (passages, passage_rows),
                (passage_days, day_rows),
            ):
                if rows:
                    connection.execute(table.insert(), rows)

    def _noisy_vectors(self, number: int, noise: np.random.Generator) -> NDArray[np.float16]:
        chosen = self._vectors[noise.integers(len(self._vectors), size=number)]
        spread = NOISE / np.sqrt(chosen.shape[1])
        noisy = chosen + noise.standard_normal(chosen.shape, np.float32) * np.float32(spread)
        return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype("<f2")

    def _passage(
        self, passage_id: int, article_id: str, start: int, end: int, vector: bytes
    ) -> dict[str, object]:
        return {
            "passage_id": passage_id,
            "article_id": article_id,
            "version": 1,
            "start": start,
            "end": end,
            "vector": vector,
            "fingerprint": self._fingerprint,
            "dtype": self._dtype,
            "live": True,
            "indexed": False,
        }

    def _days_from_printing(self, sample: Sequence[int]) -> list[list[tuple[timedelta, timedelta]]]:
        """For each real passage of a dated article: how far the days that it mentions are from that of printing."""
        query = (
            select(passages.c.passage_id, versions.c.date, passage_days.c.start, passage_days.c.end)
            .join_from(
                passages,
                versions,
                (passages.c.article_id == versions.c.article_id) & (passages.c.version == versions.c.version),
            )
            .join(passage_days, passage_days.c.passage_id == passages.c.passage_id, isouter=True)
            .where(passages.c.passage_id.in_(sample), versions.c.date.is_not(None))
        )
        found: dict[int, list[tuple[timedelta, timedelta]]] = {}
        with reading(self.archive.engine) as connection:
            for row in connection.execute(query):
                distances = found.setdefault(row.passage_id, [])
                if row.start is not None and abs(row.start - row.date).days < self._days:
                    distances.append((row.start - row.date, row.end - row.date))
        return list(found.values())

    def _model(self, sample: Sequence[int]) -> Iterator[tuple[str, str]]:
        query = select(passages.c.fingerprint, passages.c.dtype).where(passages.c.passage_id.in_(sample))
        with reading(self.archive.engine) as connection:
            yield from {(row.fingerprint, row.dtype) for row in connection.execute(query)}

    def _first_free_id(self, connection: Connection) -> int:
        return (
            int(
                connection.execute(
                    select(passages.c.passage_id).order_by(passages.c.passage_id.desc()).limit(1)
                ).scalar_one()
            )
            + 1
        )


def _article(article_id: str) -> dict[str, object]:
    return {
        "article_id": article_id,
        "source": SOURCE,
        "source_id": article_id,
        "state": "live",
        "version": 1,
    }


def _version(article_id: str, text: str, day: date, added_at: datetime) -> dict[str, object]:
    empty = dict.fromkeys(
        ("headline", "subheadline", "column", "byline", "paper", "page", "section", "url"), ""
    )
    return empty | {
        "article_id": article_id,
        "version": 1,
        "text": text,
        "date": day,
        "lang": "zh",
        "source_sha256": SOURCE,
        "paragraphs": "[]",
        "added_at": added_at,
    }
