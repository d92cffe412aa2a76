"""How far two readers agree: Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of first and second readings.

    Attributes:
        pairs: statements that both readers judged.
        same: how many of them got the same verdict.
        kappa: 1 if all did, 0 if no more than by chance; None where it is not defined: without pairs, or if both readers gave
            one verdict alone, always the same.
    """

    pairs: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        return self.same / self.pairs if self.pairs else None


def agreement(pairs: Mapping[tuple[str, str], int]) -> Agreement:
    """Cohen's kappa (Cohen, "A coefficient of agreement for nominal scales", 1960): (p_o - p_e) / (1 - p_e).

    Args:
        pairs: how often the first and the second reader gave these verdicts.
    """
    total = sum(pairs.values())
    same = sum(count for (first, second), count in pairs.items() if first == second)
    if not total:
        return Agreement(0, 0, None)
    of_first, of_second = Counter[str](), Counter[str]()
    for (first, second), count in pairs.items():
        of_first[first] += count
        of_second[second] += count
    by_chance = sum(of_first[verdict] * of_second[verdict] for verdict in of_first)
    if by_chance == total * total:
        return Agreement(total, same, None)
    return Agreement(total, same, (same * total - by_chance) / (total * total - by_chance))
