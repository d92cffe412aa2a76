"""What an article is known by: the id that a file gives it or that is made for it, and its web address."""

from __future__ import annotations

from hashlib import sha256

from rag.text.path_names import path_text


def made_id(file_name: str, headline: str) -> str:
    """The id of an article that has none of its own (``press.docx#1a2b3c4d``); a corrected text does not change it."""
    return f"{path_text(file_name)}#{sha256(headline.encode('utf-8', 'replace')).hexdigest()[:8]}"


def web_address(url: str) -> tuple[str, str]:
    """A web address and an empty note; for any other address, an empty string and a note that it was ignored."""
    scheme, _, rest = url.partition("://")
    if not url or (scheme.lower() in ("http", "https") and rest.split() == [rest]):
        return url, ""
    return "", f"url ignored, because it does not begin with http:// or https://: {url[:60]!r}"
