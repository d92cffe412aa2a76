"""Default rules by which a follow-up becomes a question that stands alone. A language overrides what it words differently."""

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
    """The follow-ups of a language.

    Attributes:
        lead_in: words that only connect a question to the one before (`那么`, "and").
        replacement_question: a question that replaces something in the previous one (`X呢？`, "what about X?"); its group
            `what` is the replacement X.
        references: words that refer back to the previous question or answer ("it").
        around_time: words without meaning around a replacement that is a time ("in").
    """

    lead_in: re.Pattern[str] = NOTHING
    replacement_question: re.Pattern[str] = NOTHING
    references: re.Pattern[str] = NOTHING
    around_time: re.Pattern[str] = re.compile(r"\W")

    def without_lead_in(self, asked: str) -> str:
        """`asked` without its lead-in words; unchanged if nothing else would remain."""
        bare = asked
        while (
            (match := self.lead_in.match(match_form(bare)))
            and match.end()
            and bare[match.end() :].strip(STOPS)
        ):
            bare = bare[match.end() :]
        return bare

    def replacement(self, bare: str) -> str:
        """What a question puts in place of something in the previous one; empty for other questions."""
        match = self.replacement_question.match(bare.strip())
        return match["what"].strip() if match else ""

    def asking_about(self, what: str) -> str:
        """A follow-up that puts `what` in place of something in the previous question."""
        return f"What about {what}?"

    def is_only_time(self, what: str, today: date) -> bool:
        """Whether `what` consists of time expressions only."""
        remainder, end = "", 0
        found = mentions(what, today)
        for mention in found:
            remainder, end = remainder + what[end : mention.start], mention.end
        return bool(found) and not self.around_time.sub("", remainder + what[end:])

    def with_other_time(self, previous: PreviousTurn, when: str) -> str:
        """The previous question with `when` in place of its time expressions."""
        question, found = previous.question, previous.date_mentions
        if not found:
            return f"{question.rstrip(STOPS)} {when}?"
        return question[: found[0].start] + when + question[found[-1].end :]

    def with_substitution(self, previous: PreviousTurn, what: str) -> str:
        """The previous question with `what` in place of a similar word; empty if it has none."""
        return ""

    def about_another_subject(self, previous: PreviousTurn, what: str) -> str:
        """The previous question, asked about `what`."""
        return f"{what}: {previous.asked}"

    def continued_with(self, previous: PreviousTurn, what: str) -> str:
        """The previous question with `what` appended."""
        return f"{previous.question.rstrip(STOPS)}, {what}?"

    def with_pronoun_resolved(self, bare: str, previous: PreviousTurn) -> str:
        """The question with a person's name in place of a pronoun; empty without a pronoun or a known name."""
        return ""

    def names_subject(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether the question itself names the subject of the conversation."""
        subject = self.subject(previous).lower()
        return bool(subject) and subject in bare.lower()

    def can_depend_on(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether a question without a new topic can depend on the previous one."""
        return self.references.search(match_form(bare)) is not None

    def author_question(self, headline: str) -> str:
        """A question that asks who wrote the report with this headline."""
        return f"《{headline}》?"

    def with_subject(self, previous: PreviousTurn, bare: str) -> str:
        """The question with the subject of the conversation added."""
        return f"{bare.rstrip(STOPS)} ({self.subject(previous)})?"

    def subject(self, previous: PreviousTurn) -> str:
        """What the conversation is about."""
        return " ".join(content_words(match_form(previous.question)))
