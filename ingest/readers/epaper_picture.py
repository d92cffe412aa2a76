"""Reads the picture of an e-paper's page, and makes it small enough to be shown."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ingest.readers.base import FileUnreadable

LONGEST_SIDE = 2000  # pixels of the kept picture
MOST_PIXELS = 100_000_000  # of a picture that is read: a broadsheet at 300 dpi has half of that

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's picture as WebP, and the size of the file that it was made from, in pixels."""

    webp: bytes
    width: int
    height: int


def read_picture(path: Path) -> PagePicture:
    """Read a picture.

    Raises:
        FileUnreadable: it is none of the usual formats, damaged, or too large.
        OSError
    """
    from PIL import Image

    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=_FORMATS) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise FileUnreadable(f"it has {width} × {height} pixels: save it smaller.")
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                small = image.convert("RGB")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise FileUnreadable(
                "it is damaged, or no JPEG, PNG, GIF, WebP or BMP: save it again."
            ) from error
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = BytesIO()
    small.save(made, "WEBP", quality=_QUALITY)
    return PagePicture(made.getvalue(), width, height)
