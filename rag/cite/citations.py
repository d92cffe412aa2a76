"""Checks the claims of an answer and numbers their citations. Every statement goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rag.archive import Archive, Copies, page_places
from rag.archive.wording import joined, words
from rag.cite.checker import ClaimChecker
from rag.cite.checks import CHECKS, Check
from rag.cite.claim import Claim, NotSupported, Support
from rag.cite.highlight import whole_words
from rag.cite.quote_limit import QuoteLimit
from rag.cite.translation import Translate, no_translation, without_new_numbers
from rag.language import Locale, facts_in, is_foreign
from rag.schema import Citation, Copy, PrintedBox, Statement, WendaError
from rag.text.sentences import Span

MOST_FACTS = 4  # of a citation


class Citations:
    """Checks the claims of one answer against the current archive and numbers their citations."""

    def __init__(
        self,
        archive: Archive,
        locale: Locale,
        *,
        checker: ClaimChecker | None = None,
        checks: Sequence[Check] = CHECKS,
        translate: Translate = no_translation,
    ) -> None:
        """
        Args:
            locale: the locale of the question. Quotations in another language get facts in this one.
            checker: checks what a language model or an editor wrote; None: nothing of that may be shown.
            checks: run on each claim, in this order.
            translate: translates quotations in another language.
        """
        self.archive = archive
        self.cited: list[Citation] = []
        self._checker = checker
        self._checks = checks
        self._locale = locale
        self._translate = translate
        self._quote_limit = QuoteLimit()

    def statement(self, claim: Claim) -> tuple[Statement, list[Citation]]:
        """Check a claim and turn it into a statement.

        Returns:
            The statement, and the citations that no earlier statement had.

        Raises:
            NotSupported: a check failed.
        """
        for check in self._checks:
            check(claim, self.archive)
        if claim.kind in ("written", "edited"):
            self._check_wording(claim)
        claim = self._quote_limit.within(claim)
        already_cited = len(self.cited)
        numbers = tuple(dict.fromkeys(self._number(support) for support in claim.supports))
        return Statement(text=claim.text, kind=claim.kind, citations=numbers), self.cited[already_cited:]

    def _check_wording(self, claim: Claim) -> None:
        verdict = self._checker.check(claim.text, claim.supports) if self._checker else None
        if verdict is None or not verdict.supported:
            raise NotSupported(f"«{claim.text}» is not supported by the words it cites.")

    def _number(self, support: Support) -> int:
        wanted = (support.version.article_id, support.field, support.start, support.end)
        for citation in self.cited:
            if (citation.article_id, citation.field, citation.start, citation.end) == wanted:
                return citation.n
        citation = _citation(len(self.cited) + 1, support, self._boxes(support), self._copies(support))
        is_shown = support.field in ("text", "byline")
        self.cited.append(self._explained(citation) if is_shown else citation)
        return len(self.cited)

    def _explained(self, citation: Citation) -> Citation:
        """The citation with facts and a translation, if its words are in another language than the question."""
        if not is_foreign(citation.quote, self._locale):
            return citation
        start, highlight = citation.start, citation.highlight
        answering = Span(highlight[0] - start, highlight[1] - start) if highlight else None
        read = partial(facts_in, self._locale, citation.quote, citation.date, answering)
        translation = self._translate(citation.quote, self._locale)
        if translation:
            translation = without_new_numbers(translation, citation.quote, read(len(citation.quote)))
        return citation.model_copy(update={"facts": read(MOST_FACTS), "translation": translation})

    def _boxes(self, support: Support) -> tuple[PrintedBox, ...]:
        """Where the quote is printed; empty if that is not known."""
        try:
            places = page_places(self.archive, support.version, [(support.field, support.start, support.end)])
        except WendaError:  # the words are cited without their place
            return ()
        return tuple(
            PrintedBox(page=b.page + 1, left=b.left, top=b.top, right=b.right, bottom=b.bottom)
            for place in places
            for b in place.marks
        )

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


def _citation(n: int, support: Support, boxes: tuple[PrintedBox, ...], copies: tuple[Copy, ...]) -> Citation:
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
        boxes=boxes,
        copies=copies,
    )


def _highlight(support: Support) -> tuple[int, int] | None:
    """Start and end, in the field, of the words within the quote that answer the question."""
    if support.highlight is None:
        return None
    start = support.start
    marked = Span(support.highlight.start - start, support.highlight.end - start)
    shown = whole_words(support.quote, marked, support.version.date)
    return (start + shown.start, start + shown.end) if shown else None
