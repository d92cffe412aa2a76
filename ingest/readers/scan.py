"""Reads scanned pages: PNG, JPEG and TIFF pictures, by text recognition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ingest.pdf import LONGEST_SHAPE, PICTURE_SIDE, as_webp
from ingest.readers.base import FileUnreadable, Item, Progress
from ingest.readers.options import ReadOptions
from ingest.readers.printed_pages import SeenPage, read_printed_pages
from ingest.readers.recognition import LONGEST_SIDE, recognise
from rag.archive import SourceFile

LARGEST_FILE = 200 << 20  # bytes
MOST_PIXELS = 150_000_000  # of one page: a broadsheet at 600 dots an inch has 120 million
MOST_PAGES = 50
SMALLEST = 600  # pixels of the longer side; less is a logo or a photo

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_FORMATS = ("PNG", "JPEG", "TIFF")
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
            count = _page_count(path)
            pages: list[SeenPage] = []
            for index in range(count):
                pages.append(_seen(path, index))
                yield Progress(len(pages) / count)
        except Image.DecompressionBombError as error:
            raise FileUnreadable(
                f"it has more than {MOST_PIXELS:,} pixels: scan it at 300 dots an inch."
            ) from error
        except UnidentifiedImageError as error:
            raise FileUnreadable("the picture is damaged: scan it again.") from error
        except (OSError, ValueError, SyntaxError) as error:
            raise FileUnreadable(f"the picture is damaged ({error}): scan it again.") from error
        yield from read_printed_pages(path, path.read_bytes(), pages, options)


def _page_count(path: Path) -> int:
    with closing(_opened(path)) as picture:
        count: int = getattr(picture, "n_frames", 1)
    if count > MOST_PAGES:
        raise FileUnreadable(f"it has {count} pages, more than {MOST_PAGES}: split it.")
    return count


def _opened(path: Path) -> Any:
    from PIL import Image

    return Image.open(path, formats=_FORMATS)


def _seen(path: Path, index: int) -> SeenPage:
    """A page of the file. The picture as it was is closed before recognition, which needs the memory."""
    from PIL import ImageOps

    with closing(_opened(path)) as picture:
        if index:
            picture.seek(index)
        if max(picture.size) < SMALLEST:
            raise FileUnreadable(
                f"{picture.width} x {picture.height} pixels are too few for a page: it is no scan, or a very small one."
            )
        if max(picture.size) > LONGEST_SHAPE * min(picture.size):
            raise FileUnreadable(f"{picture.width} x {picture.height} pixels are not the shape of a page.")
        smaller = _smaller(picture)
        dpi = _dpi(picture) * smaller.width / picture.width
    upright = ImageOps.exif_transpose(smaller)
    printed, straight = recognise(upright, upright.width * _POINTS / dpi)
    straight.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    problem = "" if printed.lines else "no text was found on it"
    return SeenPage(printed if printed.lines else None, as_webp(straight), problem)


def _smaller(picture: Any) -> Any:
    """A picture that recognition would make smaller anyway, made so at once, which takes far less memory."""
    factor = max(picture.size) // LONGEST_SIDE
    if factor < 2:
        return picture.copy()
    coloured = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    return coloured.reduce(factor)


def _dpi(picture: Any) -> float:
    """Dots an inch, as the file says if that is believable."""
    said = float(picture.info.get("dpi", (0.0, 0.0))[0])
    return said if 90 <= said <= 1200 else _USUAL_DPI
