"""docs/architecture.md says what the code is like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.architecture import PICTURE, draw, read_graph
from eval.architecture.graph import Graph

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_the_picture_is_the_codes():
    assert PICTURE.read_text("utf-8") == draw(read_graph()), "draw it anew: python -m eval architecture"


def test_every_room_has_its_line():
    assert set(re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)) == set(read_graph().imports)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:rag|ingest|web|eval|app)[/.][^` ]*)`", PAGE))))
def test_every_place_that_it_names_is_there(path):
    assert (ROOT / path).exists()


def test_rooms_in_a_circle_are_told():
    with pytest.raises(ValueError, match="rag/a/, rag/b/"):
        _ = Graph({"rag/a/": frozenset({"rag/b/"}), "rag/b/": frozenset({"rag/a/"})}, {}).floors
