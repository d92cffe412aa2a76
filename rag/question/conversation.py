"""Reads a question in the light of the history that the caller sends. Keeps nothing between calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from langchain_core.documents import Document

from rag.archive import Archive
from rag.index import Indexes, Rebuilding
from rag.language.before import Before
from rag.language.topic import content
from rag.question.followup import Taken, follow
from rag.question.query import understand
from rag.question.rewriter import Rewriter
from rag.question.small_talk import reply
from rag.schema import Request, Turn, Version
from rag.text.normalise import matched
from rag.text.sentences import sentence_spans

REMEMBERED = 4
"""How many exchanges back a question may lean on."""

STILL_TALKED_ABOUT = 2.0
"""Added to the score (a logit) of passages of an article that is being talked about and has all of the question's words."""

LOOKED_AT = 10  # passages


class Conversation:
    """Turns follow-ups into questions that stand alone, with the archive at hand."""

    def __init__(self, archive: Archive, indexes: Indexes, rewriter: Rewriter | None = None) -> None:
        """
        Args:
            rewriter: words the follow-ups that the rules have found; without it the rules do.
        """
        self.archive = archive
        self.indexes = indexes
        self.rewriter = rewriter

    def taken(self, request: Request) -> Taken:
        """What the question of `request` is taken as, given its history."""
        before: Before | None = None
        for asked, answer in _exchanges(request.history):
            if reply(understand(Request(question=asked, today=request.today))) is None:
                before = self._after(asked, answer, before, request)
        taken = self._follow(request.question, before, request)
        if self.rewriter and before and taken.question != request.question:
            worded = self.rewriter.rewrite(request.question, before, taken.question)
            return replace(taken, question=worded)
        return taken

    def _after(self, asked: str, answer: str, before: Before | None, request: Request) -> Before:
        question = self._follow(asked, before, request).question
        return Before(question, asked, answer, tuple(self._behind(question, answer)), request.today)

    def _follow(self, asked: str, before: Before | None, request: Request) -> Taken:
        asked = " ".join(asked.split())
        if before is None or not asked:
            return Taken(asked or request.question)
        taken = follow(asked, before, self._find)
        return taken if len(taken.question) <= LONGEST else Taken(asked)

    def _behind(self, question: str, answer: str) -> list[Version]:
        """The articles whose words or headline the answer gives; without an answer, the one that the words of the
        question find."""
        said = matched(answer)
        found = self._find(answer[:SEARCHED]) if answer else ()
        cited = sorted((place, v.article_id, v) for v in found if (place := _place(v, said)) >= 0)
        return [v for *_, v in cited] or list(self._find(" ".join(content(question))))[:1]

    def _find(self, words: str) -> Sequence[Version]:
        try:
            hits = self.indexes.lexical(words, LOOKED_AT)
        except Rebuilding:
            return ()
        found = self.archive.passages([hit.passage_id for hit in hits])
        return tuple({p.version.article_id: p.version for p in found}.values())


SEARCHED = 600  # characters of an answer
LONGEST = 2000  # of a request's question


def prefer(documents: list[Document], about: Mapping[str, float]) -> list[Document]:
    """The documents, best first, when those of the articles that are being talked about count for more; what is of the
    days asked for still comes before what is not."""
    if not about:
        return documents
    for document in documents:
        document.metadata["score"] += STILL_TALKED_ABOUT * about.get(document.metadata["article_id"], 0.0)
    placed = list(dict.fromkeys(document.metadata["place"] for document in documents))
    return sorted(documents, key=lambda d: (placed.index(d.metadata["place"]), -d.metadata["score"]))


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """The last questions, each with what was answered."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            pairs.append((turn.content, ""))
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
