"""What a feed says: its title, and its entries as stories. RSS and Atom are read by feedparser, JSON Feed here."""

from __future__ import annotations

import io
import json
import re
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ingest.clean import has_markup, plain_text
from ingest.metadata import joined_names
from ingest.readers.base import FileUnreadable
from ingest.readers.story import Story
from ingest.readers.xml_text import elements

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_KINDS = "http://schemas.google.com/g/2005#kind"
_FULL_TEXTS = (
    "yandex_full-text",
    "full-text",
    "fulltext",
    "turbo_content",
)  # elements of RSS as feedparser names them
_NAMED_ADDRESS = re.compile(r"\S+@\S+ \(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    Attributes:
        summary: whether the feed has no full text of it, but a summary.
        kind: what it is if it is no published article, such as a comment in the export of a blog.
    """

    story: Story
    summary: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a feed.

    Attributes:
        damage: what is wrong with the feed, which was read as far as possible; empty if nothing is.
    """

    entries: Sequence[Entry]
    damage: str = ""


# --- RSS and Atom --------------------------------------------------------------------------------------


def xml_entries(text: str) -> Entries:
    """The entries of an RSS or Atom feed.

    Raises:
        FileUnreadable: it is none.
    """
    import feedparser

    text_only = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"))
    data = f'<?xml version="1.0" encoding="utf-8"?>{text_only}'.encode("utf-8", "replace")
    # Bytes in a stream: feedparser would open a string as a file or an address.
    feed = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,  # `plain_text` leaves no markup
    )
    if not feed.entries and (feed.bozo or not feed.version):
        raise FileUnreadable("this is no feed, or it is damaged so that no entry can be read.")
    places = [
        (element.start, element.end) for element in elements([text], "item|entry|[a-z]+:item|[a-z]+:entry")
    ]
    if len(places) != len(feed.entries):
        places = [(0, len(text))] * len(feed.entries)
    entries = [_xml_entry(entry, feed.feed, place) for entry, place in zip(feed.entries, places, strict=True)]
    return Entries(entries, _damage(feed.bozo_exception) if feed.bozo else "")


def _damage(error: Exception) -> str:
    line = error.getLineNumber() if hasattr(error, "getLineNumber") else None
    message = error.getMessage() if hasattr(error, "getMessage") else str(error)
    return f"the XML is damaged{f' in line {line}' if line else ''} ({message})"


def _xml_entry(entry: Mapping[str, Any], feed: Mapping[str, Any], place: tuple[int, int]) -> Entry:
    full_texts = [_html_or_lines(entry.get(name, "")) for name in _FULL_TEXTS]
    content = max((*map(_text, entry.get("content", ())), *full_texts), key=len, default="")
    summary = _text(entry.get("summary_detail", {}))
    full = bool(content) and content != summary
    story = Story(
        source_id=entry.get("id") or entry.get("link") or "",
        text=content or summary,
        place=place,
        headline=_text(entry.get("title_detail", {})),
        byline=_joined([author.get("name", "") for author in entry.get("authors", ())]),
        dates=_moments(entry, "published") or _moments(entry, "updated"),
        paper=entry.get("source", {}).get("title", "") or _text(feed.get("title_detail", {})),
        section=next((tag.get("term") or tag.get("label") or "" for tag in _tags(entry)), ""),
        url=entry.get("link", "") if entry.get("links") or not entry.get("guidislink") else "",
        lang=feed.get("language") or entry.get("title_detail", {}).get("language") or "",
    )
    return Entry(story, summary=not full, kind=_kind(entry))


