"""Groups questions by meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.board.likeness import SAME, ParsedQuestion, near_pairs

_TOO_FAR = 2.0  # further than any two vectors are apart

Pair = tuple[int, int, float]


def grouped(questions: Sequence[ParsedQuestion], vectors: NDArray[np.float32]) -> list[list[int]]:
    """Group questions so that any two of a group are the same: agglomerative clustering with complete linkage.

    Args:
        vectors: their unit vectors (n, dimensions).

    Returns:
        The groups, each the ascending indexes of its questions, ordered by their first one.
    """
    pairs = list(near_pairs(questions, vectors))
    # No group spans two parts that no near pair connects, so the matrix of all distances is needed only within a part.
    part_of = _parts(len(questions), pairs)
    pairs_of: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        pairs_of[part_of[pair[0]]].append(pair)
    members: dict[int, list[int]] = defaultdict(list)
    for question, part in enumerate(part_of):
        members[part].append(question)
    return sorted(group for part, inside in members.items() for group in _clusters(inside, pairs_of[part]))


def _parts(count: int, pairs: Iterable[Pair]) -> list[int]:
    """For each question the number of the part that it is in: questions are in one part if a chain of pairs connects them."""
    parent = list(range(count))

    def root(question: int) -> int:
        while parent[question] != question:
            parent[question] = parent[parent[question]]
            question = parent[question]
        return question

    for a, b, _ in pairs:
        parent[root(b)] = root(a)
    return [root(question) for question in range(count)]


def _clusters(members: Sequence[int], pairs: Iterable[Pair]) -> list[list[int]]:
    if len(members) <= 2:
        return [list(members)]
    from sklearn.cluster import AgglomerativeClustering  # imports slowly

    place = {question: i for i, question in enumerate(members)}
    distances = np.full((len(members), len(members)), _TOO_FAR, np.float32)
    np.fill_diagonal(distances, 0)
    for a, b, distance in pairs:
        distances[place[a], place[b]] = distances[place[b], place[a]] = distance
    model = AgglomerativeClustering(
        n_clusters=None,
        distance_threshold=np.nextafter(SAME, 1),  # the threshold itself is not below it
        metric="precomputed",
        linkage="complete",
    )
    clusters: dict[int, list[int]] = defaultdict(list)
    for question, cluster in zip(members, model.fit(distances).labels_, strict=True):
        clusters[cluster].append(question)
    return list(clusters.values())
