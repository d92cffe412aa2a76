"""The command line `python -m rag ask`, `search`, `doctor`, `erase`, `users` and `keys`: results on stdout, everything else on
stderr."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from rag.config import Settings
from rag.desk.commands import users_app
from rag.desk.key_commands import keys_app
from rag.label import labelled_text
from rag.language import Locale, locale_of, mentioned_days, wording
from rag.newsroom.erase_command import erase
from rag.schema import Answer, Citation, Request, WendaError

if TYPE_CHECKING:
    from rag.service import Assistant

app = typer.Typer(help="Ask the archive.", no_args_is_help=True, add_completion=False)
app.add_typer(users_app, name="users")
app.add_typer(keys_app, name="keys")
app.command()(erase)
_err = Console(stderr=True)

LONGEST_LINE = 1_000_000  # bytes
LONGEST_DAY = 40  # characters

Question = Annotated[str | None, typer.Argument(help="the question")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
Today = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="the day that relative dates count from; default: today"),
]
Batch = Annotated[
    Path | None,
    typer.Option(help="a file with one question per line: JSON {id, question, history?, filters?, today?}"),
]


class BadQuestions(WendaError):
    """A question, or a line of a question file, is invalid."""


@app.command()
def ask(
    question: Question = None,
    as_json: AsJson = False,
    today: Today = None,
    batch: Batch = None,
    journal: Annotated[bool, typer.Option("--journal", help="record the answers in the journal")] = False,
) -> None:
    """Answer a question from the archive, each sentence with its source."""
    settings = Settings.load()
    assistant = _open(settings, journal=journal)
    try:
        if batch:
            _run_batch(
                batch, _day(today, settings), lambda request: assistant.ask(request).model_dump(mode="json")
            )
        else:
            answer = assistant.ask(_request(question or "", _day(today, settings)))
            _print(answer.model_dump_json(indent=2) if as_json else _plain_text(answer))
    finally:
        assistant.close()


@app.command()
def search(
    question: Question = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="number of passages")] = 10,
    as_json: AsJson = False,
    today: Today = None,
    batch: Batch = None,
) -> None:
    """Print the passages nearest to a question, best first."""
    settings = Settings.load()
    assistant = _open(settings)

    def rows(request: Request) -> list[dict[str, Any]]:
        return [found.model_dump(mode="json") for found in assistant.search(request, k)]

    try:
        if batch:
            _run_batch(batch, _day(today, settings), lambda request: {"results": rows(request)})
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


@app.command()
def doctor() -> None:
    """Ask the servers of the indexes, and the language model one short question; say what is wrong if one fails."""
    from rag.index.engines import Engines
    from rag.llm import try_model

    settings = Settings.load()
    with closing(Engines(settings)) as engines:
        for answered in engines.check_servers():
            _print(f"The index server answers: {answered}.")
    _err.print(f"Asking {settings.llm or 'no language model'} …", markup=False, highlight=False)
    logger = logging.getLogger("rag.llm")
    level = logger.level
    logger.setLevel(logging.ERROR)  # a failure is told once, at the end
    try:
        use = try_model(settings)
    finally:
        logger.setLevel(level)
    _print(
        f"The language model works: {use.model} answered in {use.total_ms / 1000:.1f} s "
        f"({use.input_tokens} tokens in, {use.output_tokens} tokens out)."
    )


def _open(settings: Settings, *, journal: bool = False) -> Assistant:
    from rag.service import Assistant

    assistant = Assistant.open(settings, journal=journal)
    if assistant.indexes.is_owner and assistant.indexes.pending_count:
        assistant.indexes.sync()
    return assistant


def _day(today: datetime | None, settings: Settings) -> date:
    return today.date() if today else settings.today()


def _request(question: Any, today: date, **fields: Any) -> Request:
    stripped = question.strip() if isinstance(question, str) else question
    try:
        return Request(question=stripped, today=today, **fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadQuestions(f"This question is invalid: {where}: {first['msg']}.") from error


# --- question files ---


def _run_batch(batch: Path, today: date, work: Callable[[Request], dict[str, Any]]) -> None:
    """Print one JSON line per question as soon as it is done; an invalid line gets an `error` that says what is wrong."""
    for number, text in _lines(batch):
        line_id: Any = f"line {number}"
        try:
            line = _object(text)
            line_id = line.get("id")
            fields = {key: line[key] for key in ("history", "filters") if line.get(key) is not None}
            result = work(_request(line.get("question", ""), _line_day(line.get("today"), today), **fields))
        except WendaError as error:
            result = {"error": str(error)}
        _print(json.dumps({"id": line_id} | result, ensure_ascii=False))


def _lines(batch: Path) -> Iterator[tuple[int, bytes]]:
    """The non-blank lines with their numbers; a line that is too long is cut off after `LONGEST_LINE` + 1 bytes."""
    try:
        with batch.open("rb") as file:
            for number in count(1):
                line = file.readline(LONGEST_LINE + 1)
                skipped = line
                while skipped and not skipped.endswith(b"\n"):
                    skipped = file.readline(LONGEST_LINE)
                if not line:
                    return
                if line.strip():
                    yield number, line
    except OSError as error:
        raise BadQuestions(f"{batch} cannot be read: {error.strerror}.") from error


def _object(text: bytes) -> dict[str, Any]:
    """Parse a line as a JSON object.

    Raises:
        BadQuestions: the line is too long, not UTF-8, or not a JSON object.
    """
    if len(text) > LONGEST_LINE:
        raise BadQuestions(f"This line is longer than {LONGEST_LINE:,} bytes.")
    try:
        line = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadQuestions("This line is not UTF-8; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadQuestions("This line is not JSON.") from error
    if not isinstance(line, dict):
        raise BadQuestions('This line is not a JSON object; write it as {"id": 1, "question": "…"}.')
    return line


def _line_day(text: Any, today: date) -> date:
    """The `today` of a line, in any common notation (`2024-03-18`, `2024/3/18`, `2024年3月18日`); by default `today`."""
    if text is None or text == "":
        return today
    named = mentioned_days(str(text)[:LONGEST_DAY], None)
    if len(named) != 1 or named[0].days != 1:
        raise BadQuestions(f"today: {str(text)[:LONGEST_DAY]!r} is not a date; write it as 2024-03-18.")
    return named[0].start


def _plain_text(answer: Answer) -> str:
    respelled = [
        f"“{word.typed}”已按“{word.taken}”查找；要按原字查找，请给它加上引号：“{word.typed}”。"
        for word in answer.understood.respelled
    ]
    note = [wording(locale_of(answer.question), "without_model")] if answer.without_model else []
    return "\n".join([*respelled, _answer_text(answer), *note])


def _answer_text(answer: Answer) -> str:
    locale = locale_of(answer.question)
    if answer.status == "answered":
        statements = [
            f"{labelled_text(s, locale)} " + "".join(f"[{n}]" for n in s.citations) for s in answer.statements
        ]
        sources = [
            f"[{c.n}] {c.paper} {c.date or '日期不详'} {c.page} 《{c.headline}》 {c.byline} ({c.article_id})"
            + "".join(
                f"\n    又见 {o.paper} {o.date or '日期不详'} {o.page} ({o.article_id})" for o in c.copies
            )
            + _explained(c, locale)
            for c in answer.citations
        ]
        note = [wording(locale, "label_note")] if answer.aigc else []
        return "\n".join([*statements, "", *sources, *note])
    if answer.status == "not_reported":
        lines = [
            f"  {c.quote} ({c.date or '日期不详'} 《{c.headline}》 {c.article_id}){_explained(c, locale)}"
            for c in answer.citations
        ]
        nearest = [f"  {n.date or '日期不详'} 《{n.headline}》 ({n.article_id})" for n in answer.nearest]
        heading = ["报上没有直接的回答，最接近的原文：", *lines] if lines else ["报道中没有找到答案。"]
        return "\n".join([*heading, *(["相近的报道："] if nearest else []), *nearest])
    if answer.status == "archive_empty":
        return "还没有收录报道。请先运行 python -m ingest add PATH。"
    if answer.status == "index_rebuilding":
        return "索引正在重建，请稍后再问。"
    return answer.text


def _explained(citation: Citation, locale: Locale) -> str:
    """A citation's facts and its translation, on lines of their own; empty if the question is in the paper's language."""
    lines = []
    if citation.facts:
        lines.append(wording(locale, "facts", facts=" · ".join(citation.facts)))
    if citation.translation:
        lines.append(wording(locale, "translation", text=citation.translation))
    return "".join(f"\n    {line}" for line in lines)


def _print(text: str) -> None:
    printable = text.encode("utf-8", "replace").decode("utf-8")  # an id may contain a lone surrogate
    sys.stdout.write(printable + "\n")
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
