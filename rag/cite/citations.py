"""The one gate that every statement passes: it is checked, and its citations are numbered."""

from __future__ import annotations

from collections.abc import Sequence

from rag.archive import Archive, Copies
from rag.archive.wording import joined, words
from rag.cite.checks import CHECKS, Check
from rag.cite.claim import Claim, Support
from rag.schema import Citation, Copy, Statement


class Citations:
    """Checks the claims of one answer against the archive as it is now, and numbers what they cite."""

    def __init__(self, archive: Archive, checks: Sequence[Check] = CHECKS) -> None:
        """
        Args:
            checks: what each claim must pass, in this order.
        """
        self.archive = archive
        self.cited: list[Citation] = []
        self._checks = checks

    def statement(self, claim: Claim) -> tuple[Statement, list[Citation]]:
        """The claim as a checked statement, and the citations that are new with it.

        Raises:
            NotSupported: a check refuses it.
        """
        for check in self._checks:
            check(claim, self.archive)
        known = len(self.cited)
        numbers = tuple(dict.fromkeys(self._number(support) for support in claim.supports))
        return Statement(text=claim.text, kind=claim.kind, citations=numbers), self.cited[known:]

    def _number(self, support: Support) -> int:
        for citation in self.cited:
            same = (citation.article_id, citation.field, citation.start, citation.end)
            if same == (support.version.article_id, support.field, support.start, support.end):
                return citation.n
        self.cited.append(_citation(len(self.cited) + 1, support, self._copies(support)))
        return len(self.cited)

    def _copies(self, support: Support) -> tuple[Copy, ...]:
        """The story's other printings that print the same words."""
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
        headline=version.headline,
        paper=version.paper,
        date=version.date,
        page=version.page,
        byline=version.byline,
        url=version.url,
        copies=copies,
    )
