"""Gives the answer that an editor chose for this question, in place of the program's own."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from rag.answer.base import Reply, Verdict
from rag.archive import Archive
from rag.cite import Claim, Support
from rag.desk import Quote, RuledStatement, Ruling, Rulings
from rag.question import Query
from rag.question.ruling_key import ruling_key
from rag.schema import Corrected, Understood


def with_exclusions(query: Query, rulings: Rulings) -> Query:
    """The query, and those that it consists of, with what they must not be answered from."""
    ruling = rulings.of_question(ruling_key(query.understood()))
    return replace(
        query,
        excluded=ruling.decision.excluded if ruling else (),
        parts=tuple(with_exclusions(part, rulings) for part in query.parts),
        in_talk=with_exclusions(query.in_talk, rulings) if query.in_talk else None,
    )


class RuledResponder:
    """Answers the questions that the newsroom has corrected the answer to, until an article that it rests on changes."""

    def __init__(self, archive: Archive, rulings: Rulings, timezone: str) -> None:
        """
        Args:
            timezone: in which the day of a correction is told.
        """
        self._archive = archive
        self._rulings = rulings
        self._timezone = ZoneInfo(timezone)

    def respond(self, query: Query) -> Reply | None:
        verdict = self.verdict(query.understood())
        return Reply((), lambda: verdict) if verdict else None

    def verdict(self, understood: Understood) -> Verdict | None:
        """The corrected answer to a question; None if there is none. One whose articles have changed ends here."""
        ruling = self._rulings.of_question(ruling_key(understood))
        if ruling is None or not ruling.corrects:
            return None
        if not all(self._is_unchanged(*article) for article in ruling.decision.articles.items()):
            self._rulings.end(ruling.ruling_id, "article_changed")
            return None
        claims = [self.claim(statement) for statement in ruling.decision.statements]
        return Verdict(1.0, iter(claims), corrected=self._corrected(ruling))

    def claim(self, statement: RuledStatement) -> Claim:
        """The statement as a claim, which passes the same checks as all others.

        Raises:
            Archive.NotFound
        """
        supports = tuple(map(self._support, statement.quotes))
        if statement.text:
            return Claim(statement.text, "edited", supports)
        return Claim("".join(support.quote for support in supports), "quoted", supports)

    def _is_unchanged(self, article_id: str, version: int) -> bool:
        try:
            return self._archive.state(article_id) == ("live", version)
        except Archive.NotFound:
            return False

    def _support(self, quote: Quote) -> Support:
        version = self._archive.version(quote.article_id, quote.version)
        return Support(version, quote.field, quote.start, quote.end)

    def _corrected(self, ruling: Ruling) -> Corrected:
        return Corrected(on=ruling.made_at.astimezone(self._timezone).date(), reason=ruling.reason)
