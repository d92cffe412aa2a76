"""`LexicalIndex`, the interface of the word indexes that are kept; and the words of a passage, which is all that they store.

An index has two fields: `body` contains a passage's own words, `head` those of its article's headlines, column and byline
(repeated for every passage of the article). As a separate field, the head does not make passages longer or its words more
frequent. hit@1 on cmrc2018-dev and drcd-dev is 0.985 and 0.943 (0.980 and 0.948 with one field), without a boost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.index.hit import Hit, WordIndex
from rag.schema import Passage
from rag.text.words import words


@dataclass(frozen=True, slots=True)
class PassageWords:
    """The indexed words of a passage.

    Attributes:
        head: words of its article's headlines, column and byline.
        body: the passage's own words.
    """

    passage_id: int
    head: tuple[str, ...]
    body: tuple[str, ...]


def words_of(passage: Passage) -> PassageWords:
    """The words of a passage and of its article's head, so that a search for a headline or name finds the passage."""
    version = passage.version
    head = "\n".join((version.headline, version.subheadline, version.column, version.byline))
    return PassageWords(passage.passage_id, tuple(words(head)), tuple(words(passage.text)))


class LexicalIndex(WordIndex, Protocol):
    """A BM25 index of passage ids and words. One process writes to it; any process may read it and sees each commit.

    Every method may raise `Damaged`, and that of a server `EngineUnavailable`.
    """

    # --- reading ---

    def reload(self) -> None:
        """Make other processes' commits visible here."""

    def search(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 score for the words of `text`. A passage need not contain all of them."""
        ...

    def containing_all(self, query_words: Sequence[str]) -> list[int]:
        """Ids of all passages that contain all the words, in their own text or in their article's head, ascending."""
        ...

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """The number of passages whose own text contains each word."""
        ...

    def printed(self, terms: Collection[str]) -> dict[str, int]:
        """The number of passages with each index term, in their own text or, if in none of them, in their article's head."""
        ...

    def count(self) -> int:
        """The number of passages."""
        ...

    def ids(self) -> set[int]:
        """Ids of all passages, as of the last `reload`."""
        ...

    def finds(self, passage: PassageWords) -> bool:
        """Whether a search for the rarest words of a passage finds it."""
        ...

    # --- writing ---

    def put(self, passages: Sequence[PassageWords]) -> None:
        """Add passages; replace those that the index already has. Visible after `commit`."""

    def drop(self, passage_ids: Sequence[int]) -> None:
        """Delete passages. Unknown ids are ignored. Visible after `commit`."""

    def commit(self) -> None:
        """Make all changes since the last commit visible, or none of them."""

    def close(self) -> None:
        """Close the index. Changes that are not committed are lost."""
