"""What could not be read waits in the archive until it is read or given up, with the options that it was to be read with."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from ingest.fetch import is_web_address
from ingest.readers.options import ReadOptions
from ingest.report import FileAccount
from rag.archive import Archive, Problems
from rag.text.path_names import path_of


def record_problems(archive: Archive, account: FileAccount, options: ReadOptions) -> None:
    """Remember what of a file failed; what was wrong with it before is forgotten."""
    file = account.file if is_web_address(account.file) else str(Path(account.file).absolute())
    kept = json.dumps(asdict(options), default=str)
    Problems(archive).record(file, {f.where: f.reason for f in account.failures}, kept)


def to_retry(archive: Archive) -> list[tuple[ReadOptions, list[str]]]:
    """The files and addresses that wait, by the options that they were to be read with."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for problem in Problems(archive).waiting():
        file = problem.file if is_web_address(problem.file) else str(path_of(problem.file))
        if file not in waiting[problem.options]:
            waiting[problem.options].append(file)
    return [(_options(kept), files) for kept, files in waiting.items()]


def _options(text: str) -> ReadOptions:
    kept = json.loads(text)
    day = datetime.date.fromisoformat(kept["date"]) if kept["date"] else None
    until = datetime.datetime.fromisoformat(kept["until"]) if kept.get("until") else None
    passed = until is not None and until <= datetime.datetime.now(datetime.UTC)
    return ReadOptions(**{**kept, "date": day, "until": None if passed else until})
