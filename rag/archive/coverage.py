"""How much an archive holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles the archive holds and how recent it is; every page shows this."""

    articles: int
    newest: date | None
    updated_at: datetime | None
