"""Commands that keep the archive and its indexes in order: `status`, `sync`, `rebuild`."""

from __future__ import annotations

import datetime
from typing import Any

from ingest import output
from ingest.commands.shared import (
    AsJson,
    model_loader,
    open_archive,
    print_result,
)
from ingest.progress import progress_reporter
from rag.archive import FreshnessReader, Ledger
from rag.config import Settings


def status(as_json: AsJson = False) -> None:
    """Show how many articles the archive has, how recent each source is, and how many passages are not indexed yet."""
    from ingest import freshness, rights

    settings = Settings.load()
    with open_archive(settings) as archive:
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
        recent = FreshnessReader(archive).read(settings.today(), datetime.datetime.now(datetime.UTC))
    if as_json:
        print_result(counts | freshness.freshness_json(recent))
    else:
        print_result(freshness.count_lines(counts, settings.timezone))
        print_result(freshness.freshness_lines(recent, settings.timezone))


def sync() -> None:
    """Bring the search indexes up to date with the archive."""
    from ingest import maintenance

    settings = Settings.load()
    with open_archive(settings) as archive, progress_reporter() as bar:
        done = maintenance.sync(settings, archive, bar)
        waiting = Ledger(archive).pending_count()
    print_result(output.sync_lines(done, waiting))


def rebuild() -> None:
    """Split and embed articles again where the current splitter or model gives another result; rebuild the indexes."""
    from ingest import maintenance

    settings = Settings.load()
    with open_archive(settings) as archive, progress_reporter() as bar:
        done = maintenance.rebuild(settings, archive, model_loader(settings), bar)
        waiting = Ledger(archive).pending_count()
    print_result(output.rebuilt_lines(done, waiting))
