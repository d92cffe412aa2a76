"""Reads the fields at the top of a Markdown file, as static site generators name them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ingest.readers.options import calendar_day
from rag.schema import WendaError

LONGEST = 20_000  # characters

_MATTER = re.compile(
    rf"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>(?s:.{{0,{LONGEST}}}?))^(?:(?P=fence)|\.\.\.)[ \t]*\r?(?:\n|\Z)",
    re.MULTILINE,
)
_UNQUOTED = re.compile(r"""^([\w-]{1,40}):[ \t]+([^\s"'\[{>|&*].*)$""", re.MULTILINE)
_SPACED_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_TITLES = ("title", "headline")
_SUBTITLES = ("subtitle", "subheadline", "subtitulo")
_DATES = ("date", "pubdate", "publishdate", "published_at", "publish_date", "publisheddate", "pub_date")
_AUTHORS = ("author", "authors", "byline", "creator")
_SECTIONS = ("section", "category", "categories", "column", "channel")
_ADDRESSES = ("canonical_url", "canonicalurl", "canonical", "url", "permalink", "link")
_IDENTITIES = ("id", "guid", "uuid")


class BadMatter(WendaError):
    """The fields at the top cannot be read. The message says why."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The fields; empty where there are none.

    Attributes:
        end: offset of the text after them.
        title_at: offset of the title.
        identity: an id or address that stays the same.
        unread: a field that was ignored, and why.
    """

    end: int = 0
    title: str = ""
    title_at: int = 0
    subtitle: str = ""
    day: date | None = None
    authors: str = ""
    section: str = ""
    url: str = ""
    identity: str = ""
    lang: str = ""
    page: str = ""
    is_draft: bool = False
    unread: str = ""


def read_matter(raw: str, timezone: str) -> Matter:
    """The fields at the top of `raw`.

    Raises:
        BadMatter
    """
    match = _MATTER.match(raw)
    if match is None:
        return Matter()
    fields = _load(match["matter"], is_toml=match["fence"] == "+++")
    title = _first(fields, _TITLES)
    day, unread = _day(fields, timezone)
    addresses = [_words(fields.get(name)) for name in _ADDRESSES]
    urls = [text for text in addresses if re.match(r"https?://\S+$", text)]
    identities = [_words(fields.get(name)) for name in _IDENTITIES] + urls + addresses
    at = match["matter"].find(title) if title else -1
    return Matter(
        end=match.end(),
        title=title,
        title_at=match.start("matter") + max(0, at),
        subtitle=_first(fields, _SUBTITLES),
        day=day,
        authors=_first(fields, _AUTHORS),
        section=next((_words(_leading(fields[name])) for name in _SECTIONS if fields.get(name)), ""),
        url=next(iter(urls), ""),
        identity=next(filter(None, identities), "")[:200],
        lang=_first(fields, ("lang", "language", "locale")),
        page=_first(fields, ("page",)),
        is_draft=fields.get("draft") is True or fields.get("published") is False,
        unread=unread,
    )


def _load(matter: str, *, is_toml: bool) -> Mapping[str, object]:
    import yaml  # loaded when needed: it takes time
    from frontmatter.default_handlers import YAMLHandler

    try:
        if is_toml:
            loaded: object = tomllib.loads(matter)
        else:
            try:
                loaded = YAMLHandler().load(matter)
            except yaml.YAMLError:  # a title with a colon in it
                loaded = YAMLHandler().load(_UNQUOTED.sub(_quoted, matter))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:120] or "nested too deeply"
        raise BadMatter(f"the fields at its top cannot be read ({reason}): correct them") from error
    if not isinstance(loaded, dict):
        raise BadMatter("the fields at its top are no list of names and values: correct them")
    return {str(name).lower(): value for name, value in loaded.items()}


def _quoted(match: re.Match[str]) -> str:
    value = match[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'{match[1]}: "{value}"' if ": " in match[2] or match[2].endswith(":") else match.group()


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _words(fields.get(name)))), "")


def _leading(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _words(value: object) -> str:
    """A value as words on one line: of a list all of them, of an author with several fields the name."""
    if isinstance(value, list):
        flat = (
            item for item in value[:20] if not isinstance(item, list)
        )  # aliases can nest lists without end
        return " ".join(filter(None, map(_words, flat)))
    if isinstance(value, dict):
        return _words(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, str | int | float | date) and not isinstance(value, bool):
        return " ".join(str(value).split())
    return ""


def _day(fields: Mapping[str, object], timezone: str) -> tuple[date | None, str]:
    """The day, and why it was ignored if it is none."""
    value = next((fields[name] for name in _DATES if fields.get(name)), None)
    if isinstance(value, datetime):
        return (value.astimezone(ZoneInfo(timezone)) if value.tzinfo else value).date(), ""
    if isinstance(value, date) or value is None:
        return value, ""
    try:
        return calendar_day(_SPACED_OFFSET.sub("", _words(value).strip()), timezone), ""
    except ValueError as error:
        return None, f"date ignored ({error})"
