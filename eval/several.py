"""Whether questions that need several articles find and quote all of them: `python -m eval several`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from eval.bootstrap import Estimate, estimate
from eval.sets import Question, key_of
from eval.statistics import share
from rag.archive import Archive
from rag.language import mentions
from rag.question import understand
from rag.schema import Answer, Citation, Found, Request
from rag.service import Assistant

TOP = 5  # articles
MAX_DATE_DAYS = 31  # a quote dates an event if it names a period of at most a month


@dataclass(frozen=True, slots=True)
class SeveralResult:
    """
    Attributes:
        events: how many events the question was understood to compare.
        found: all articles that it needs are among the first five.
        quoted: all of them are quoted in the answer.
        dated: each quotation has a date: its article's date in an added statement, or one in the quoted words.
    """

    question: str
    group: str
    events: int
    found: bool
    quoted: bool
    dated: bool


def measure_several(questions: Iterable[Question], assistant: Assistant) -> list[SeveralResult]:
    return [_result(question, assistant) for question in questions]


def table(results: Sequence[SeveralResult], title: str) -> Table:
    drawn = Table(title=title, caption="95 % intervals by bootstrap over groups of questions")
    for name in ("questions", "count", f"all in first {TOP}", "all quoted", "with dates"):
        drawn.add_column(name, justify="right")
    for name, chosen in (("all", results), ("comparing events", [r for r in results if r.events])):
        if chosen:
            drawn.add_row(
                name,
                str(len(chosen)),
                str(_share(chosen, lambda r: r.found)),
                str(_share(chosen, lambda r: r.quoted)),
                str(_share(chosen, lambda r: r.quoted and r.dated)),
            )
    return drawn


def _share(results: Sequence[SeveralResult], is_true: Callable[[SeveralResult], bool]) -> Estimate:
    return estimate(share([is_true(r) for r in results]), [r.group for r in results])


def _result(question: Question, assistant: Assistant) -> SeveralResult:
    request = Request(question=question.text[:2000], today=question.today)
    found: tuple[Found, ...] = ()
    answer: Answer | None = None
    for event in assistant.stream(request):
        found, answer = event.found or found, event.answer or answer
    if answer is None:
        raise RuntimeError("the chain ended without an answer")
    first = list(dict.fromkeys(f.article_id for f in found))[:TOP]
    quoted = [c for c in answer.citations if c.field == "text"]
    added = "".join(s.text for s in answer.statements if s.kind == "added")
    return SeveralResult(
        question.text,
        question.group,
        len(understand(request).events),
        question.doc_ids <= _keys(first, assistant.archive),
        question.doc_ids <= _keys([c.article_id for c in quoted], assistant.archive),
        all(_names_day(c, added, question.today) for c in quoted),
    )


def _names_day(quoted: Citation, added: str, today: date) -> bool:
    day = quoted.date
    if day and f"{day.year}年{day.month}月{day.day}日" in added:
        return True
    return any(m.period.days <= MAX_DATE_DAYS and not m.vague for m in mentions(quoted.quote, day or today))


def _keys(article_ids: Sequence[str], archive: Archive) -> set[str]:
    versions = (archive.version(article_id, archive.state(article_id)[1]) for article_id in article_ids)
    return {key for version in versions for key in key_of(version)}
