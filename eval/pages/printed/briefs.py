"""Sets short news below each other under a common label; each is an article of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence

from eval.pages.article import Truth
from eval.pages.news import Story
from eval.pages.printed.columns import Columns, Piece
from eval.pages.printed.content import first_sentences
from eval.pages.printed.design import Design
from eval.pages.printed.marks import Face, Ground, Mark, Role, SetArticle, TextLine
from eval.pages.printed.typeset import set_paragraph, split_headline, width_em
from ingest.page.printed import Rect

_LABELS = ("简讯", "短新闻", "快读", "一周速览", "民生速递")
_LINES = (5, 11)  # of the text of one: fewest, most


def set_briefs(
    columns: Columns, stories: Sequence[Story], design: Design, number: int, rng: random.Random
) -> list[SetArticle]:
    """As many of the stories as there is room for, numbered from `number`.

    Args:
        columns: as wide as they were cut; a brief goes on in the next one only as a whole.
    """
    label = rng.choice(_LABELS)
    size = design.body * 1.8
    box = Rect(columns.area.left, columns.area.top, columns.area.right, columns.area.top + size * 1.5)
    articles: list[SetArticle] = []
    for piece in columns.without(Rect(box.left, box.top, box.right, box.bottom + 4)).pieces():
        row = 0
        while len(articles) < len(stories):
            story = stories[len(articles)]
            set_ = _set(story, label, piece, row, design, number + len(articles), rng)
            if set_ is None:
                break
            article, rows = set_
            row += rows + 1
            articles.append(article)
    if articles:
        face = Face(size, serif=False, bold=True, colour="#7a1f1f")
        articles[0].marks.append(TextLine(label, box, face, "column", number, "center"))
        articles[0].marks.append(
            Ground(Rect(box.left, box.bottom, box.right, box.bottom), edge="0.6pt solid #7a1f1f")
        )
    return articles


def _set(
    story: Story, label: str, piece: Piece, row: int, design: Design, number: int, rng: random.Random
) -> tuple[SetArticle, int] | None:
    """One brief from the given row of a piece on, and its number of rows; None if there is no room for it."""
    bold = Face(design.body * 1.15, serif=False, bold=True)
    count = 1 if width_em(story.headline) * bold.size <= piece.width else 2
    head = split_headline(story.headline, count)
    if max(map(width_em, head)) * bold.size > piece.width:
        return None
    room = min(piece.lines - row - len(head), rng.randint(*_LINES))
    text = first_sentences(story, piece.width / design.body, room)
    if not text:
        return None
    marks: list[Mark] = []

    def add(line: str, face: Face, role: Role, indent: float, *, whole: bool, spacing: float = 0.0) -> None:
        y = piece.top + (row + len(marks)) * design.leading
        box = Rect(piece.left + indent, y, piece.left + piece.width, y + design.leading)
        align = "justify" if whole and not spacing else "left"
        marks.append(TextLine(line, box, face, role, number, align, spacing))  # type: ignore[arg-type]

    for line in head:
        add(line, bold, "headline", 0, whole=False)
    for line in set_paragraph(text, piece.width / design.body):
        squeezed = min(0.0, piece.width / design.body - line.indent - line.width) / len(line.text)
        face = Face(design.body, design.serif)
        add(line.text, face, "text", line.indent * design.body, whole=not line.last, spacing=squeezed)
    return SetArticle(Truth(story.headline, "", label, "", text), marks), len(marks)
