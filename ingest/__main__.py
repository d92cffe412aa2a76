"""The command line `python -m ingest`: prints results to stdout, progress and errors to stderr.

Exit codes: 0 everything was added; 3 some files or lines failed, the others were added; 1 nothing was added; 130
interrupted.
"""

from __future__ import annotations

import logging
import sys

import typer

from ingest.commands import adding, articles, backups, upkeep, watching
from ingest.commands.shared import print_error
from ingest.run_folder import use_run_folder
from rag.schema import WendaError

app = typer.Typer(
    help="Read newspaper files into the archive.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    adding.add,
    watching.watch,
    adding.problems,
    adding.preview,
    upkeep.status,
    articles.show,
    articles.remove,
    articles.takedown,
    upkeep.sync,
    upkeep.rebuild,
    backups.backup,
    backups.restore,
    backups.move,
):
    app.command()(command)
app.command("list")(articles.list_)


def main() -> None:
    """Run the command line. An expected error is printed as one line, without a traceback."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s: %(message)s")
    try:
        app(prog_name="python -m ingest")
    except WendaError as error:
        print_error(str(error))
        sys.exit(1)


if __name__ == "__main__":
    use_run_folder()
    main()
