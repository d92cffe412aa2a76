"""The structure of the code as its imports have it: `python -m eval architecture`."""

from eval.architecture.graph import Graph, read_graph
from eval.architecture.picture import PICTURE, draw

__all__ = ["PICTURE", "Graph", "draw", "read_graph"]
