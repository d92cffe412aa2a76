"""The models needed to answer, loaded once for all who ask."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from rag.config import Settings
from rag.embedding import Embedder
from rag.reader import Reader, load_reader


@dataclass(frozen=True)
class Models:
    """The models needed to answer. They are loaded once, share parts, and can be used by several assistants.

    Attributes:
        reader: None to answer without a reader.
    """

    embedder: Embedder
    reader: Reader | None

    @classmethod
    def load(cls, settings: Settings) -> Models:
        """Load the models named in the settings.

        Raises:
            WendaError: a model cannot be loaded; the message says what to do.
        """
        embedder = Embedder.load(settings)
        return cls(embedder, load_reader(settings, embedder.dtype, embedder.encoder))


def fingerprint(settings: Settings, models: Models) -> str:
    """Identifies the models and settings that an answer depends on, for the journal."""
    parts = (
        models.embedder.fingerprint,
        models.reader.fingerprint if models.reader else "",
        settings.llm,
        str(settings.decline_below),
    )
    return sha256("|".join(parts).encode()).hexdigest()[:12]
