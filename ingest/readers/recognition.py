"""Text recognition, for pages whose text is only in their picture."""

from __future__ import annotations

from typing import Any

from ingest.page.printed import PrintedPage
from rag.schema import WendaError

PICTURE_SIDE = 4700  # pixels of the longer side of a picture to recognise: 200 dots an inch of a broadsheet


class NoRecognition(WendaError):
    """A page's text cannot be recognised. The message says why."""


def recognise(picture: Any, width: float, height: float) -> PrintedPage:
    """The printed page that a picture shows.

    Args:
        picture: a `PIL.Image.Image` of the whole page.
        width, height: of the page in points.

    Raises:
        NoRecognition
    """
    raise NoRecognition("it needs text recognition, which is not there yet.")
