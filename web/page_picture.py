"""The picture of a printed page with the article outlined and the cited words marked, and the addresses of the pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from rag.archive import Archive, Box, Part, page_places
from rag.schema import Version, WendaError

RESIDENTS_PATH = "/printed"
PICTURE_SCRIPT = Path(__file__).parent / "static" / "page_picture.js"
PICTURE_STYLE = Path(__file__).parent / "static" / "page_picture.css"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PICTURE = re.compile(r"page-\d{1,4}\.webp")
_HEADERS = {"Cache-Control": "private, max-age=3600"}


@dataclass(frozen=True, slots=True)
class PagePicture:
    """What the template `page_picture.html` draws.

    Attributes:
        url: address of the picture.
        outline, marks: boxes as fractions of the picture's sides.
    """

    url: str
    outline: tuple[Box, ...]
    marks: tuple[Box, ...]


def page_pictures(
    archive: Archive, version: Version, parts: Sequence[Part], path: str
) -> tuple[PagePicture, ...]:
    """The pictures of the pages that an article is printed on; empty if there are none.

    Args:
        parts: the parts of the article to mark.
        path: where `add_pictures` serves them.
    """
    try:
        places = page_places(archive, version, parts)
    except WendaError:  # the article is shown without its picture
        return ()
    return tuple(
        PagePicture(f"{path}/{version.source_sha256}/{place.picture}", place.outline, place.marks)
        for place in places
        if place.picture
    )


def add_pictures(app: FastAPI, archive: Archive, path: str, may_see: Callable[[str], bool]) -> None:
    """Serve the pictures of pages under `path`.

    Args:
        may_see: whether the picture of the source file with this hash may be seen.
    """

    @app.get(path + "/{sha256}/{name}")
    def picture(sha256: str, name: str) -> Response:
        if not (_SHA256.fullmatch(sha256) and _PICTURE.fullmatch(name) and may_see(sha256)):
            return Response("Not found", status_code=404, media_type="text/plain")
        file = archive.beside(sha256, name)
        if not file.is_file():
            return Response("Not found", status_code=404, media_type="text/plain")
        return FileResponse(file, media_type="image/webp", headers=_HEADERS)
