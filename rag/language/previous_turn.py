"""The previous question of a conversation, its answer, and the articles that the answer cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.language.asked_period import blank_headlines
from rag.language.recurring_weekdays import names_recurring_weekday
from rag.language.time import Mention, mentions
from rag.schema import Version
from rag.text.normalise import match_form


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """The previous question and its answer.

    Attributes:
        question: the question, rewritten to stand alone.
        asked: the question as it was asked.
        opened_by: the question that the talk about its subject began with; the same as `question` if that names its subject.
        answer: the text of the answer; empty if there was none.
        articles: the articles that the answer cites, or the one that the question finds if it cites none.
        today: the day of the conversation.
    """

    question: str
    asked: str
    opened_by: str
    answer: str
    articles: tuple[Version, ...]
    today: date

    @property
    def date_mentions(self) -> Sequence[Mention]:
        """The time expressions of the question, without those in a headline that it quotes."""
        if names_recurring_weekday(match_form(self.question)):
            return ()
        return mentions(blank_headlines(self.question), self.today)

    @property
    def known_text(self) -> str:
        """The question, its answer and the cited articles, in `match_form`."""
        return match_form(" ".join((self.question, self.answer, *(full_text(v) for v in self.articles))))


def heading(version: Version) -> str:
    """Headline, subheadline and column name of an article."""
    return f"{version.headline} {version.subheadline} {version.column}"


def full_text(version: Version) -> str:
    """Heading and body of an article."""
    return f"{heading(version)} {version.text}"
