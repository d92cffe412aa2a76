"""`Rights`: from when on, and how far, an article may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rights:
    """What whoever adds an article says about showing it.

    Attributes:
        until: it is not used before this moment, which has a time zone and has not come yet; None if nothing new is said.
        quote_only: a sentence of it may be quoted, but residents never see the whole text.
        again: it is used again although staff have removed it, and `until` and `quote_only` replace what was said before.
            Without it, an article under an embargo, or quote-only, stays so.
    """

    until: datetime | None = None
    quote_only: bool = False
    again: bool = False


UNRESTRICTED = Rights()
