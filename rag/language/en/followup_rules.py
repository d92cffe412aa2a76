"""Rules by which an English follow-up becomes a question that stands alone."""

from __future__ import annotations

import re
from datetime import date

from rag.language.asked_period import asked_period
from rag.language.content_words import content_words
from rag.language.followup_rules import FollowUpRules
from rag.language.previous_turn import PreviousTurn
from rag.language.time import mentions
from rag.language.vocabulary import words
from rag.text.normalise import match_form

LONGEST_SUBJECT = 80
MAX_SHORT = 3  # content words of a short question or phrase


class EnglishFollowUps(FollowUpRules):
    """The rules for English."""

    def without_lead_in(self, asked: str) -> str:
        return self.lead_in.sub("", asked.strip()) or asked

    def is_only_time(self, what: str, today: date) -> bool:
        return _YEAR_BEFORE.fullmatch(what.strip()) is not None or super().is_only_time(what, today)

    def with_other_time(self, previous: PreviousTurn, when: str) -> str:
        """The previous question with another time. `the year before` is relative to the time in the previous question."""
        question = previous.question
        found = previous.date_mentions
        if _YEAR_BEFORE.fullmatch(when.strip()):
            asked = asked_period(question, previous.today)
            when = f"in {(asked.start if asked else previous.today).year - 1}"
        if not found:
            return f"{question.rstrip(' ?')} {when}?"
        start, end = found[0].start, found[-1].end
        opening = question[:start]
        if when.startswith("in "):
            opening = re.sub(r"\b(?:in|during) $", "", opening)
        return opening + when + question[end:]

    def with_substitution(self, previous: PreviousTurn, what: str) -> str:
        """The previous question with `what` in place of a phrase that ends with the same word; empty if it has none."""
        last = what.split()[-1].lower()
        match = re.search(rf"(?:the )?(?:[\w'-]+ )?{re.escape(last)}\b", previous.question, re.IGNORECASE)
        return previous.question[: match.start()] + what + previous.question[match.end() :] if match else ""

    def about_another_subject(self, previous: PreviousTurn, what: str) -> str:
        """The previous question, asked about `what`; `what` alone if either of them is long."""
        asked = previous.asked.strip(" ?")
        short = all(len(content_words(text)) <= MAX_SHORT for text in (asked, what))
        return f"{what}: {asked}?" if short else what

    def names_subject(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether the question itself names the subject of the conversation."""
        return not self.references.search(bare) and self.subject(previous).lower() in bare.lower()

    def can_depend_on(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether a question without a new topic can depend on the previous one.

        A question with a name stands alone, and so does one with a noun phrase of its own ("the half marathon").
        """
        if self.references.search(bare):
            return True
        noun_phrase = re.search(r"\bthe\b", bare, re.IGNORECASE)
        return not _names(bare) and len(content_words(bare)) <= (1 if noun_phrase else MAX_SHORT - 1)

    def author_question(self, headline: str) -> str:
        return f"Who wrote “{headline}”?"

    def with_subject(self, previous: PreviousTurn, bare: str) -> str:
        """The question, followed by the subject of the conversation and its time expressions in brackets."""
        days = (
            []
            if mentions(bare, previous.today)
            else [previous.question[m.start : m.end] for m in previous.date_mentions]
        )
        context = " ".join([self.subject(previous), *days])
        return f"{bare.rstrip(' ?')} ({context})?"

    def subject(self, previous: PreviousTurn) -> str:
        """The names in the previous question. If they are a single word or none, its content words instead."""
        added = re.search(r"\(([^()]+)\)\?$", previous.question)  # by `with_subject`
        if added:
            return added[1]
        names = " ".join(_names(previous.question))
        subject = names if " " in names else " ".join(content_words(match_form(previous.question)))
        return subject[:LONGEST_SUBJECT]


FOLLOW_UPS = EnglishFollowUps(
    lead_in=words(r"^(?:(?:and|so|ok|okay|well|then|but)\b[, ]*)+(?=\w+ \w)"),
    replacement_question=words(
        r"^(?:(?:and|so|but)[, ]+)?(?:(?:what|how) about|(?=(?:for|in|on|the|last|this)\b))\s*(?P<what>[^?]{2,60}?)[?!. ]*$"
    ),
    references=words(
        r"\b(?:it|its|they|them|their|he|him|his|she|her|that|this|those|these|there|then|one|ones)\b"
    ),
    around_time=words(r"in|for|of|on|during|\W"),
)

_YEAR_BEFORE = words(r"the (?:year before|previous year)(?: that)?")
_NO_NAMES = frozenset(
    "I How What When Where Who Whom Whose Which Why Is Are Was Were Do Does Did Has Have Can".split()
)


def _names(text: str) -> list[str]:
    """Runs of capitalised words, without the first word of the sentence."""
    found = re.findall(r"(?<=\s)[A-Z][\w'-]*(?: (?:of |the )*[A-Z\d][\w'-]*)*", text)
    return [name for name in found if name not in _NO_NAMES]
