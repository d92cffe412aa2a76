"""Citations: binds a statement to the printed words that carry it, and checks each binding against the archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rag.archive import Archive, Copies
from rag.archive.wording import joined, words
from rag.schema import Citation, Copy, FieldName, Statement, Version, WendaError
from rag.text.normalise import searched
from rag.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Support:
    """Printed words of one version: `version[field][start:end]`."""

    version: Version
    field: FieldName
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.version[self.field][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement before it is numbered: its text, what it is, and the words that carry it.

    Attributes:
        beside: the words of another year's report on the same thing, where these follow next.
    """

    text: str
    kind: str
    supports: tuple[Support, ...]
    beside: Support | None = None


class NotSupported(WendaError):
    """A statement is not carried by what it cites, or what it cites is no longer answered from."""


@dataclass
class Citations:
    """Numbers the citations of one answer and checks each against the archive as it is now."""

    archive: Archive
    cited: list[Citation] = field(default_factory=list)

    def statement(self, claim: Claim) -> tuple[Statement, list[Citation]]:
        """The claim as a checked statement, and the citations that are new with it.

        Raises:
            NotSupported: it cites nothing, or one of its supports is not what the archive has there, or its
                article was withdrawn or replaced meanwhile.
        """
        if not claim.supports:
            raise NotSupported(f"«{claim.text}» cites nothing.")
        known = len(self.cited)
        numbers = tuple(dict.fromkeys(self._number(support) for support in claim.supports))
        statement = Statement(text=claim.text, kind=claim.kind, citations=numbers)
        return statement, self.cited[known:]

    def _number(self, support: Support) -> int:
        self._check(support)
        for citation in self.cited:
            same = (citation.article_id, citation.field, citation.start, citation.end)
            if same == (support.version.article_id, support.field, support.start, support.end):
                return citation.n
        self.cited.append(_citation(len(self.cited) + 1, support, self._copies(support)))
        return len(self.cited)

    def _copies(self, support: Support) -> tuple[Copy, ...]:
        """The story's other printings, as far as they print the same words."""
        if support.field != "text":
            return ()
        quoted = joined(words(support.quote))
        return tuple(
            Copy(article_id=v.article_id, headline=v.headline, paper=v.paper, date=v.date, page=v.page)
            for v in Copies(self.archive).of(support.version.article_id)
            if quoted in joined(words(v.text))
        )

    def _check(self, support: Support) -> None:
        wanted = support.version
        state, newest = self.archive.state(wanted.article_id)
        if state != "live" or newest != wanted.version:
            raise NotSupported(
                f"Article {wanted.article_id} was withdrawn or replaced while it was being read."
            )
        printed = self.archive.version(wanted.article_id, wanted.version)[support.field]
        if not support.quote or printed[support.start : support.end] != support.quote:
            raise NotSupported(f"Article {wanted.article_id} does not print «{support.quote}» there.")


def _citation(n: int, support: Support, copies: tuple[Copy, ...]) -> Citation:
    version = support.version
    return Citation(
        n=n,
        article_id=version.article_id,
        version=version.version,
        source_id=version.source_id,
        field=support.field,
        quote=support.quote,
        start=support.start,
        end=support.end,
        headline=version.headline,
        paper=version.paper,
        date=version.date,
        page=version.page,
        byline=version.byline,
        url=version.url,
        copies=copies,
    )


# --- a language model's sentences ---

SHARED = 0.6  # of a written sentence's character pairs that the printed words must have


def bind(text: str, versions: Iterable[tuple[Version, int, int]]) -> tuple[Support, ...]:
    """The printed sentences that carry a written sentence; empty where they do not carry it.

    A sentence is carried when every number, Latin word and quoted name in it is printed in the sentences it is
    bound to, or is their article's date, and most of what it says is.

    Args:
        versions: (version, start, end): the passages that it may be bound to.
    """
    wanted = _pairs(text)
    scored = sorted(
        (
            (len(wanted & _pairs(version.text[a:b])) / max(1, len(wanted)), version, a, b)
            for version, start, end in versions
            for a, b in _sentences(version, start, end)
        ),
        key=lambda row: row[0],
        reverse=True,
    )
    supports = tuple(Support(version, "text", a, b) for share, version, a, b in scored[:2] if share > 0)
    for count in (1, 2):
        if carried(text, supports[:count]):
            return supports[:count]
    return ()


def carried(text: str, supports: Sequence[Support]) -> bool:
    """Whether the printed words say what `text` says, as far as characters can tell."""
    if not supports:
        return False
    printed = searched(" ".join(s.quote for s in supports))
    dates = " ".join(f"{d.year} {d.month} {d.day}" for s in supports if (d := s.version.date))
    tokens_printed = set(_TOKEN.findall(printed)) | set(dates.split())
    tokens_ok = all(token in tokens_printed for token in _TOKEN.findall(searched(text)))
    names_ok = all(searched(name) in printed for name in _QUOTED.findall(text))
    wanted = _pairs(text)
    return tokens_ok and names_ok and len(wanted & _pairs(printed)) >= SHARED * len(wanted)


_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]{2,}")
_QUOTED = re.compile(r"[“《「]([^”》」]{1,40})[”》」]")


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"\W+", "", searched(text))
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def _sentences(version: Version, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + s.start, start + s.end) for s in sentence_spans(version.text[start:end])]
