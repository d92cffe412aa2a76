"""How a page is set, as far as all its articles have it in common."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How one page is set; the same for all its articles.

    Attributes:
        blank: share of lines with an empty line after them.
        indent: "lost" (first lines two em narrower), "flush" (no indent) or "kept" (two full-width spaces).
        headline_below: share of articles whose headline stands below.
        digit_space: share of borders between digits and Chinese with a strewn space.
        strewn: share of ordinary lines that are letter-spaced by justification.
        reporter: what this paper calls its reporters.
    """

    blank: float
    indent: Literal["lost", "flush", "kept"]
    headline_below: float
    digit_space: float
    strewn: float
    reporter: str


def draw_style(rng: random.Random) -> PageStyle:
    """The style of a new page."""
    return PageStyle(
        blank=rng.choice([0.0, 0.5, 0.9, 0.95, 0.97, 1.0]),
        indent=rng.choices(["lost", "flush", "kept"], [0.6, 0.25, 0.15])[0],  # type: ignore[arg-type]
        headline_below=rng.choice([0.0, 0.2, 0.5, 0.5, 0.8, 1.0]),
        digit_space=rng.choice([0.0, 0.3, 0.6, 0.9]),
        strewn=rng.choice([0.0, 0.01, 0.03]),
        reporter=rng.choice(["融媒记者", "记者", "全媒体记者", "本报记者"]),
    )
