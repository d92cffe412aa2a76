"""Files are read ahead and articles analysed in other processes, with the results, the order and the limits of one process."""

from __future__ import annotations

import multiprocessing
import sys
from functools import partial

import pytest
from mixed_folder import deliver, deliveries
from outcome import added_by
from printed import BRIDGE, POOL, counts, export, live, page
from worker_tasks import Refused, crash, hang, numbers, refuse_after, take_memory

from ingest import analyses
from ingest.passages import passages
from ingest.read_ahead import ReadAhead
from ingest.readers.base import Article, FileUnreadable
from ingest.readers.files import find_files
from ingest.readers.options import ReadOptions
from ingest.workers import process
from ingest.workers.local import LocalWorkers
from rag.archive import Analysis, Intake
from rag.schema import Draft


@pytest.fixture
def workers():
    with LocalWorkers(3) as workers:
        yield workers


@pytest.fixture
def folder(tmp_path):
    """Files of many formats, one of them damaged."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, files in enumerate(deliveries()):
        deliver(files, folder, number)
    return folder


# --- adding ---


def test_an_archive_does_not_depend_on_the_number_of_workers(folder, tmp_path, embedder, monkeypatch):
    monkeypatch.setattr(analyses, "FEW", 0)
    (report, rows), (other_report, other_rows) = (
        added_by(partial(LocalWorkers, count), folder, tmp_path / str(count), embedder) for count in (1, 3)
    )
    assert (other_report, other_rows) == (report, rows)
    assert len(report.files) == 11
    assert report.counts["added"] > 30


def test_a_few_articles_are_analysed_without_another_process(add, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(
        Intake, "add_lines", watched(Intake.add_lines, lambda: seen.append(multiprocessing.active_children()))
    )
    add(export(tmp_path, {"id": "a", "text": BRIDGE}, {"id": "b", "text": POOL}))
    assert [len(processes) for processes in seen] == [1]  # it reads


def test_ctrl_c_ends_all_workers(add, archive, tmp_path, monkeypatch):
    (folder := tmp_path / "exports").mkdir()
    for number in range(6):
        export(folder, {"id": str(number), "text": f"第{number}篇。{BRIDGE}"}, name=f"{number}.jsonl")

    def interrupt():
        assert multiprocessing.active_children()
        if len(live(archive)) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "add_lines", watched(Intake.add_lines, interrupt))
        report = add(folder)
    assert (report.interrupted, len(live(archive))) == (True, 2)
    assert not multiprocessing.active_children()
    assert counts(add(folder)) == {"added": 4, "skipped": 2}


def watched(written, before):
    def add_lines(self, *given):
        before()
        return written(self, *given)

    return add_lines


# --- reading ahead ---


def test_a_file_that_changes_after_it_was_read_ahead_is_read_anew(workers, tmp_path):
    first = page(tmp_path)
    second = export(tmp_path, {"id": "a", "text": BRIDGE})
    ahead = ReadAhead(files := find_files([first, second], ""), ReadOptions(), workers)
    list(ahead.read(files[0]))
    export(tmp_path, {"id": "a", "text": POOL + POOL})
    articles = [item for item in ahead.read(files[1]) if isinstance(item, Article)]
    assert [article.draft.text for article in articles] == [POOL + POOL]


# --- workers ---


def test_several_functions_run_at_the_same_time_and_each_gives_its_own_results(workers):
    begun = [workers.start(numbers, count) for count in (3, 50_000, 2)]
    assert [len(list(results)) for results in begun] == [3, 50_000, 2]


def test_what_came_before_an_error_is_received(workers):
    results = workers.start(refuse_after, 2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(Refused, match="no more than that"):
        next(results)


def test_a_crash_is_one_clear_error_and_the_next_function_runs(workers, tmp_path):
    marker = tmp_path / "crashed"
    with pytest.raises(FileUnreadable, match="crashed"):
        list(workers.start(crash, marker))
    assert list(workers.start(crash, marker)) == ["alive"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_too_much_memory_is_one_clear_error(workers):
    with pytest.raises(FileUnreadable, match="too much memory"):
        list(workers.start(take_memory, process.MEMORY + (1 << 30)))


def test_a_function_that_hangs_is_ended(workers, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 0.2)
    with pytest.raises(FileUnreadable, match="nothing was read"):
        list(workers.start(hang))


def test_a_process_whose_results_are_not_wanted_any_more_is_ended(workers):
    workers.start(hang).close()
    assert not multiprocessing.active_children()


def test_workers_analyse_as_this_process_does(workers, monkeypatch):
    monkeypatch.setattr(analyses, "FEW", 0)
    drafts = [Draft(text=f"第{number}篇。{BRIDGE}明天起试运行。\n{POOL}") for number in range(7)]
    spans = [passages(draft.text) for draft in drafts]
    here = [
        Analysis.of(draft.text, draft.date, of_draft) for draft, of_draft in zip(drafts, spans, strict=True)
    ]
    assert list(analyses.Analyses(workers).begin(drafts, spans)) == here
