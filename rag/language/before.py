"""What was said before a question, and the articles behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.language.habit import habitual
from rag.language.time import Mention, mentions, without_headlines
from rag.schema import Version
from rag.text.normalise import matched


@dataclass(frozen=True, slots=True)
class Before:
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
    def days(self) -> Sequence[Mention]:
        """The days that the question restricts itself to, as it names them; not those of a headline in it."""
        if habitual(matched(self.question)):
            return ()
        return mentions(without_headlines(self.question), self.today)

    @property
    def text(self) -> str:
        """All that the asker has before the eyes, and the articles behind it."""
        return matched(" ".join((self.question, self.answer, *(whole(v) for v in self.articles))))


def head_of(version: Version) -> str:
    return f"{version.headline} {version.subheadline} {version.column}"


def whole(version: Version) -> str:
    return f"{head_of(version)} {version.text}"
