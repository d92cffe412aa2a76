"""The articles behind an answer, found again by its words: a conversation comes back from the asker as text alone."""

from __future__ import annotations

from rag.language.content_words import content_words
from rag.question.lookup import Lookup
from rag.schema import Version
from rag.text.normalise import match_form
from rag.text.sentences import sentence_spans

SEARCHED = 600  # characters of an answer by which its articles are found
SHORTEST = 8  # characters of a sentence that tell one article from another


def cited_articles(question: str, answer: str, lookup: Lookup) -> tuple[Version, ...]:
    """The articles whose words or headline an answer gives, in its order; without an answer, the one that the words of
    the question find."""
    said = match_form(answer)
    found = lookup.articles(answer[:SEARCHED]) if answer else ()
    cited = sorted((place, v.article_id, v) for v in found if (place := _place(v, said)) >= 0)
    if cited:
        return tuple(version for *_, version in cited)
    return tuple(lookup.articles(" ".join(content_words(question)))[:1])


def _place(version: Version, said: str) -> int:
    """Where an answer first gives a sentence of the article, or its headline in title marks; -1 where nowhere."""
    spans = sentence_spans(version.text)
    given = [
        said.find(match_form(version.text[span.start : span.end]).strip())
        for span in spans
        if span.end - span.start >= SHORTEST
    ]
    if version.headline:
        given.append(said.find(f"《{match_form(version.headline)}》"))
    return min((place for place in given if place >= 0), default=-1)
