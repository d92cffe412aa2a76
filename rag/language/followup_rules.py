"""The rules by which a follow-up becomes a question that stands alone, as far as no language words them differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rag.language.content_words import content_words
from rag.language.previous_turn import PreviousTurn
from rag.language.time import mentions
from rag.language.vocabulary import NOTHING
from rag.text.normalise import match_form

STOPS = " ?？!！。"


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowUpRules:
    """Follow-ups of a language.

    Attributes:
        lead: words that only tie a question to what was said (`那么`, "and").
        in_place: a question about something in place of something in the last one (`X呢？`); its group `what` is that.
        pointing: words that stand for what was said ("it").
        around_time: what may stand around the days that are asked for instead, and says nothing.
    """

    lead: re.Pattern[str] = NOTHING
    in_place: re.Pattern[str] = NOTHING
    pointing: re.Pattern[str] = NOTHING
    around_time: re.Pattern[str] = re.compile(r"\W")

    def without_lead(self, asked: str) -> str:
        """`asked` without the words that only tie it to what was said."""
        bare = asked
        while (
            (match := self.lead.match(match_form(bare))) and match.end() and bare[match.end() :].strip(STOPS)
        ):
            bare = bare[match.end() :]
        return bare

    def instead(self, bare: str) -> str:
        """What is asked about in place of something in the last question; empty for other questions."""
        match = self.in_place.match(bare.strip())
        return match["what"].strip() if match else ""

    def only_time(self, what: str, today: date) -> bool:
        """Whether `what` names days and nothing else."""
        rest, end = "", 0
        found = mentions(what, today)
        for mention in found:
            rest, end = rest + what[end : mention.start], mention.end
        return bool(found) and not self.around_time.sub("", rest + what[end:])

    def with_other_time(self, previous: PreviousTurn, when: str) -> str:
        """The last question, asked of other days."""
        question, found = previous.question, previous.date_mentions
        if not found:
            return f"{question.rstrip(STOPS)} {when}?"
        return question[: found[0].start] + when + question[found[-1].end :]

    def with_counterpart(self, previous: PreviousTurn, what: str) -> str:
        """The last question with `what` in the place of what is of its kind there; empty where nothing is."""
        return ""

    def of_another(self, previous: PreviousTurn, what: str) -> str:
        """What was asked last, of another subject."""
        return f"{what}: {previous.asked}"

    def appended(self, previous: PreviousTurn, what: str) -> str:
        """The last question, going on to `what`."""
        return f"{previous.question.rstrip(STOPS)}, {what}?"

    def with_name(self, bare: str, previous: PreviousTurn) -> str:
        """The question with the name of whom a pronoun stands for; empty without such a word, or without a name."""
        return ""

    def names_subject(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether the question already names what the talk is about."""
        about = self.subject(previous).lower()
        return bool(about) and about in bare.lower()

    def may_follow(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether a question that brings no new topic can lean on the last one at all."""
        return self.pointing.search(match_form(bare)) is not None

    def author_of(self, headline: str) -> str:
        """The question of who wrote a report."""
        return f"《{headline}》?"

    def joined(self, previous: PreviousTurn, bare: str) -> str:
        """The question with the subject of the talk."""
        return f"{bare.rstrip(STOPS)} ({self.subject(previous)})?"

    def subject(self, previous: PreviousTurn) -> str:
        """What the talk is about."""
        return " ".join(content_words(match_form(previous.question)))
