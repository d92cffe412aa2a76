"""The content of a message: the statements with the numbers of their sources, then the sources; and where each was cited.

It is Markdown, which chat programs show, and reads well as plain text. Offsets count Unicode code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.label import labelled_text
from rag.language import Locale, wording
from rag.schema import Answer, Citation, Statement
from web.urls import is_web_address
from web.wording import ON_BOTH_PAGES, Wording

_ITEM = "- "  # begins the lines that are not the answer itself: sources, and nearest lines
_MARK = re.compile(r"\s?\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """`content[start:end]` rests on the citation with number `n`."""

    start: int
    end: int
    n: int


@dataclass(slots=True)
class Content:
    """The content as far as it is written. Each method returns what it has added, for streams.

    Attributes:
        locale: of the question.
        paper: the name of the newspaper, which may be empty.
        statements: where each statement stands: start and end.
    """

    locale: Locale
    paper: str
    text: str = ""
    spans: list[CitedSpan] = field(default_factory=list)
    statements: list[tuple[int, int]] = field(default_factory=list)

    def add_statement(self, statement: Statement) -> str:
        """Add a statement with the numbers of its citations."""
        marks = "".join(f"[{n}]" for n in statement.citations)
        return self._add_cited(
            "\n\n" if self.text else "",
            labelled_text(statement, self.locale),
            f" {marks}",
            statement.citations,
        )

    def add_end(self, answer: Answer) -> str:
        """Add what comes after the statements: the sources, or what is said if there are none."""
        before = len(self.text)
        if answer.status == "answered":
            notes = [wording(self.locale, "label_note")] if answer.aigc else []
            self._add("\n\n" + "\n".join(_source(c, self.locale) for c in answer.citations))
            self._add("".join(f"\n\n{note}" for note in notes))
        elif answer.status == "not_reported":
            self._add_not_reported(answer)
        else:
            words = Wording("en" if self.locale == "en" else "zh", ON_BOTH_PAGES)
            self._add(answer.text or words(answer.status))
        return self.text[before:]

    def _add_not_reported(self, answer: Answer) -> None:
        words = Wording("en" if self.locale == "en" else "zh", ON_BOTH_PAGES)
        if not answer.citations:
            self._add(words("not_reported_undated", paper=words.own_paper(self.paper)))
            return
        self._add(wording(self.locale, "not_reported_nearest") + "\n")
        for citation in answer.citations:
            self._add_cited(
                f"\n{_ITEM}", citation.quote, f" ({_printed(citation, self.locale)})", (citation.n,)
            )

    def _add_cited(self, before: str, text: str, after: str, numbers: Sequence[int]) -> str:
        start = len(self.text) + len(before)
        self._add(before + text + after)
        self.statements.append((start, start + len(text)))
        self.spans += [CitedSpan(start, start + len(text), n) for n in numbers]
        return before + text + after

    def _add(self, text: str) -> None:
        self.text += text


def annotations(content: Content, answer: Answer, site: str) -> list[dict[str, Any]]:
    """The citations as OpenAI's `url_citation`, one for each statement and each of its sources.

    Args:
        site: address of this site, for articles that the paper does not show on the web.
    """
    cited = {citation.n: citation for citation in answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": span.start,
                "end_index": span.end,
                "title": cited[span.n].headline,
                "url": _address(cited[span.n], site),
            },
        }
        for span in content.spans
        if span.n in cited
    ]


def said(content: str) -> str:
    """What a message of this door said itself, without marks and sources: it comes back as the history of a question."""
    lines = [line for line in content.split("\n") if not line.startswith(_ITEM)]
    return _MARK.sub("", "\n".join(lines)).strip()


def _address(citation: Citation, site: str) -> str:
    if is_web_address(citation.url):
        return citation.url
    return f"{site}/api/v1/articles/{citation.article_id}?version={citation.version}"


def _source(citation: Citation, locale: Locale) -> str:
    """A line about a source; with facts and translation, if the question was in another language."""
    lines = [f"{_ITEM}[{citation.n}] {_printed(citation, locale)}"]
    if citation.facts:
        lines.append(f"{_ITEM}{wording(locale, 'facts', facts=' · '.join(citation.facts))}")
    if citation.translation:
        lines.append(f"{_ITEM}{wording(locale, 'translation', text=citation.translation)}")
    return "\n".join(lines)


def _printed(citation: Citation, locale: Locale) -> str:
    """Where and when it was printed."""
    title = wording(locale, "title", headline=citation.headline) if citation.headline else ""
    day = str(citation.date) if citation.date else wording(locale, "no_day")
    comma = ", " if locale == "en" else "，"
    return comma.join(part for part in (title, citation.paper, day) if part)
