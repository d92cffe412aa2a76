"""The paragraphs of a Word document as a reader sees them: insertions are in, deletions and hidden text are out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.document.lines import Role
from ingest.document.word.names import CHOICES, MATH, switch, value, w
from ingest.document.word.numbers import Numbers
from ingest.document.word.package import WordParts
from ingest.document.word.styles import Styles

_THROUGH = frozenset(  # elements that only enclose others
    map(
        w,
        (
            "hyperlink",
            "smartTag",
            "fldSimple",
            "sdt",
            "sdtContent",
            "ins",
            "moveTo",
            "customXml",
            "dir",
            "bdo",
            "ruby",
            "rubyBase",
        ),
    )
)
_CHARACTERS = {w("tab"): " ", w("ptab"): " ", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): ""}
_PICTURES = (w("drawing"), w("pict"), w("object"))
_LONG_CELL = 150  # characters; a table with longer cells of several paragraphs is there for the layout
_PAGE = "\f"


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph, or a row of a table.

    Attributes:
        text: without line breaks, not empty, with its automatic number.
        level: of its heading: 0 for a title, 9 for text.
        size: points of most of its characters.
        begins_page: whether a page break is before it.
    """

    text: str
    role: Role = "text"
    level: int = 9
    size: float = 0.0
    bold: bool = False
    centred: bool = False
    begins_page: bool = False


@dataclass
class _Runs:
    """The text of a paragraph as it is put together, and the type of its characters."""

    text: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    bold: int = 0
    boxes: list[Any] = field(default_factory=list)


def read_paragraphs(parts: WordParts) -> list[WordParagraph]:
    """The paragraphs in reading order; the text of a text box comes after the paragraph that it is anchored in."""
    return list(_Reading(parts).blocks(parts.body))


class _Reading:
    def __init__(self, parts: WordParts) -> None:
        self._styles = Styles(parts.styles)
        self._numbers = Numbers(parts.numbering)
        self._page_break = False
        self._joined: _Runs | None = None  # a paragraph whose end was deleted: the next one goes on in it

    def blocks(self, parent: Any) -> Iterator[WordParagraph]:
        for child in parent:
            if child.tag == w("p"):
                yield from self._paragraph(child)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            elif child.tag in _THROUGH:
                yield from self.blocks(child)
            elif child.tag == CHOICES + "AlternateContent":
                yield from self.blocks(_choice(child))

    # --- paragraphs ---

    def _paragraph(self, paragraph: Any) -> Iterator[WordParagraph]:
        properties = paragraph.find(w("pPr"))
        runs, self._joined = self._joined or _Runs(), None
        self._collect(paragraph, properties, runs)
        if value(properties, "rPr/del", "id") is not None:
            self._joined = runs
            return
        self._page_break |= self._styles.begins_page(properties)
        if not self._styles.is_furniture(properties):
            yield from self._lines(properties, runs)
        if _ends_section(properties):
            self._page_break = True
        for box in runs.boxes:
            yield from self.blocks(box)

    def _lines(self, properties: Any, runs: _Runs) -> Iterator[WordParagraph]:
        text = "".join(runs.text)
        if not text.strip():
            self._page_break |= _PAGE in text
            return
        role, level = self._styles.role(properties)
        numbering = self._styles.numbering(properties)
        prefix = self._numbers.next(*numbering) if numbering else ""
        size = runs.sizes.most_common(1)[0][0] if runs.sizes else 0.0
        kind = WordParagraph(
            "", role, level, size, runs.bold >= 0.9 * runs.sizes.total(), self._styles.is_centred(properties)
        )
        for at, part in enumerate(text.split(_PAGE)):
            self._page_break |= at > 0
            for line in [part.replace("\n", " ")] if _is_heading(kind) else part.split("\n"):
                words = " ".join(line.replace("\x00", "").split())
                if words:
                    yield replace(kind, text=prefix + words, begins_page=self._page_break)
                    self._page_break, prefix = False, ""

    def _collect(self, parent: Any, properties: Any, runs: _Runs) -> None:
        for child in parent:
            if child.tag == w("r"):
                self._run(child, properties, runs)
            elif child.tag in _THROUGH:
                self._collect(child, properties, runs)
            elif child.tag == CHOICES + "AlternateContent":
                self._collect(_choice(child), properties, runs)
            elif isinstance(child.tag, str) and child.tag.startswith(MATH):
                runs.text.extend(text.text or "" for text in child.iter(MATH + "t"))

    def _run(self, run: Any, properties: Any, runs: _Runs) -> None:
        own = run.find(w("rPr"))
        if self._styles.is_hidden(own):
            return
        for child in run:
            if child.tag == w("t"):
                text = child.text or ""
                runs.text.append(text)
                visible = len(text.strip())
                if visible:
                    runs.sizes[self._styles.size(properties, own)] += visible
                    runs.bold += visible if self._styles.is_bold(properties, own) else 0
            elif child.tag == w("br"):
                runs.text.append(_PAGE if child.get(w("type")) == "page" else "\n")
            elif child.tag in _CHARACTERS:
                runs.text.append(_CHARACTERS[child.tag])
            elif child.tag in _PICTURES:
                runs.boxes.extend(_boxes(child))
            elif child.tag == CHOICES + "AlternateContent":
                runs.boxes.extend(_boxes(_choice(child)))
            elif child.tag in _THROUGH:
                self._collect(child, properties, runs)

    # --- tables ---

    def _table(self, table: Any) -> Iterator[WordParagraph]:
        rows = [row for row in _rows(table) if switch(row, "trPr/del") is None]
        cells = [[list(self.blocks(cell)) for cell in _cells(row)] for row in rows]
        if _is_layout(cells):
            yield from (paragraph for row in cells for cell in row for paragraph in cell)
            return
        for row in cells:
            words = [" ".join(paragraph.text for paragraph in cell) for cell in row]
            filled = [text for text in words if text]
            if filled:
                first = next(paragraph for cell in row for paragraph in cell)
                yield WordParagraph("：".join(filled), size=first.size, begins_page=first.begins_page)


def _is_layout(cells: list[list[list[WordParagraph]]]) -> bool:
    """Whether a table has one column, or paragraphs of text side by side: it arranges the text, and lists nothing."""
    if all(len(row) <= 1 for row in cells):
        return True
    return any(len(cell) > 1 and sum(len(p.text) for p in cell) > _LONG_CELL for row in cells for cell in row)


def _is_heading(kind: WordParagraph) -> bool:
    return kind.role != "text" or (kind.centred and kind.bold)


def _rows(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == w("tr"):
            yield child
        elif child.tag in _THROUGH:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, without those that only continue one of the row above."""
    for child in row:
        if child.tag == w("tc"):
            merge = child.find(f"{w('tcPr')}/{w('vMerge')}")
            if merge is None or merge.get(w("val")) == "restart":
                yield child
        elif child.tag in _THROUGH:
            yield from _cells(child)


def _choice(alternatives: Any) -> Any:
    """The first of alternative contents: the others show the same for older programs."""
    return next(iter(alternatives), alternatives)


def _boxes(parent: Any) -> Iterator[Any]:
    """The contents of text boxes in a drawing."""
    for child in parent:
        if child.tag == w("txbxContent"):
            yield child
        elif child.tag == CHOICES + "AlternateContent":
            yield from _boxes(_choice(child))
        else:
            yield from _boxes(child)


def _ends_section(properties: Any) -> bool:
    """Whether a paragraph is the last of a section after which a new page begins."""
    section = None if properties is None else properties.find(w("sectPr"))
    return section is not None and value(section, "type") not in ("continuous", "nextColumn")
