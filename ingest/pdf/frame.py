"""A PDF page's coordinates: from its own (from the bottom left, unturned) to points from the top left as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.page.printed import Rect


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The part of the plane that a page shows.

    Attributes:
        left, bottom, right, top: in the page's own coordinates.
        turned: by how much the page is turned before it is shown, in degrees clockwise; a multiple of 90.
    """

    left: float
    bottom: float
    right: float
    top: float
    turned: int = 0

    @property
    def width(self) -> float:
        """Of the page as shown, in points."""
        return self.top - self.bottom if self.turned % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page as shown, in points."""
        return self.right - self.left if self.turned % 180 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point as it is shown."""
        match self.turned % 360:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A rectangle as it is shown."""
        (a, b), (c, d) = self.place(left, bottom), self.place(right, top)
        return Rect(min(a, c), min(b, d), max(a, c), max(b, d))

    def shows(self, x: float, y: float) -> bool:
        """Whether a point, as shown, is on the page."""
        return -1 <= x <= self.width + 1 and -1 <= y <= self.height + 1
