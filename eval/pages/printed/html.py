"""A page as HTML, everything at its exact place."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from functools import lru_cache
from html import escape

from eval.pages.printed.marks import DesignedPage, Face, Ground, Mark, Photo, TextLine
from ingest.page.printed import Rect

_FONTS = {True: "'Noto Serif CJK SC', serif", False: "'Noto Sans CJK SC', sans-serif"}
_ENGLISH_FONTS = {
    True: "'Noto Serif CJK KR', serif",
    False: "'Noto Sans CJK KR', sans-serif",
}  # quotes are narrow
_STYLE = """@page { size: %spt %spt; margin: 0 } body { margin: 0; position: relative; width: %spt; height: %spt }
div, img { position: absolute; box-sizing: border-box }
.t { white-space: pre; text-spacing-trim: space-all; text-autospace: no-autospace; font-kerning: none }"""
_DOUBLING = 0.35  # points between the two prints of a headline


def as_html(page: DesignedPage, *, english: bool = False) -> str:
    width, height = page.size
    style = _STYLE % (width, height, width, height)
    lang = "en" if english else "zh-CN"
    body = "".join(_mark(mark, english=english) for mark in page.marks)
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'


def _mark(mark: Mark, *, english: bool) -> str:
    match mark:
        case TextLine():
            once = _line(mark, english=english)
            return once + (_line(_shifted(mark), english=english) if mark.doubled else "")
        case Ground():
            return _ground(mark)
        case Photo():
            return f'<img style="{_place(mark.box)}" src="{_picture(mark.seed % 12)}">'


def _shifted(line: TextLine) -> TextLine:
    box = line.box
    return replace(line, box=Rect(box.left + _DOUBLING, box.top, box.right + _DOUBLING, box.bottom))


def _line(line: TextLine, *, english: bool) -> str:
    face = line.face
    style = [_place(line.box), _face(face, english=english)]
    if line.upright:
        style.append(
            f"writing-mode:vertical-rl;text-orientation:upright;line-height:{face.size * 1.25:.2f}pt;"
        )
        style.append(f"letter-spacing:{0.05 * face.size:.2f}pt;")
    else:
        style.append(f"line-height:{line.box.bottom - line.box.top:.2f}pt;text-align:{line.align};")
    if line.align == "justify":
        style.append("text-align-last:justify;")
    if line.spacing:
        style.append(f"letter-spacing:{line.spacing:.4f}em;")
    if face.stretch != 1.0 and not line.upright:
        wide = (line.box.right - line.box.left) / face.stretch
        style.append(f"width:{wide:.2f}pt;transform:scaleX({face.stretch});transform-origin:left;")
    return f'<div class="t" style="{"".join(style)}">{escape(line.text)}</div>'


def _face(face: Face, *, english: bool) -> str:
    fonts = (_ENGLISH_FONTS if english else _FONTS)[face.serif]
    weight = "font-weight:700;" if face.bold else ""
    slant = "font-style:italic;" if face.italic else ""
    return f"font-family:{fonts};font-size:{face.size:.2f}pt;{weight}{slant}color:{face.colour};"


def _ground(ground: Ground) -> str:
    box = ground.box
    fill = f"background:{ground.colour};" if ground.colour else ""
    if box.right == box.left:
        edge = f"border-left:{ground.edge};"
    elif box.bottom == box.top:
        edge = f"border-top:{ground.edge};"
    else:
        edge = f"border:{ground.edge};border-radius:{ground.radius}pt;" if ground.edge else ""
    return f'<div style="{_place(box)}{fill}{edge}"></div>'


def _place(box: Rect) -> str:
    return (
        f"left:{box.left:.2f}pt;top:{box.top:.2f}pt;width:{box.right - box.left:.2f}pt;"
        f"height:{box.bottom - box.top:.2f}pt;"
    )


@lru_cache(maxsize=12)
def _picture(seed: int) -> str:
    """A landscape of a kind: a sky, hills and grain, as a data URL."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(seed)
    height, width = 240, 360
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    sky, land = rng.uniform(90, 230, 3), rng.uniform(30, 150, 3)
    pixels = sky * (1 - 0.5 * y[..., None])
    for depth in range(4):
        ridge = 0.45 + 0.13 * depth + 0.08 * np.sin(x * rng.uniform(4, 14) + rng.uniform(0, 6))
        pixels = np.where((y > ridge)[..., None], land * (1 - 0.18 * depth), pixels)
    pixels += rng.normal(0, 8, (height, width, 1))
    file = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype("uint8")).save(file, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
