"""Reads the rooms and their imports from the source. A room is a folder or single file of `rag`, or another package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("rag", "ingest", "web", "eval")
SPLIT = "rag"  # the package in which each folder is a room
MAX_LINES = 300  # per module

_REGEX = re.compile(r"\bre\.(?:compile|search|match|fullmatch|sub|findall|finditer|split)\(")


@dataclass(frozen=True)
class Graph:
    """The rooms, and which imports which.

    Attributes:
        imports: for each room, the rooms that it imports.
        modules: for each module (path relative to the root), its source text.
    """

    imports: Mapping[str, frozenset[str]]
    modules: Mapping[Path, str]

    @cached_property
    def floors(self) -> dict[str, int]:
        """The floor of each room, from 1: one above the highest room that it imports.

        Raises:
            ValueError: the imports have a cycle.
        """
        floors: dict[str, int] = {}
        while len(floors) < len(self.imports):
            ready = [r for r, used in self.imports.items() if r not in floors and used <= floors.keys()]
            if not ready:
                raise ValueError(f"cyclic imports: {', '.join(sorted(self.imports.keys() - floors.keys()))}")
            floors |= {room: 1 + max((floors[u] for u in self.imports[room]), default=0) for room in ready}
        return floors

    @cached_property
    def direct(self) -> dict[str, frozenset[str]]:
        """The imports without those that another import implies (transitive reduction)."""
        indirect = {
            room: frozenset().union(*(self._all_imports(used) for used in self.imports[room]))
            for room in self.imports
        }
        return {room: self.imports[room] - indirect[room] for room in self.imports}

    def _all_imports(self, room: str) -> frozenset[str]:
        return self.imports[room].union(*(self._all_imports(used) for used in self.imports[room]))

    @property
    def single_files(self) -> list[str]:
        """The rooms of `rag` that are a single file."""
        return sorted(room for room in self.imports if room.endswith(".py") and room.startswith(SPLIT))

    @property
    def long_modules(self) -> list[tuple[int, Path]]:
        """(Lines, path) of each module with more than `MAX_LINES` lines, longest first."""
        lengths = ((len(source.splitlines()), path) for path, source in self.modules.items())
        return sorted((pair for pair in lengths if pair[0] > MAX_LINES), reverse=True)

    @property
    def regular_expressions(self) -> int:
        """Number of calls of `re` functions."""
        return sum(len(_REGEX.findall(source)) for source in self.modules.values())


def read_graph(root: Path = ROOT) -> Graph:
    """Read the graph of the code under `root`, without tests."""
    paths = sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))
    modules = {path.relative_to(root): path.read_text("utf-8") for path in [*paths, root / "app.py"]}
    imports: dict[str, set[str]] = {}
    for path, source in modules.items():
        room = _room(path)
        if room:
            used = {_room_of_module(name, root) for name in _imported(source)}
            imports.setdefault(room, set()).update(used - {room, ""})
    return Graph({room: frozenset(used) for room, used in imports.items()}, modules)


def _room(path: Path) -> str:
    """The room of a path, such as `rag/search/`, `rag/chain.py` or `web/`; "" for `rag/__init__.py`."""
    if path.parts[0] != SPLIT:
        return f"{path.parts[0]}/" if len(path.parts) > 1 else str(path)
    if len(path.parts) > 2:
        return "/".join(path.parts[:2]) + "/"
    return "" if path.name == "__init__.py" else path.as_posix()


def _room_of_module(name: str, root: Path) -> str:
    """The room of a module, or of a name in a module; "" if it is not part of this project."""
    parts = name.split(".")
    if parts[0] not in PACKAGES:
        return "app.py" if parts == ["app"] else ""
    if parts[0] != SPLIT:
        return f"{parts[0]}/"
    if len(parts) == 1:
        return ""
    return f"{SPLIT}/{parts[1]}/" if (root / SPLIT / parts[1]).is_dir() else f"{SPLIT}/{parts[1]}.py"


def _imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in PACKAGES:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module
