"""`Batch`: articles with ids of their own that are embedded and written together."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.base import Article
from rag.archive import Rights

BATCH_ARTICLES = 64
BATCH_CHARACTERS = 40_000  # about ten seconds of embedding, the most that is lost when the process is killed


@dataclass
class PendingArticle:
    """An article with an id of its own that is not written yet.

    Attributes:
        known: whether the archive already has this text, so that it needs no vectors.
        rights: from when on, and how far, it may be shown.
    """

    article: Article
    source: str
    known: bool
    rights: Rights


@dataclass
class Batch:
    """Articles of one source file that are embedded and written together.

    Attributes:
        keys: (source, source_id) of each article; a batch contains each at most once.
        characters: characters to embed.
        units: bytes of the file that the batch covers, for the progress.
    """

    articles: list[PendingArticle] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    characters: int = 0
    units: float = 0.0

    def add(self, pending: PendingArticle) -> None:
        self.articles.append(pending)
        self.keys.add((pending.source, pending.article.draft.source_id))
        self.characters += 0 if pending.known else len(pending.article.draft.text)

    @property
    def full(self) -> bool:
        return len(self.articles) >= BATCH_ARTICLES or self.characters >= BATCH_CHARACTERS
