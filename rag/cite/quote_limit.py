"""Holds answers to what may be shown of a quote-only article: a sentence or two, never the whole text."""

from __future__ import annotations

from dataclasses import replace

from rag.cite.claim import Claim, NotSupported, Support
from rag.schema import Version
from rag.text.sentences import Span, sentence_spans
from rag.text.traces import merged

LONGEST_QUOTE = 200
"""Most characters of a quote-only article that one answer, or one list of search results, shows."""


class QuoteLimit:
    """What one answer has quoted of each quote-only article."""

    def __init__(self) -> None:
        self._quoted: dict[str, list[Span]] = {}

    def within(self, claim: Claim) -> Claim:
        """The claim, if its quotations may be shown. A quotation that is too long is cut to its answering sentence.

        Raises:
            NotSupported: it would show too much of the article.
        """
        limited = [s for s in claim.supports if s.version.quote_only and s.field == "text"]
        if limited and not self._fits(limited):
            if claim.kind != "quoted" or len(claim.supports) != 1:
                raise NotSupported(f"«{claim.text}» shows too much of a quote-only article.")
            limited = [_answering_sentence(claim.supports[0])]
            if not self._fits(limited):
                raise NotSupported(f"«{claim.text}» shows too much of a quote-only article.")
            claim = replace(claim, text=limited[0].quote, supports=(limited[0],))
        for support in limited:
            self._quoted[support.version.article_id] = self._with(support)
        return claim

    def _fits(self, supports: list[Support]) -> bool:
        return all(may_show(support.version, self._with(support)) for support in supports)

    def _with(self, support: Support) -> list[Span]:
        return merged([*self._quoted.get(support.version.article_id, []), Span(support.start, support.end)])


def may_show(version: Version, spans: list[Span]) -> bool:
    """Whether an answer may show all these parts: one sentence, or several that are no more than half of the text."""
    total = sum(span.end - span.start for span in spans)
    in_one_sentence = any(
        s.start <= spans[0].start and spans[-1].end <= s.end for s in sentence_spans(version.text)
    )
    return total <= LONGEST_QUOTE and (in_one_sentence or 2 * total <= len(version.text))


def first_sentence(version: Version, start: int, end: int) -> int:
    """The end of the part of a quote-only article's ``text[start:end]`` that a list may show; `start` if it is none."""
    first = next((s for s in sentence_spans(version.text) if s.end > start), Span(start, end))
    return min(first.end, end, start + LONGEST_QUOTE)


def _answering_sentence(support: Support) -> Support:
    """The sentence of a quotation with the answering words; the last one if they are not known."""
    answering = support.highlight.start if support.highlight else support.end - 1
    for sentence in sentence_spans(support.version.text):
        if sentence.start <= answering < sentence.end:
            start, end = max(sentence.start, support.start), min(sentence.end, support.end)
            marked = support.highlight if support.highlight and support.highlight.end <= end else None
            return replace(support, start=start, end=end, highlight=marked)
    return support
