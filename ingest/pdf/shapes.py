"""The rules, tints and pictures of a PDF's page."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.page.printed import Rect
from ingest.pdf.characters import TooMuchOnPage
from ingest.pdf.frame import PageFrame

MOST_OBJECTS = 200_000
DEEPEST = 8  # forms within forms
_THIN = 3.5  # points; the thickest rule
_SHORTEST = 12.0  # points; a shorter line is an ornament
_SMALLEST_PICTURE = 24.0  # points
_WHOLE_PAGE = 0.8  # of the page's area; a larger picture or tint is its background
_MOST_SEGMENTS = 2000  # a path with more is a drawing
_FEW_POINTS = 12
_STRAIGHT = (
    0.6  # of the circumference; an outline of many points with less of it along its sides is a drawing
)
_WHITE = 762  # sum of red, green and blue

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass
class Shapes:
    """What is drawn on a page besides text; `objects` counts everything, text included."""

    rules: list[Rect] = field(default_factory=list)
    tints: list[Rect] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    objects: int = 0
    covered: float = 0.0
    """The part of the page that its largest picture covers."""


def read_shapes(page: Any, frame: PageFrame) -> Shapes:
    """The shapes of a page; those that nobody would see (white areas, whole backgrounds) are left out.

    Raises:
        TooMuchOnPage
    """
    import pypdfium2.raw as pdfium

    shapes = Shapes()
    for kind, item, matrix in _objects(pdfium, page):
        shapes.objects += 1
        if shapes.objects > MOST_OBJECTS:
            raise TooMuchOnPage(f"more than {MOST_OBJECTS:,} objects on one page.")
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(pdfium, item, matrix, frame, shapes)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            _add_picture(_bounds(pdfium, item, matrix, frame), frame, shapes)
    return shapes


def _objects(pdfium: Any, page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """All objects of a page with their kinds, those inside forms with the form's matrix."""
    if pdfium.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raise TooMuchOnPage(f"more than {MOST_OBJECTS:,} objects on one page.")
    pending = [
        (pdfium.FPDFPage_GetObject(page, i), _IDENTITY, 0) for i in range(pdfium.FPDFPage_CountObjects(page))
    ]
    while pending:
        item, matrix, depth = pending.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        yield kind, item, matrix
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _product(_matrix(pdfium, item), matrix)
            count = min(pdfium.FPDFFormObj_CountObjects(item), MOST_OBJECTS + 1)
            pending += [(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(count)]


def _matrix(pdfium: Any, item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(pdfium: Any, item: Any, matrix: Matrix, frame: PageFrame) -> Rect:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return _shown([_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)], frame)


def _shown(points: list[tuple[float, float]], frame: PageFrame) -> Rect:
    """The rectangle around points of the page's own coordinates, as far as it is on the page."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    rect = frame.rect(min(xs), min(ys), max(xs), max(ys))
    return Rect(
        max(rect.left, 0.0),
        max(rect.top, 0.0),
        min(rect.right, frame.width),
        min(rect.bottom, frame.height),
    )


def _add_picture(rect: Rect, frame: PageFrame, shapes: Shapes) -> None:
    width, height = rect.right - rect.left, rect.bottom - rect.top
    share = width * height / max(1.0, frame.width * frame.height)
    shapes.covered = max(shapes.covered, share if min(width, height) > 0 else 0.0)
    if min(width, height) <= _THIN < _SHORTEST <= max(width, height):
        shapes.rules.append(rect)
    elif min(width, height) >= _SMALLEST_PICTURE and share < _WHOLE_PAGE:
        shapes.pictures.append(rect)


def _add_path(pdfium: Any, item: Any, matrix: Matrix, frame: PageFrame, shapes: Shapes) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    filled = bool(fill.value) and _is_visible(pdfium.FPDFPageObj_GetFillColor, item)
    stroked = bool(stroke.value) and _is_visible(pdfium.FPDFPageObj_GetStrokeColor, item)
    if not (filled or stroked):
        return
    segments = pdfium.FPDFPath_CountSegments(item)
    if segments > _MOST_SEGMENTS:
        _add_picture(_bounds(pdfium, item, matrix, frame), frame, shapes)
        return
    whole = _bounds(pdfium, item, matrix, frame)
    if _is_rule(whole):  # of one piece, or of dashes
        shapes.rules.append(whole)
        return
    own = _product(_matrix(pdfium, item), matrix)
    for points in _subpaths(pdfium, item, segments, own):
        _add_outline(points, frame, shapes, filled=filled)


def _is_rule(rect: Rect) -> bool:
    width, height = rect.right - rect.left, rect.bottom - rect.top
    return 0 <= min(width, height) <= _THIN and max(width, height) >= _SHORTEST


def _subpaths(pdfium: Any, item: Any, segments: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(_apply(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _add_outline(
    points: list[tuple[float, float]], frame: PageFrame, shapes: Shapes, *, filled: bool
) -> None:
    rect = _shown(points, frame)
    width, height = rect.right - rect.left, rect.bottom - rect.top
    if min(width, height) < 0 or max(width, height) < _SHORTEST:
        return
    straight = list(_edges(points, frame))
    if min(width, height) <= _THIN:
        shapes.rules.append(rect)
    elif len(points) > _FEW_POINTS and _length(straight) < _STRAIGHT * 2 * (width + height):
        _add_picture(rect, frame, shapes)
    elif filled:
        if width * height < _WHOLE_PAGE * frame.width * frame.height:
            shapes.tints.append(rect)
    else:
        shapes.rules += _joined_at_corners(straight, rect) if len(points) > _FEW_POINTS else straight


def _length(edges: Sequence[Rect]) -> float:
    return sum(edge.right - edge.left + edge.bottom - edge.top for edge in edges)


def _joined_at_corners(edges: Sequence[Rect], rect: Rect) -> Iterator[Rect]:
    """The sides of a box with rounded corners, as if they met."""
    for edge in edges:
        if edge.right - edge.left > edge.bottom - edge.top:
            yield Rect(rect.left, edge.top, rect.right, edge.bottom)
        else:
            yield Rect(edge.left, rect.top, edge.right, rect.bottom)


def _edges(points: list[tuple[float, float]], frame: PageFrame) -> Iterator[Rect]:
    """The level and the upright parts of an outline."""
    for before, after in itertools.pairwise(points):
        edge = _shown([before, after], frame)
        width, height = edge.right - edge.left, edge.bottom - edge.top
        if 0 <= min(width, height) <= 1 and max(width, height) >= _SHORTEST:
            yield edge


def _is_visible(get_colour: Any, item: Any) -> bool:
    """Whether a colour is neither transparent nor white."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get_colour(item, red, green, blue, alpha):
        return True
    return alpha.value > 8 and red.value + green.value + blue.value < _WHITE
