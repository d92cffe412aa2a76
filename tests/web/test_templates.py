"""All HTML of the pages comes from templates, which escape what they are filled with."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
MODULES = sorted(WEB.rglob("*.py"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
TAG = re.compile(
    r"(?<!\?P)</?[a-zA-Z]|<!(?:--|doctype)|&(?:[a-z]+|#\d+);"
)  # `(?P<` names a group of a pattern


def named(path: Path) -> str:
    return str(path.relative_to(WEB))


def strings_of(path: Path):
    """Every string of a module that is no docstring; an f-string piece by piece."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_makes_html_of_strings(path):
    assert not [text for text in strings_of(path) if TAG.search(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_fills_in_anything_unescaped(path):
    assert not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))
