"""Archives that many tests only read."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, closing
from datetime import date

import pytest
from models import open_assistant
from papers import REAL_PAGE, assistant_over
from shared_data import REASON

from ingest.readers.options import ReadOptions
from rag.config import Settings


@pytest.fixture(scope="session")
def sample(sample_data, tmp_path_factory):
    """An assistant over the sample paper."""
    data_dir = tmp_path_factory.mktemp("sample") / "data"
    shutil.copytree(sample_data, data_dir)
    assistant = open_assistant(Settings(_env_file=None, data_dir=data_dir))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def assistant_for(tmp_path_factory, embedder):
    """Opens an assistant over an export of these lines: `assistant_for([{"id": "1", "text": "…"}])`."""
    with ExitStack() as opened:

        def open_over(lines):
            folder = tmp_path_factory.mktemp("export")
            export = folder / "export.jsonl"
            export.write_text("\n".join(map(json.dumps, lines)), "utf-8")
            return opened.enter_context(
                closing(assistant_over(folder / "data", [export], ReadOptions(), embedder))
            )

        yield open_over


@pytest.fixture(scope="session")
def real_page(tmp_path_factory, embedder):
    if not REAL_PAGE.exists():
        pytest.skip(REASON)
    given = ReadOptions(date=date(2024, 3, 18), paper="永康日报", page="2")
    assistant = assistant_over(tmp_path_factory.mktemp("real"), [REAL_PAGE], given, embedder)
    yield assistant
    assistant.close()
