"""The characters of a PDF's page, with their places."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from typing import Any

from ingest.clean import is_cjk, is_wide_punctuation
from ingest.pdf.frame import PageFrame
from rag.schema import WendaError

MOST_CHARACTERS = 200_000  # of one page; a full broadsheet has some 15,000
_ASCENT, _DESCENT = 0.88, 0.12  # of the em box of Chinese fonts, above and below the baseline
_BOLD_WEIGHT = 600
_BOLD_FLAG = 1 << 18  # ForceBold, in a font's flags
_BOLD_NAMES = ("bold", "heavy", "black", "semibold", "demi", "hei", "xbs", "粗", "黑")
_NARROW = (
    0.3  # em; the least advance of a Latin letter, for one of which no box is known (half of a ligature)
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FAMILY = re.compile(r"[^\W\d_]+")
_SAME_PLACE = 0.2  # em; a character printed twice as near as that makes it look bold


class TooMuchOnPage(WendaError):
    """A page has far more characters or shapes than a newspaper's."""


@dataclass(slots=True)
class Character:
    """One visible character. Lengths are in points from the page's top left corner.

    Attributes:
        left, right: from its origin to its advance, as far as the font tells.
        baseline: the height of the line that it stands on.
        size: the em of its font.
        font: the name of its font's family; empty if it is not known.
        angle: by how much it is turned, in degrees clockwise; a multiple of 90.
        after_space: whether a white-space character is before it.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    angle: int = 0
    after_space: bool = False
    font: str = ""

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + _DESCENT * self.size

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def read_characters(textpage: Any, frame: PageFrame) -> list[Character]:
    """The visible characters of a page in the order of the file; one that is printed twice at the same place is there
    once, and bold.

    Args:
        textpage: of pypdfium2.

    Raises:
        TooMuchOnPage
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(textpage)
    if count > MOST_CHARACTERS:
        raise TooMuchOnPage(f"{count:,} characters on one page, more than {MOST_CHARACTERS:,}.")
    found: list[Character] = []
    twins = _Twins()
    pen = _Pen()
    after_space = False
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            after_space = True
            continue
        text = _text(pdfium.FPDFText_GetUnicode(textpage, index))
        character = _character(pdfium, textpage, index, text, frame, pen)
        if not text.strip():
            after_space = True
            continue
        if character is None:
            continue
        character.after_space, after_space = after_space, False
        if (twin := twins.before(character)) is not None:
            twin.bold = True
            continue
        found.append(character)
    return found


def _text(code: int) -> str:
    """A character of its code; a surrogate or a control character as U+FFFD, so that it counts as illegible."""
    if code in (0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000):
        return " "
    if code in (0x02, 0xAD):
        return "\u00ad"
    if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return chr(code)


@dataclass(slots=True)
class _Pen:
    """Where the characters before one are, as pdfium tells it.

    Of a character that the file names by an ActualText, pdfium tells the place without the transformation around it, and of
    all characters of one such text the same place. The matrix of a text's first character has the right one.
    """

    text_object: int | None = None
    told: tuple[float, float] = (0.0, 0.0)
    after: tuple[float, float] = (0.0, 0.0)
    """The place behind the last character."""

    def origin(
        self, text_object: int | None, told: tuple[float, float], matrix: tuple[float, float], advance: float
    ) -> tuple[float, float, bool]:
        """The place of a character, and whether its box is to be believed."""
        first = text_object is None or text_object != self.text_object
        same = not first and told == self.told
        self.text_object, self.told = text_object, told
        place = self.after if same else matrix if first and text_object is not None else told
        self.after = place[0] + advance, place[1]
        return *place, not same and math.dist(place, told) < 1.0


def _character(
    pdfium: Any, textpage: Any, index: int, text: str, frame: PageFrame, pen: _Pen
) -> Character | None:
    """A character with its place; None if it is outside the page or too small to be seen."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix, flags = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    weight = pdfium.FPDFText_GetFontWeight(textpage, index)
    height = math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * height
    em = size * math.hypot(matrix.a, matrix.b) / (height or 1.0)
    wide = is_cjk(text) or is_wide_punctuation(text)
    advance = em if wide else _NARROW * em
    item = ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, index), ctypes.c_void_p).value
    *origin, boxed = pen.origin(item, (x.value, y.value), (matrix.e, matrix.f), advance)
    left, baseline = frame.place(*origin)
    if not (0.5 < size < 2000) or not frame.shows(left, baseline):
        return None
    angle = (round(-math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 + frame.turned) % 360
    bold = weight >= _BOLD_WEIGHT or bool(flags.value & _BOLD_FLAG) or _is_bold_name(name.value)
    right = left + advance
    if boxed and not wide and angle == 0:
        right = max(frame.rect(box.left, box.bottom, box.right, box.top).right, left + 0.2 * em)
    return Character(text, left, right, baseline, size, bold, angle, font=_family(name.value))


def _family(name: bytes) -> str:
    """The letters that a font's name begins with, without the mark of a subset: ``NotoSerif`` of ``ABCDEF+NotoSerif-Bold``.

    A font that is stored in parts (``E-BZ+ZJBK1-1``, ``E-BZ+ZJBK1-2``) is one family.
    """
    plain = _SUBSET.sub("", name.decode("utf-8", errors="replace"))
    found = _FAMILY.match(plain)
    return found[0] if found else ""


def _is_bold_name(name: bytes) -> bool:
    lowered = name.decode("utf-8", errors="replace").lower()
    return any(word in lowered for word in _BOLD_NAMES)


class _Twins:
    """Finds a character that was printed at the same place before."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int, int], list[Character]] = {}

    def before(self, character: Character) -> Character | None:
        """The same character at the same place, if it was there before."""
        cell = max(1.0, character.size)
        column, row = int(character.left // cell), int(character.baseline // cell)
        near = min(_SAME_PLACE * character.size, 0.5 * (character.right - character.left))
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for other in self._places.get((character.text, column + dx, row + dy), ()):
                    if (
                        abs(other.left - character.left) < near
                        and abs(other.baseline - character.baseline) < near
                        and abs(other.size - character.size) < 0.2 * character.size
                    ):
                        return other
        self._places.setdefault((character.text, column, row), []).append(character)
        return None
