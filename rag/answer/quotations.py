"""Answers what somebody said: the sentences in which the paper quotes that person, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from rag.answer.base import Reply, Verdict
from rag.answer.corrected import with_corrections
from rag.cite import Claim, Support
from rag.language import print_words
from rag.question import Query
from rag.schema import Version
from rag.search.articles import ArticleLookup, found_articles
from rag.text.normalise import match_form
from rag.text.sentences import sentence_spans

MOST_STATEMENTS = 3
MOST_ARTICLES = 50  # searched for quotations


class QuotationResponder:
    """Answers questions about what somebody said."""

    def __init__(self, lookup: ArticleLookup) -> None:
        self.lookup = lookup

    def respond(self, query: Query) -> Reply | None:
        quotes = self.find(query) if query.speaker else []
        if not quotes:
            return None
        claims = with_corrections(map(Claim.quoting, quotes), self.lookup.archive)
        found = found_articles([quote.version for quote in quotes])
        return Reply(found, lambda: Verdict(1.0, claims), one_per_line=True)

    def find(self, query: Query) -> list[Support]:
        """Sentences in which the speaker is quoted, except those already given in this conversation.

        Raises:
            Rebuilding
        """
        already_given = match_form(" ".join(query.previous_answers))
        found: list[Support] = []
        for entry in self.lookup.entries([query.speaker], query.filters, query.period)[:MOST_ARTICLES]:
            version = self.lookup.archive.version(entry.article_id)
            found += [s for s in _quotes(version, query.speaker) if match_form(s.quote) not in already_given]
            if len(found) >= MOST_STATEMENTS:
                break
        return found[:MOST_STATEMENTS]


def _quotes(version: Version, speaker: str) -> Iterator[Support]:
    """The sentences that quote the speaker.

    These are sentences with the name followed by a verb of saying, those after it that go on with a pronoun (`她说`), and
    the answers in an interview whose headline or sub-headline names the speaker.
    """
    words = print_words()
    goes_on = False
    interview = speaker in match_form(f"{version.headline} {version.subheadline}")
    for span in sentence_spans(version.text):
        sentence = match_form(version.text[span.start : span.end])
        by_name = speaker in sentence and words.speech_verbs.search(sentence.split(speaker, 1)[1])
        goes_on = bool(by_name or (goes_on and words.pronoun_says.match(sentence)))
        if goes_on or (interview and words.answer_prefix.match(sentence)):
            yield Support(version, "text", _quote_start(version.text, span.start), span.end)


def _quote_start(text: str, start: int) -> int:
    """If a quotation ends right before `start` (`“……。”某某说。`), the offset where it begins; else `start`."""
    opening = text.rfind("“", 0, start)
    return opening if opening >= 0 and text[:start].rstrip().endswith("”") else start
