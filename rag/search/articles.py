"""Articles looked up rather than searched for: all that have some words, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.archive import Archive, Catalogue, Entry
from rag.dates import Period
from rag.index import Indexes
from rag.language.content_words import contains_word
from rag.language.previous_turn import heading
from rag.question.restriction import matches_filters
from rag.schema import Filters, Found, Version
from rag.text.normalise import match_form

COMPARED = (
    1000  # articles that are read to leave out those that have the pairs of a word's characters, not the word
)


class ArticleLookup:
    """Looks articles up in one archive."""

    def __init__(self, archive: Archive, indexes: Indexes) -> None:
        self.archive = archive
        self._indexes = indexes
        self._catalogue = Catalogue(archive)

    def entries(self, words: Sequence[str], filters: Filters, period: Period | None) -> list[Entry]:
        """The articles that have each of the words, newest first; undated ones fit any period and come last.

        Args:
            filters: their author, section and place restrict; for days there is `period`.

        Raises:
            Rebuilding
        """
        entries = self._catalogue.entries(
            author=filters.author or "",
            section=filters.section or "",
            since=period.start if period else None,
            until=period.end if period else None,
            passage_ids=self._indexes.holding(list(words)) if words else None,
        )
        if filters.place:
            of_place = self._catalogue.entries(passage_ids=self._indexes.holding([filters.place]))
            there = {entry.article_id for entry in of_place}
            entries = [entry for entry in entries if entry.article_id in there]
        if (words or filters.place) and len(entries) <= COMPARED:
            entries = self._compared(entries, words, filters)
        return entries

    def _compared(self, entries: Sequence[Entry], words: Sequence[str], filters: Filters) -> list[Entry]:
        """The entries whose article has each of the words; of one day, those that have them in the headline first."""
        versions = [(entry, self.archive.version(entry.article_id)) for entry in entries]
        held = [
            (entry, _has(heading(v), words))
            for entry, v in versions
            if _has(_everything(v), words) and matches_filters(v, filters)
        ]
        held.sort(key=lambda pair: (-(pair[0].date or date.min).toordinal(), not pair[1]))
        return [entry for entry, _ in held]


def found_articles(versions: Sequence[Version]) -> tuple[Found, ...]:
    """Articles that were looked up, as `search` prints them and the journal keeps them."""
    return tuple(
        Found(
            rank=rank,
            score=0.0,
            article_id=version.article_id,
            version=version.version,
            source_id=version.source_id,
            headline=version.headline,
            date=version.date,
            text=version.headline or version.text,
            start=0,
            end=len(version.headline or version.text),
        )
        for rank, version in enumerate(versions, 1)
    )


def _has(text: str, words: Sequence[str]) -> bool:
    return all(contains_word(match_form(text), word) for word in words)


def _everything(version: Version) -> str:
    return f"{heading(version)} {version.byline} {version.text}"
