"""With a language model, sums up several reports: one dated, cited sentence or two on each, the oldest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rag.answer.base import Reply, Verdict
from rag.answer.lists import ListResponder
from rag.answer.passages import PassageResponder, in_asked_days
from rag.answer.writer import Writer
from rag.archive import Archive, Continuations, Copies
from rag.question import Query
from rag.schema import Passage, Version
from rag.search.articles import found_articles
from rag.search.reprints import one_per_story
from rag.search.retrieved import Retrieved, to_found

MOST_REPORTS = 8
LEAD = 200  # characters of a listed report


class DigestResponder:
    """Answers broad questions: `三月份发生了什么`, "sum up the bridge story".

    If the checker leaves sentences on fewer than two reports, the question is answered like any other.
    """

    def __init__(
        self, archive: Archive, lists: ListResponder, passages: PassageResponder, writer: Writer
    ) -> None:
        self.archive = archive
        self.lists = lists
        self.passages = passages
        self.writer = writer

    def respond(self, query: Query) -> Reply | None:
        if query.list_request:
            return None if query.list_request.author else self._of_list(query)
        return self._of_story(query) if query.intent == "digest" else None

    def _of_list(self, query: Query) -> Reply | None:
        """The newest reports of a list in sentences, in place of their headlines."""
        listed = self.lists.respond(query)
        reports = self.lists.find(query).shown[:MOST_REPORTS]
        if listed is None or len(reports) < 2:
            return listed
        leads = [_lead(version) for version in reports]
        return Reply(
            found_articles(reports),
            lambda: self._summed_up(query, leads, listed.read),
            one_per_line=True,
        )

    def _of_story(self, query: Query) -> Reply | None:
        """The reports found for a story, each with its best passage."""
        retriever = self.passages.retriever
        found = in_asked_days(retriever.find(query, 3 * retriever.k))
        best = self._one_per_report(found)[:MOST_REPORTS]
        if len(best) < 2:
            return None
        return Reply(
            to_found(found[: retriever.k]),
            lambda: self._summed_up(query, best, lambda: self.passages.quoted(query, found)),
            one_per_line=True,
        )

    def _summed_up(
        self, query: Query, passages: Sequence[Passage], otherwise: Callable[[], Verdict]
    ) -> Verdict:
        """The digest, or `otherwise` if it covers fewer than two reports."""
        oldest_first = sorted(passages, key=lambda passage: passage.version.date or date.max)
        claims, struck = self.writer.digest(query, oldest_first)
        reports = {support.version.article_id for claim in claims for support in claim.supports}
        if len(reports) < 2:
            return replace(otherwise(), struck=struck)
        return Verdict(1.0, iter(claims), struck=struck)

    def _one_per_report(self, found: Sequence[Retrieved]) -> list[Passage]:
        best = {one.candidate.passage.version.article_id: one.candidate.passage for one in reversed(found)}
        in_order = list(dict.fromkeys(one.candidate.passage.version.article_id for one in found))
        firsts = Continuations(self.archive).first_parts(in_order)
        kept = one_per_story(in_order, firsts, Copies(self.archive).groups(firsts))
        return [best[article_id] for article_id in kept]


def _lead(version: Version) -> Passage:
    return Passage(0, 0, min(LEAD, len(version.text)), version)
