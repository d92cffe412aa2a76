"""Checks the claims of an answer and numbers their citations. Every statement goes through here."""

from __future__ import annotations

from collections.abc import Sequence

from rag.archive import Archive, Copies
from rag.archive.wording import joined, words
from rag.cite.checks import CHECKS, Check
from rag.cite.claim import Claim, Support
from rag.cite.highlight import whole_words
from rag.schema import Citation, Copy, Statement
from rag.text.sentences import Span


class Citations:
    """Checks the claims of one answer against the current archive and numbers their citations."""

    def __init__(self, archive: Archive, checks: Sequence[Check] = CHECKS) -> None:
        """
        Args:
            checks: run on each claim, in this order.
        """
        self.archive = archive
        self.cited: list[Citation] = []
        self._checks = checks

    def statement(self, claim: Claim) -> tuple[Statement, list[Citation]]:
        """Check a claim and turn it into a statement.

        Returns:
            The statement, and the citations that no earlier statement had.

        Raises:
            NotSupported: a check failed.
        """
        for check in self._checks:
            check(claim, self.archive)
        already_cited = len(self.cited)
        numbers = tuple(dict.fromkeys(self._number(support) for support in claim.supports))
        return Statement(text=claim.text, kind=claim.kind, citations=numbers), self.cited[already_cited:]

    def _number(self, support: Support) -> int:
        wanted = (support.version.article_id, support.field, support.start, support.end)
        for citation in self.cited:
            if (citation.article_id, citation.field, citation.start, citation.end) == wanted:
                return citation.n
        self.cited.append(_citation(len(self.cited) + 1, support, self._copies(support)))
        return len(self.cited)

    def _copies(self, support: Support) -> tuple[Copy, ...]:
        """Reprints of the article that contain the quoted words."""
        if support.field != "text":
            return ()
        quoted = joined(words(support.quote))
        return tuple(
            Copy(article_id=v.article_id, headline=v.headline, paper=v.paper, date=v.date, page=v.page)
            for v in Copies(self.archive).same_story(support.version.article_id)
            if quoted in joined(words(v.text))
        )


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
        highlight=_highlight(support),
        headline=version.headline,
        paper=version.paper,
        date=version.date,
        page=version.page,
        byline=version.byline,
        url=version.url,
        copies=copies,
    )


def _highlight(support: Support) -> tuple[int, int] | None:
    """Start and end, in the field, of the words within the quote that answer the question."""
    if support.highlight is None:
        return None
    start = support.start
    marked = Span(support.highlight.start - start, support.highlight.end - start)
    shown = whole_words(support.quote, marked)
    return (start + shown.start, start + shown.end) if shown else None
