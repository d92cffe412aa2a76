"""Names of WordprocessingML elements and attributes, and how to read simple properties."""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def w(name: str) -> str:
    """The full name of a ``w:`` element or attribute."""
    return _W + name


def value(element: Any, path: str, attribute: str = "val") -> str | None:
    """An attribute of the element at `path` (names with slashes) below `element`; None if there is none."""
    found = element if element is None else element.find("/".join(map(w, path.split("/"))))
    if found is None:
        return None
    text = found.get(w(attribute))
    return None if text is None else str(text)


def switch(element: Any, path: str) -> bool | None:
    """Whether a property such as ``w:b`` is on; None if it is not set."""
    found = element if element is None else element.find("/".join(map(w, path.split("/"))))
    if found is None:
        return None
    return found.get(w("val"), "true") not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """A whole number; None if it is none."""
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None
