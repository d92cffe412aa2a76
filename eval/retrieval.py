"""How well the articles that hold the answer are found: `python -m eval retrieval`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

from eval.baselines import System
from eval.runs import RankedRow
from eval.sets import Question, key_of
from rag.schema import Version

DEEPEST = 10  # ranks
ALL_AMONG_FIVE = "all@5"  # every article that the answer needs is among the first five: 0 or 1
MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    ALL_AMONG_FIVE: R @ 5,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}


def ranked_row(question: Question, system: System, clock: Callable[[], float]) -> RankedRow:
    """What a system's ranking of the articles is worth for a question that some of them answer.

    Args:
        clock: seconds.
    """
    started = clock()
    versions = system(question)
    seconds = clock() - started
    articles = _articles(versions, question.doc_ids)
    return RankedRow(
        id=question.id,
        group=question.group,
        style=question.style,
        question=question.text,
        expected="; ".join(sorted(question.doc_ids)),
        said="; ".join(_title(version) for version in list(articles.values())[:3]),
        seconds=seconds,
        measures=ranked(list(articles), question.doc_ids),
    )


def ranked(keys: Sequence[str], doc_ids: Iterable[str]) -> dict[str, float]:
    """The measures of one question.

    Args:
        keys: of the articles found, best first, each once.
        doc_ids: of those that hold the answer.
    """
    qrels = {"q": dict.fromkeys(doc_ids, 1)}
    run = {"q": {key: -float(rank) for rank, key in enumerate(keys)}}
    values = {m.measure: m.value for m in ir_measures.iter_calc(list(MEASURES.values()), qrels, run)}
    named = {name: float(values[measure]) for name, measure in MEASURES.items()}
    return named | {ALL_AMONG_FIVE: float(named[ALL_AMONG_FIVE] == 1.0)}


def _articles(versions: Iterable[Version], doc_ids: frozenset[str]) -> dict[str, Version]:
    """The best ranked articles, each once; those that hold the answer under the key that the question names."""
    articles: dict[str, Version] = {}
    for version in versions:
        articles.setdefault(min(key_of(version) & doc_ids, default=version.article_id), version)
        if len(articles) == DEEPEST:
            break
    return articles


def _title(version: Version) -> str:
    return version.headline or f"{version.text[:30]}…"
