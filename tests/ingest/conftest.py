"""Adding to an archive: in this process as the pipeline does, or with the command line."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backups import BRIDGE_LINE, POOL_LINE
from printed import BRIDGE, POOL, UNDATED_PAGE, export

from ingest import pipeline
from ingest.__main__ import main
from ingest.backup import make_backup
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from rag.config import Settings
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


# --- backups ---


@pytest.fixture
def added(wenda, tmp_path):
    """A data folder with two articles."""
    assert wenda("add", export(tmp_path, BRIDGE_LINE, POOL_LINE))[0] == 0


@pytest.fixture(scope="session")
def sample_backup(sample_data, tmp_path_factory):
    """A backup of the sample paper."""
    folder = tmp_path_factory.mktemp("backup")
    shutil.copytree(sample_data, folder / "data")
    settings = Settings(_env_file=None, data_dir=folder / "data")
    return make_backup(settings, folder / "wenda.tar", datetime.now(UTC), SilentReporter()).file


@pytest.fixture
def tar(sample_backup, tmp_path):
    """A copy of it for this test."""
    return Path(shutil.copy(sample_backup, tmp_path))


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Settings with another data folder, which the commands then use."""
    monkeypatch.setenv("WENDA_DATA_DIR", str(tmp_path / "elsewhere"))
    return Settings(_env_file=None, data_dir=tmp_path / "elsewhere")
