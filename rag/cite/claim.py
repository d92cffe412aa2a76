"""A claim: a statement that has not been checked yet, with the printed words that support it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.schema import FieldName, Version, WendaError
from rag.text.sentences import Span

Kind = Literal["quoted", "written", "edited", "added"]


AROUND = 150  # characters of the article before and after the cited words


class NotSupported(WendaError):
    """A claim is not supported by the words it cites, or the article has been withdrawn or replaced."""


@dataclass(frozen=True, slots=True)
class Support:
    """Printed words of one version: `version[field][start:end]`.

    Attributes:
        highlight: offsets in the field of the words within them that answer the question; None if not known.
    """

    version: Version
    field: FieldName
    start: int
    end: int
    highlight: Span | None = None

    @property
    def quote(self) -> str:
        return self.version[self.field][self.start : self.end]

    @property
    def place(self) -> tuple[str, FieldName, int, int]:
        """The article's id, the field, and the offsets in it."""
        return self.version.article_id, self.field, self.start, self.end

    @property
    def surroundings(self) -> str:
        """The words with the headline and the text around them, which say what they are about."""
        around = (
            self.version.text[max(0, self.start - AROUND) : self.end + AROUND] if self.field == "text" else ""
        )
        return "\n".join((self.version.headline, self.version.subheadline, around or self.quote))

    def contains(self, other: Support) -> bool:
        """Whether the other words lie within these."""
        same_field = self._field_key == other._field_key
        return same_field and self.start <= other.start and other.end <= self.end

    @property
    def _field_key(self) -> tuple[str, int, str]:
        return self.version.article_id, self.version.version, self.field


def headline_support(version: Version) -> Support | None:
    """The headline of an article; None if it has none."""
    return Support(version, "headline", 0, len(version.headline)) if version.headline else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that has not been checked yet.

    Attributes:
        kind: see `rag.schema.Statement`.
        supports: the printed words that it cites.
        older: the words of the next claim, if that is from an older report on the same thing.
    """

    text: str
    kind: Kind
    supports: tuple[Support, ...]
    older: Support | None = None

    @classmethod
    def quoting(cls, support: Support) -> Claim:
        """A claim that quotes the printed words."""
        return cls(support.quote, "quoted", (support,))
