"""Reads scanned pages: PNG, JPEG and TIFF pictures, by text recognition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.pdf import PICTURE_SIDE, as_webp
from ingest.readers.base import FileUnreadable, Item, Progress
from ingest.readers.options import ReadOptions
from ingest.readers.printed_pages import SeenPage, read_printed_pages
from ingest.readers.recognition import recognise
from rag.archive import SourceFile

LARGEST_FILE = 200 << 20  # bytes
MOST_PIXELS = 150_000_000  # of one page: a broadsheet at 600 dots an inch has 120 million
MOST_PAGES = 50
SMALLEST = 600  # pixels of the longer side; less is a logo or a photo

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_USUAL_DPI = 200.0  # where the file does not say it
_POINTS = 72.0


class Scan:
    """Scanned newspaper pages; a TIFF may have several."""

    name = "scan"

    def sniff(self, head: bytes, name: str) -> float:
        return 0.9 if head.startswith(_SIGNATURES) else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            FileUnreadable: the file is too large, too small, damaged, or has too many pages.
        """
        from PIL import Image, UnidentifiedImageError

        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(f"too large (over {LARGEST_FILE >> 20} MB): split it into its pages.")
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        try:
            with Image.open(path) as picture:
                count = getattr(picture, "n_frames", 1)
                if count > MOST_PAGES:
                    raise FileUnreadable(f"it has {count} pages, more than {MOST_PAGES}: split it.")
                pages: list[SeenPage] = []
                for index in range(count):
                    pages.append(_seen(picture, index))
                    yield Progress(len(pages) / count)
        except Image.DecompressionBombError as error:
            raise FileUnreadable(
                f"it has more than {MOST_PIXELS:,} pixels: scan it at 300 dots an inch."
            ) from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise FileUnreadable(f"the picture is damaged ({error}): scan it again.") from error
        yield from read_printed_pages(path, path.read_bytes(), pages, options)


def _seen(picture: Any, index: int) -> SeenPage:
    """A page of the file."""
    from PIL import ImageOps

    if index:
        picture.seek(index)
    if max(picture.size) < SMALLEST:
        raise FileUnreadable(
            f"{picture.width} x {picture.height} pixels are too few for a page: it is no scan, or a very small one."
        )
    dpi = _dpi(picture)
    upright = ImageOps.exif_transpose(picture)
    printed, straight = recognise(upright, upright.width * _POINTS / dpi)
    straight.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    problem = "" if printed.lines else "no text was found on it"
    return SeenPage(printed if printed.lines else None, as_webp(straight), problem)


def _dpi(picture: Any) -> float:
    """Dots an inch, as the file says if that is believable."""
    said = float(picture.info.get("dpi", (0.0, 0.0))[0])
    return said if 90 <= said <= 1200 else _USUAL_DPI
