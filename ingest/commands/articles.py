"""Commands about articles in the archive: `list`, `show`, `remove`, `takedown`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from ingest import article_output, output
from ingest.commands.shared import (
    AsJson,
    index,
    open_archive,
    print_error,
    print_result,
)
from ingest.progress import progress_reporter
from ingest.report import Report
from rag.archive import Calendar, Continuations, Copies, Corrections, Embargoes, Intake, Takedowns
from rag.config import Settings

Ids = Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…", help="ids as `list` shows them")]


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
    with open_archive(settings) as archive:
        if embargoed:
            from ingest import rights

            waiting = Embargoes(archive).waiting()[:limit]
            show_as = rights.embargoed_json if as_json else rights.embargoed_lines
            print_result(show_as(waiting, settings.timezone))
            return
        versions = archive.newest(limit or (None if as_json else 20))
        total = archive.coverage().articles
    print_result(
        article_output.list_json(versions) if as_json else article_output.list_lines(versions, total)
    )


def show(article_id: Annotated[str, typer.Argument(metavar="ARTICLE_ID")], as_json: AsJson = False) -> None:
    """Show an article's newest version, even if it was removed: every field, the dates it mentions, its parts on other pages,
    its copies in other papers or files, and its corrections."""
    settings = Settings.load()
    with open_archive(settings) as archive:
        if taken := Takedowns(archive).of_article(article_id):
            print_error(f"taken down on {taken.taken_at:%Y-%m-%d}: {taken.why}")
            raise typer.Exit(1)
        version = archive.version(article_id)
        state, _ = archive.state(article_id)
        until = Embargoes(archive).until(article_id)
        released = until.astimezone(ZoneInfo(settings.timezone)) if until else None
        dated = Calendar(archive).days_by_passage(article_id, version.version)
        parts = [part for part in Continuations(archive).parts(version) if part.article_id != article_id]
        copies = Copies(archive).same_story(article_id)
        corrected = Corrections(archive).find(version)
        file = archive.source_name(version.source_sha256)
    if as_json:
        print_result(
            {
                **article_output.version_json(version, state),
                "file": file,
                "embargo_until": released.isoformat() if released else None,
                "speaks_of": article_output.days_json(dated),
                "parts": article_output.copies_json(parts),
                "copies": article_output.copies_json(copies),
                "corrected_by": article_output.corrections_json(corrected),
            }
        )
    else:
        print_result(
            article_output.version_lines(version, state, dated, parts, copies, corrected, released, file)
        )


def remove(article_ids: Ids, as_json: AsJson = False) -> None:
    """Withdraw articles: staff can still read them, but answers never cite them, and adding them again skips them."""
    settings = Settings.load()
    report = Report()
    with open_archive(settings) as archive, progress_reporter() as bar:
        report.record(Intake(archive).remove(Continuations(archive).with_parts(article_ids)))
        index(settings, archive, report, bar)
    print_result(output.report_json(report) if as_json else output.report_lines(report))
    raise typer.Exit(report.exit_code)


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
    with open_archive(settings) as archive, progress_reporter() as bar:
        if apply:
            done = rights.apply_list(settings, archive, apply, bar)
        else:
            done = rights.take_down(settings, archive, article_ids or [], why.strip(), bar)
    print_result(rights.takedown_json(done) if as_json else rights.takedown_lines(done))
    raise typer.Exit(0 if done.complete else 3)
