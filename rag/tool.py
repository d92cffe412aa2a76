"""The assistant as a LangChain tool, for somebody's own agent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from langchain_core.tools import StructuredTool

from rag.language import locale_of, wording
from rag.schema import Answer, Citation, Request

NAME = "local_news"
DESCRIPTION = (
    "Answers a question about the local news with checked sentences of the local paper, each with its source and date; says so "
    "if the paper has not reported it. Ask one self-contained question in the user's language."
)


def answer_tool(ask: Callable[[Request], Answer], today: Callable[[], date]) -> StructuredTool:
    """A tool that an agent calls with a question. The model sees the answer as text; its artifact is the whole `Answer`."""

    def local_news(question: str) -> tuple[str, Answer]:
        answer = ask(Request(question=question.strip(), today=today()))
        return as_text(answer), answer

    return StructuredTool.from_function(
        local_news, name=NAME, description=DESCRIPTION, response_format="content_and_artifact"
    )


def as_text(answer: Answer) -> str:
    """The statements with the numbers of their sources, then the sources."""
    if answer.status == "not_reported":
        heading = wording(locale_of(answer.question), "not_reported_nearest")
        return "\n".join([heading, *(f"- {c.quote} ({_imprint(c)})" for c in answer.citations)])
    statements = [f"{s.text} " + "".join(f"[{n}]" for n in s.citations) for s in answer.statements]
    sources = [f"[{c.n}] {_imprint(c)}: {c.quote}" for c in answer.citations]
    return "\n".join([*(statements or [answer.text]), *sources])


def _imprint(citation: Citation) -> str:
    known = (citation.headline, citation.paper, citation.date)
    return ", ".join(str(part) for part in known if part)
