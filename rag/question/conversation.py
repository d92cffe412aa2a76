"""Interprets a question in the context of the history that the caller sends. Stores nothing between calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.language.previous_turn import PreviousTurn
from rag.question.archive_intents import ArchiveIntents
from rag.question.cited_articles import cited_articles
from rag.question.correction import Correction, read_correction
from rag.question.followup import StandaloneQuestion, to_standalone
from rag.question.lookup import Lookup
from rag.question.rewriter import Rewriter
from rag.question.spelling import respelled
from rag.question.talk import TalkReader
from rag.schema import Request, Turn

MAX_EXCHANGES = 8  # earlier exchanges that are considered
LONGEST = 2000  # characters of a question, as in `Request`


class Conversation:
    """Rewrites follow-ups as questions that stand alone."""

    def __init__(
        self, lookup: Lookup, intents: ArchiveIntents, talk: TalkReader, rewriter: Rewriter | None = None
    ) -> None:
        """
        Args:
            talk: says what a question takes from the one before it.
            rewriter: a language model that rewrites follow-ups; without it they are rewritten by rules.
        """
        self.lookup = lookup
        self.intents = intents
        self.talk = talk
        self.rewriter = rewriter

    def standalone(self, request: Request) -> StandaloneQuestion:
        """The question of `request`, rewritten to stand alone."""
        if self.intents.is_small_talk(request.question):
            return StandaloneQuestion(request.question)
        previous: PreviousTurn | None = None
        for asked, answer in _exchanges(request.history):
            if not self.intents.is_small_talk(asked):
                standalone = self._standalone(asked, previous)
                question = standalone.question
                if not request.filters.as_typed:
                    question = respelled(question, self.lookup).text
                previous = PreviousTurn(
                    question,
                    asked,
                    standalone.opened_by or question,
                    answer,
                    cited_articles(question, answer, self.lookup),
                    request.today,
                )
        standalone = self._standalone(request.question, previous)
        if self.rewriter and previous and standalone.question != request.question:
            rewritten = self.rewriter.rewrite(request.question, previous, standalone.question)
            return replace(standalone, question=rewritten)
        return standalone

    def _standalone(self, asked: str, previous: PreviousTurn | None) -> StandaloneQuestion:
        asked = " ".join(asked.split()) or asked
        if previous is None or not asked.strip():
            return StandaloneQuestion(asked)
        intent = self.intents.intent(asked)
        correction = read_correction(asked) if intent == "correction" else Correction(asked, "")
        standalone = to_standalone(
            correction.asked_for or asked, previous, self.talk, intent, instead_of=correction.instead_of
        )
        return standalone if len(standalone.question) <= LONGEST else StandaloneQuestion(asked)


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """The last questions, each with its answer; empty if there was none."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            pairs.append((turn.content[:LONGEST], ""))
        elif pairs:
            pairs[-1] = (pairs[-1][0], turn.content)
    return iter([pair for pair in pairs if pair[0].strip()][-MAX_EXCHANGES:])
