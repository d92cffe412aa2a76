"""The label of sentences that a language model worded. Every door shows it, by these functions.

China's labelling measures of September 2025 (GB 45438-2025) and article 50 of the EU's AI act ask for a label that people
see, and for a mark that machines read.
"""

from __future__ import annotations

from rag.language import Locale, wording
from rag.schema import AiMark, Answer, Statement

PROGRAM = "Wenda"


def labelled_text(statement: Statement, locale: Locale) -> str:
    """The text of a statement, for copying, printing or exporting: `【AI 生成】…` if a language model worded it."""
    if statement.kind != "written":
        return statement.text
    return wording(locale, "labelled", text=statement.text)


def with_mark(answer: Answer, producer: str) -> Answer:
    """The answer with the machine-readable mark, if any of its sentences or translations is AI-worded.

    Args:
        producer: name of the newspaper; empty for the program's own name.
    """
    is_written = any(statement.kind == "written" for statement in answer.statements)
    if not (is_written or any(citation.translation for citation in answer.citations)):
        return answer
    mark = AiMark(content_producer=producer or PROGRAM, produce_id=answer.answer_id)
    return answer.model_copy(update={"aigc": mark})
