"""How well a system finds the articles with the answer: `python -m eval retrieval`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

from eval.baselines import System
from eval.runs import RankedRow
from eval.sets import Question, key_of
from rag.schema import Version

MAX_RANK = 10
ALL_IN_FIVE = "all@5"  # 1 if all articles that the answer needs are among the first five, else 0
MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    ALL_IN_FIVE: R @ 5,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}


def ranked_row(question: Question, system: System, clock: Callable[[], float]) -> RankedRow:
    """Rank the articles for an answerable question with one system, and measure the ranking.

    Args:
        clock: returns seconds.
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
        measures=ranking_measures(list(articles), question.doc_ids),
    )


def ranking_measures(keys: Sequence[str], doc_ids: Iterable[str]) -> dict[str, float]:
    """The measures of one question's ranking, by name.

    Args:
        keys: ids of the articles found, best first, without repeats.
        doc_ids: ids of the articles that hold the answer.
    """
    qrels = {"q": dict.fromkeys(doc_ids, 1)}
    run = {"q": {key: -float(rank) for rank, key in enumerate(keys)}}
    values = {m.measure: m.value for m in ir_measures.iter_calc(list(MEASURES.values()), qrels, run)}
    by_name = {name: float(values[measure]) for name, measure in MEASURES.items()}
    return by_name | {ALL_IN_FIVE: float(by_name[ALL_IN_FIVE] == 1.0)}


def _articles(versions: Iterable[Version], doc_ids: frozenset[str]) -> dict[str, Version]:
    """The best ranked articles without repeats, by key; articles with the answer have the key that the question uses."""
    articles: dict[str, Version] = {}
    for version in versions:
        articles.setdefault(min(key_of(version) & doc_ids, default=version.article_id), version)
        if len(articles) == MAX_RANK:
            break
    return articles


def _title(version: Version) -> str:
    return version.headline or f"{version.text[:30]}…"
