"""`python -m rag ask` and `python -m rag search`: the result on stdout, everything else on stderr."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from rag.config import Settings
from rag.language import mentioned_days
from rag.schema import Answer, Request, WendaError

if TYPE_CHECKING:
    from rag.service import Assistant

app = typer.Typer(help="Ask the archive.", no_args_is_help=True, add_completion=False)
_err = Console(stderr=True)

LONGEST_LINE = 1_000_000  # bytes
LONGEST_DAY = 40  # characters

Question = Annotated[str | None, typer.Argument(help="the question")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
Today = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day to count from")]
Batch = Annotated[
    Path | None,
    typer.Option(help="a file of questions, JSON lines {id, question, history?, filters?, today?}"),
]


class BadQuestions(WendaError):
    """A question, or a line of a file of questions, that cannot be taken."""


@app.command()
def ask(
    question: Question = None,
    as_json: AsJson = False,
    today: Today = None,
    batch: Batch = None,
    journal: Annotated[bool, typer.Option("--journal", help="keep the answers in the journal")] = False,
) -> None:
    """Answer a question from the archive, each sentence with its source."""
    settings = Settings.load()
    assistant = _opened(settings, journal=journal)
    try:
        if batch:
            _each(
                batch, _day(today, settings), lambda request: assistant.ask(request).model_dump(mode="json")
            )
        else:
            given = assistant.ask(_request(question or "", _day(today, settings)))
            _print(given.model_dump_json(indent=2) if as_json else _readable(given))
    finally:
        assistant.close()


@app.command()
def search(
    question: Question = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="how many passages")] = 10,
    as_json: AsJson = False,
    today: Today = None,
    batch: Batch = None,
) -> None:
    """The passages nearest to a question, best first."""
    settings = Settings.load()
    assistant = _opened(settings)

    def rows(request: Request) -> list[dict[str, Any]]:
        return [found.model_dump(mode="json") for found in assistant.search(request, k)]

    try:
        if batch:
            _each(batch, _day(today, settings), lambda request: {"results": rows(request)})
            return
        found = rows(_request(question or "", _day(today, settings)))
        if as_json:
            _print(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for row in found:
            _print(f"{row['rank']:>2}  {row['score']:+.2f}  {row['date'] or '日期不详'}  {row['headline']}")
            _print(f"    {row['text'][:120]}")
    finally:
        assistant.close()


def _opened(settings: Settings, *, journal: bool = False) -> Assistant:
    from rag.service import Assistant

    assistant = Assistant.open(settings, journal=journal)
    if assistant.indexes.is_owner and assistant.indexes.pending_count:
        assistant.indexes.sync()
    return assistant


def _day(given: datetime | None, settings: Settings) -> date:
    return given.date() if given else settings.today()


def _request(question: Any, today: date, **more: Any) -> Request:
    asked = question.strip() if isinstance(question, str) else question
    try:
        return Request(question=asked, today=today, **more)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadQuestions(f"This question cannot be taken: {where}: {first['msg']}.") from error


# --- a file of questions ---


def _each(batch: Path, today: date, work: Callable[[Request], dict[str, Any]]) -> None:
    """One JSON line for each question as it is done; a bad line gets one too, that says what is wrong."""
    for number, text in _lines(batch):
        line_id: Any = f"line {number}"
        try:
            line = _object(text)
            line_id = line.get("id")
            more = {key: line[key] for key in ("history", "filters") if line.get(key) is not None}
            result = work(_request(line.get("question", ""), _own_day(line.get("today"), today), **more))
        except WendaError as error:
            result = {"error": str(error)}
        _print(json.dumps({"id": line_id} | result, ensure_ascii=False))


def _lines(batch: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; of one that is too long only the beginning is read."""
    try:
        with batch.open("rb") as file:
            for number in count(1):
                line = file.readline(LONGEST_LINE + 1)
                rest = line
                while rest and not rest.endswith(b"\n"):
                    rest = file.readline(LONGEST_LINE)
                if not line:
                    return
                if line.strip():
                    yield number, line
    except OSError as error:
        raise BadQuestions(f"{batch} cannot be read: {error.strerror}.") from error


def _object(text: bytes) -> dict[str, Any]:
    """A line as the JSON object that it should be. Raises: BadQuestions"""
    if len(text) > LONGEST_LINE:
        raise BadQuestions(f"This line is longer than {LONGEST_LINE:,} bytes.")
    try:
        line = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadQuestions("This line is not UTF-8; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadQuestions("This line is no JSON.") from error
    if not isinstance(line, dict):
        raise BadQuestions('This line is no JSON object; write it as {"id": 1, "question": "…"}.')
    return line


def _own_day(text: Any, today: date) -> date:
    """A line's own `today`, however it is written (`2024-03-18`, `2024/3/18`, `2024年3月18日`)."""
    if text is None or text == "":
        return today
    named = mentioned_days(str(text)[:LONGEST_DAY], None)
    if len(named) != 1 or named[0].days != 1:
        raise BadQuestions(f"today: {str(text)[:LONGEST_DAY]!r} is no day; write it as 2024-03-18.")
    return named[0].start


def _readable(answer: Answer) -> str:
    if answer.status == "answered":
        said = [f"{s.text} " + "".join(f"[{n}]" for n in s.citations) for s in answer.statements]
        sources = [
            f"[{c.n}] {c.paper} {c.date or '日期不详'} {c.page} 《{c.headline}》 {c.byline} ({c.article_id})"
            + "".join(
                f"\n    又见 {o.paper} {o.date or '日期不详'} {o.page} ({o.article_id})" for o in c.copies
            )
            for c in answer.citations
        ]
        return "\n".join([*said, "", *sources])
    if answer.status == "not_reported":
        nearest = [f"  {n.date or '日期不详'} 《{n.headline}》 ({n.article_id})" for n in answer.nearest]
        return "\n".join(["报道中没有找到答案。相近的报道：", *nearest])
    if answer.status == "archive_empty":
        return "还没有收录报道。请先运行 python -m ingest add PATH。"
    if answer.status == "index_rebuilding":
        return "索引正在重建，请稍后再问。"
    return answer.text


def _print(text: str) -> None:
    sys.stdout.write(
        text.encode("utf-8", "replace").decode("utf-8") + "\n"
    )  # an id may have half a character
    sys.stdout.flush()


def main() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
        app()
    except WendaError as error:
        _err.print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
