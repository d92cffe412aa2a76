"""Tries questions that were made from an article: which of them are answered from it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from rag.index import Rebuilding
from rag.schema import Answer, Request, Version
from rag.service import Assistant
from web.dates import PageLanguage
from web.residents.candidates import Candidate, candidates


def answered_candidates(
    assistant: Assistant,
    article: Version,
    language: PageLanguage,
    *,
    today: date,
    most: int,
    wait: Callable[[], None],
) -> Iterator[Candidate]:
    """The questions on an article whose answer cites it first and contains the hidden part.

    Args:
        most: how many are tried.
        wait: called before each try.

    Raises:
        Rebuilding
    """
    for candidate in islice(candidates(article, language), most):
        wait()
        answer = assistant.ask(Request(question=candidate.question, today=today), record=False)
        if answer.status == "index_rebuilding":
            raise Rebuilding
        if _answers(answer, candidate, article):
            yield candidate


def _answers(answer: Answer, candidate: Candidate, article: Version) -> bool:
    return (
        answer.status == "answered"
        and answer.citations[0].article_id == article.article_id
        and candidate.hidden in answer.text
    )
