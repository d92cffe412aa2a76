"""One story printed several times is told once, and nothing that only one of its printings says is left out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from rag.archive import Copies
from rag.archive.wording import Words, joined, words
from rag.schema import Passage
from rag.text.sentences import sentence_spans

T = TypeVar("T")
Groups = Mapping[str, frozenset[str]]


def told_once(passages: Sequence[Passage], places: Sequence[Hashable], copies: Copies) -> list[int]:
    """Leave out what better passages of the same story's other articles say already.

    Args:
        passages: best first.
        places: of each, where it stands to the days asked for; one stands for another of the same place only.

    Returns:
        Indices into `passages`, ascending.
    """
    groups = copies.groups(passage.version.article_id for passage in passages)
    told: dict[Hashable, list[Passage]] = {}
    kept: list[int] = []
    for i, (passage, place) in enumerate(zip(passages, places, strict=True)):
        group = groups.get(passage.version.article_id)
        if group is not None:
            before = told.setdefault((group, place), [])
            if _is_told(passage, before):
                continue
            before.append(passage)
        kept.append(i)
    return kept


def first_of_each(items: Sequence[T], article_ids: Sequence[str], groups: Groups) -> list[T]:
    """The first of the items of each story, or of each article that has no copies."""
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
