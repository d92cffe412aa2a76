"""Text recognition: from the picture of a page to its printed lines, rules, tints and pictures.

The models are those that rapidocr ships (PP-OCRv6). A broadsheet at 150 dpi (835 lines) took 46 seconds on two busy cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.page.printed import PrintedLine, PrintedPage, Rect
from ingest.readers.recognised_lines import whole_lines
from ingest.readers.recognised_sizes import even_sizes
from ingest.readers.recognised_weight import with_weights
from rag.allocator import give_back_large_blocks, use_one_arena

if TYPE_CHECKING:  # loads OpenCV
    from rapidocr import RapidOCR

Picture = NDArray[np.uint8]
"""A page as pixels of shape (height, width, 3), red first."""

LONGEST_SIDE = 4200  # pixels; a larger picture is made smaller, which also bounds the memory
MOST_RECOGNISED = 10_500_000  # pixels
LONGEST_DETECTED = 2816  # pixels of the picture in which lines are looked for: some 120 bytes for each pixel
MOST_LINES = 6000
UPRIGHT = 2.2  # times as high as wide: characters below each other
STEEPEST, STEP = 2.0, 0.1  # degrees by which a scan may be turned, and how exactly that is found
_DARKER, _LITTLE_DARKER = 10, 6  # brightness, of 255, that a tint lacks somewhere, and everywhere
_BLANK = 4  # pixels beside a rule that are blank
_MOST_INK = 0.15  # share of them
LINE_SHARE = 0.82  # of a line's box that its characters fill


def recognise(picture: Any, width: float) -> tuple[PrintedPage, Any]:
    """What is printed on a page, and its picture with level lines.

    Args:
        picture: a `PIL.Image.Image` of the whole page.
        width: of the page in points.

    Returns:
        Besides the page, a `PIL.Image.Image`: the places of the lines are places in it.
    """
    from PIL import Image

    straight = _fitted(_straightened(np.asarray(picture.convert("RGB"), np.uint8)))
    per_pixel = width / straight.shape[1]
    lines = whole_lines(even_sizes(list(_lines(straight, per_pixel))))
    lines = with_weights(lines, _grey(straight), per_pixel)
    dark = _dark(straight)
    page = PrintedPage(
        width,
        straight.shape[0] * per_pixel,
        tuple(lines),
        tuple(_scaled(_rules(dark), per_pixel)),
        tuple(_scaled(_tints(straight), per_pixel)),
        tuple(_scaled(_pictures(straight, [line.box for line in lines], per_pixel), per_pixel)),
    )
    return page, Image.fromarray(straight)


@cache
def _engine() -> RapidOCR:
    use_one_arena()
    give_back_large_blocks()
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.max_side_len": LONGEST_SIDE,
            "Global.log_level": "error",
            "Global.use_cls": False,  # it turns lines that stand on their heads, which no page has
            "Det.max_candidates": MOST_LINES,
            "Det.limit_type": "max",
            "Det.limit_side_len": LONGEST_DETECTED,
        }
    )


# --- the picture ---


def _straightened(picture: Picture) -> Picture:
    """The picture turned so that its lines are level."""
    import cv2

    angle = _skew(picture)
    if abs(angle) < STEP:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, np.uint8)


def _skew(picture: Picture) -> float:
    """By how many degrees the page is turned: the angle at which lines and the gaps between them differ most."""
    import cv2

    dark = _dark(picture)
    scale = 1000 / max(dark.shape)
    small = cv2.resize(dark, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    best, sharpest = 0.0, -1.0
    for angle in np.arange(-STEEPEST, STEEPEST + STEP / 2, STEP):
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
        rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=np.float64)
        sharpness = float(np.square(np.diff(rows)).sum())
        if sharpness > sharpest:
            best, sharpest = float(angle), sharpness
    return best


def _fitted(picture: Picture) -> Picture:
    """The picture, at most `LONGEST_SIDE` long and of at most `MOST_RECOGNISED` pixels."""
    import cv2

    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width), (MOST_RECOGNISED / (height * width)) ** 0.5)
    smaller = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8)


def _grey(picture: Picture) -> Picture:
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _dark(picture: Picture) -> NDArray[Any]:
    """255 where there is ink, by the brightness around each place, so that uneven light does not matter."""
    import cv2

    return np.asarray(
        cv2.adaptiveThreshold(_grey(picture), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 15),
        np.uint8,
    )


# --- lines ---


def _lines(picture: Picture, per_pixel: float) -> Iterator[PrintedLine]:
    found: Any = _engine()(picture[:, :, ::-1], use_det=True, use_rec=True)  # it keeps those of the last call
    if found.boxes is None:
        return
    for corners, text, confidence in zip(found.boxes, found.txts, found.scores, strict=True):
        left, top = np.floor(corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int)
        upright = bottom - top > UPRIGHT * (right - left)
        if upright:
            text, confidence = _upright_text(
                picture[max(0, top) : bottom, max(0, left) : right], text, confidence
            )
        if text.strip():
            size = float(right - left if upright else bottom - top) * LINE_SHARE * per_pixel
            box = Rect(*(float(side) * per_pixel for side in (left, top, right, bottom)))
            yield PrintedLine(text.strip(), box, size, upright=upright, confidence=float(confidence))


def _upright_text(column: Picture, text: str, confidence: float) -> tuple[str, float]:
    """The text of a column of characters: they are put beside each other, as the recogniser reads only level lines."""
    characters = list(_characters(column))
    if len(characters) < 2:
        return text, confidence
    side = max(max(c.shape[:2]) for c in characters)
    strip = np.full((side, side * len(characters), 3), 255, np.uint8)
    for n, character in enumerate(characters):
        height, width = character.shape[:2]
        top, left = (side - height) // 2, n * side + (side - width) // 2
        strip[top : top + height, left : left + width] = character
    read: Any = _engine()(strip[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
    if not read.txts or read.scores[0] < confidence:
        return text, confidence
    return read.txts[0], float(read.scores[0])


def _characters(column: Picture) -> Iterator[Picture]:
    """Pieces of a column of characters, cut at its blank rows; a piece is about as high as the column is wide."""
    inked: list[bool] = (_dark(column).max(axis=1) > 0).tolist()
    width = column.shape[1]
    start = 0
    for row, is_inked in enumerate(inked):
        if not is_inked and row - start >= 0.7 * width:
            yield column[start:row]
            start = row
    if any(inked[start:]):
        yield column[start:]


# --- what is no text: all in pixels ---


def _rules(dark: NDArray[Any]) -> Iterator[Rect]:
    """Long thin lines."""
    import cv2

    height, width = dark.shape
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))  # noise makes holes in lines
    for kernel in ((width // 14, 1), (1, height // 20)):
        straight = cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        for left, top, wide, high in _components(straight):
            rule = Rect(left, top, left + wide, top + high)
            if min(wide, high) <= max(8, max(height, width) // 300) and _is_beside_paper(rule, dark):
                yield rule


def _is_beside_paper(rule: Rect, dark: NDArray[Any]) -> bool:
    """Whether one side of a rule is blank; at both sides of a gap between lines of white type is type."""
    left, top, right, bottom = (int(side) for side in (rule.left, rule.top, rule.right, rule.bottom))
    if right - left >= bottom - top:
        sides = (
            dark[max(0, top - _BLANK) : max(0, top - 1), left:right],
            dark[bottom + 1 : bottom + _BLANK, left:right],
        )
    else:
        sides = (
            dark[top:bottom, max(0, left - _BLANK) : max(0, left - 1)],
            dark[top:bottom, right + 1 : right + _BLANK],
        )
    return any(side.size == 0 or float((side > 0).mean()) < _MOST_INK for side in sides)


def _tints(picture: Picture) -> Iterator[Rect]:
    """Areas whose ground is darker than the paper, behind text."""
    import cv2

    small = cv2.resize(_grey(picture), None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)).astype(np.float64)
    below = _light(ground) - ground
    sure, likely = below > _DARKER, (below > _LITTLE_DARKER).astype(np.uint8)
    _, areas = cv2.connectedComponents(likely, connectivity=8)
    tinted = np.isin(areas, np.unique(areas[sure])) & (likely > 0)
    yield from _large(tinted.astype(np.uint8) * 255, 8, share=0.01)


def _light(ground: NDArray[Any]) -> NDArray[Any]:
    """How bright blank paper is at each place: a curved surface through the brighter part of the page."""
    rows, columns = np.mgrid[: ground.shape[0], : ground.shape[1]]
    y, x = rows.ravel() / ground.shape[0], columns.ravel() / ground.shape[1]
    places = np.stack([np.ones(ground.size), y, x, y * y, x * x, x * y], axis=1)
    values = ground.ravel()
    chosen = np.ones(ground.size, bool)
    for _ in range(6):
        surface, *_ = np.linalg.lstsq(places[chosen], values[chosen], rcond=None)
        left_over = values - places @ surface
        chosen = left_over > np.median(left_over[chosen]) - 3
    return np.asarray((places @ surface).reshape(ground.shape))


def _pictures(picture: Picture, texts: Iterable[Rect], per_pixel: float) -> Iterator[Rect]:
    """Large areas full of ink that is no text."""
    import cv2

    small = cv2.resize(_grey(picture), None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    inked = (small < np.percentile(small, 75) - 25).astype(np.uint8) * 255
    for box in texts:
        left, top, right, bottom = (
            int(side / per_pixel / 8) for side in (box.left, box.top, box.right, box.bottom)
        )
        inked[max(0, top) : bottom + 1, max(0, left) : right + 1] = 0
    yield from _large(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), 8, share=0.012)


def _large(mask: NDArray[Any], scale: int, share: float) -> Iterator[Rect]:
    """The components of a mask that fill most of their box and at least a share of the page."""
    for left, top, wide, high in _components(mask):
        filled = float((mask[top : top + high, left : left + wide] > 0).mean())
        if wide * high >= share * mask.size and filled > 0.6:
            yield Rect(left * scale, top * scale, (left + wide) * scale, (top + high) * scale)


def _components(mask: NDArray[Any]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width and height of each connected area."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for left, top, wide, high, _ in stats[1:].tolist():
        yield left, top, wide, high


def _scaled(boxes: Iterable[Rect], per_pixel: float) -> Iterator[Rect]:
    for box in boxes:
        yield Rect(*(side * per_pixel for side in (box.left, box.top, box.right, box.bottom)))
