"""The chain: question -> understanding -> passages -> answer -> checked statements, as LangChain runnables, streaming."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from rag.answer import Remark, Reply, Responder, Verdict
from rag.answer.nearest import nearest
from rag.archive import Archive, Copies
from rag.cite import Citations, NotSupported
from rag.index import Rebuilding
from rag.language import wording
from rag.question import Query
from rag.schema import Answer, Event, Request, Statement, Status


@dataclass
class Progress:
    """A question on its way through the chain."""

    request: Request
    query: Query
    started: float
    reply: Reply | Remark = field(default_factory=lambda: Remark("index_rebuilding"))
    timings_ms: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        """Note the time since the start under `name`."""
        self.timings_ms[name] = round((time.perf_counter() - self.started) * 1000, 1)


class AnswerChain:
    """Answers requests, each on its own. May be asked from many threads."""

    def __init__(
        self,
        archive: Archive,
        understand: Callable[[Request], Query],
        responders: Sequence[Responder],
        decline_below: float,
    ) -> None:
        """
        Args:
            responders: asked in this order until one has a reply; the last one always has.
            decline_below: confidence under which an answer is "not reported".
        """
        self._archive = archive
        self._understanding = understand
        self._responders = responders
        self._decline_below = decline_below
        self.runnable: Runnable[Request, Event] = (
            RunnableLambda(self._understand) | RunnableLambda(self._find) | RunnableGenerator(self._answer)
        )

    def stream(self, request: Request) -> Iterator[Event]:
        """Events in the order understood, found, statement (each one checked), done."""
        return self.runnable.stream(request)

    def _understand(self, request: Request) -> Progress:
        started = time.perf_counter()
        progress = Progress(request, self._understanding(request), started)
        progress.lap("understood")
        return progress

    def _find(self, progress: Progress) -> Progress:
        try:
            replies = (responder.respond(progress.query) for responder in self._responders)
            progress.reply = next(reply for reply in replies if reply is not None)
        except Rebuilding:
            progress.reply = Remark("index_rebuilding")
        progress.lap("found")
        return progress

    def _answer(self, arriving: Iterator[Progress]) -> Iterator[Event]:
        for progress in arriving:
            yield Event(kind="understood", understood=progress.query.understood())
            reply = progress.reply
            if isinstance(reply, Remark):
                yield _done(progress, reply.status, text=reply.text)
                continue
            yield Event(kind="found", found=reply.found)
            verdict = reply.read()
            progress.lap("read")
            yield from self._say(progress, verdict, one_per_line=reply.one_per_line)

    def _say(self, progress: Progress, verdict: Verdict, *, one_per_line: bool) -> Iterator[Event]:
        """The claims as checked statements, and the answer that they make; without any, "not reported"."""
        citations = Citations(self._archive)
        statements: list[Statement] = []
        for claim in verdict.claims if verdict.confidence >= self._decline_below else ():
            try:
                statement, new = citations.statement(claim)
            except NotSupported:  # withdrawn while it was being read, or never printed: it is not said
                continue
            statements.append(statement)
            yield Event(kind="statement", statement=statement, citations=tuple(new))
        if statements:
            joint = "\n" if one_per_line else wording(progress.query.language, "statements_joint")
            yield _done(
                progress,
                "answered",
                confidence=verdict.confidence,
                text=joint.join(statement.text for statement in statements),
                statements=tuple(statements),
                citations=tuple(citations.cited),
            )
        else:
            yield _done(
                progress,
                "not_reported",
                confidence=min(verdict.confidence, self._decline_below),
                nearest=nearest(verdict.nearest, progress.query, Copies(self._archive)),
            )


def _done(
    progress: Progress, status: Status, *, confidence: float = 0.0, text: str = "", **parts: object
) -> Event:
    progress.lap("total")
    answer = Answer(
        answer_id=secrets.token_urlsafe(9),
        question=progress.request.question,
        status=status,
        confidence=round(confidence, 4),
        text=text,
        understood=progress.query.understood(),
        timings_ms=progress.timings_ms,
        **parts,
    )
    return Event(kind="done", answer=answer)
