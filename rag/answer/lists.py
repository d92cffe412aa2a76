"""Dated lists of reports, and what somebody said: claims made without reading passages one against the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.archive import Archive, Catalogue, Copies, Entry
from rag.cite import Claim, Support
from rag.dates import Period
from rag.index import Indexes
from rag.language.before import head_of
from rag.language.topic import holds
from rag.question.listing import Listing
from rag.schema import Found, Version
from rag.search.reprints import first_of_each
from rag.text.normalise import matched
from rag.text.script import Language
from rag.text.sentences import sentence_spans

SHOWN = 20
COMPARED = 1000
"""Up to so many articles are read to leave out those that have the pairs of a word's characters, not the word."""

MOST_STATEMENTS = 3
READ_FOR_QUOTES = 50  # articles


@dataclass(frozen=True, slots=True)
class Listed:
    """The reports of a list. A story that several papers or files print is one report: its newest printing is shown.

    Attributes:
        count: of all that match, `undated` among them.
        shown: the newest of them.
    """

    count: int
    undated: int
    shown: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said without reading passages one against the other: the articles, and the claims."""

    versions: tuple[Version, ...]
    claims: Iterable[Claim]

    @property
    def found(self) -> tuple[Found, ...]:
        return tuple(
            Found(
                rank=rank,
                score=0.0,
                article_id=version.article_id,
                version=version.version,
                source_id=version.source_id,
                headline=version.headline,
                date=version.date,
                text=version.headline or version.text,
                start=0,
                end=len(version.headline or version.text),
            )
            for rank, version in enumerate(self.versions, 1)
        )


class Lists:
    """Finds the reports that a list asks for."""

    def __init__(self, archive: Archive, indexes: Indexes, catalogue: Catalogue) -> None:
        self.archive = archive
        self.indexes = indexes
        self.catalogue = catalogue

    def find(self, listing: Listing, *, section: str = "", period: Period | None = None) -> Listed:
        """
        Raises:
            Rebuilding
        """
        ids = self.indexes.holding(listing.words) if listing.words else None
        entries = self.catalogue.entries(
            author=listing.author,
            section=section,
            since=period.start if period else None,
            until=period.end if period else None,
            passage_ids=ids,
        )
        if listing.words and len(entries) <= COMPARED:
            entries = self._compared(entries, listing.words)
        article_ids = [entry.article_id for entry in entries]
        entries = first_of_each(entries, article_ids, Copies(self.archive).groups(article_ids))
        return Listed(
            count=len(entries),
            undated=sum(entry.date is None for entry in entries),
            shown=tuple(self.archive.version(entry.article_id) for entry in entries[:SHOWN]),
        )

    def _compared(self, entries: Sequence[Entry], words: Sequence[str]) -> list[Entry]:
        """The entries whose article has each of the words; of one day, those that have them in the headline first."""
        versions = [(entry, self.archive.version(entry.article_id)) for entry in entries]
        held = [(entry, _has(head_of(v), words)) for entry, v in versions if _has(_everything(v), words)]
        held.sort(key=lambda pair: (-(pair[0].date or date.min).toordinal(), not pair[1]))
        return [entry for entry, _ in held]

    def quotes(self, speaker: str, said: Sequence[str], period: Period | None) -> list[Support]:
        """Sentences in which somebody is quoted, newest first.

        Args:
            said: texts that the asker has already been given; their sentences are left out.

        Raises:
            Rebuilding
        """
        entries = self.catalogue.entries(
            since=period.start if period else None,
            until=period.end if period else None,
            passage_ids=self.indexes.holding([speaker]),
        )
        given = matched(" ".join(said))
        found: list[Support] = []
        for entry in entries[:READ_FOR_QUOTES]:
            version = self.archive.version(entry.article_id)
            found += [s for s in _quotes(version, speaker) if matched(s.quote) not in given]
            if len(found) >= MOST_STATEMENTS:
                break
        return found[:MOST_STATEMENTS]


def list_claims(listed: Listed, language: Language) -> Iterator[Claim]:
    """How many reports there are, then a line for each that is shown; made from their dates and headlines."""
    lines = [_line(version, language) for version in listed.shown]
    yield Claim(_count(listed, language), "added", tuple(s for line in lines for s in line.supports))
    yield from lines


def _has(text: str, words: Sequence[str]) -> bool:
    return all(holds(matched(text), word) for word in words)


def _everything(version: Version) -> str:
    return f"{head_of(version)} {version.byline} {version.text}"


_COUNTS: dict[Language, tuple[str, str, str]] = {
    "zh-Hans": (
        "共{count}篇报道，由新到旧：",
        "共{count}篇报道，最新的{shown}篇：",
        "其中{undated}篇日期不详。",
    ),
    "zh-Hant": (
        "共{count}篇報道，由新到舊：",
        "共{count}篇報道，最新的{shown}篇：",
        "其中{undated}篇日期不詳。",
    ),
    "en": (
        "Reports: {count}, newest first.",
        "Reports: {count}, of which the newest {shown}.",
        "Undated: {undated}.",
    ),
}


def _count(listed: Listed, language: Language) -> str:
    whole, cut, undated = _COUNTS[language]
    text = (whole if listed.count == len(listed.shown) else cut).format(
        count=listed.count, shown=len(listed.shown)
    )
    return f"{undated.format(undated=listed.undated)} {text}".strip() if listed.undated else text


def _line(version: Version, language: Language) -> Claim:
    day = _day(version.date, language)
    if version.headline:
        support = Support(version, "headline", 0, len(version.headline))
        title = f"“{support.quote}”" if language == "en" else f"《{support.quote}》"
        return Claim(f"{day} {title}", "added", (support,))
    first = sentence_spans(version.text)[0]
    support = Support(version, "text", first.start, first.end)
    return Claim(f"{day} {support.quote}", "added", (support,))


def _day(day: date | None, language: Language) -> str:
    if day is None:
        return {"zh-Hans": "日期不详", "zh-Hant": "日期不詳", "en": "undated"}[language]
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"


# --- what somebody said ---


def _quotes(version: Version, speaker: str) -> Iterator[Support]:
    """The sentences that give the speaker's words: with the name and a verb of saying, or the answers of an
    interview whose headlines name the speaker."""
    interview = speaker in matched(f"{version.headline} {version.subheadline}")
    for span in sentence_spans(version.text):
        sentence = matched(version.text[span.start : span.end])
        by_name = speaker in sentence and _SAYS.search(sentence.split(speaker, 1)[1])
        if by_name or (interview and sentence.startswith("答")):
            yield Support(version, "text", _quote_start(version.text, span.start), span.end)


def _quote_start(text: str, start: int) -> int:
    """Where the speech begins that ends right before `start` (`“……。”某某说。`); else `start`."""
    opening = text.rfind("“", 0, start)
    return opening if opening >= 0 and text[:start].rstrip().endswith("”") else start


_SAYS = re.compile(r"说|介绍|表示|指出|强调|告诉|坦言|认为|解释|提醒|呼吁|汇报|透露|回忆|感慨|建议|要求")
