"""The command `watch`, which takes in what appears in folders and at web addresses."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from ingest import output
from ingest.commands.adding import open_fetcher
from ingest.commands.shared import (
    ctrl_c,
    index,
    model_loader,
    open_archive,
    print_account,
    print_error,
    print_result,
    release,
)
from ingest.progress import progress_reporter
from ingest.readers.options import ReadOptions
from ingest.report import Report
from ingest.waiting import record_problems
from rag.config import Settings
from rag.database import DatabaseUnusable
from rag.text.path_names import one_line, path_text


def watch(
    sources: Annotated[
        list[str], typer.Argument(metavar="FOLDER|URL…", help="folders, and addresses of feeds or pages")
    ],
    source: Annotated[
        str, typer.Option(help="name of the system within which an export's ids are unique")
    ] = "",
    paper: Annotated[str, typer.Option(help="name of the paper")] = "",
) -> None:
    """Take in what appears in folders and at web addresses, and release what was under embargo, until stopped with Ctrl-C."""
    from ingest.watch import EVERY, Watcher

    settings = Settings.load()
    options = ReadOptions(
        source=source, paper=paper, default_paper=settings.paper, timezone=settings.timezone
    )
    load = model_loader(settings)
    with open_archive(settings) as archive, progress_reporter() as bar, open_fetcher(settings) as fetcher:

        def take(
            paths: Sequence[Path], addresses: Mapping[Path, str], on_file: Callable[[Path], None]
        ) -> Report:
            from ingest import pipeline

            report = pipeline.add(
                paths,
                options,
                archive=archive,
                load=load,
                reporter=bar,
                addresses=addresses,
                from_folder=not addresses,
                on_file=on_file,
            )
            index(settings, archive, report, bar)
            return report

        watcher = Watcher(sources, archive, take, fetcher)
        before = Report()
        index(
            settings, archive, before, bar
        )  # what an earlier command left, or released on opening the archive
        for failure in before.failures:
            print_error(str(failure))
        print_error(f"watching {one_line(path_text(', '.join(sources)))}; stop with Ctrl-C")

        def look() -> None:
            if released := release(settings, archive, bar):
                print_account(released, as_json=False)
            for report in watcher.round():
                for unread in report.unread:  # the problems of what was read are recorded already
                    record_problems(archive, unread, options)
                now = datetime.datetime.now(ZoneInfo(settings.timezone))
                print_result(output.round_lines(report, now))
                print_account(report, as_json=False)
                if report.interrupted:
                    raise KeyboardInterrupt

        said = ""
        try:
            with ctrl_c() as pressed:
                while True:
                    try:
                        look()
                        said = ""
                    except DatabaseUnusable as error:  # a server that is started again, a disk that is full
                        if str(error) != said:
                            print_error(f"{error} Trying again every {EVERY:.0f} seconds.")
                        said = str(error)
                    if pressed.wait(EVERY):
                        raise KeyboardInterrupt
        except KeyboardInterrupt:
            print_error("stopped; what was taken in is kept, and the next start goes on from here")
