"""Archives that many tests only read."""

from __future__ import annotations

from datetime import date

import pytest
from papers import REAL_PAGE, SAMPLE, assistant_over

from ingest.readers.given import Given


@pytest.fixture(scope="session")
def sample(tmp_path_factory, embedder):
    assistant = assistant_over(tmp_path_factory.mktemp("sample"), [SAMPLE], Given(), embedder)
    yield assistant
    assistant.close()


@pytest.fixture(scope="session")
def real_page(tmp_path_factory, embedder):
    if not REAL_PAGE.exists():
        pytest.skip("the real page is not at hand")
    given = Given(date=date(2024, 3, 18), paper="永康日报", page="2")
    assistant = assistant_over(tmp_path_factory.mktemp("real"), [REAL_PAGE], given, embedder)
    yield assistant
    assistant.close()
