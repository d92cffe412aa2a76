"""The type of a paragraph: what its style and its own properties say, with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.document.lines import Role
from ingest.document.word.names import number, switch, value, w

_TITLE = re.compile(r"title|标题|文章标题|主标题", re.IGNORECASE)
_SUBTITLE = re.compile(r"subtitle|副标题", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:toc|目录)\s*\d|table of figures|header|footer|页眉|页脚|footnote text|endnote text", re.IGNORECASE
)
_DEEPEST = 30  # styles that a style inherits from
_PLAIN_SIZE = 10.0  # points, where nothing is set


class Styles:
    """The styles of a document.

    Args:
        element: ``w:styles``, or None.
    """

    def __init__(self, element: Any) -> None:
        self._styles = {} if element is None else {s.get(w("styleId")): s for s in element.iter(w("style"))}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
            ),
            None,
        )
        half_points = number(value(element, "docDefaults/rPrDefault/rPr/sz"))
        self._size = half_points / 2 if half_points else _PLAIN_SIZE

    def role(self, properties: Any) -> tuple[Role, int]:
        """The role of a paragraph with these ``w:pPr``, and the level of its heading: 0 for a title, 9 for text."""
        for style in self._chain(value(properties, "pStyle")):
            name = value(style, "name") or ""
            if _SUBTITLE.fullmatch(name):
                return "subtitle", 9
            if _TITLE.fullmatch(name):
                return "title", 0
            if heading := _HEADING.fullmatch(name):
                return ("title" if heading[1] == "1" else "heading"), int(heading[1])
        level = number(self._first(properties, "outlineLvl"))
        if level is None or not 0 <= level <= 8:
            return "text", 9
        return ("title" if level == 0 else "heading"), level + 1

    def is_furniture(self, properties: Any) -> bool:
        """Whether a paragraph is one of a table of contents, or the like."""
        style = self._styles.get(value(properties, "pStyle"))
        return _FURNITURE.match(value(style, "name") or "") is not None

    def is_centred(self, properties: Any) -> bool:
        return self._first(properties, "jc") == "center"

    def begins_page(self, properties: Any) -> bool:
        return switch(properties, "pageBreakBefore") is True

    def numbering(self, properties: Any) -> tuple[str, int] | None:
        """The list that a paragraph is in and its level, from 0; None if it is in none."""
        holders = [properties, *(style.find(w("pPr")) for style in self._chain(value(properties, "pStyle")))]
        list_id = next((i for holder in holders if (i := value(holder, "numPr/numId")) is not None), None)
        if list_id in (None, "0"):
            return None
        level = next((i for holder in holders if (i := value(holder, "numPr/ilvl")) is not None), None)
        return str(list_id), number(level) or 0

    def size(self, paragraph: Any, run: Any) -> float:
        """The size in points of a run (its ``w:rPr``) in a paragraph (its ``w:pPr``)."""
        half_points = number(self._of_run(paragraph, run, "sz"))
        return half_points / 2 if half_points else self._size

    def is_bold(self, paragraph: Any, run: Any) -> bool:
        own = switch(run, "b")
        if own is not None:
            return own
        styles = [*self._chain(value(run, "rStyle")), *self._chain(value(paragraph, "pStyle"))]
        return next((on for style in styles if (on := switch(style, "rPr/b")) is not None), False)

    def is_hidden(self, run: Any) -> bool:
        return switch(run, "vanish") is True

    def _of_run(self, paragraph: Any, run: Any, name: str) -> str | None:
        own = value(run, name)
        if own is not None:
            return own
        styles = [*self._chain(value(run, "rStyle")), *self._chain(value(paragraph, "pStyle"))]
        return next((v for style in styles if (v := value(style, f"rPr/{name}")) is not None), None)

    def _first(self, properties: Any, name: str) -> str | None:
        """A property of a paragraph, its own or its style's."""
        own = value(properties, name)
        if own is not None:
            return own
        styles = self._chain(value(properties, "pStyle"))
        return next((v for style in styles if (v := value(style, f"pPr/{name}")) is not None), None)

    def _chain(self, name: str | None) -> Iterator[Any]:
        """A style (the default one if there is no name), and those that it is based on."""
        name = name or self._default
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")
