"""The rules by which an English follow-up becomes a question that stands alone."""

from __future__ import annotations

import re
from datetime import date

from rag.language.content_words import content_words
from rag.language.followup_rules import FollowUpRules
from rag.language.previous_turn import PreviousTurn
from rag.language.time import asked_period, mentions
from rag.language.vocabulary import words
from rag.text.normalise import match_form

LONGEST_SUBJECT = 80
FEW = 3  # words


class EnglishFollowUps(FollowUpRules):
    """The rules as English words them."""

    def without_lead(self, asked: str) -> str:
        return self.lead.sub("", asked.strip()) or asked

    def only_time(self, what: str, today: date) -> bool:
        return _YEAR_BEFORE.fullmatch(what.strip()) is not None or super().only_time(what, today)

    def with_other_time(self, previous: PreviousTurn, when: str) -> str:
        """The last question, asked of other days; `the year before` counts from the ones it was asked of."""
        question = previous.question
        found = previous.date_mentions
        if _YEAR_BEFORE.fullmatch(when.strip()):
            asked = asked_period(question, previous.today)
            when = f"in {(asked.start if asked else previous.today).year - 1}"
        if not found:
            return f"{question.rstrip(' ?')} {when}?"
        start, end = found[0].start, found[-1].end
        kept = (
            question[:start]
            if not when.startswith("in ")
            else re.sub(r"\b(?:in|during) $", "", question[:start])
        )
        return kept + when + question[end:]

    def with_counterpart(self, previous: PreviousTurn, what: str) -> str:
        """The last question with `what` in the place of what ends alike there; empty where nothing does."""
        last = what.split()[-1].lower()
        match = re.search(rf"(?:the )?(?:[\w'-]+ )?{re.escape(last)}\b", previous.question, re.IGNORECASE)
        return previous.question[: match.start()] + what + previous.question[match.end() :] if match else ""

    def of_another(self, previous: PreviousTurn, what: str) -> str:
        """What was asked last, of another subject; where that is told at length, it alone."""
        asked = previous.asked.strip(" ?")
        return (
            f"{what}: {asked}?"
            if len(content_words(asked)) <= FEW and len(content_words(what)) <= FEW
            else what
        )

    def names_subject(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether the question already names what the talk is about."""
        return not self.pointing.search(bare) and self.subject(previous).lower() in bare.lower()

    def may_follow(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether a question that brings no new topic can lean on the last one at all: one with a name stands alone, and one
        with a thing of its own (`the half marathon`)."""
        if self.pointing.search(bare):
            return True
        own = re.search(r"\bthe\b", bare, re.IGNORECASE)
        return not _names(bare) and len(content_words(bare)) <= (1 if own else FEW - 1)

    def author_of(self, headline: str) -> str:
        return f"Who wrote “{headline}”?"

    def joined(self, previous: PreviousTurn, bare: str) -> str:
        """The question, and behind it the subject of the talk and its days."""
        days = (
            []
            if mentions(bare, previous.today)
            else [previous.question[m.start : m.end] for m in previous.date_mentions]
        )
        about = " ".join([self.subject(previous), *days])
        return f"{bare.rstrip(' ?')} ({about})?"

    def subject(self, previous: PreviousTurn) -> str:
        """The names in the last question, else its words that tell something; a name of one word tells too little."""
        behind = re.search(r"\(([^()]+)\)\?$", previous.question)
        if behind:
            return behind[1]
        names = " ".join(_names(previous.question))
        return (names if " " in names else " ".join(content_words(match_form(previous.question))))[
            :LONGEST_SUBJECT
        ]


FOLLOW_UPS = EnglishFollowUps(
    lead=words(r"^(?:(?:and|so|ok|okay|well|then|but)\b[, ]*)+(?=\w+ \w)"),
    in_place=words(
        r"^(?:(?:and|so|but)[, ]+)?(?:(?:what|how) about|(?=(?:for|in|on|the|last|this)\b))\s*(?P<what>[^?]{2,60}?)[?!. ]*$"
    ),
    pointing=words(
        r"\b(?:it|its|they|them|their|he|him|his|she|her|that|this|those|these|there|then|one|ones)\b"
    ),
    around_time=words(r"in|for|of|on|during|\W"),
)

_YEAR_BEFORE = words(r"the (?:year before|previous year)(?: that)?")
_NO_NAMES = frozenset(
    "I How What When Where Who Whom Whose Which Why Is Are Was Were Do Does Did Has Have Can".split()
)


def _names(text: str) -> list[str]:
    """Runs of capitalised words, the first word of the sentence left out."""
    found = re.findall(r"(?<=\s)[A-Z][\w'-]*(?: (?:of |the )*[A-Z\d][\w'-]*)*", text)
    return [name for name in found if name not in _NO_NAMES]
