"""What staff read from the journal: the queues, an answer with all that belongs to it, and every verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, func, select, tuple_

from rag.database import reading
from rag.journal.entries import VIEWS, AnswerSummary, Entry, ReviewedStatement, View
from rag.journal.judgements import to_judge
from rag.journal.opened import OpenedJournal
from rag.journal.rows import SUMMARY_COLUMNS, answer_summary, entries
from rag.journal.sampling import SAMPLE_DAYS, daily_sample
from rag.journal.tables import ERASURE, answers, meta, verdicts
from rag.journal.views import count_query, in_view, sort_columns, waiting_in

_BATCH = 200  # answers read in one transaction by `verdicts`


class Queues(OpenedJournal):
    """The part of the journal that staff read."""

    def answers(self, view: View, limit: int, offset: int = 0, *, reader: str = "") -> list[AnswerSummary]:
        """The answers of a view, newest first. View "reported": unhandled reports first, then the latest report.

        Args:
            reader: who looks; a second reading is not for the first reader.
        """
        order = [column.desc() for column in sort_columns(view)]
        with reading(self._engine) as connection:
            listed = in_view(view, reader, self._sample(connection, view))
            query = select(*SUMMARY_COLUMNS).where(listed).order_by(*order).limit(limit).offset(offset)
            return [answer_summary(row) for row in connection.execute(query)]

    def counts(self, *, reader: str = "") -> dict[View, int]:
        """The number of answers that wait in each view: with unhandled reports in "reported", all in "newest"."""
        with reading(self._engine) as connection:
            sample = self._sample(connection, "sample")
            return {
                view: connection.execute(count_query(view, reader, sample)).scalar_one() for view in VIEWS
            }

    def get(self, answer_id: str) -> Entry:
        """An answer as it was served, even if its articles were replaced or removed since.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        with reading(self._engine) as connection:
            return entries(connection, [self._require(connection, answer_id)], self._second_reader)[0]

    def next_unchecked(
        self, after: str | None = None, view: View = "unchecked", *, reader: str = ""
    ) -> str | None:
        """The next answer of a view that lacks a verdict: the first one below `after`, else the first in the view.

        Returns:
            Its id, or None if every other answer of the view has its verdicts.
        """
        columns = sort_columns(view)
        after_key = select(*columns).where(answers.c.answer_id == after)
        with reading(self._engine) as connection:
            query = (
                select(answers.c.answer_id)
                .where(waiting_in(view, reader, self._sample(connection, view)))
                .where(answers.c.answer_id != (after or ""))
                .order_by(*(column.desc() for column in columns))
                .limit(1)
            )
            reached = connection.execute(after_key).one_or_none()
            if reached and all(value is not None for value in reached):
                is_below = (
                    tuple_(*columns) < tuple_(*reached) if len(columns) > 1 else columns[0] < reached[0]
                )
                if below := connection.execute(query.where(is_below)).scalar_one_or_none():
                    return str(below)
            return connection.execute(query).scalar_one_or_none()

    def verdict_state(self) -> tuple[int, int, int]:
        """Three numbers of which one changes with every verdict that is given or undone, and when answers are erased."""
        erasure = select(meta.c.value).where(meta.c.key == ERASURE).scalar_subquery()
        with reading(self._engine) as connection:
            newest, undone, erased = connection.execute(
                select(func.coalesce(func.max(verdicts.c.id), 0), func.count(verdicts.c.undone_at), erasure)
            ).one()
            return int(newest), int(undone), int(erased or 0)

    def verdicts(self) -> Iterator[ReviewedStatement]:
        """Every judged statement, declined answer and nearest line with the verdict that counts, oldest answer first."""
        for entry in self.checked_answers():
            standing = entry.standing
            for number in to_judge(entry.answer):
                if number in standing.counting:
                    yield ReviewedStatement(entry, standing.counting[number])
            for _, judgement in sorted(standing.lines.items()):
                yield ReviewedStatement(entry, judgement)

    def checked_answers(self) -> Iterator[Entry]:
        """Every answer that has a verdict, oldest first."""
        judged = answers.c.answer_id.in_(select(verdicts.c.answer_id))
        last = 0
        while True:
            query = select(answers).where(judged, answers.c.seq > last).order_by(answers.c.seq).limit(_BATCH)
            with reading(self._engine) as connection:
                rows = connection.execute(query).all()
                batch = entries(connection, rows, self._second_reader)
            if not rows:
                return
            last = rows[-1].seq
            yield from batch

    def _sample(self, connection: Connection, view: View) -> list[str]:
        """The ids of the answers drawn for today, if the view needs them."""
        if view != "sample":
            return []
        today = self.today()
        since = self._start_of(today - timedelta(days=SAMPLE_DAYS))
        return daily_sample(connection, today, since, self._start_of(today))
