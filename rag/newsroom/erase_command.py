"""The command `python -m rag erase`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from rag.config import Settings
from rag.desk import COMMAND_LINE, Desk
from rag.journal import AnswerSummary, Journal
from rag.newsroom.erasing import Erased, Erasing
from rag.schema import WendaError


class NothingNamed(WendaError):
    """The command does not say what to erase."""


def erase(
    answer_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ANSWER_ID", help="from the answer's link: `/a/ANSWER_ID`")
    ] = None,
    containing: Annotated[str, typer.Option(help="erase the answers whose askers typed these words")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before")] = False,
) -> None:
    """Erase what a resident typed: answers with all that repeats their questions."""
    if bool(answer_ids) == bool(containing.strip()):
        raise NothingNamed("Name answers by their ids, or words with --containing; not both.")
    settings = Settings.load()
    with closing(Journal.open_to_read(settings)) as journal, closing(Desk.open_for_command(settings)) as desk:
        found = journal.containing(containing) if containing else journal.summaries(answer_ids or ())
        for line in _lines(found, ZoneInfo(settings.timezone)):
            typer.echo(line, err=True)
        if found and not yes:
            typer.confirm(f"Erase {_count(len(found), 'answer')}?", abort=True, err=True)
        erased = Erasing(journal, desk).erase([one.answer_id for one in found], COMMAND_LINE)
    sys.stdout.write(_told(erased) + "\n")
    if not erased.complete:
        typer.echo(
            "Bytes of the words may still be in the databases' files, because somebody was reading them: "
            "run this with --containing again.",
            err=True,
        )


def _lines(found: Sequence[AnswerSummary], zone: ZoneInfo) -> list[str]:
    return [
        f"{one.given_at.astimezone(zone):%Y-%m-%d %H:%M}  {one.answer_id}  {one.question}" for one in found
    ]


def _told(erased: Erased) -> str:
    wordings = erased.wordings
    parts = [
        _count(erased.answers, "answer"),
        f"what {_count(erased.follow_ups, 'follow-up')} repeated",
        f"the question of {_count(wordings.board, 'decision')} on the board",
        f"a wording of {_count(wordings.rulings, 'correction')} ({wordings.ended} ended)",
    ]
    return f"Erased: {', '.join(parts)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
