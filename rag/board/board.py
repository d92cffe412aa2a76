"""`Board` groups the journal's declined questions and joins what editors decided about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from rag.board.grouping import grouped
from rag.board.groups import WEEKS, NearArticle, QuestionGroup, Wording
from rag.board.likeness import ParsedQuestion
from rag.board.vectors import EncodesQueries, KnownVectors
from rag.desk import Decision, Decisions, Desk, QuestionVectors, question_key
from rag.desk.question_vectors import Vector
from rag.journal import DeclinedQuestion, Journal

MOST_NEAREST = 3  # articles that are named for a group

Asked = dict[str, list[DeclinedQuestion]]
"""Declined questions by `question_key`, oldest first."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board at a moment.

    Attributes:
        waiting: how many questions are not embedded yet; each of them is a group of its own until it is.
    """

    groups: tuple[QuestionGroup, ...]
    waiting: int = 0

    def group_of(self, key: str) -> QuestionGroup | None:
        """The group that has a question with this `question_key`."""
        return next((group for group in self.groups if group.has(key)), None)


class Board:
    """The board of one newsroom. Thread-safe."""

    def __init__(
        self,
        desk: Desk,
        journal: Journal,
        load_embedder: Callable[[], tuple[EncodesQueries, str]],
        zone: ZoneInfo,
    ) -> None:
        """
        Args:
            load_embedder: returns the embedding model and the fingerprint of its questions' vectors; called at the first use.
            zone: in which weeks begin.
        """
        self.decisions = Decisions(desk)
        self._desk = desk
        self._journal = journal
        self._load_embedder = load_embedder
        self._zone = zone
        self._vectors: KnownVectors | None = None
        self._forgot_on: date | None = None
        self._last: tuple[list[str], list[list[str]]] = [], []
        self._parsed: dict[str, ParsedQuestion] = {}

    def view(self) -> BoardView:
        """The board now.

        Raises:
            DeskUnusable
            JournalUnusable
        """
        first = self.first_week()
        asked: Asked = defaultdict(list)
        for declined in self._journal.declined(datetime.combine(first, time(), self._zone)):
            asked[question_key(declined.question)].append(declined)
        decisions = [decision for decision in self.decisions.all() if decision.undone_at is None]
        named = (decision.wording for decision in decisions if decision.wording)
        questions = {question_key(wording): wording for wording in named}
        questions |= {key: times[-1].question for key, times in asked.items()}
        parsed = self._parse(questions)
        if not questions:  # nothing to embed: the model need not be loaded
            QuestionVectors(self._desk, "").keep_only(())
            return BoardView(())
        vectors = self._known_vectors().of(questions)
        self._forget(questions)
        clusters = self._clusters(parsed, vectors)
        groups = [
            self._group(keys, decision, questions, asked, vectors, first)
            for keys, decision in _joined(clusters, decisions)
        ]
        return BoardView(tuple(groups), len(questions) - len(vectors))

    def first_week(self) -> date:
        """The Monday of the first week that the board looks back to."""
        today = self._today()
        return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)

    def close(self) -> None:
        if self._vectors is not None:
            self._vectors.close()

    def _today(self) -> date:
        return self._desk.clock().astimezone(self._zone).date()

    def _known_vectors(self) -> KnownVectors:
        if self._vectors is None:
            embedder, fingerprint = self._load_embedder()
            self._vectors = KnownVectors(QuestionVectors(self._desk, fingerprint), embedder)
        return self._vectors

    def _forget(self, questions: Iterable[str]) -> None:
        """Once a day, forget the vectors of questions that are on the board no more."""
        today = self._today()
        if self._forgot_on != today:
            self._known_vectors().keep_only(set(questions))
            self._forgot_on = today

    def _parse(self, questions: dict[str, str]) -> dict[str, ParsedQuestion]:
        """The questions, parsed; those that are on the board no more leave the memory, since they may have been erased."""
        known = self._parsed
        self._parsed = {k: known.get(k) or ParsedQuestion.of(question) for k, question in questions.items()}
        return self._parsed

    def _clusters(self, parsed: dict[str, ParsedQuestion], vectors: dict[str, Vector]) -> list[list[str]]:
        keys = [key for key in parsed if key in vectors]
        alone = [[key] for key in parsed if key not in vectors]
        if not keys:
            return alone
        last_keys, clusters = self._last
        if (
            last_keys != keys
        ):  # a page that is opened again, or another filter, need not wait for the grouping
            found = grouped([parsed[key] for key in keys], np.stack([vectors[key] for key in keys]))
            clusters = [[keys[place] for place in cluster] for cluster in found]
            self._last = keys, clusters
        return clusters + alone

    def _group(
        self,
        keys: Sequence[str],
        decision: Decision | None,
        questions: dict[str, str],
        asked: Asked,
        vectors: dict[str, Vector],
        first: date,
    ) -> QuestionGroup:
        times = [declined for key in keys for declined in asked.get(key, ())]
        wordings = [
            Wording(
                questions[key], key, len(asked.get(key, ())), asked[key][-1].answer_id if key in asked else ""
            )
            for key in keys
        ]
        wordings.sort(key=lambda wording: wording.asked, reverse=True)
        since = [one for one in times if decision and one.given_at > decision.decided_at]
        return QuestionGroup(
            wording=(decision.wording if decision else "") or _most_typical(wordings, vectors),
            wordings=tuple(wordings),
            by_week=self._by_week(times, first),
            last_at=max((declined.given_at for declined in times), default=None),
            nearest=_nearest(times),
            decision=decision,
            asked_since=len(since),
        )

    def _by_week(self, times: Iterable[DeclinedQuestion], first: date) -> tuple[int, ...]:
        weeks = Counter((one.given_at.astimezone(self._zone).date() - first).days // 7 for one in times)
        return tuple(weeks[week] for week in range(WEEKS))


def _joined(
    clusters: Sequence[Sequence[str]], decisions: Sequence[Decision]
) -> list[tuple[list[str], Decision | None]]:
    """The clusters with the decision about each: the newest one that names a question of it. Clusters of one decision are
    one group, so that it stays together whatever is asked later."""
    by_key = {key: decision for decision in decisions for key in decision.keys}
    opened: list[tuple[list[str], Decision | None]] = []
    decided: dict[int, list[str]] = defaultdict(list)
    for cluster in clusters:
        about = [by_key[key] for key in cluster if key in by_key]
        if about:
            decided[max(decision.number for decision in about)] += cluster
        else:
            opened.append((list(cluster), None))
    by_number = {decision.number: decision for decision in decisions}
    return opened + [(keys, by_number[number]) for number, keys in decided.items()]


def _most_typical(wordings: Sequence[Wording], vectors: dict[str, Vector]) -> str:
    """The wording that is nearest to all that were asked."""
    known = [wording for wording in wordings if wording.key in vectors]
    if not known:
        return wordings[0].question
    stacked = np.stack([vectors[wording.key] for wording in known])
    centre = np.array([wording.asked for wording in known]) @ stacked
    return known[int(np.argmax(stacked @ centre))].question


def _nearest(times: Sequence[DeclinedQuestion]) -> tuple[NearArticle, ...]:
    """The articles that the most answers named as nearest, then the newest answers'."""
    found: dict[str, NearArticle] = {}
    for declined in times:
        for near in declined.nearest:
            before = found.pop(near.article_id, None)  # so that the newest comes last
            count = before.times + 1 if before else 1
            found[near.article_id] = NearArticle(
                near.article_id, near.headline, near.date, declined.answer_id, count
            )
    newest_first = reversed(found.values())
    return tuple(sorted(newest_first, key=lambda near: near.times, reverse=True)[:MOST_NEAREST])
