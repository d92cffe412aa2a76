"""How often Wenda answers correctly, and how often it declines correctly: `python -m eval answers`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.readings import Attempt, Case, as_found
from eval.runs import AnswerRow
from eval.sets import Question
from rag.answer.base import Verdict
from rag.answer.extractive import ExtractiveAnswerer
from rag.cite import Claim
from rag.search.reranker import Reranker

SEPARATOR = " | "  # keeps joined texts apart, so that no answer is found across the border of two


def answer_row(
    case: Case, reranker: Reranker, answerer: ExtractiveAnswerer, clock: Callable[[], float]
) -> AnswerRow:
    """Answer a question three times: with all articles, without the articles that answer it, and without only the
    sentences that answer it. The confidence threshold is not applied.

    Args:
        clock: returns seconds.
    """
    *with_all, without = case.attempts(as_found(case))
    question = case.question
    started = clock()
    verdict, claims = _read(with_all[0] if with_all else without, reranker, answerer)
    seconds = case.seconds + clock() - started
    verdict_without, claims_without = _read(without, reranker, answerer)
    answerable = bool(with_all)
    cut_out = _read(case.cut_out(as_found(case)), reranker, answerer)[0].confidence if answerable else None
    supports = [s for claim in claims for s in claim.supports if question.answered_in(s.version)]
    return AnswerRow(
        id=question.id,
        group=question.group,
        style=question.style,
        question=question.text,
        expected=question.expected,
        said=_text(claims) if answerable else "",
        seconds=seconds,
        confidence=verdict.confidence if answerable else None,
        in_text=answerable and question.answered_by(_text(claims)),
        in_first=answerable and question.answered_by(_text(claims[:1])),
        in_quote=answerable and question.answered_by(SEPARATOR.join(support.quote for support in supports)),
        length=sum(len(claim.text) for claim in claims),
        confidence_without=verdict_without.confidence,
        said_without=_text(claims_without),
        confidence_cut_out=cut_out,
        in_nearest=_in_nearest(question, verdict.nearest_lines),
    )


def _read(attempt: Attempt, reranker: Reranker, answerer: ExtractiveAnswerer) -> tuple[Verdict, list[Claim]]:
    """The verdict and its claims, which can be read from it only once."""
    evidence = attempt.case.evidence
    verdict = answerer.answer(evidence, reranker.rank(evidence, attempt.ranked))
    return verdict, list(verdict.claims)


def _in_nearest(question: Question, lines: Sequence[Claim]) -> bool | None:
    """See `AnswerRow.in_nearest`."""
    if question.answerable:
        return question.answered_by(_text(lines))
    return any(question.tempted_by(line.text) for line in lines) if question.tempting else None


def _text(claims: Sequence[Claim]) -> str:
    return SEPARATOR.join(claim.text for claim in claims)
