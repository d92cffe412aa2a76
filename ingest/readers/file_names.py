"""What a file's name says: its date, its page number, and whether it should be a format that is known."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath

_FILE_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-_.]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d)"
    r"(?:[-_.]?(?P<page>[A-Za-z]\d{1,2})|[-_.](?P<number>\d{1,3}))?(?![\dA-Za-z])"
)
_ALWAYS_KNOWN = (".pdf", ".docx", ".xlsx", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


def date_and_page(name: str) -> tuple[date | None, str]:
    """Date and page number in a name (`2024-03-18-02.txt`, `20240318_A02.pdf`), as far as they are there; leading zeros of
    the number are dropped."""
    match = _FILE_NAME.search(name)
    if match is None:
        return None, ""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None, ""
    number = match["number"]
    return day, (match["page"] or "").upper() or (str(int(number)) if number else "")


def why_unknown(name: str, size: int) -> str:
    """What is wrong with a file that no reader knows, though its name says that one should; empty if it does not say so.

    Args:
        size: in bytes.
    """
    suffix = PurePath(name).suffix
    if suffix.lower() not in _ALWAYS_KNOWN:
        return ""
    if not size:
        return "it is empty: get it again."
    return f"its content is not that of a {suffix} file: get it again."
