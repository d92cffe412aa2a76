"""A quoted sentence that begins with a bare subject (`该局`, `他`, `会议`) is given with what it stands for: the name, where
the article leaves no doubt of it, else the sentence before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.cite import Claim, Support, headline_support
from rag.language import Locale, full_name, print_words, wording
from rag.schema import Version
from rag.text.sentences import sentence_spans

BEFORE = 2  # sentences that are given with one, at most
LONGEST = 240  # characters of them together


def with_subjects(claims: Iterable[Claim], locale: Locale) -> Iterator[Claim]:
    """The claims; a quotation of one sentence that begins with a bare subject is led by the name that this stands for,
    where that is certain, or lengthened by the sentence before it, or, where there is none that is short enough, led by
    the headline that the words stand under.

    What is given with one quotation is not given again.
    """
    said: list[Support] = []
    for claim in claims:
        if claim.kind != "quoted" or len(claim.supports) != 1 or claim.supports[0].field != "text":
            yield claim
            continue
        [support] = claim.supports
        if any(other.contains(support) for other in said):
            continue
        if _is_bare(support) and not any(_ends_before(other, support) for other in said):
            name = _name(support)
            longer = _lengthened(support)
            headline = headline_support(support.version)
            if name:
                note = wording(locale, "stands_for", bare=support.quote[:2], name=name.quote)
                yield Claim(note, "added", (name,))
            elif longer != support:
                support, claim = longer, replace(claim, text=longer.quote, supports=(longer,))
            elif headline:
                note = wording(locale, "under_headline", headline=headline.quote)
                yield Claim(note, "added", (headline,))
        said.append(support)
        yield claim


def _name(support: Support) -> Support | None:
    """The name that `该局` stands for; None where there is none before it, or a doubt."""
    span = full_name(support.quote, support.version.text[: support.start])
    return Support(support.version, "text", span.start, span.end) if span else None


def _is_bare(support: Support) -> bool:
    return bool(print_words().anaphoric_subject.match(support.quote))


def _lengthened(support: Support) -> Support:
    """With the sentences before it, as far as their subjects are bare too; as it is where that is too much."""
    version = support.version
    before = [span for span in sentence_spans(version.text) if span.end <= support.start]
    for span in reversed(before[-BEFORE:]):
        if support.end - span.start > LONGEST:
            break
        longer = Support(version, "text", span.start, support.end)
        if not _is_bare(longer):
            return longer
    return support


def _ends_before(other: Support, support: Support) -> bool:
    """Whether `other` is what stands right before it."""
    between = support.version.text[other.end : support.start]
    return _of_one(other.version, support.version) and other.end <= support.start and not between.strip()


def _of_one(a: Version, b: Version) -> bool:
    return (a.article_id, a.version) == (b.article_id, b.version)
