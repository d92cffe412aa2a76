"""Looks up every article that contains given words, newest first (no ranking by relevance)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.archive import Archive, Calendar, Catalogue, CatalogueEntry
from rag.cite.quote_limit import first_sentence
from rag.dates import Period
from rag.index import Indexes
from rag.language.content_words import contains_word
from rag.language.previous_turn import heading
from rag.question.restriction import matches_filters
from rag.schema import Filters, Found, Version
from rag.text.normalise import match_form

# The index matches pairs of characters, so some hits lack the word itself. Up to this many articles are read to drop them.
MOST_CHECKED = 1000


class ArticleLookup:
    """Looks articles up in one archive."""

    def __init__(self, archive: Archive, indexes: Indexes) -> None:
        self.archive = archive
        self._indexes = indexes
        self.catalogue = Catalogue(archive)
        self.calendar = Calendar(archive)

    def entries(self, words: Sequence[str], filters: Filters, period: Period | None) -> list[CatalogueEntry]:
        """Articles that contain all the words, newest first; undated articles match any period and come last.

        Args:
            filters: only author, section and place are applied; pass the days as `period`.

        Raises:
            Rebuilding
        """
        entries = self.catalogue.articles(
            author=filters.author or "",
            section=filters.section or "",
            since=period.start if period else None,
            until=period.end if period else None,
            passage_ids=self._indexes.containing_all(list(words)) if words else None,
        )
        if filters.place:
            in_place = self.catalogue.articles(passage_ids=self._indexes.containing_all([filters.place]))
            allowed = {entry.article_id for entry in in_place}
            entries = [entry for entry in entries if entry.article_id in allowed]
        if (words or filters.place) and len(entries) <= MOST_CHECKED:
            entries = self._checked(entries, words, filters)
        return entries

    def speaking_of(self, days: Period, words: Sequence[str], filters: Filters) -> list[CatalogueEntry]:
        """Articles of any date that contain all the words and speak of some of the days, newest first.

        Raises:
            Rebuilding
        """
        speaking = self.catalogue.articles(passage_ids=self.calendar.mentioning(days).passage_ids().tolist())
        allowed = {entry.article_id for entry in speaking}
        return [entry for entry in self.entries(words, filters, None) if entry.article_id in allowed]

    def in_force(
        self, days: Period, words: Sequence[str], filters: Filters, printed: Period
    ) -> list[CatalogueEntry]:
        """Articles printed in a period that contain all the words, and speak of some of the days or of a term without an end
        ("from 1 March") that they lie in; newest first."""
        speaking = self.calendar.mentioning(days) | self.calendar.open_ended_on(days)
        entries = self.catalogue.articles(
            section=filters.section or "",
            since=printed.start,
            until=printed.end,
            passage_ids=speaking.passage_ids().tolist(),
        )[:MOST_CHECKED]
        return self._checked(entries, words, filters) if words or filters.place else entries

    def _checked(
        self, entries: Sequence[CatalogueEntry], words: Sequence[str], filters: Filters
    ) -> list[CatalogueEntry]:
        """Entries whose article really contains all the words; within a day, articles with them in the headline first."""
        versions = [(entry, self.archive.version(entry.article_id)) for entry in entries]
        matching = [
            (entry, _contains_all(heading(version), words))
            for entry, version in versions
            if _contains_all(_full_text(version), words) and matches_filters(version, filters)
        ]
        matching.sort(key=lambda pair: (-(pair[0].date or date.min).toordinal(), not pair[1]))
        return [entry for entry, _ in matching]


def found_articles(versions: Sequence[Version]) -> tuple[Found, ...]:
    """The articles as `Found` rows: what `search` prints and the journal stores."""
    return tuple(
        Found(
            rank=rank,
            score=0.0,
            article_id=version.article_id,
            version=version.version,
            source_id=version.source_id,
            headline=version.headline,
            date=version.date,
            text=text,
            start=0,
            end=len(text),
        )
        for rank, version in enumerate(versions, 1)
        for text in [version.headline or _text(version)]
    )


def _text(version: Version) -> str:
    """The text of an article; of a quote-only one, its first sentence."""
    length = len(version.text)
    return version.text[: first_sentence(version, 0, length) if version.quote_only else length]


def _contains_all(text: str, words: Sequence[str]) -> bool:
    return all(contains_word(match_form(text), word) for word in words)


def _full_text(version: Version) -> str:
    return f"{heading(version)} {version.byline} {version.text}"
