"""One story printed several times: its reprints are dropped, but nothing that only one of its printings says."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from rag.archive import Copies
from rag.archive.wording import Words, joined, words
from rag.schema import Passage
from rag.search.retrieved import Retrieved
from rag.text.sentences import sentence_spans

T = TypeVar("T")


def drop_reprints(ranked: Sequence[Retrieved], copies: Copies) -> list[Retrieved]:
    """Without the passages that say only what better passages of the same story's other articles say already.

    Args:
        ranked: best first. A passage stands only for those that are in the same place to the days asked for.
    """
    groups = copies.groups(one.candidate.passage.version.article_id for one in ranked)
    told: dict[Hashable, list[Passage]] = {}
    kept: list[Retrieved] = []
    for one in ranked:
        passage = one.candidate.passage
        group = groups.get(passage.version.article_id)
        if group is not None:
            before = told.setdefault((group, one.place), [])
            if _is_told(passage, before):
                continue
            before.append(passage)
        kept.append(one)
    return kept


def one_per_story(
    items: Sequence[T], article_ids: Sequence[str], groups: Mapping[str, frozenset[str]]
) -> list[T]:
    """The first of the items of each story, and of each article that has no copies."""
    firsts: dict[Hashable, T] = {}
    for item, article_id in zip(items, article_ids, strict=True):
        firsts.setdefault(groups.get(article_id, article_id), item)
    return list(firsts.values())


def _is_told(passage: Passage, told: Sequence[Passage]) -> bool:
    """Whether others print each sentence of a passage; those of its own article leave none out."""
    others = [other for other in told if other.version.article_id != passage.version.article_id]
    printed = "".join(joined(words(other.text)) for other in others)
    return bool(others) and all(joined(sentence) in printed for sentence in _sentences(passage.text))


def _sentences(text: str) -> list[Words]:
    return [sentence for span in sentence_spans(text) if (sentence := words(text[span.start : span.end]))]
