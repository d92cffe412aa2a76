"""`python -m ingest`: the result on stdout, progress and complaints on stderr.

Exit: 0 all is in; 3 some files or lines failed, the rest is in; 1 nothing was possible; 130 interrupted.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest import output
from ingest.progress import progress_reporter
from ingest.readers.options import Format, ReadOptions, calendar_day
from ingest.report import Report, Reporter
from rag.archive import Archive, Calendar, Copies, Corrections, Intake, Ledger
from rag.config import Settings
from rag.schema import WendaError

if TYPE_CHECKING:
    from rag.embedding import Embedder

app = typer.Typer(
    help="From newspaper files to the archive.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
As = Annotated[Format | None, typer.Option("--as", help="read the files as this, whatever their names")]
Ids = Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…", help="ids as `list` shows them")]


@app.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help=".txt (a page), .jsonl (articles), folders")
    ],
    format_: As = None,
    source: Annotated[str, typer.Option(help="name under which an export's ids are unique")] = "",
    date: Annotated[str, typer.Option(help="day of the paper, 2024-03-18")] = "",
    paper: Annotated[str, typer.Option(help="name of the paper")] = "",
    page_no: Annotated[str, typer.Option("--page-no", help="number of the page: 2, A02")] = "",
    again: Annotated[bool, typer.Option("--again", help="bring back what was removed")] = False,
    as_json: AsJson = False,
) -> None:
    """Add newspaper pages and exports. What is in already is skipped, so an interrupted run goes on."""
    from ingest import pipeline

    settings = Settings.load()
    given = ReadOptions(
        format=format_,
        source=source,
        date=_day(date, settings),
        paper=paper,
        page=page_no,
        default_paper=settings.paper,
        timezone=settings.timezone,
        again=again,
    )
    with _archive(settings) as archive, progress_reporter() as bar:
        report = pipeline.add(paths, given, archive=archive, load=_loader(settings), reporter=bar)
        if not report.interrupted:
            _index(settings, archive, report, bar)
    _print(output.report_json(report) if as_json else output.report_lines(report))
    raise typer.Exit(report.exit_code)


@app.command()
def preview(
    path: Annotated[Path, typer.Argument(help="a page or an export")],
    format_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show what `add` would read of a file; nothing is stored."""
    from ingest.readers import read_file

    settings = Settings.load()
    given = ReadOptions(format=format_, default_paper=settings.paper, timezone=settings.timezone)
    read = read_file(path, given)
    for problem in read.problems:
        _complain(f"{path}, {problem}")
    _print((output.preview_json if as_json else output.preview_lines)(read.drafts, read.leftover))
    raise typer.Exit(3 if read.problems else 0)


@app.command()
def status(as_json: AsJson = False) -> None:
    """What the archive holds, up to which day, and what waits for the indexes."""
    settings = Settings.load()
    with _archive(settings) as archive:
        coverage = archive.coverage()
        counts: dict[str, Any] = {
            **archive.status(),
            "newest": coverage.newest.isoformat() if coverage.newest else None,
            "updated_at": f"{coverage.updated_at.isoformat(timespec='seconds')}Z"
            if coverage.updated_at
            else None,
            "models": dict(Ledger(archive).models()),
            "data_dir": str(settings.data_dir),
        }
    _print(counts if as_json else output.status_lines(counts))


@app.command("list")
def list_(
    limit: Annotated[
        int | None, typer.Option("-n", min=1, help="how many (20 for people, all for --json)")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The articles that are answered from, newest first."""
    with _archive(Settings.load()) as archive:
        versions = archive.newest(limit or (-1 if as_json else 20))
    _print(output.list_json(versions) if as_json else output.list_lines(versions))


@app.command()
def show(article_id: Annotated[str, typer.Argument(metavar="ARTICLE_ID")], as_json: AsJson = False) -> None:
    """An article's newest version, also where it was removed: every field, the days it speaks of, its copies in other
    papers or files, and what corrects it."""
    with _archive(Settings.load()) as archive:
        version = archive.version(article_id)
        state, _ = archive.state(article_id)
        dated = Calendar(archive).of_version(article_id, version.version)
        copies = Copies(archive).of(article_id)
        corrected = Corrections(archive).of(version)
    if as_json:
        _print(
            {
                **output.version_json(version, state),
                "speaks_of": output.days_json(dated),
                "copies": output.copies_json(copies),
                "corrected_by": output.corrections_json(corrected),
            }
        )
    else:
        _print(output.version_lines(version, state, dated, copies, corrected))


@app.command()
def remove(article_ids: Ids, as_json: AsJson = False) -> None:
    """Withdraw articles: kept for staff, never answered from, not brought back by adding the same again."""
    settings = Settings.load()
    report = Report()
    with _archive(settings) as archive, progress_reporter() as bar:
        report.record(Intake(archive).remove(list(dict.fromkeys(article_ids))))
        _index(settings, archive, report, bar)
    _print(output.report_json(report) if as_json else output.report_lines(report))
    raise typer.Exit(report.exit_code)


@app.command()
def sync() -> None:
    """Bring the search indexes up to date with the archive."""
    from ingest import maintenance

    settings = Settings.load()
    with _archive(settings) as archive, progress_reporter() as bar:
        done = maintenance.sync(settings, archive, bar)
        waiting = Ledger(archive).waiting()
    _print(output.sync_lines(done, waiting))


@app.command()
def rebuild() -> None:
    """Cut and embed again what today's splitter or model would make otherwise, and build the indexes anew."""
    from ingest import maintenance

    settings = Settings.load()
    with _archive(settings) as archive, progress_reporter() as bar:
        done = maintenance.rebuild(settings, archive, _loader(settings), bar)
        waiting = Ledger(archive).waiting()
    _print(output.rebuilt_lines(done, waiting))


# --- what the commands share ---


@contextmanager
def _archive(settings: Settings) -> Iterator[Archive]:
    archive = Archive(settings.data_dir)
    try:
        yield archive
    finally:
        archive.close()


def _loader(settings: Settings) -> Callable[[], Embedder]:
    def load() -> Embedder:
        from rag.embedding import Embedder

        return Embedder.load(settings)

    return load


def _index(settings: Settings, archive: Archive, report: Report, reporter: Reporter) -> None:
    """Bring the indexes up to date, where anything waits for them."""
    from ingest import maintenance

    try:
        if Ledger(archive).waiting() and maintenance.sync(settings, archive, reporter) is None:
            report.notes.append(
                "the search indexes are another process's (the running app): it takes this over"
            )
    except WendaError as error:  # the archive has it all the same
        report.fail("search indexes", error)
    report.indexed = Ledger(archive).waiting() == 0


def _day(printed: str, settings: Settings) -> Any:
    if not printed:
        return None
    try:
        return calendar_day(printed, settings.timezone)
    except ValueError as error:
        raise typer.BadParameter(f"{error}; write it as 2024-03-18", param_hint="--date") from error


def _print(result: Any) -> None:
    """Data as JSON, lines as they are."""
    if isinstance(result, dict | list):
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    lines: Iterable[str] = result
    for line in lines:
        typer.echo(line)


def _complain(message: str) -> None:
    typer.echo(message, err=True)


def main() -> None:
    """Run the command line; an error that a user can meet is one line, not a traceback."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s: %(message)s")
    try:
        app(prog_name="python -m ingest")
    except WendaError as error:
        _complain(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
