"""Blanks words out of a source file: in its text, and in the pictures of its pages."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rag.archive.layout import Box
from rag.text.sentences import Span

BLOCK = 4 << 20  # characters that are searched at once
CHUNK_BYTES = 1 << 20
MARGIN = 0.002  # of the page, around a blackened box
QUALITY = 80  # of a picture that is written again

_VISIBLE = re.compile(r"[^\n\r]")

FindSpans = Callable[[str, int], Sequence[Span]]
"""Given a block of a text and its offset: the spans in the block to blank."""


def blank_text(path: Path, encoding: str, find: FindSpans, out: Path) -> list[Span]:
    """Write a text file again with spaces in place of the characters that `find` names.

    Each code point is replaced by one space, so that offsets into the decoded file stay valid; line ends stay.

    Args:
        encoding: of the file; undecodable bytes are written as U+FFFD, which is how they are read.

    Returns:
        What was blanked, as offsets into the decoded file. Empty: `out` has the same text.

    Raises:
        OSError
    """
    encoder = codecs.getincrementalencoder(encoding)(errors="replace")
    offset, blanked = 0, list[Span]()
    with out.open("wb") as written:
        for block in _blocks(path, encoding):
            parts, done = [], 0
            for span in find(block, offset):
                within = block[span.start : span.end]
                if within.strip():
                    blanked.append(Span(offset + span.start, offset + span.end))
                parts += [block[done : span.start], _VISIBLE.sub(" ", within)]
                done = span.end
            written.write(encoder.encode("".join([*parts, block[done:]])))
            offset += len(block)
        written.write(encoder.encode("", final=True))
    return blanked


def _blocks(path: Path, encoding: str) -> Iterator[str]:
    """The decoded file in blocks that end with a line, unless a line is longer than a block."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    waiting = ""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            waiting += decoder.decode(chunk)
            if len(waiting) >= BLOCK and (end := waiting.rfind("\n") + 1):
                yield waiting[:end]
                waiting = waiting[end:]
    yield waiting + decoder.decode(b"", final=True)


def blacken(picture: bytes, boxes: Sequence[Box]) -> bytes:
    """A page's picture with these boxes painted black, in the same format.

    Raises:
        OSError: it is no picture that can be read.
    """
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(picture)) as opened:
        image, form = opened.convert("RGB"), opened.format or "PNG"
    draw = ImageDraw.Draw(image)
    width, height = image.size
    for box in boxes:
        sides = (box.left - MARGIN, box.top - MARGIN, box.right + MARGIN, box.bottom + MARGIN)
        draw.rectangle([side * (width, height)[i % 2] for i, side in enumerate(sides)], fill="black")
    out = io.BytesIO()
    image.save(out, form, quality=QUALITY)
    return out.getvalue()
