"""Draws the graph as SVG: one row per floor, one arrow per import that no other import implies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from eval.architecture.graph import ROOT, Graph

PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, ROW, BOX_WIDTH, BOX_HEIGHT = 960, 92, 118, 44


@dataclass(frozen=True, slots=True)
class Box:
    """A room in the picture; (x, y) is its upper left corner in pixels."""

    room: str
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + BOX_WIDTH / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    start: Box
    end: Box


def draw(graph: Graph) -> str:
    """The picture as SVG text; deterministic for the same graph."""
    boxes = _boxes(graph)
    arrows = [
        Arrow(boxes[room], boxes[used]) for room in sorted(boxes) for used in sorted(graph.direct[room])
    ]
    template = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("picture.svg.j2")
    return template.render(
        boxes=boxes.values(),
        arrows=arrows,
        width=WIDTH,
        height=ROW * max(graph.floors.values()) + 20,
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
    )


def _boxes(graph: Graph) -> dict[str, Box]:
    """Lay out the rooms: one row per floor, highest on top; within a row sorted by the mean position of their users."""
    top = max(graph.floors.values())
    boxes: dict[str, Box] = {}
    for floor in range(top, 0, -1):
        row = [room for room, room_floor in graph.floors.items() if room_floor == floor]
        row.sort(key=lambda room: (_preferred_x(room, graph, boxes), room))
        gap = WIDTH / len(row)
        for index, room in enumerate(row):
            boxes[room] = Box(room, gap * (index + 0.5) - BOX_WIDTH / 2, ROW * (top - floor) + 20)
    return boxes


def _preferred_x(room: str, graph: Graph, boxes: dict[str, Box]) -> float:
    users = [box.middle for name, box in boxes.items() if room in graph.direct[name]]
    return sum(users) / len(users) if users else WIDTH / 2
