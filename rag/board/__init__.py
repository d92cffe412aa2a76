"""The board "asked, not reported": declined questions grouped by meaning, and what editors decided about each group.

It joins the journal (which questions were declined), the desk (what was decided) and the archive (what was reported since).
"""

from rag.board.board import Board, BoardView
from rag.board.groups import STATES, WEEKS, NearArticle, QuestionGroup, State, Wording, filtered
from rag.board.vectors import EncodesQueries

__all__ = [
    "STATES",
    "WEEKS",
    "Board",
    "BoardView",
    "EncodesQueries",
    "NearArticle",
    "QuestionGroup",
    "State",
    "Wording",
    "filtered",
]
