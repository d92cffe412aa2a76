"""What is in a file is found in every format and dialect; the table says so."""

from __future__ import annotations

import pytest
from rich.console import Console

from eval.formats.run import read_samples, table
from eval.formats.sample import Sample, Story, stories
from eval.formats.samples import samples
from eval.formats.score import Counts, count
from ingest.readers.registry import READERS
from rag.schema import Draft


@pytest.mark.slow
def test_every_article_is_found_in_every_dialect():
    readings = list(read_samples(samples()))
    wrong = [
        (r.sample.path, r.sample.dialect, r.format, r.counts, r.problems) for r in readings if not r.is_right
    ]
    assert wrong == []
    assert len(readings) >= 40
    assert {r.sample.format for r in readings} == {reader.name for reader in READERS} - {"pdf", "scan"}


def test_a_file_that_is_misread_is_counted_and_shown():
    [bridge] = stories("bridge")
    found, absent, refused = read_samples(
        [
            Sample("markdown", "no fields", "a.md", f"# 大桥通车\n\n{bridge.text}".encode(), (bridge,)),
            Sample("text", "another format", "b.jsonl", b'{"id": "1", "text": "x"}', (bridge,)),
            Sample("pdf", "no PDF", "c.pdf", b"%PDF-1.7", (bridge,)),
        ]
    )
    assert found.counts == Counts(expected=1, read=1, found=1, texts=1)
    assert absent.counts == Counts(expected=1, read=1)
    assert (refused.format, refused.counts, len(refused.problems)) == ("—", Counts(expected=1), 1)
    console = Console(width=160)
    with console.capture() as shown:
        console.print(table([found, absent, refused]))
    assert "articles (text)" in shown.get() and "— (pdf)" in shown.get()
    assert not any(reading.is_right for reading in (found, absent, refused))


def test_a_draft_is_counted_for_one_story_only():
    story = Story("大桥", "", None, ("白鹭大桥昨日正式通车，全长六百一十二米。",))
    draft = Draft(text=story.text, headline="大桥")
    assert count([story, story], [draft]).found == 1
    assert count([story], [draft, draft]) == Counts(1, 2, 1, 1, 1, 1, 1)
