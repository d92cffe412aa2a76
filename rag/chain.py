"""The LangChain chain that answers a question: understand, find, read, check. It streams the checked statements."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from rag.answer import Remark, Reply, Responder, Verdict
from rag.answer.nearest import nearest
from rag.archive import Archive
from rag.cite import Citations, ClaimChecker, NotSupported, Translate, no_translation
from rag.index import Rebuilding
from rag.language import wording
from rag.llm import ModelSession, in_session
from rag.privacy import RequestMask
from rag.question import Query
from rag.schema import Answer, Event, Request, Statement, Status


@dataclass
class Progress:
    """The state of one request as it passes through the chain."""

    request: Request
    query: Query
    started: float
    reply: Reply | Remark = field(default_factory=lambda: Remark("index_rebuilding"))
    timings_ms: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        """Record the time since the start under `name`."""
        self.timings_ms[name] = round((time.perf_counter() - self.started) * 1000, 1)


class AnswerChain:
    """Answers requests; keeps no state between them. Thread-safe."""

    def __init__(
        self,
        archive: Archive,
        understand: Callable[[Request], Query],
        responders: Sequence[Responder],
        decline_below: float,
        translate: Translate = no_translation,
        checker: ClaimChecker | None = None,
    ) -> None:
        """
        Args:
            understand: parses a request.
            responders: tried in this order until one replies; the last one must always reply.
            decline_below: with a lower confidence, the answer is "not reported".
            translate: translates quotations for a question in another language.
            checker: checks what a language model writes; None if there is no model.
        """
        self._checker = checker
        self._archive = archive
        self._parse = understand
        self._responders = responders
        self._decline_below = decline_below
        self._translate = translate
        self.runnable: Runnable[Request, Event] = (
            RunnableLambda(self._understand) | RunnableLambda(self._find) | RunnableGenerator(self._answer)
        )

    def stream(self, request: Request) -> Iterator[Event]:
        """Events in the order understood, found, one for each checked statement, done."""
        return in_session(self.runnable.stream(request), ModelSession(mask=RequestMask(request).for_model))

    def _understand(self, request: Request) -> Progress:
        started = time.perf_counter()
        progress = Progress(request, self._parse(request), started)
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
            progress.query = verdict.query or progress.query
            progress.lap("read")
            yield from self._statements(progress, verdict, one_per_line=reply.one_per_line)

    def _statements(self, progress: Progress, verdict: Verdict, *, one_per_line: bool) -> Iterator[Event]:
        """Check the claims and yield them as statements, then the answer; without any statement, "not reported"."""
        citations = Citations(
            self._archive, progress.query.language, checker=self._checker, translate=self._translate
        )
        statements: list[Statement] = []
        for claim in verdict.claims if verdict.confidence >= self._decline_below else ():
            if any(progress.query.excludes(*support.place) for support in claim.supports):
                continue
            try:
                statement, new = citations.statement(claim)
            except NotSupported:  # the article has just been withdrawn, or the quote is wrong: leave it out
                continue
            statements.append(statement)
            ModelSession.current().statement_shown()
            yield Event(kind="statement", statement=statement, citations=tuple(new))
        if statements:
            separator = "\n" if one_per_line else wording(progress.query.language, "statements_joint")
            yield _done(
                progress,
                "answered",
                confidence=verdict.confidence,
                text=separator.join(statement.text for statement in statements),
                statements=tuple(statements),
                citations=tuple(citations.cited),
                struck=tuple(verdict.struck),
                corrected=verdict.corrected,
            )
        else:
            lines = _nearest_lines(citations, verdict)
            yield _done(
                progress,
                "not_reported",
                confidence=min(verdict.confidence, self._decline_below),
                citations=tuple(citations.cited),
                struck=tuple(verdict.struck),
                nearest_lines=lines,
                nearest=nearest(verdict.nearest, progress.query, self._archive),
            )


def _nearest_lines(citations: Citations, verdict: Verdict) -> tuple[int, ...]:
    """The numbers of the citations that quote the nearest lines; a line that fails a check is left out."""
    numbers: list[int] = []
    for claim in verdict.nearest_lines:
        try:
            numbers += citations.statement(claim)[0].citations
        except NotSupported:
            continue
    return tuple(numbers)


def _done(
    progress: Progress,
    status: Status,
    *,
    confidence: float = 0.0,
    text: str = "",
    statements: tuple[Statement, ...] = (),
    **parts: object,
) -> Event:
    progress.lap("total")
    use = ModelSession.current().use()
    answer = Answer(
        answer_id=secrets.token_urlsafe(9),
        question=progress.request.question,
        status=status,
        confidence=round(confidence, 4),
        text=text,
        understood=progress.query.understood(),
        timings_ms=progress.timings_ms,
        model_use=use,
        without_model=bool(use and use.failure) and not any(s.kind == "written" for s in statements),
        statements=statements,
        **parts,
    )
    return Event(kind="done", answer=answer)
