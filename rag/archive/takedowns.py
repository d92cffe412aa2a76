"""`Takedowns`: the list of articles whose every trace was erased. It has hashes of their words, not the words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from rag.archive.archive import Archive
from rag.archive.tables import Row, reading, takedowns
from rag.archive.wording import Wording, joined, words
from rag.database import insert_or_ignore
from rag.schema import Draft, Version, WendaError

SHORTEST = 20  # words; the hash of a shorter text is taken together with its headline
SAME_BANDS = 12  # of 32: two texts share some 70 % of their shingles


class TakedownUnreadable(WendaError):
    """A line of a list of takedowns cannot be read."""


@dataclass(frozen=True, slots=True)
class Takedown:
    """An article that was taken down.

    Attributes:
        identity: hash of its source and source_id; empty if it had no source_id.
        texts: hash of the words of each version.
        headline: hash of the words of its headline; empty if it had none.
        bands: MinHash band keys of its newest version, see `rag.archive.wording`.
        erased: whether the erasure is complete.
    """

    article_id: str
    identity: str
    texts: tuple[str, ...]
    headline: str
    bands: tuple[int, ...]
    date: date | None
    why: str
    taken_at: datetime
    erased: bool = False

    @classmethod
    def of(cls, versions: Sequence[Version], why: str, now: datetime) -> Takedown:
        """The takedown of an article, given all its versions, oldest first."""
        newest = versions[-1]
        return cls(
            article_id=newest.article_id,
            identity=_identity(newest.source, newest.source_id),
            texts=tuple(dict.fromkeys(_text_hash(v.headline, v.text) for v in versions)),
            headline=_hash(newest.headline),
            bands=Wording(newest.text, newest.date).bands(),
            date=newest.date,
            why=why,
            taken_at=now.astimezone(UTC).replace(microsecond=0),
        )

    def is_of(self, source: str, article: Draft | Version) -> bool:
        """Whether an article is the one that was taken down: by its id, its words, or nearly its words below its headline."""
        if _text_hash(article.headline, article.text) in self.texts:
            return True
        same_id = bool(self.identity) and self.identity == _identity(source, article.source_id)
        dates_differ = None not in (self.date, article.date) and self.date != article.date
        if same_id and not dates_differ:
            return True
        if not same_id and (not self.headline or dates_differ or self.headline != _hash(article.headline)):
            return False
        shared = set(self.bands) & set(Wording(article.text, article.date).bands())
        return len(shared) >= (1 if same_id else SAME_BANDS)

    def to_json(self) -> dict[str, Any]:
        """A line of `takedowns.jsonl`."""
        values = asdict(self)
        del values["erased"]
        return values | {
            "date": self.date.isoformat() if self.date else None,
            "taken_at": self.taken_at.isoformat(),
        }

    @classmethod
    def from_json(cls, line: str) -> Takedown:
        """
        Raises:
            TakedownUnreadable
        """
        try:
            values = json.loads(line)
            return cls(
                article_id=str(values["article_id"]),
                identity=str(values["identity"]),
                texts=tuple(map(str, values["texts"])),
                headline=str(values["headline"]),
                bands=tuple(map(int, values["bands"])),
                date=date.fromisoformat(values["date"]) if values["date"] else None,
                why=str(values["why"]),
                taken_at=datetime.fromisoformat(values["taken_at"]).astimezone(UTC),
            )
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise TakedownUnreadable(f"this is no line of a list of takedowns ({error!r:.80})") from error


class Takedowns:
    """The takedowns of one archive. Thread-safe."""

    def __init__(self, archive: Archive) -> None:
        self._engine = archive.engine

    def all(self) -> list[Takedown]:
        """All takedowns, oldest first."""
        with reading(self._engine) as connection:
            return read_takedowns(connection)

    def of_article(self, article_id: str) -> Takedown | None:
        return self.of_articles([article_id]).get(article_id)

    def of_articles(self, article_ids: Sequence[str]) -> dict[str, Takedown]:
        """The takedowns of those of these articles that were taken down."""
        query = select(takedowns).where(takedowns.c.article_id.in_(article_ids))
        with reading(self._engine) as connection:
            return {row.article_id: _takedown(row) for row in connection.execute(query)}


def read_takedowns(connection: Connection) -> list[Takedown]:
    query = select(takedowns).order_by(takedowns.c.taken_at, takedowns.c.article_id)
    return [_takedown(row) for row in connection.execute(query)]


def insert_takedown(connection: Connection, takedown: Takedown) -> None:
    """Add a takedown to the list. Does nothing if the list has the article."""
    values = asdict(takedown) | {
        "texts": json.dumps(takedown.texts),
        "bands": json.dumps(takedown.bands),
        "taken_at": takedown.taken_at.astimezone(UTC).replace(tzinfo=None),
    }
    insert_or_ignore(connection, takedowns, values)


def find_takedowns(connection: Connection, source: str, drafts: Sequence[Draft]) -> list[Takedown | None]:
    """For each article that is being added: its takedown, or None if it was not taken down."""
    listed = read_takedowns(connection)
    return [next((one for one in listed if one.is_of(source, draft)), None) for draft in drafts]


def _takedown(row: Row) -> Takedown:
    return Takedown(
        article_id=row.article_id,
        identity=row.identity,
        texts=tuple(json.loads(row.texts)),
        headline=row.headline,
        bands=tuple(json.loads(row.bands)),
        date=row.date,
        why=row.why,
        taken_at=row.taken_at.replace(tzinfo=UTC),
        erased=row.erased,
    )


def _identity(source: str, source_id: str) -> str:
    return sha256(f"{source}\0{source_id}".encode("utf-8", "replace")).hexdigest() if source_id else ""


def _text_hash(headline: str, text: str) -> str:
    found = words(text)
    return _hash(text if len(found) >= SHORTEST else f"{headline}\n{text}")


def _hash(text: str) -> str:
    """A hash that ignores punctuation, white space, script and case; empty for a text without words."""
    found = words(text)
    return sha256(joined(found).encode()).hexdigest() if found else ""
