"""docs/architecture.md and its picture agree with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.architecture import PICTURE, draw, read_graph
from eval.architecture.graph import Graph

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_the_picture_agrees_with_the_code():
    assert PICTURE.read_text("utf-8") == draw(read_graph()), "redraw it: python -m eval architecture"


def test_every_room_has_a_line():
    assert set(re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)) == set(read_graph().imports)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:rag|ingest|web|eval|app)[/.][^` ]*)`", PAGE))))
def test_every_path_on_the_page_exists(path):
    assert (ROOT / path).exists()


def test_the_message_about_cyclic_imports_names_the_rooms():
    with pytest.raises(ValueError, match="rag/a/, rag/b/"):
        _ = Graph({"rag/a/": frozenset({"rag/b/"}), "rag/b/": frozenset({"rag/a/"})}, {}).floors
