"""Removes reprints of a story from a ranking, but keeps any passage that says something new."""

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
    """Drop passages that only repeat better-ranked passages from other printings of the same story.

    A passage is only compared with passages that have the same `date_match`.

    Args:
        ranked: best first.
    """
    groups = copies.groups(one.candidate.passage.version.article_id for one in ranked)
    seen: dict[Hashable, list[Passage]] = {}
    unique: list[Retrieved] = []
    for one in ranked:
        passage = one.candidate.passage
        group = groups.get(passage.version.article_id)
        if group is not None:
            better = seen.setdefault((group, one.date_match), [])
            if _is_reprint(passage, better):
                continue
            better.append(passage)
        unique.append(one)
    return unique


def one_per_story(
    items: Sequence[T], article_ids: Sequence[str], groups: Mapping[str, frozenset[str]]
) -> list[T]:
    """The first item of each story.

    Args:
        article_ids: the article of each item.
        groups: the story of each article that has copies; any other article is a story of its own.
    """
    firsts: dict[Hashable, T] = {}
    for item, article_id in zip(items, article_ids, strict=True):
        firsts.setdefault(groups.get(article_id, article_id), item)
    return list(firsts.values())


def _is_reprint(passage: Passage, better: Sequence[Passage]) -> bool:
    """Whether passages of other articles contain every sentence of this one."""
    reprints = [other for other in better if other.version.article_id != passage.version.article_id]
    printed = "".join(joined(words(other.text)) for other in reprints)
    return bool(reprints) and all(joined(sentence) in printed for sentence in _sentences(passage.text))


def _sentences(text: str) -> list[Words]:
    return [sentence for span in sentence_spans(text) if (sentence := words(text[span.start : span.end]))]
