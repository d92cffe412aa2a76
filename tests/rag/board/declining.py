"""A newsroom whose answers were all declined, with the time standing where a test puts it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rag.board import Board, QuestionGroup
from rag.desk import Desk, Person
from rag.embedding import Embedder
from rag.journal import Journal
from rag.schema import Answer, Nearest, Request, Turn, Understood

SHANGHAI = ZoneInfo("Asia/Shanghai")
EDITOR = Person("李敏", "editor")


class Newsroom:
    """Residents ask, nothing answers, and an editor looks at the board.

    Attributes:
        now: the time, on Wednesday, 20 March 2024 at first.
    """

    def __init__(self, data_dir: Path, embedder: Embedder) -> None:
        self.now = datetime(2024, 3, 20, 4, tzinfo=UTC)
        self.desk = Desk(data_dir, clock=lambda: self.now)
        self.journal = Journal(data_dir, days=365, clock=lambda: self.now)
        self.board = self.open_board(embedder)
        self._given = 0

    def open_board(self, embedder: object) -> Board:
        return Board(self.desk, self.journal, lambda: (embedder, "model"), SHANGHAI)

    def asked(
        self,
        question: str,
        *,
        ago: timedelta = timedelta(),
        status: str = "not_reported",
        near: tuple[str, ...] = (),
        after: str = "",
        understood: str = "",
    ) -> str:
        """Somebody asked a question; returns the answer's id."""
        self._given += 1
        answer = Answer(
            answer_id=f"answer{self._given}",
            question=question,
            status=status,
            confidence=0.1,
            text="",
            nearest=tuple(
                Nearest(article_id=one, headline=f"标题{one}", date=date(2024, 3, 1)) for one in near
            ),
            understood=Understood(question=understood or question),
            timings_ms={"total": 900.0},
        )
        history = (Turn(role="user", content=after), Turn(role="assistant", content="…")) if after else ()
        self.now -= ago
        self.journal.record(
            answer, Request(question=question, today=self.now.date(), history=history), [], ""
        )
        self.now += ago
        return answer.answer_id

    def groups(self) -> list[QuestionGroup]:
        return list(self.board.view().groups)

    def close(self) -> None:
        self.board.close()
        self.journal.close()
        self.desk.close()
