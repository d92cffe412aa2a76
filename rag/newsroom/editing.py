"""What an editor does about an answer: choose printed lines, check the words, and decide what is answered from now on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.ruled import RuledResponder
from rag.archive import Archive
from rag.cite import Citations, ClaimChecker, NotSupported, Support
from rag.desk import Audit, Desk, Person, Quote, RuledStatement, Ruling, RulingContent, Rulings, Wording
from rag.embedding import Embedder
from rag.journal import Entry, Journal
from rag.language import locale_of, wording
from rag.privacy import mask_numbers
from rag.question.ruling_key import ruling_key
from rag.schema import Answer, Found, Statement, WendaError
from rag.text.sentences import sentence_spans

MOST_ARTICLES = 6  # whose lines an editor can choose from
MOST_LINES = 60  # of one article
MOST_SIMILAR = 15  # questions that are shown
MOST_COMPARED = 100


class RulingRefused(WendaError):
    """A decision cannot be made: it decides nothing, or a sentence is not supported by the chosen lines."""


@dataclass(frozen=True, slots=True)
class SimilarQuestion:
    """Another question that was asked.

    Attributes:
        answer_id: the newest answer to it.
        cosine: of its vector and that of the question that is decided about.
    """

    answer_id: str
    wording: Wording
    cosine: float


class Editing:
    """Prepares, checks and makes decisions. Thread-safe."""

    def __init__(
        self,
        archive: Archive,
        journal: Journal,
        desk: Desk,
        embedder: Embedder,
        checker: ClaimChecker,
        ruled: RuledResponder,
    ) -> None:
        self.rulings = Rulings(desk)
        self._audit = Audit(desk)
        self._archive = archive
        self._journal = journal
        self._embedder = embedder
        self._checker = checker
        self._ruled = ruled

    # --- what can be chosen ---

    def lines(self, entry: Entry, searched: Sequence[Found] = ()) -> Iterator[tuple[Support, ...]]:
        """The sentences of each article that could answer: those that were searched for, those cited, those found.

        Args:
            searched: passages that the editor has searched for.
        """
        ids = [one.article_id for one in searched]
        ids += [citation.article_id for citation in entry.answer.citations]
        ids += [one.article_id for one in entry.found]
        for article_id in list(dict.fromkeys(ids))[:MOST_ARTICLES]:
            try:
                state, newest = self._archive.state(article_id)
            except Archive.NotFound:
                continue
            if state == "live":
                version = self._archive.version(article_id, newest)
                spans = sentence_spans(version.text)[:MOST_LINES]
                yield tuple(Support(version, "text", span.start, span.end) for span in spans)

    def similar_questions(self, entry: Entry) -> list[SimilarQuestion]:
        """Other questions that led to the same articles, nearest in meaning first."""
        articles = {c.article_id for c in entry.answer.citations} or {one.article_id for one in entry.found}
        own = wording_of(entry.answer)
        others: dict[str, tuple[str, Wording]] = {}
        for answer in self._journal.answers_about(articles, MOST_COMPARED):
            wording = wording_of(answer)
            others.setdefault(wording.key, (answer.answer_id, wording))
        others.pop(own.key, None)
        vector = self._embedder.encode_query(own.text)
        similar = [
            SimilarQuestion(answer_id, wording, float(self._embedder.encode_query(wording.text) @ vector))
            for answer_id, wording in others.values()
        ]
        return sorted(similar, key=lambda one: one.cosine, reverse=True)[:MOST_SIMILAR]

    # --- deciding ---

    def in_own_words(self, sentences: Sequence[str], chosen: Sequence[Support]) -> Iterator[RuledStatement]:
        """An editor's sentences, each with those of the chosen lines that support it.

        Raises:
            RulingRefused: no line supports a sentence.
        """
        passages = [(line.version, line.start, line.end) for line in chosen]
        for sentence in sentences:
            supports, verdict = self._checker.bind(sentence, passages)
            if not supports:
                words = " ".join(f"“{word}”" for word in verdict.at_fault)
                raise RulingRefused(f"“{sentence}” ← {words}")
            yield RuledStatement(text=sentence, quotes=tuple(map(quote_of, supports)))

    def check(self, decision: RulingContent, question: str) -> tuple[Statement, ...]:
        """The statements as residents will see them, after every check that an answer passes.

        Raises:
            RulingRefused: one does not pass.
        """
        citations = Citations(self._archive, locale_of(question), checker=self._checker)
        try:
            return tuple(citations.statement(self._ruled.claim(chosen))[0] for chosen in decision.statements)
        except (NotSupported, Archive.NotFound) as error:
            raise RulingRefused(str(error)) from error

    def decide(
        self,
        entry: Entry,
        decision: RulingContent,
        *,
        also: Sequence[str] = (),
        reason: str = "",
        person: Person,
    ) -> int:
        """Answer this question so from now on. Residents' reports about its answer count as handled.

        Args:
            also: ids of answers to other wordings of the question, which the editor has seen and accepted.
            reason: what was wrong; residents read it.

        Returns:
            The decision's id.

        Raises:
            RulingRefused, DeskUnusable, JournalUnusable
        """
        if not (decision.statements or decision.excluded):
            raise RulingRefused("Choose a line to answer with, or what must not be used.")
        own = wording_of(entry.answer)
        self.check(decision, own.text)
        others = [wording_of(self._journal.get(answer_id).answer) for answer_id in also]
        ruling_id = self.rulings.decide(
            entry.answer.answer_id,
            decision,
            [own, *others],
            reason=mask_numbers(reason.strip()),
            person=person,
        )
        for answer_id in (entry.answer.answer_id, *also):
            if count := self._journal.handle_reports(answer_id, name=person.name):
                self._audit.record(person, "reports_handled", answer_id, {"count": count})
        return ruling_id

    def said(self, statement: RuledStatement) -> str:
        """The text of a statement of a corrected answer.

        Raises:
            Archive.NotFound: an article that it rests on was erased.
        """
        return self._ruled.claim(statement).text

    def corrected(self, answer: Answer) -> Answer | None:
        """What an answer that was given says now; None if the newsroom has not corrected it since.

        Raises:
            DeskUnusable
        """
        verdict = self._ruled.verdict(answer.understood)
        if verdict is None or verdict.corrected == answer.corrected:
            return None
        locale = locale_of(answer.understood.question)
        citations = Citations(self._archive, locale, checker=self._checker)
        try:
            statements = tuple(citations.statement(claim)[0] for claim in verdict.claims)
        except NotSupported:  # an article has just changed
            return None
        said = {
            "status": "answered",
            "confidence": 1.0,
            "text": wording(locale, "statements_joint").join(s.text for s in statements),
            "statements": statements,
            "citations": tuple(citations.cited),
            "nearest_lines": (),
            "nearest": (),
            "corrected": verdict.corrected,
            "aigc": None,
        }
        return answer.model_copy(update=said)

    def ruling_for(self, answer: Answer) -> Ruling | None:
        """The decision that holds for the question of an answer.

        Raises:
            DeskUnusable
        """
        return self.rulings.of_question(wording_of(answer).key)


def wording_of(answer: Answer) -> Wording:
    """The question of an answer, as it stands alone."""
    return Wording(answer.understood.question, ruling_key(answer.understood))


def quote_of(support: Support) -> Quote:
    """Printed words, by their place."""
    version = support.version
    return Quote(
        article_id=version.article_id,
        version=version.version,
        field=support.field,
        start=support.start,
        end=support.end,
    )
