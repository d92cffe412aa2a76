"""The command line `python -m ingest`: prints results to stdout, progress and errors to stderr.

Exit codes: 0 everything was added; 3 some files or lines failed, the others were added; 1 nothing was added; 130
interrupted.
"""

from __future__ import annotations

import datetime
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from ingest import account, output
from ingest.fetch import Fetcher, FetchFailed, is_web_address
from ingest.progress import progress_reporter
from ingest.readers.options import ReadOptions, calendar_day, moment
from ingest.readers.registry import READERS
from ingest.report import Report, Reporter
from ingest.waiting import record_problems, to_retry
from rag.archive import Archive, Calendar, Copies, Corrections, Embargoes, Intake, Ledger, Problems
from rag.config import Settings
from rag.schema import WendaError

if TYPE_CHECKING:
    from rag.embedding import Embedder

FORMATS = [reader.name for reader in READERS]

app = typer.Typer(
    help="Read newspaper files into the archive.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _known_format(name: str) -> str:
    if name and name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}")
    return name


AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
As = Annotated[
    str, typer.Option("--as", help=f"read the files as one of: {', '.join(FORMATS)}", callback=_known_format)
]
FieldsFile = Annotated[
    Path | None,
    typer.Option(
        "--fields", metavar="FILE.yaml", help="which column is which field: lines such as `text: 正文`"
    ),
]
Ids = Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…", help="ids as `list` shows them")]


@app.command()
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
    with _archive(settings) as archive, progress_reporter() as bar:
        report = _add(settings, archive, paths, options, bar)
    _print_account(report, page, as_json=as_json)
    raise typer.Exit(report.exit_code)


@app.command()
def watch(
    sources: Annotated[
        list[str], typer.Argument(metavar="FOLDER|URL…", help="folders, and addresses of feeds or pages")
    ],
    source: Annotated[
        str, typer.Option(help="name of the system within which an export's ids are unique")
    ] = "",
    paper: Annotated[str, typer.Option(help="name of the paper")] = "",
) -> None:
    """Take in what appears in folders and at web addresses, until stopped with Ctrl-C."""
    from ingest.watch import EVERY, Watcher

    settings = Settings.load()
    options = ReadOptions(
        source=source, paper=paper, default_paper=settings.paper, timezone=settings.timezone
    )
    load = _loader(settings)
    with _archive(settings) as archive, progress_reporter() as bar, _fetcher(settings) as fetcher:

        def take(paths: Sequence[Path], addresses: Mapping[Path, str]) -> Report:
            from ingest import pipeline

            report = pipeline.add(
                paths,
                options,
                archive=archive,
                load=load,
                reporter=bar,
                addresses=addresses,
                from_folder=not addresses,
            )
            _index(settings, archive, report, bar)
            return report

        watcher = Watcher(sources, archive, take, fetcher)
        _print_error(f"watching {', '.join(sources)}; stop with Ctrl-C")
        try:
            while True:
                for report in watcher.round():
                    _print_account(report, None, as_json=False)
                    if report.interrupted:
                        raise KeyboardInterrupt
                time.sleep(EVERY)
        except KeyboardInterrupt:
            _print_error("stopped; what was taken in is kept, and the next start goes on from here")


