"""What the commands share: the open archive, the model, printing."""

from __future__ import annotations

import datetime
import json
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from ingest import account, output
from ingest.report import Report, Reporter
from rag.archive import Archive, Embargoes, Ledger
from rag.config import Settings
from rag.schema import WendaError

if TYPE_CHECKING:
    from rag.embedding import Embedder

AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]


def print_account(report: Report, *, as_json: bool) -> None:
    """Print what became of the files."""
    if as_json:
        print_result(output.report_json(report))
    else:
        account.print_table(report, Console())
        print_result(output.report_lines(report))


def write_account(report: Report, page: Path, timezone: str) -> None:
    """Write what became of the files as a page."""
    try:
        account.write_page(report, page, datetime.datetime.now(ZoneInfo(timezone)))
    except OSError as error:
        print_error(f"the report {page} cannot be written ({error.strerror})")


@contextmanager
def open_archive(settings: Settings) -> Iterator[Archive]:
    archive = Archive.open(settings)
    try:
        Embargoes(archive).release(datetime.datetime.now(datetime.UTC))
        yield archive
    finally:
        archive.close()


@contextmanager
def ctrl_c() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets, besides raising `KeyboardInterrupt`: Python drops an exception that is raised while an
    object is being deleted."""
    pressed = threading.Event()

    def on_ctrl_c(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield pressed  # it is ignored, as by jobs of a script
        return
    signal.signal(signal.SIGINT, on_ctrl_c)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def model_loader(settings: Settings) -> Callable[[], Embedder]:
    def load() -> Embedder:
        from rag.embedding import Embedder

        return Embedder.load(settings)

    return load


def index(settings: Settings, archive: Archive, report: Report, reporter: Reporter) -> None:
    """Bring the indexes up to date if any passages are not indexed yet."""
    from ingest import maintenance

    try:
        if Ledger(archive).pending_count() and maintenance.sync(settings, archive, reporter) is None:
            report.notes.append(
                "another process (the running app) owns the search indexes and will index these articles"
            )
    except WendaError as error:  # the articles are in the archive all the same
        report.unindexed = str(error)
    report.indexed = Ledger(archive).pending_count() == 0


def release(settings: Settings, archive: Archive, reporter: Reporter) -> Report | None:
    """Publish and index the articles whose embargo has ended; None if there are none."""
    released = Embargoes(archive).release(datetime.datetime.now(datetime.UTC))
    if not released:
        return None
    report = Report()
    report.counts["released"] = released
    index(settings, archive, report, reporter)
    return report


def print_result(result: Any) -> None:
    """Print a dict or list as JSON, and lines as they are."""
    if isinstance(result, dict | list):
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    lines: Iterable[str] = result
    for line in lines:
        typer.echo(line)


def print_error(message: str) -> None:
    typer.echo(message, err=True)
