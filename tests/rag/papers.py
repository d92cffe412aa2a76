"""The sample paper and the real page, and an assistant over whatever papers a test wants."""

from __future__ import annotations

from pathlib import Path

from models import open_assistant
from shared_data import SHARED

from ingest import pipeline
from ingest.progress import progress_reporter
from ingest.readers.options import ReadOptions
from rag.archive import Archive
from rag.config import Settings
from rag.service import Assistant

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "ingest" / "sample"
REAL_PAGE = SHARED / "pages" / "yongkang-page.txt"


def assistant_over(data_dir: Path, paths: list[Path], given: ReadOptions, embedder) -> Assistant:
    settings = Settings(_env_file=None, data_dir=data_dir)
    archive = Archive(data_dir)
    with progress_reporter() as bar:
        report = pipeline.add(paths, given, archive=archive, load=lambda: embedder, reporter=bar)
    assert not report.failures
    archive.close()
    assistant = open_assistant(settings)
    assistant.indexes.sync()
    return assistant