def _tags(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [tag for tag in entry.get("tags", ()) if tag.get("scheme") != _KINDS]


def _kind(entry: Mapping[str, Any]) -> str:
    """What an entry of a Blogger export is that is no published post."""
    terms = (tag.get("term") or "" for tag in entry.get("tags", ()) if tag.get("scheme") == _KINDS)
    kind: str = entry.get("blogger_type") or next(terms, "").rpartition("#")[2]
    if kind.lower() not in ("", "post"):
        return kind.lower()
    is_live = entry.get("blogger_status", "LIVE") == "LIVE" and entry.get("app_draft") != "yes"
    return "" if is_live else "draft"


def _text(part: Mapping[str, Any]) -> str:
    """The text of an element as feedparser describes it, by its type."""
    value, type_ = part.get("value", ""), part.get("type", "text/plain")
    if type_ == "text/plain":
        return _lines(value)
    return plain_text(value) if "html" in type_ or "xml" in type_ else ""


def _html_or_lines(text: str) -> str:
    return plain_text(text) if has_markup(text) else _lines(text)


def _moments(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A date as it is written, and as feedparser reads it, which takes a time without an offset for UTC."""
    if name not in entry:
        return ()
    parsed = entry.get(f"{name}_parsed")
    try:
        return (
            (entry[name], datetime.fromtimestamp(timegm(parsed), UTC).isoformat())
            if parsed
            else (entry[name],)
        )
    except (ValueError, OverflowError):
        return (entry[name],)


# --- JSON Feed -----------------------------------------------------------------------------------------


def json_entries(text: str) -> Entries:
    """The entries of a JSON Feed (https://jsonfeed.org/version/1.1).

    Raises:
        FileUnreadable: it is none.
    """
    fields: dict[str, Any] = {}
    items: list[tuple[Any, tuple[int, int]]] = []
    damage = ""
    try:
        for name, value, place in _members(text):
            if name == "items":
                items.append((value, place))
            else:
                fields[name] = value
    except RecursionError as error:
        raise FileUnreadable("this is no JSON Feed: it is nested too deeply.") from error
    except ValueError as error:
        damage = f"the JSON is damaged ({error})"
    if not items and (damage or "jsonfeed.org" not in str(fields.get("version"))):
        raise FileUnreadable(f"this is no JSON Feed{': ' if damage else ''}{damage}.")
    return Entries([_json_entry(item, fields, place) for item, place in items], damage)


def _members(text: str) -> Iterator[tuple[str, Any, tuple[int, int]]]:
    """Name, value and place of each member of a JSON object; of the list `items`, each of its values.

    Raises:
        ValueError: from here on it is no JSON.
        RecursionError
    """
    read = json.JSONDecoder(strict=False).raw_decode
    position = _after(text, 0, "{")
    while True:
        name, position = read(text, _after(text, position))
        position = _after(text, _after(text, position, ":"))
        if name == "items" and text.startswith("[", position):
            position = _after(text, position, "[")
            while not text.startswith("]", position):
                value, end = read(text, position)
                yield "items", value, (position, end)
                position = _after(text, end)
                if not text.startswith("]", position):
                    position = _after(text, _after(text, position, ","))
            position += 1
        else:
            value, end = read(text, position)
            yield name, value, (position, end)
            position = end
        position = _after(text, position)
        if text.startswith("}", position):
            return
        position = _after(text, position, ",")


_SPACE = re.compile(r"[\s\ufeff]*+")


def _after(text: str, position: int, expected: str = "") -> int:
    """The position after blank space, what is expected there, and blank space.

    Raises:
        ValueError: something else is there.
    """
    position = _SPACE.match(text, position).end()  # type: ignore[union-attr]  # it matches everywhere
    if not text.startswith(expected, position):
        raise ValueError(f"{expected!r} is missing at character {position + 1:,}")
    return _SPACE.match(text, position + len(expected)).end()  # type: ignore[union-attr]


def _json_entry(item: Any, feed: Mapping[str, Any], place: tuple[int, int]) -> Entry:
    item = item if isinstance(item, dict) else {}
    content = plain_text(_string(item, "content_html")) or _lines(_string(item, "content_text"))
    url = _string(item, "url")
    tags = item.get("tags")
    story = Story(
        source_id=_string(item, "id") or url,
        text=content or _lines(_string(item, "summary")),
        place=place,
        headline=_string(item, "title"),
        byline=_joined(_authors(item) or _authors(feed)),
        dates=(_string(item, "date_published") or _string(item, "date_modified"),),
        paper=_string(feed, "title"),
        section=str(tags[0]) if isinstance(tags, list) and tags else "",
        url=url,
        lang=_string(item, "language") or _string(feed, "language"),
    )
    return Entry(story, summary=not content)


def _string(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _authors(item: Mapping[str, Any]) -> list[str]:
    authors = item.get("authors") or [item.get("author")]
    people = authors if isinstance(authors, list) else [authors]
    return [_string(person, "name") for person in people if isinstance(person, dict)]


# --- both ----------------------------------------------------------------------------------------------


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _joined(names: Sequence[str]) -> str:
    """Authors' names as a byline, without mail addresses."""
    people = [_NAMED_ADDRESS.sub(r"\1", name).strip() for name in names]
    return joined_names([name for name in people if "@" not in name])
