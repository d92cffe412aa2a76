"""How rare a word is in the archive."""

from __future__ import annotations

import math


def rarity(count: int, passages: int) -> float:
    """The idf of a word (Robertson and Zaragoza, 2009) relative to that of a word of one passage only, 0-1.

    Args:
        count: number of passages with the word.
        passages: number of all passages.
    """
    passages = max(1, passages)
    highest_idf = math.log(1 + (passages - 0.5) / 1.5)
    return min(1.0, math.log(1 + max(0.0, passages - count + 0.5) / (count + 0.5)) / highest_idf)
