"""Adding in batches: an interruption or a file that changes meanwhile leaves nothing half added."""

import json
import tracemalloc

import pytest
from printed import BRIDGE, POOL, counts, export, live

from rag.archive import Intake, Ledger


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_the_size_of_a_batch_makes_no_difference(add, archive, tmp_path, monkeypatch, batch):
    monkeypatch.setattr("ingest.batch.BATCH_ARTICLES", batch)
    add(export(tmp_path, *({"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(5))))
    assert len(live(archive)) == 5
    assert len(Ledger(archive).live_ids()) == 5


def test_an_interrupted_ingest_keeps_its_articles_and_can_continue(
    add, archive, embedder, tmp_path, monkeypatch
):
    monkeypatch.setattr("ingest.batch.BATCH_ARTICLES", 2)
    path = export(tmp_path, *({"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(6)))
    written = Intake.add_lines

    def add_then_interrupt(self, *args, **kwargs):
        outcomes = written(self, *args, **kwargs)
        if len(live(archive)) == 4:
            raise KeyboardInterrupt
        return outcomes

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "add_lines", add_then_interrupt)
        report = add(path)
    assert (report.interrupted, report.exit_code, len(live(archive))) == (True, 130, 4)
    assert counts(add(path)) == {"added": 2, "skipped": 4}
    assert len(Ledger(archive).live_ids()) == 6


def test_a_file_that_changes_while_it_is_read_is_not_added_in_part(add, archive, embedder, tmp_path):
    path = export(tmp_path, {"id": "a", "text": BRIDGE})

    def load():
        export(tmp_path, {"id": "a", "text": POOL})
        return embedder

    report = add(path, load=load)
    assert "changed while it was being read" in report.failures[0].reason
    assert live(archive) == []
    add(path)
    assert live(archive) == [(POOL, 1)]


@pytest.mark.slow
def test_a_large_export_is_read_in_bounded_memory(add, tmp_path):
    path = tmp_path / "large.jsonl"
    line = json.dumps({"id": "a", "text": BRIDGE * 100, "more": "x" * 200_000}, ensure_ascii=False) + "\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(30_000_000 // len(line.encode())):
            file.write(line)
    tracemalloc.start()
    add(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000


def test_a_file_that_corrects_its_own_article_changes_nothing_when_it_is_read_again(add, archive, tmp_path):
    lines = ({"id": "a", "text": BRIDGE}, {"id": "a", "text": BRIDGE.replace("昨日", "今日")})
    path = export(tmp_path, *lines)
    for _ in range(2):
        add(path)
        assert live(archive) == [(lines[1]["text"], 2)]
    export(tmp_path, lines[0])
    add(path)
    assert live(archive) == [(BRIDGE, 3)]
