"""The typographic style that all articles of a generated page share."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PageStyle:
    """The style of one page.

    Attributes:
        blank: share of lines followed by an empty line.
        indent: "lost" (first lines two em narrower), "flush" (no indent) or "kept" (two full-width spaces).
        headline_below: share of articles whose headline comes after the text.
        digit_space: share of borders between digits and Chinese characters with a stray space.
        justified: share of ordinary lines with spaces between all characters, from justification.
        reporter: the title of reporters in bylines.
    """

    blank: float
    indent: Literal["lost", "flush", "kept"]
    headline_below: float
    digit_space: float
    justified: float
    reporter: str


def draw_style(rng: random.Random) -> PageStyle:
    """Draw a random style for a new page."""
    return PageStyle(
        blank=rng.choice([0.0, 0.5, 0.9, 0.95, 0.97, 1.0]),
        indent=rng.choices(["lost", "flush", "kept"], [0.6, 0.25, 0.15])[0],  # type: ignore[arg-type]
        headline_below=rng.choice([0.0, 0.2, 0.5, 0.5, 0.8, 1.0]),
        digit_space=rng.choice([0.0, 0.3, 0.6, 0.9]),
        justified=rng.choice([0.0, 0.01, 0.03]),
        reporter=rng.choice(["融媒记者", "记者", "全媒体记者", "本报记者"]),
    )
