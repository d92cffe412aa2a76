"""Finds the later notice that moves, suspends or cancels what a report announces (`音乐会取消`, "the fair is postponed")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from rag.archive import Archive
from rag.archive.wording import without_dispatch
from rag.cite import Support
from rag.dates import Period, Term
from rag.index import Indexes, Rebuilding
from rag.language import mentioned_days_and_terms, mentions, print_words, without_days
from rag.language.content_words import content_words
from rag.schema import Version
from rag.text.normalise import match_form
from rag.text.sentences import sentence_spans
from rag.text.words import index_terms, word_set

HITS = 10  # passages in which a later notice is looked for
LONGEST_NOTICE = 500  # characters; of a longer article, only the quoted words announce something
LONGEST_ANNOUNCED = 31  # days; what is announced for a quarter or a year is no event
# How well the earlier report must name the changed thing: share of its words, weighted by rarity, and their summed rarity.
SHARE_NAMED = 0.65
LEAST_NAMED = 1.0
_CLAUSE_ENDS = dict.fromkeys(map(ord, ",：:；;"), "，")


class LaterNotices:
    """Finds later notices in one archive. Thread-safe."""

    def __init__(self, archive: Archive, indexes: Indexes) -> None:
        self._archive = archive
        self._indexes = indexes

    def overtaking(self, report: Support, today: date) -> Support | None:
        """The newest sentence, printed up to today, that changes what a report's quoted words announce.

        What they announce must still have been to come when the sentence was printed. The sentence, or its headline, must
        name the same thing as the report, and no other day.
        """
        announced = _announced(report)
        try:
            changes = (
                sentence
                for later in (self._later_articles(report, today) if announced else ())
                if any(later.date and day.end >= later.date for day in announced)
                for sentence in _changing_sentences(later)
                if not _names_other_day(sentence, announced) and self._is_about(sentence, report)
            )
            return next(changes, None)
        except Rebuilding:
            return None

    def _later_articles(self, report: Support, today: date) -> list[Version]:
        """The articles most like a report that were printed after it, newest first."""
        hits = self._indexes.lexical(f"{report.version.headline} {report.quote}", HITS)
        found = (passage.version for passage in self._archive.passages([hit.passage_id for hit in hits]))
        printed = report.version.date or date.max
        later = {v.article_id: v for v in found if v.date and printed < v.date <= today}
        return sorted(later.values(), key=lambda version: str(version.date), reverse=True)

    def _is_about(self, sentence: Support, report: Support) -> bool:
        """Whether a changing sentence is about the thing that a report is about."""
        known = word_set(f"{report.version.headline} {report.version.subheadline} {report.quote}")
        clauses = (without_days(clause, sentence.version.date) for clause in _changing_clauses(sentence))
        return any(self._names(clause, known) for clause in clauses)

    def _names(self, clause: str, known: frozenset[str]) -> bool:
        """Whether the words of a text contain those of a clause, other than the ones for the change."""
        subject = print_words().changes.sub(" ", match_form(clause))
        rarity = self._indexes.rarity(content_words(subject))
        named = sum(rare for word, rare in rarity.items() if known.issuperset(index_terms(word)))
        return named >= LEAST_NAMED and named >= SHARE_NAMED * sum(rarity.values())


def _announced(report: Support) -> list[Period]:
    """The days that the quoted words announce; if they name none, those that their short article announces."""
    version = report.version
    ahead = _days_ahead(report.quote, version.date)
    if ahead or len(version.text) > LONGEST_NOTICE:
        return ahead
    return _days_ahead(version.text, version.date)


def _days_ahead(text: str, printed: date | None) -> list[Period]:
    return [
        day
        for day in mentioned_days_and_terms(text, printed)
        if printed and day.end >= printed and (isinstance(day, Term) or day.days <= LONGEST_ANNOUNCED)
    ]


def _changing_sentences(version: Version) -> Iterator[Support]:
    for span in sentence_spans(version.text):
        if print_words().changes.search(match_form(version.text[span.start : span.end])):
            yield Support(version, "text", span.start, span.end)


def _changing_clauses(sentence: Support) -> Iterator[str]:
    """The headline and the clauses with a word for a change, each clause also together with the one before it."""
    clauses = without_dispatch(sentence.quote).translate(_CLAUSE_ENDS).split("，")
    both = (f"{first} {second}" for first, second in pairwise(clauses))
    for clause in (sentence.version.headline, *clauses, *both):
        if print_words().changes.search(match_form(clause)):
            yield clause


def _names_other_day(sentence: Support, announced: Sequence[Period]) -> bool:
    """Whether a sentence names days, apart from those to which something is moved, and none that was announced."""
    named = [m for m in mentions(sentence.quote, sentence.version.date) if not (m.vague or m.is_moved_to)]
    days = [day for mention in named for day in mention.days]
    return bool(days) and not any(day.overlaps(other) for day in days for other in announced)
