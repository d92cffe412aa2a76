"""A statement before it is checked, and the printed words that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.schema import FieldName, Version, WendaError

Kind = Literal["quoted", "written", "added"]


class NotSupported(WendaError):
    """A statement is not carried by what it cites, or what it cites is no longer answered from."""


@dataclass(frozen=True, slots=True)
class Support:
    """Printed words of one version: `version[field][start:end]`."""

    version: Version
    field: FieldName
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.version[self.field][self.start : self.end]

    def contains(self, other: Support) -> bool:
        """Whether the other words lie within these."""
        return self._stretch == other._stretch and self.start <= other.start and other.end <= self.end

    @property
    def _stretch(self) -> tuple[str, int, str]:
        return self.version.article_id, self.version.version, self.field


def headline_support(version: Version) -> Support | None:
    """The headline of an article; None where it has none."""
    return Support(version, "headline", 0, len(version.headline)) if version.headline else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement before it is numbered: its text, what it is, and the words that carry it.

    Attributes:
        kind: see `rag.schema.Statement`.
        other_year: where the next claim gives another year's figure for the same thing, the words of that one.
    """

    text: str
    kind: Kind
    supports: tuple[Support, ...]
    other_year: Support | None = None

    @classmethod
    def quoting(cls, support: Support) -> Claim:
        """The printed words themselves as a statement."""
        return cls(support.quote, "quoted", (support,))
