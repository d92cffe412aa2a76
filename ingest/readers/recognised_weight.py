"""Tells bold lines of recognised text by how much ink is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ingest.page.printed import PrintedLine

_BOLD = (
    1.5  # times as much ink as usual; of other fonts that are not bold a line has up to 1.45 times as much
)
_FEWEST = 3  # characters; of fewer, their shapes count more than their weight


def with_weights(
    lines: Sequence[PrintedLine], grey: NDArray[np.uint8], per_pixel: float
) -> list[PrintedLine]:
    """The lines, those bold that are as small as the running text but have more ink.

    Args:
        grey: the page, shape (height, width), 0 is black.
        per_pixel: points.
    """
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    text = [line for line in lines if line.size == body and not line.upright and len(line.text) >= _FEWEST]
    ink = {id(line): _ink(line, grey, per_pixel) for line in text}
    usual = float(np.median(list(ink.values()))) if ink else 0.0
    return [replace(line, bold=ink.get(id(line), 0.0) > _BOLD * usual) for line in lines]


def _ink(line: PrintedLine, grey: NDArray[np.uint8], per_pixel: float) -> float:
    """How dark a line's box is on average, compared with the paper in it: 0 is blank, 1 is black."""
    left, top = (max(0, int(side / per_pixel)) for side in (line.box.left, line.box.top))
    right, bottom = (int(side / per_pixel) + 1 for side in (line.box.right, line.box.bottom))
    box = grey[top:bottom, left:right].astype(np.float64)
    if not box.size:
        return 0.0
    paper = max(1.0, float(np.percentile(box, 90)))
    return float(np.clip(1 - box / paper, 0, 1).mean())
