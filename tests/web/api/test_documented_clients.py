"""The official clients (openai, mcp), used as the READMEs show it, print what the READMEs say they print."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout

import pytest
from served import ROOT, Site, ingest, serve, settings_for

from rag.desk import COMMAND_LINE, Keys

SHOWN = re.compile(r"^```python\n([^`]*\bKEY\b[^`]*)^```\n[^`]*^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a page of the sample paper."""
    folder = tmp_path_factory.mktemp("documented") / "data"
    ingest(folder, ROOT / "ingest/sample/pages/2024-11-08-01.txt")
    with serve(settings_for(folder)) as running:
        yield running


@pytest.mark.parametrize("document", ["README.md", "README.zh.md"])
def test_the_clients_print_what_the_documents_show(sample_site: Site, document: str):
    key = Keys(sample_site.assistant.desk).add(document, frozenset(("ask", "search")), None, by=COMMAND_LINE)
    shown = SHOWN.findall((ROOT / document).read_text("utf-8"))
    assert len(shown) == 2
    for program, prints in shown:
        with ThreadPoolExecutor(1) as thread:  # the browser's tests have an event loop in this one
            printed = thread.submit(run, program.replace(ADDRESS, sample_site.url), key).result()
        assert printed == prints


def run(program: str, key: str) -> str:
    """What a program prints; it may await."""
    compiled = compile(program, "README", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    with redirect_stdout(io.StringIO()) as printed:
        awaited = eval(compiled, {"KEY": key})
        if inspect.iscoroutine(awaited):
            asyncio.run(awaited)
    return printed.getvalue()
