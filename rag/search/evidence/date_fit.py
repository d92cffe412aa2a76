"""Compares the days that a text mentions, and its print date, with the days that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.dates import Period, Term
from rag.language import Mention, mentioned_days_and_terms, mentions, reworded_days
from rag.question import Query
from rag.search.evidence.features import Candidate, Sentence

LONGEST_SETTLED = 10  # days

# 记者昨日获悉: the day of the report, not of the event
_PRINT_DAY_WORDS = ("昨日", "昨天", "昨晚", "今日", "今天")


class DateFit:
    """Compares texts with the days asked for by one question."""

    def __init__(self, query: Query) -> None:
        self.query = query

    def period_fit(
        self, text: str, printed: date | None, days: Sequence[Period] | None = None
    ) -> tuple[float, float]:
        """How well `text` fits the asked days (0-1), and 1 if it is about other days instead.

        Args:
            printed: the day the text was printed on; being printed on an asked day counts as a fit of 0.5.
            days: the days that the text mentions; None: they are looked for.
        """
        asked = self.query.period
        if asked is None:
            return 0.0, 0.0
        mentioned = mentioned_days_and_terms(text, printed) if days is None else days
        print_day_fit = 0.5 if printed and asked.contains(Period(printed, printed)) else 0.0
        if fit := max(print_day_fit, *(day.fit(asked) for day in mentioned), 0.0):
            return fit, 0.0
        return 0.0, 1.0 if mentioned or printed else 0.0

    def settles_days(self, text: str, printed: date | None, days: Sequence[Period] | None = None) -> bool:
        """Whether the calendar shows that a text is about the asked days, so that it need not name them.

        A long asked period (a month) is settled only by a term in force: the text may be about another part of it.

        Args:
            days: the days that the text mentions; None: they are looked for.
        """
        asked = self.query.period
        if asked is None or self.query.compares:
            return False
        mentioned = mentioned_days_and_terms(text, printed) if days is None else days
        if asked.days > LONGEST_SETTLED:
            return any(isinstance(day, Term) and day.fit(asked) > 0 for day in mentioned)
        return self.period_fit(text, printed, mentioned)[0] > 0

    def question_for(self, candidate: Candidate) -> str:
        """The question as it is read beside a passage.

        The calendar knows that the passage's `昨天` is the asked 8 May; the reader does not. So the question names its days
        in the passage's words, or not at all if the passage has none for exactly these days. It stays as it is beside
        a passage about other days.
        """
        query, text, printed = self.query, candidate.passage.text, candidate.passage.version.date
        if query.period is None or query.compares:
            return query.search
        in_passage = {
            m.period: text[m.start : m.end] for m in reversed(mentions(text, printed)) if not m.vague
        }
        settled = self.settles_days(text, printed, candidate.days)

        def reword(asked: Mention) -> str | None:
            if asked.vague or asked.is_moved_to or query.search[asked.start : asked.end] in text:
                return None
            if asked.period in in_passage:
                return in_passage[asked.period]
            return "" if settled and not asked.is_festival else None

        return reworded_days(query.search, query.today, reword)

    def names_other_days(self, sentence: Sentence) -> bool:
        """Whether the question asks for some days and the sentence is about others, and so cannot answer it.

        A sentence without days may still be about the asked days. Only if the question asks for a single day must its passage
        mention that day, or the article be printed on it. If the question gives a limit ("since 2023"), later days that an
        article printed within it announces do not count as others.
        """
        asked = self.query.period
        if asked is None:
            return False
        printed = sentence.candidate.passage.version.date
        mentioned = self._mentioned_days(sentence)
        if self.query.by_boundary and printed and asked.contains(Period(printed, printed)):
            mentioned = [day for day in mentioned if day.start < printed]
        if mentioned or asked.days > 1:
            return bool(mentioned) and not any(day.fit(asked) for day in mentioned)
        in_period, _ = self.period_fit(sentence.candidate.passage.text, printed)
        return in_period == 0.0

    def _mentioned_days(self, sentence: Sentence) -> list[Period]:
        """The days that a sentence mentions.

        "Yesterday" and "today" often date the report, not the event. They count only if the question asks for a single day,
        or gives a limit and the sentence mentions no other days.
        """
        printed = sentence.candidate.passage.version.date
        all_days = [mention for mention in mentions(sentence.text, printed) if not mention.vague]
        event_days = [m for m in all_days if sentence.text[m.start : m.end] not in _PRINT_DAY_WORDS]
        asked = self.query.period
        count_print_day = (asked and asked.days == 1) or (self.query.by_boundary and not event_days)
        return [day for mention in (all_days if count_print_day else event_days) for day in mention.days]
