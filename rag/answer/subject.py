"""Explains a quotation that begins with a pronoun or the like (`该局`, `他`, `会议`).

It adds the name that the subject refers to, if the article makes that clear; else the preceding sentence, or the headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.cite import Claim, Support, headline_support
from rag.language import Locale, full_name, print_words, wording
from rag.schema import Version
from rag.text.sentences import sentence_spans

MOST_PRECEDING = 2  # sentences put before a quotation
LONGEST_QUOTATION = 240  # characters, with the preceding sentences


def with_subjects(claims: Iterable[Claim], locale: Locale) -> Iterator[Claim]:
    """The claims, with quotations explained whose subject is not named.

    In this order of preference: a note with the name, if it is certain; the quotation extended by the preceding sentences, if
    it stays short enough; a note with the headline. Words quoted already are not quoted again.
    """
    quoted: list[Support] = []
    for claim in claims:
        if claim.kind != "quoted" or len(claim.supports) != 1 or claim.supports[0].field != "text":
            yield claim
            continue
        [support] = claim.supports
        if any(other.contains(support) for other in quoted):
            continue
        if _lacks_name(support) and not any(_directly_precedes(other, support) for other in quoted):
            name = _name(support)
            longer = _extended(support)
            headline = headline_support(support.version)
            if name:
                note = wording(locale, "stands_for", bare=support.quote[:2], name=name.quote)
                yield Claim(note, "added", (name,))
            elif longer != support:
                support, claim = longer, replace(claim, text=longer.quote, supports=(longer,))
            elif headline:
                note = wording(locale, "under_headline", headline=headline.quote)
                yield Claim(note, "added", (headline,))
        quoted.append(support)
        yield claim


def _name(support: Support) -> Support | None:
    """The name that `该局` refers to; None if the text before it has none, or several that fit."""
    span = full_name(support.quote, support.version.text[: support.start])
    return Support(support.version, "text", span.start, span.end) if span else None


def _lacks_name(support: Support) -> bool:
    return bool(print_words().anaphoric_subject.match(support.quote))


def _extended(support: Support) -> Support:
    """The quotation extended backwards to a sentence that names its subject; unchanged if that gets too long."""
    version = support.version
    preceding = [span for span in sentence_spans(version.text) if span.end <= support.start]
    for span in reversed(preceding[-MOST_PRECEDING:]):
        if support.end - span.start > LONGEST_QUOTATION:
            break
        longer = replace(support, start=span.start)
        if not _lacks_name(longer):
            return longer
    return support


def _directly_precedes(other: Support, support: Support) -> bool:
    """Whether `other` is the text right before `support` in the same article."""
    between = support.version.text[other.end : support.start]
    same = _same_version(other.version, support.version)
    return same and other.end <= support.start and not between.strip()


def _same_version(a: Version, b: Version) -> bool:
    return (a.article_id, a.version) == (b.article_id, b.version)
