"""What was said before a question, and the articles behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.language.recurring_weekdays import names_recurring_weekday
from rag.language.time import Mention, blank_headlines, mentions
from rag.schema import Version
from rag.text.normalise import match_form


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """What was said last.

    Attributes:
        question: as it was taken: standing alone.
        asked: as it was asked.
        answer: its text; empty where there was none.
        today: the day of the conversation.
        articles: what the answer cites, or what the question finds where nothing was cited; best first.
    """

    question: str
    asked: str
    answer: str
    articles: tuple[Version, ...]
    today: date

    @property
    def date_mentions(self) -> Sequence[Mention]:
        """The days that the question restricts itself to, as it names them; not those of a headline in it."""
        if names_recurring_weekday(match_form(self.question)):
            return ()
        return mentions(blank_headlines(self.question), self.today)

    @property
    def known_text(self) -> str:
        """All that the asker has before the eyes, and the articles behind it."""
        return match_form(" ".join((self.question, self.answer, *(full_text(v) for v in self.articles))))


def heading(version: Version) -> str:
    return f"{version.headline} {version.subheadline} {version.column}"


def full_text(version: Version) -> str:
    return f"{heading(version)} {version.text}"
