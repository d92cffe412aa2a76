"""Adding to an archive: in this process as the pipeline does, or with the command line."""

from __future__ import annotations

import sys

import pytest
from printed import BRIDGE, POOL, UNDATED_PAGE, export

from ingest import pipeline
from ingest.__main__ import main
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from rag.embedding import Embedder


@pytest.fixture
def add(archive, embedder, tmp_path):
    """Add files to the archive as the command line would."""

    def add_files(*paths, load=lambda: embedder, **given):
        return pipeline.add(
            paths, ReadOptions(**given), archive=archive, load=load, reporter=SilentReporter()
        )

    return add_files


@pytest.fixture
def wenda(settings, embedder, tmp_path, monkeypatch, capsys):
    """Run a command in this process: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("WENDA_ARCHIVE", settings.archive.get_secret_value())
    monkeypatch.setattr(Embedder, "load", classmethod(lambda cls, settings: embedder))

    def run(*args):
        monkeypatch.setattr(sys, "argv", ["ingest", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def files(tmp_path):
    """A page of no date, and an export of two articles with a bad line between them."""
    (tmp_path / "page.txt").write_text(UNDATED_PAGE, encoding="utf-8")
    bridge = {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE}
    export(tmp_path, bridge, "oops", {"id": "b", "text": POOL})
    return tmp_path