@app.command()
def problems(
    retry: Annotated[bool, typer.Option("--retry", help="try to read all of them again")] = False,
    forget: Annotated[
        list[str] | None, typer.Option("--forget", metavar="FILE", help="give a file up; may be repeated")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what could not be read and why; it waits until it is read, retried or given up."""
    settings = Settings.load()
    with _archive(settings) as archive, progress_reporter() as bar:
        waiting = Problems(archive)
        if forget:
            gone = waiting.forget(forget)
            _print([f"{gone} problems given up"])
        elif retry:
            for options, files in to_retry(archive):
                _print_account(_add(settings, archive, files, options, bar), None, as_json=as_json)
        else:
            found = waiting.waiting()
            _print(output.problems_json(found) if as_json else output.problems_lines(found))


@app.command()
def preview(
    path: Annotated[Path, typer.Argument(help="a page or an export")],
    format_: As = "",
    fields: FieldsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what `add` would read from a file, without storing it."""
    from ingest.readers import read_file

    settings = Settings.load()
    options = ReadOptions(
        format=format_, default_paper=settings.paper, timezone=settings.timezone, fields=_fields(fields)
    )
    read = read_file(path, options)
    for problem in read.problems:
        _print_error(f"{path}, {problem}")
    _print((output.preview_json if as_json else output.preview_lines)(read))
    raise typer.Exit(3 if read.problems else 0)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show how many articles the archive has, its newest date, and how many passages are not indexed yet."""
    from ingest import rights

    settings = Settings.load()
    with _archive(settings) as archive:
        coverage = archive.coverage()
        counts: dict[str, Any] = {
            **archive.status(),
            **rights.status(archive, settings.timezone),
            "newest": coverage.newest.isoformat() if coverage.newest else None,
            "updated_at": f"{coverage.updated_at.isoformat(timespec='seconds')}Z"
            if coverage.updated_at
            else None,
            "models": dict(Ledger(archive).passages_by_model()),
            "data_dir": str(settings.data_dir),
        }
    _print(counts if as_json else output.status_lines(counts))


@app.command("list")
def list_(
    limit: Annotated[
        int | None, typer.Option("-n", min=1, help="how many (default 20, or all with --json)")
    ] = None,
    embargoed: Annotated[
        bool, typer.Option("--embargoed", help="those under embargo, the next to be released first")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the articles that answers can cite, newest first."""
    settings = Settings.load()
    with _archive(settings) as archive:
        if embargoed:
            from ingest import rights

            waiting = Embargoes(archive).waiting()[:limit]
            show_as = rights.embargoed_json if as_json else rights.embargoed_lines
            _print(show_as(waiting, settings.timezone))
            return
        versions = archive.newest(limit or (-1 if as_json else 20))
    _print(output.list_json(versions) if as_json else output.list_lines(versions))


@app.command()
def show(article_id: Annotated[str, typer.Argument(metavar="ARTICLE_ID")], as_json: AsJson = False) -> None:
    """Show an article's newest version, even if it was removed: every field, the dates it mentions, its copies in other
    papers or files, and its corrections."""
    settings = Settings.load()
    with _archive(settings) as archive:
        version = archive.version(article_id)
        state, _ = archive.state(article_id)
        until = Embargoes(archive).until(article_id)
        released = until.astimezone(ZoneInfo(settings.timezone)) if until else None
        dated = Calendar(archive).days_by_passage(article_id, version.version)
        copies = Copies(archive).same_story(article_id)
        corrected = Corrections(archive).find(version)
    if as_json:
        _print(
            {
                **output.version_json(version, state),
                "embargo_until": released.isoformat() if released else None,
                "speaks_of": output.days_json(dated),
                "copies": output.copies_json(copies),
                "corrected_by": output.corrections_json(corrected),
            }
        )
    else:
        _print(output.version_lines(version, state, dated, copies, corrected, released))


@app.command()
def remove(article_ids: Ids, as_json: AsJson = False) -> None:
    """Withdraw articles: staff can still read them, but answers never cite them, and adding them again skips them."""
    settings = Settings.load()
    report = Report()
    with _archive(settings) as archive, progress_reporter() as bar:
        report.record(Intake(archive).remove(list(dict.fromkeys(article_ids))))
        _index(settings, archive, report, bar)
    _print(output.report_json(report) if as_json else output.report_lines(report))
    raise typer.Exit(report.exit_code)


@app.command()
def takedown(
    article_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ARTICLE_ID…", help="ids as `list` shows them")
    ] = None,
    why: Annotated[str, typer.Option(help="the reason; it is kept, and shown to staff")] = "",
    apply: Annotated[
        Path | None, typer.Option(help="take down again what this takedowns.jsonl lists (after a restore)")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Erase articles for good: from the archive, the indexes, the source files and the answers given. Adding them again is
    refused."""
    from ingest import rights

    if bool(article_ids) == bool(apply):
        raise typer.BadParameter("give the ids of articles, or --apply FILE")
    if article_ids and not why.strip():
        raise typer.BadParameter(
            "say why: it is kept, and told to whoever adds the article again", param_hint="--why"
        )
    settings = Settings.load()
    with _archive(settings) as archive, progress_reporter() as bar:
        if apply:
            done = rights.apply_list(settings, archive, apply, bar)
        else:
            done = rights.take_down(settings, archive, article_ids or [], why.strip(), bar)
    _print(rights.takedown_json(done) if as_json else rights.takedown_lines(done))
    raise typer.Exit(0 if done.complete else 3)


@app.command()
def sync() -> None:
    """Bring the search indexes up to date with the archive."""
    from ingest import maintenance

    settings = Settings.load()
    with _archive(settings) as archive, progress_reporter() as bar:
        done = maintenance.sync(settings, archive, bar)
        waiting = Ledger(archive).pending_count()
    _print(output.sync_lines(done, waiting))


@app.command()
def rebuild() -> None:
    """Split and embed articles again where the current splitter or model gives another result; rebuild the indexes."""
    from ingest import maintenance

    settings = Settings.load()
    with _archive(settings) as archive, progress_reporter() as bar:
        done = maintenance.rebuild(settings, archive, _loader(settings), bar)
        waiting = Ledger(archive).pending_count()
    _print(output.rebuilt_lines(done, waiting))


# --- shared by the commands ---


def _add(
    settings: Settings, archive: Archive, paths: Sequence[str], options: ReadOptions, reporter: Reporter
) -> Report:
    """Add files, folders and web addresses, and index them."""
    from ingest import pipeline
    from ingest.watch import saved

    failed: dict[str, FetchFailed] = {}
    addresses: dict[Path, str] = {}
    with tempfile.TemporaryDirectory() as folder, _fetcher(settings) as fetcher:
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
            load=_loader(settings),
            reporter=reporter,
            addresses=addresses,
        )
    for address, reason in failed.items():
        report.begin(address)
        report.fail(reason)
    record_problems(archive, report, options)
    if not report.interrupted:
        _index(settings, archive, report, reporter)
    return report


def _fetcher(settings: Settings) -> Fetcher:
    return Fetcher(private=settings.fetch_private)


def _print_account(report: Report, page: Path | None, *, as_json: bool) -> None:
    """Print what became of the files, and write it as a page if asked to."""
    if as_json:
        _print(output.report_json(report))
    else:
        account.print_table(report, Console())
        _print(output.report_lines(report))
    if page is not None:
        try:
            account.write_page(report, page, datetime.datetime.now())
        except OSError as error:
            _print_error(f"the report {page} cannot be written ({error.strerror})")


@contextmanager
def _archive(settings: Settings) -> Iterator[Archive]:
    archive = Archive(settings.data_dir)
    try:
        Embargoes(archive).release(datetime.datetime.now(datetime.UTC))
        yield archive
    finally:
        archive.close()


def _loader(settings: Settings) -> Callable[[], Embedder]:
    def load() -> Embedder:
        from rag.embedding import Embedder

        return Embedder.load(settings)

    return load


def _index(settings: Settings, archive: Archive, report: Report, reporter: Reporter) -> None:
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


def _fields(path: Path | None) -> Mapping[str, tuple[str, ...]]:
    from ingest.readers.columns import load_fields

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


def _print(result: Any) -> None:
    """Print a dict or list as JSON, and lines as they are."""
    if isinstance(result, dict | list):
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    lines: Iterable[str] = result
    for line in lines:
        typer.echo(line)


def _print_error(message: str) -> None:
    typer.echo(message, err=True)


def main() -> None:
    """Run the command line. An expected error is printed as one line, without a traceback."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s: %(message)s")
    try:
        app(prog_name="python -m ingest")
    except WendaError as error:
        _print_error(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
