"""How often answers are right, and how often a question is rightly declined: `python -m eval answers`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.readings import Attempt, Case, as_found
from eval.runs import AnswerRow
from rag.answer.extractive import ExtractiveAnswerer
from rag.cite import Claim
from rag.search.reranker import Reranker

SEPARATOR = " | "  # between texts that are searched for an answer: none may arise where two meet


def answer_row(
    case: Case, reranker: Reranker, answerer: ExtractiveAnswerer, clock: Callable[[], float]
) -> AnswerRow:
    """What Wenda says, whether or not it is sure enough to say it, with all articles, with those left out that answer,
    and with these but for the sentences that do.

    Args:
        clock: seconds.
    """
    *with_all, without = case.attempts(as_found(case))
    question = case.question
    started = clock()
    confidence, claims = _read(with_all[0] if with_all else without, reranker, answerer)
    seconds = case.seconds + clock() - started
    confidence_without, claims_without = _read(without, reranker, answerer)
    there = bool(with_all)
    cut_out = _read(case.cut_out(as_found(case)), reranker, answerer)[0] if there else None
    supports = [s for claim in claims for s in claim.supports if question.answered_in(s.version)]
    return AnswerRow(
        id=question.id,
        group=question.group,
        style=question.style,
        question=question.text,
        expected=question.expected,
        said=_text(claims) if there else "",
        seconds=seconds,
        confidence=confidence if there else None,
        in_text=there and question.answered_by(_text(claims)),
        in_first=there and question.answered_by(_text(claims[:1])),
        in_quote=there and question.answered_by(SEPARATOR.join(support.quote for support in supports)),
        length=sum(len(claim.text) for claim in claims),
        confidence_without=confidence_without,
        said_without=_text(claims_without),
        confidence_cut_out=cut_out,
    )


def _read(attempt: Attempt, reranker: Reranker, answerer: ExtractiveAnswerer) -> tuple[float, list[Claim]]:
    evidence = attempt.case.evidence
    verdict = answerer.answer(evidence, reranker.rank(evidence, attempt.ranked))
    return verdict.confidence, list(verdict.claims)


def _text(claims: Sequence[Claim]) -> str:
    return SEPARATOR.join(claim.text for claim in claims)
