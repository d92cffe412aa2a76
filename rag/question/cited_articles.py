"""Finds the articles that an earlier answer cites. The caller sends the conversation back as plain text."""

from __future__ import annotations

from rag.language.content_words import content_words
from rag.question.lookup import Lookup
from rag.schema import Version
from rag.text.normalise import match_form
from rag.text.sentences import sentence_spans

SEARCHED = 600  # characters of an answer that are searched for
SHORTEST = 8  # characters of a sentence that identify an article


def cited_articles(question: str, answer: str, lookup: Lookup) -> tuple[Version, ...]:
    """The articles whose sentences or headlines an answer quotes, in the order of the answer.

    If the answer quotes none, the best article for the words of the question.
    """
    answered = match_form(answer)
    found = lookup.articles(answer[:SEARCHED]) if answer else ()
    cited = sorted((offset, v.article_id, v) for v in found if (offset := _first_quote(v, answered)) >= 0)
    if cited:
        return tuple(version for *_, version in cited)
    return tuple(lookup.articles(" ".join(content_words(question)))[:1])


def _first_quote(version: Version, answered: str) -> int:
    """Offset in an answer of the first sentence of the article, or of its headline in title marks; -1 if there is none."""
    spans = sentence_spans(version.text)
    offsets = [
        answered.find(match_form(version.text[span.start : span.end]).strip())
        for span in spans
        if span.end - span.start >= SHORTEST
    ]
    if version.headline:
        offsets.append(answered.find(f"《{match_form(version.headline)}》"))
    return min((offset for offset in offsets if offset >= 0), default=-1)
