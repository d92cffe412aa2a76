"""Draws the structure of the code from its imports: `python -m eval architecture`."""

from eval.architecture.graph import Graph, read_graph
from eval.architecture.picture import PICTURE, draw

__all__ = ["PICTURE", "Graph", "draw", "read_graph"]
