"""The assignment problem: who follows whom, at the highest total score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_assignment(scores: NDArray[np.float64]) -> list[int]:
    """For each row the column that it gets, each column at most once, so that the scores' sum is highest.

    Args:
        scores: shape (rows, columns) with at least as many columns as rows; finite.

    The method: successive shortest augmenting paths (Jonker and Volgenant, 1987), cubic in the number of rows.
    """
    costs = -scores
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    row_of = np.full(columns, -1)
    for first in range(rows):
        distance = np.full(columns, np.inf)
        before = np.full(columns, -1)
        done = np.zeros(columns, bool)
        row, column, reached = first, -1, 0.0
        while True:
            slack = reached + costs[row] - row_price[row] - column_price
            nearer = ~done & (slack < distance - 1e-12)
            distance[nearer], before[nearer] = slack[nearer], column
            column = int(np.argmin(np.where(done, np.inf, distance)))
            reached = float(distance[column])
            done[column] = True
            if row_of[column] < 0:
                break
            row = int(row_of[column])
        row_price[first] += reached
        for passed in np.flatnonzero(done):
            if row_of[passed] >= 0:
                row_price[row_of[passed]] += reached - distance[passed]
            column_price[passed] -= reached - distance[passed]
        while column >= 0:
            earlier = int(before[column])
            row_of[column] = first if earlier < 0 else row_of[earlier]
            column = earlier
    assigned = [-1] * rows
    for column, row in enumerate(row_of):
        if row >= 0:
            assigned[row] = column
    return assigned
