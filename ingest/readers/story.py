"""`Story`: an article as feeds, news XML, web exports and mails tell it, and how it becomes an `Article`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from ingest.metadata import plain_byline, text_byline
from ingest.readers.base import Article, Problem
from ingest.readers.identity import web_address
from ingest.readers.languages import language
from ingest.readers.options import ReadOptions, calendar_day
from ingest.readers.values import clean
from rag.schema import Draft, Paragraph

LONGEST_TEXT = 1_000_000  # code points
_LONGEST_ID = 200
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class Story:
    """What a file says of one article. All fields are plain text; what the file does not say is empty.

    Attributes:
        source_id: the id that the article keeps in a later export; see `made_id` for one without.
        text: a paragraph a line.
        dates: its day, in one or more spellings; the first that can be read counts.
        place: where it is in the source text, in code points.
    """

    source_id: str
    text: str
    place: tuple[int, int]
    headline: str = ""
    subheadline: str = ""
    byline: str = ""
    dates: tuple[str, ...] = ()
    paper: str = ""
    page: str = ""
    section: str = ""
    url: str = ""
    lang: str = ""

    def item(self, where: str, options: ReadOptions, *notes: str, done: int = 0) -> Article | Problem:
        """The article, or why it is none.

        Args:
            where, notes, done: see `Article`.
        """
        text = clean(self.text).strip()
        if not text:
            return Problem(where, "no text", done)
        if len(text) > LONGEST_TEXT:
            return Problem(where, f"text of {len(text):,} characters, more than {LONGEST_TEXT:,}", done)
        day, date_note = _day(self.dates, options.timezone)
        url, url_note = web_address(_one_line(self.url))
        draft = Draft(
            text=text,
            headline=_one_line(self.headline),
            subheadline=_one_line(self.subheadline),
            byline=_names(self.byline) or text_byline(text),
            date=day or options.date,
            paper=options.paper or _one_line(self.paper) or options.default_paper,
            page=_one_line(self.page) or options.page,
            section=_one_line(self.section),
            url=url,
            lang=language(_one_line(self.lang)),
            source_id=_short(_one_line(self.source_id)),
            paragraphs=(Paragraph("text", 0, len(text), *self.place),),
        )
        return Article(draft, where, "; ".join(filter(None, (*notes, date_note, url_note))), done)


def _day(dates: tuple[str, ...], timezone: str) -> tuple[date | None, str]:
    """The day, and a note if there is one that cannot be read."""
    written = [text.strip() for text in dates if text.strip()]
    for text in written:
        try:
            day = calendar_day(text, timezone)
        except ValueError:
            continue
        if day.year < 1600 or day == date(1970, 1, 1):  # what systems write where they have no date
            break
        return day, ""
    return None, f"date ignored: {written[0][:40]!r} is no day" if written else ""


def _names(byline: str) -> str:
    """A byline without mail addresses."""
    return plain_byline(_one_line(_ADDRESS.sub("", byline)).strip(" ()<>\"'"))


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _short(source_id: str) -> str:
    """An id of at most `_LONGEST_ID` characters, still one of its own."""
    if len(source_id) <= _LONGEST_ID:
        return source_id
    return f"{source_id[: _LONGEST_ID - 9]}#{sha256(source_id.encode('utf-8', 'replace')).hexdigest()[:8]}"
