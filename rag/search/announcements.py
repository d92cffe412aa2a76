"""Finds what short articles announce for given days: a water cut, a closed road, an event, a last day to register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.cite import Support
from rag.dates import Period, Term
from rag.language import Mention, correction_words, mentions, print_words, tense_at
from rag.schema import Filters, Version
from rag.search.articles import ArticleLookup
from rag.text.normalise import match_form
from rag.text.sentences import Span, sentence_spans

PRINTED_WITHIN = timedelta(days=92)  # an older report is no notice of today's
LONGEST_NOTICE = 500  # characters; a longer article reports, unless its headline says that it is a notice
LONGEST_PERIOD = 3  # days: a weekend; what is announced for a month or a year is a plan
LONGEST_FESTIVAL = 10  # days
LONGEST_TERM = 92  # days, from the first to the last that are named
NEWS_OF_TERM = timedelta(days=31)  # a rule "from 1 March" is no longer a notice after that
QUOTED = 120  # characters, to which a dated sentence is quoted together with undated ones after it


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one article announces.

    Attributes:
        days: the first of the asked days on which it holds, or on which it begins.
        quotes: its printed words on the asked days, the nearest day first.
    """

    version: Version
    day: date
    quotes: tuple[Support, ...]


def announcements(
    lookup: ArticleLookup, asked: Period, today: date, words: Sequence[str], filters: Filters
) -> list[Announcement]:
    """What articles with these words announce for some of the asked days, the nearest day first.

    Of one day, those that call themselves notices come first, then the newest.

    Args:
        asked: days from today on.

    Raises:
        Rebuilding
    """
    printed = Period(today - PRINTED_WITHIN, today)
    found = []
    for entry in lookup.in_force(asked, words, filters, printed):
        version = lookup.archive.version(entry.article_id)
        days = sorted(_announced(version, asked), key=lambda pair: pair[0])
        if days:
            found.append(Announcement(version, days[0][0], tuple(quote for _, quote in days)))
    return sorted(found, key=_order)


def _order(found: Announcement) -> tuple[date, bool, int]:
    version = found.version
    return found.day, not _is_called_notice(version), -(version.date or date.min).toordinal()


def _is_called_notice(version: Version) -> bool:
    return bool(print_words().notice.search(version.headline))


def _announced(version: Version, asked: Period) -> Iterator[tuple[date, Support]]:
    """The quotations of a notice that speak of the asked days, each with its first asked day."""
    printed, spans = version.date, sentence_spans(version.text)
    is_notice = len(version.text) <= LONGEST_NOTICE or _is_called_notice(version)
    if printed is None or not is_notice or correction_words().headline.search(version.headline):
        return
    days = [list(_days_ahead(version.text[span.start : span.end], printed)) for span in spans]
    for number, announced in enumerate(days):
        held = [max(day.start, asked.start) for day in announced if day.overlaps(asked)]
        if held:
            end = _end_of_quote(spans, days, number)
            yield min(held), Support(version, "text", spans[number].start, end)


def _end_of_quote(spans: Sequence[Span], days: Sequence[list[Period]], number: int) -> int:
    """A dated sentence goes on with undated ones: where the water is cut often follows when."""
    start, end = spans[number].start, spans[number].end
    for span, announced in zip(spans[number + 1 :], days[number + 1 :], strict=True):
        if announced or span.end - start > QUOTED:
            break
        end = span.end
    return end


def _days_ahead(sentence: str, printed: date) -> Iterator[Period]:
    """The days, from the day of printing on, for which a sentence announces something."""
    plain = match_form(sentence)
    titles = [match.span() for match in correction_words().report_title.finditer(sentence)]
    for mention in mentions(sentence, printed):
        is_in_title = any(start <= mention.start < end for start, end in titles)
        happened = mention.period.start <= printed and tense_at(plain, mention.start, mention.end) < 0
        if mention.vague or is_in_title or happened:
            continue
        for day in mention.days:
            if day.end >= printed and (noticed := _while_noticed(day, printed, mention)):
                yield noticed


def _while_noticed(day: Period, printed: date, mention: Mention) -> Period | None:
    """The days on which it is a notice that something is announced for `day`; None if it is none."""
    if isinstance(day, Term) and day.is_open:
        is_new = day.start >= printed
        return Period(day.start, day.start + NEWS_OF_TERM) if is_new else None
    longest = LONGEST_FESTIVAL if mention.is_festival else LONGEST_PERIOD
    return day if day.days <= (LONGEST_TERM if isinstance(day, Term) else longest) else None
