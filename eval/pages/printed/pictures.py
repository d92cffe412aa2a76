"""Places an article's picture with its caption."""

from __future__ import annotations

import math
import random

from eval.pages.news import Story
from eval.pages.printed.columns import Columns
from eval.pages.printed.design import Design
from eval.pages.printed.marks import Face, Mark, Photo, TextLine
from eval.pages.printed.typeset import set_paragraph
from ingest.page.printed import Rect

_CAPTIONS = (
    "图为活动现场。",
    "工作人员正在现场忙碌。",
    "市民在现场参观。",
    "俯瞰栖川新城区。",
    "项目建设现场一派繁忙景象。",
    "孩子们在活动中收获欢乐。",
)
_ENGLISH_CAPTIONS = (
    "The opening drew a large crowd on Saturday.",
    "Workers put the last touches to the site.",
    "A view from the river in early spring.",
)


def place_picture(
    columns: Columns, story: Story, design: Design, number: int, rng: random.Random
) -> tuple[Columns, list[Mark]]:
    """A picture with its caption: by chance, or because the story is too short for its columns."""
    capacity = sum(piece.lines for piece in columns.pieces())
    needed = (
        sum(map(len, story.sentences))
        * (0.52 if design.english else 1.0)
        / (columns.width / design.body)
        * 1.1
        + 3
    )
    spare = capacity - needed
    if spare < 8 and not (rng.random() < design.picture and capacity > 40):
        return columns, []
    cells = max(spare, capacity * rng.uniform(0.15, 0.3))
    pitch = columns.width + columns.gutter
    shapes = [(count, max(8, round(cells / count))) for count in range(1, columns.count + 1)]
    count, rows = min(
        shapes, key=lambda shape: abs(math.log(shape[1] * columns.leading / (shape[0] * pitch * 0.75)))
    )
    rows = min(rows, round(1.3 * count * pitch / columns.leading))
    left, right = columns.span(columns.count - count, count)
    bottom = min(
        [
            columns.area.bottom,
            *(hole.top for hole in columns.holes if hole.right > left and hole.top > columns.area.top + 40),
        ]
    )
    tops = [
        hole.bottom
        for hole in columns.holes
        if hole.right > left and hole.left < right and hole.top < bottom - 1
    ]
    top = max([bottom - rows * columns.leading, columns.area.top, *tops])
    if bottom - top < 6 * columns.leading:
        return columns, []
    caption = Face(design.body * 0.92, not design.serif)
    words = rng.choice(_ENGLISH_CAPTIONS if design.english else _CAPTIONS)
    if not design.english and rng.random() < 0.6:
        words += f" 记者 {rng.choice('王李张陈')}{rng.choice('敏伟凯悦')} 摄"
    wide = right - left
    if design.caption == "beside" and wide > 260:
        wide, beside = wide * 0.72, wide * 0.25
        box = Rect(right - beside, bottom - 5 * columns.leading, right, bottom)
        photo_bottom = bottom
    else:
        lines = len(set_paragraph(words, wide / caption.size, indent=0, english=design.english))
        box = Rect(left, bottom - lines * caption.size * 1.35, right, bottom)
        photo_bottom = box.top - 3
    photo = Rect(left, top + columns.leading * 0.5, left + wide, photo_bottom)
    marks: list[Mark] = [Photo(photo, rng.randrange(1000))]
    for i, line in enumerate(
        set_paragraph(words, (box.right - box.left) / caption.size, indent=0, english=design.english)
    ):
        y = box.top + i * caption.size * 1.35
        marks.append(
            TextLine(
                line.text, Rect(box.left, y, box.right, y + caption.size * 1.35), caption, "caption", number
            )
        )
    return columns.without(Rect(left, top, right, bottom)), marks
