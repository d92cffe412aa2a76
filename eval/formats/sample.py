"""`Sample`: a file in one dialect of a format with the articles that are in it; and the stories that samples are made of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Story:
    """An article; what a file does not say of it is empty."""

    headline: str
    byline: str
    day: date | None
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def html(self) -> str:
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)

    def dispatched(self) -> Story:
        """The same with its byline at the beginning of its text, as newspapers print it."""
        names = f"（记者 {self.byline}）" if self.byline else " "
        return replace(self, paragraphs=(f"本报讯{names}{self.paragraphs[0]}", *self.paragraphs[1:]))


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to read, and what is in it.

    Attributes:
        format: of the reader that should find it.
        path: relative to a folder of the sample's own.
        articles: as they should be read.
        beside: other files of the same folder, by their paths.
        pages: printed pages in it; 0 if it is not printed.
    """

    format: str
    dialect: str
    path: str
    data: bytes
    articles: tuple[Story, ...]
    beside: Mapping[str, bytes] = field(default_factory=dict)
    pages: int = 0

    def write(self, folder: Path) -> Path:
        """Write the files into an empty folder; returns the one to read."""
        for name, data in {self.path: self.data, **self.beside}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder / self.path


def stories(*names: str) -> tuple[Story, ...]:
    """Stories of `stories.toml`."""
    return tuple(_all_stories()[name] for name in names)


@cache
def _all_stories() -> dict[str, Story]:
    table = tomllib.loads(resources.files("eval.formats").joinpath("stories.toml").read_text("utf-8"))
    return {
        name: Story(told["headline"], told["byline"], told["day"], tuple(told["paragraphs"]))
        for name, told in table.items()
    }
