"""Puts the facts of a Chinese quotation in order: those in its answering words first, then those nearest to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from rag.language.en.facts.amounts import amounts
from rag.language.en.facts.fact import Fact
from rag.language.en.facts.names import names
from rag.language.en.facts.times import times
from rag.text.sentences import Span


def facts(quote: str, printed: date | None, answering: Span | None, most: int) -> tuple[str, ...]:
    """What a Chinese quotation says in numbers, days and names, in English.

    Args:
        quote: the printed words.
        printed: the day of the article, from which `昨日` is counted.
        answering: position of the words in the quote that answer the question; None if not known.
        most: the most facts wanted.

    Returns:
        None twice; first those of the answering words, then those nearest to them.
    """
    answering = answering or Span(0, 0)
    found = sorted(
        _without_overlaps([names(quote), times(quote, printed), amounts(quote, answering)]),
        key=lambda fact: (fact.distance(answering), fact.start),
    )
    chosen: dict[str, Fact] = {}
    for fact in found:
        if len(chosen) < most and not any(fact.repeats(english) for english in chosen):
            chosen[fact.english] = fact
    in_order = sorted(chosen.values(), key=lambda fact: (fact.distance(answering) > 0, fact.start))
    return tuple(fact.english for fact in in_order)


def _without_overlaps(readings: Iterable[Iterable[Fact]]) -> list[Fact]:
    """The facts of all readings, without those that read words again which an earlier fact has read."""
    kept: list[Fact] = []
    read: set[int] = set()
    for fact in chain.from_iterable(readings):
        if read.isdisjoint(range(fact.start, fact.end)):
            kept.append(fact)
            read.update(range(fact.start, fact.end))
    return kept
