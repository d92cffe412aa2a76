"""Reads a question in the light of the history that the caller sends. Keeps nothing between calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.language.before import Before
from rag.language.topic import content
from rag.question.followup import StandaloneQuestion, follow
from rag.question.lookup import Lookup
from rag.question.query import understand
from rag.question.rewriter import Rewriter
from rag.question.small_talk import reply
from rag.schema import Request, Turn, Version
from rag.text.normalise import matched
from rag.text.sentences import sentence_spans

REMEMBERED = 4  # exchanges that a question may lean on
SEARCHED = 600  # characters of an answer by which its articles are found
LONGEST = 2000  # characters of a question, as of `Request`


class Conversation:
    """Turns follow-ups into questions that stand alone."""

    def __init__(self, lookup: Lookup, rewriter: Rewriter | None = None) -> None:
        """
        Args:
            rewriter: words the follow-ups that the rules have found; without it the rules do.
        """
        self.lookup = lookup
        self.rewriter = rewriter

    def standalone(self, request: Request) -> StandaloneQuestion:
        """The question of `request` as one that stands alone, given its history."""
        before: Before | None = None
        for asked, answer in _exchanges(request.history):
            if reply(understand(Request(question=asked, today=request.today))) is None:
                before = self._after(asked, answer, before, request)
        standalone = self._follow(request.question, before, request)
        if self.rewriter and before and standalone.question != request.question:
            worded = self.rewriter.rewrite(request.question, before, standalone.question)
            return replace(standalone, question=worded)
        return standalone

    def _after(self, asked: str, answer: str, before: Before | None, request: Request) -> Before:
        question = self._follow(asked, before, request).question
        return Before(question, asked, answer, tuple(self._behind(question, answer)), request.today)

    def _follow(self, asked: str, before: Before | None, request: Request) -> StandaloneQuestion:
        asked = " ".join(asked.split())
        if before is None or not asked:
            return StandaloneQuestion(asked or request.question)
        standalone = follow(asked, before, self.lookup.articles)
        return standalone if len(standalone.question) <= LONGEST else StandaloneQuestion(asked)

    def _behind(self, question: str, answer: str) -> list[Version]:
        """The articles whose words or headline the answer gives; without an answer, the one that the words of the
        question find."""
        said = matched(answer)
        found = self.lookup.articles(answer[:SEARCHED]) if answer else ()
        cited = sorted((place, v.article_id, v) for v in found if (place := _place(v, said)) >= 0)
        return [v for *_, v in cited] or list(self.lookup.articles(" ".join(content(question))))[:1]


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """The last questions, each with what was answered."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            pairs.append((turn.content[:LONGEST], ""))
        elif pairs:
            pairs[-1] = (pairs[-1][0], turn.content)
    return iter([pair for pair in pairs if pair[0].strip()][-REMEMBERED:])


def _place(version: Version, said: str) -> int:
    """Where an answer first gives a sentence of the article, or its headline in title marks; -1 where nowhere."""
    spans = sentence_spans(version.text)
    given = [
        said.find(matched(version.text[span.start : span.end]).strip())
        for span in spans
        if span.end - span.start >= SHORTEST
    ]
    if version.headline:
        given.append(said.find(f"《{matched(version.headline)}》"))
    return min((place for place in given if place >= 0), default=-1)


SHORTEST = 8  # characters of a sentence that tell one article from another
