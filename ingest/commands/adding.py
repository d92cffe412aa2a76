"""Commands that read files: `add`, `problems`, `preview`."""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from ingest import output
from ingest.commands.shared import (
    AsJson,
    index,
    model_loader,
    open_archive,
    print_account,
    print_error,
    print_result,
    write_account,
)
from ingest.fetch import Fetcher, FetchFailed, is_web_address
from ingest.progress import progress_reporter
from ingest.readers.options import ReadOptions, calendar_day, moment
from ingest.readers.registry import READERS
from ingest.report import Report, Reporter
from ingest.waiting import record_problems, to_retry
from ingest.workers.base import Workers
from ingest.workers.local import LocalWorkers
from rag.archive import Archive, Problems, Watched
from rag.config import Settings
from rag.text.path_names import one_line, path_text

FORMATS = [reader.name for reader in READERS]


def _known_format(name: str) -> str:
    if name and name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}")
    return name


def _known_workers(on: str) -> str:
    if on and on != "ray" and not re.fullmatch(r"ray://.+:\d+", on):
        raise typer.BadParameter("write it as ray, or as ray://HOST:PORT")
    return on


As = Annotated[
    str, typer.Option("--as", help=f"read the files as one of: {', '.join(FORMATS)}", callback=_known_format)
]
FieldsFile = Annotated[
    Path | None,
    typer.Option(
        "--fields", metavar="FILE.yaml", help="which column is which field: lines such as `text: 正文`"
    ),
]


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="files, folders, web addresses")],
    format_: As = "",
    source: Annotated[
        str, typer.Option(help="name of the system within which an export's ids are unique")
    ] = "",
    date: Annotated[str, typer.Option(help="date of the paper, such as 2024-03-18")] = "",
    paper: Annotated[str, typer.Option(help="name of the paper")] = "",
    page_no: Annotated[str, typer.Option("--page-no", help="page number, such as 2 or A02")] = "",
    fields: FieldsFile = None,
    again: Annotated[bool, typer.Option("--again", help="restore removed articles, lift embargoes")] = False,
    until: Annotated[
        str, typer.Option(help="embargo: do not use them before this moment, such as 2026-05-06T06:00")
    ] = "",
    quote_only: Annotated[
        bool, typer.Option("--quote-only", help="residents see quotations, never the whole text")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="write the account with plots")
    ] = None,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="ray|ray://HOST:PORT",
            help="read on a Ray cluster instead of in processes here",
            callback=_known_workers,
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Add newspaper pages and exports. Articles already in the archive are skipped, so an interrupted run can be repeated."""
    settings = Settings.load()
    options = ReadOptions(
        format=format_,
        source=source,
        date=_day(date, settings),
        paper=paper,
        page=page_no,
        default_paper=settings.paper,
        timezone=settings.timezone,
        fields=_fields(fields),
        again=again,
        until=_embargo(until, settings),
        quote_only=quote_only,
    )
    with open_archive(settings) as archive, progress_reporter() as bar:
        report = add_paths(settings, archive, paths, options, bar, _workers(on))
    print_account(report, as_json=as_json)
    if options.until and not as_json:
        print_result(output.embargo_lines(options.until.astimezone(ZoneInfo(settings.timezone))))
    if page is not None:
        write_account(report, page, settings.timezone)
    raise typer.Exit(report.exit_code)


def problems(
    retry: Annotated[bool, typer.Option("--retry", help="try to read all of them again")] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            "--forget", metavar="FILE|SOURCE", help="give up a file, or a source of `watch`; may be repeated"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what could not be read and why; it waits until it is read, retried or given up."""
    settings = Settings.load()
    with open_archive(settings) as archive, progress_reporter() as bar:
        waiting = Problems(archive)
        if forget:
            names = {path_text(name) for given in forget for name in (given, Path(given).absolute())}
            print_result(output.given_up_lines(waiting.forget(names), Watched(archive).forget(names)))
        elif retry:
            for options, files in to_retry(archive):
                print_account(add_paths(settings, archive, files, options, bar), as_json=as_json)
        else:
            found = waiting.waiting()
            print_result(output.problems_json(found) if as_json else output.problems_lines(found))


def preview(
    path: Annotated[Path, typer.Argument(help="a page or an export")],
    format_: As = "",
    fields: FieldsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what `add` would read from a file, without storing it."""
    from ingest.preview import read_file

    settings = Settings.load()
    options = ReadOptions(
        format=format_, default_paper=settings.paper, timezone=settings.timezone, fields=_fields(fields)
    )
    read = read_file(path, options)
    for problem in read.problems:
        print_error(one_line(path_text(f"{path}, {problem}")))
    print_result((output.preview_json if as_json else output.preview_lines)(read))
    raise typer.Exit(3 if read.problems else 0)


def add_paths(
    settings: Settings,
    archive: Archive,
    paths: Sequence[str],
    options: ReadOptions,
    reporter: Reporter,
    open_workers: Callable[[], Workers] = LocalWorkers,
) -> Report:
    """Add files, folders and web addresses, and index them."""
    from ingest import pipeline
    from ingest.watch import saved

    failed: dict[str, FetchFailed] = {}
    addresses: dict[Path, str] = {}
    with tempfile.TemporaryDirectory() as folder, open_fetcher(settings) as fetcher:
        for n, address in enumerate(filter(is_web_address, paths)):
            try:
                fetched = fetcher.fetch(address)
            except FetchFailed as error:
                failed[address] = error
            else:
                inside = Path(folder, str(n))
                inside.mkdir()
                addresses[saved(fetched, inside)] = fetched.url
        files = [Path(path) for path in paths if not is_web_address(path)]
        report = pipeline.add(
            [*files, *addresses],
            options,
            archive=archive,
            load=model_loader(settings),
            reporter=reporter,
            addresses=addresses,
            open_workers=open_workers,
        )
    for address, reason in failed.items():
        report.begin(address)
        report.fail(reason)
        record_problems(archive, report.files[-1], options)
    if not report.interrupted:
        index(settings, archive, report, reporter)
    return report


def _workers(on: str) -> Callable[[], Workers]:
    if not on:
        return LocalWorkers
    from ingest.workers.on_ray import RayWorkers

    return partial(RayWorkers, on)


def open_fetcher(settings: Settings) -> Fetcher:
    return Fetcher(private=settings.fetch_private)


def _fields(path: Path | None) -> Mapping[str, tuple[str, ...]]:
    from ingest.readers.export_columns import load_fields

    return load_fields(path) if path else {}


def _day(text: str, settings: Settings) -> datetime.date | None:
    if not text:
        return None
    try:
        return calendar_day(text, settings.timezone)
    except ValueError as error:
        raise typer.BadParameter(f"{error}; write it as 2024-03-18", param_hint="--date") from error


def _embargo(text: str, settings: Settings) -> datetime.datetime | None:
    """The moment until which articles are under embargo; None if there is none, or it has passed."""
    if not text:
        return None
    try:
        until = moment(text, settings.timezone)
    except ValueError as error:
        raise typer.BadParameter(
            f"{error}; write it as 2026-05-06T06:00, or as a date", param_hint="--until"
        ) from error
    return until if until > datetime.datetime.now(datetime.UTC) else None
