"""How a language words follow-ups. What a follow-up leans on is decided elsewhere (see `rag.question.talk`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rag.language.time import mentions
from rag.language.vocabulary import NOTHING
from rag.text.normalise import match_form

STOPS = " ?？!！。"


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowUpWords:
    """The follow-ups of a language.

    Attributes:
        lead_in: words that only connect a question to the one before (`那么`, "and").
        replacement: a question that replaces something in the previous one (`X呢？`, "what about X?"); its group `what` is the
            replacement X.
        reference: a word that stands for what the talk is about ("it").
        person: one that stands for a person ("she").
        before_subject: words at the beginning of a question that are not part of its subject.
        possessive: the particle at the end of a name that owns what is asked about (`商务局的`).
        around_time: words without meaning around a replacement that is a time ("in").
        year_before: the year before the one in the previous question.
        in_year: a year in words.
        asking_about: from X, a question that replaces something in the previous one.
        with_time: from (time, question without one), the question about that time.
        with_subject: from (subject, question), the question with its subject.
        about_author: from a headline, a question that asks who wrote that report.
    """

    lead_in: re.Pattern[str] = NOTHING
    replacement: re.Pattern[str] = NOTHING
    reference: re.Pattern[str] = NOTHING
    person: re.Pattern[str] = NOTHING
    before_subject: re.Pattern[str] = NOTHING
    possessive: str = ""
    around_time: re.Pattern[str] = re.compile(r"\W")
    year_before: re.Pattern[str] = NOTHING
    in_year: Callable[[int], str] = str
    asking_about: Callable[[str], str] = lambda what: f"What about {what}?"
    with_time: Callable[[str, str], str] = lambda when, question: f"{question.rstrip(STOPS)} {when}?"
    with_subject: Callable[[str, str], str] = lambda subject, question: (
        f"{question.rstrip(STOPS)} ({subject})?"
    )
    about_author: Callable[[str], str] = lambda headline: f"《{headline}》?"

    def without_lead_in(self, asked: str) -> str:
        """`asked` without its lead-in words; unchanged if nothing else would remain."""
        bare = asked.strip()
        while (
            (match := self.lead_in.match(match_form(bare)))
            and match.end()
            and bare[match.end() :].strip(STOPS)
        ):
            bare = bare[match.end() :]
        return bare or asked

    def replacement_in(self, bare: str) -> str:
        """What a question puts in place of something in the previous one; empty for other questions."""
        match = self.replacement.match(match_form(bare))
        return bare[slice(*match.span("what"))].strip() if match else ""

    def is_only_time(self, what: str, today: date) -> bool:
        """Whether `what` consists of time expressions only."""
        if self.year_before.fullmatch(what.strip()):
            return True
        remainder, end = "", 0
        found = mentions(what, today)
        for mention in found:
            remainder, end = remainder + what[end : mention.start], mention.end
        return bool(found) and not self.around_time.sub("", remainder + what[end:])


def joined(first: str, second: str) -> str:
    """Two texts as one; what ends the first and begins the second is written once."""
    overlap = next(
        n for n in range(min(len(first), len(second)), -1, -1) if first[len(first) - n :] == second[:n]
    )
    return first + second[overlap:]
