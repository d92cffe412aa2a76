"""Whether the address that an article names may become a link."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(url: str) -> bool:
    """Whether it is an http or https address: others (javascript:, file:) run or open what they should not."""
    return urlsplit(url).scheme in ("http", "https")
