"""On a Ray cluster the same functions give the same results; what goes wrong there is said in one line."""

from __future__ import annotations

import sys
from functools import partial

import pytest
import worker_tasks
from mixed_folder import deliver, deliveries
from outcome import added_by
from ports import free_port
from printed import BRIDGE, export

from ingest import analyses
from ingest.readers.base import FileUnreadable
from ingest.readers.options import ReadOptions
from ingest.workers import on_ray
from ingest.workers.local import LocalWorkers
from ingest.workers.on_ray import RayWorkers
from rag.schema import WendaError

pytestmark = pytest.mark.slow


# --- no cluster: tested first, as a program that is connected stays connected ---


def test_no_server_at_the_address(wenda, tmp_path):
    port = free_port()
    code, _, err = wenda(
        "add", export(tmp_path, {"id": "a", "text": BRIDGE}), "--on", f"ray://127.0.0.1:{port}"
    )
    assert code == 1
    assert f"Ray cluster ray://127.0.0.1:{port} cannot be used" in err


def test_ray_is_not_installed(wenda, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    code, _, err = wenda("add", export(tmp_path, {"id": "a", "text": BRIDGE}), "--on", "ray")
    assert code == 1
    assert "pip install -r requirements-scale.txt" in err


def test_an_address_of_another_kind_is_refused(wenda, tmp_path):
    code, _, err = wenda("add", tmp_path, "--on", "dask://here:1")
    assert code == 2
    assert "ray://HOST:PORT" in err


# --- a cluster ---


@pytest.fixture(scope="module")
def workers(ray_cluster):
    """Workers on the cluster, which have no module of the tests: those are sent with each task."""
    from ray import cloudpickle

    with RayWorkers(ray_cluster) as workers:
        cloudpickle.register_pickle_by_value(worker_tasks)
        yield workers
        cloudpickle.unregister_pickle_by_value(worker_tasks)


def test_an_archive_is_the_same_as_without_ray(workers, ray_cluster, tmp_path, embedder, monkeypatch):
    monkeypatch.setattr(analyses, "FEW", 0)
    (folder := tmp_path / "in").mkdir()
    for number, files in enumerate(deliveries()):
        deliver(files, folder, number)
    report, rows = added_by(partial(LocalWorkers, 1), folder, tmp_path / "here", embedder)
    on_ray_report, on_ray_rows = added_by(
        partial(RayWorkers, ray_cluster), folder, tmp_path / "ray", embedder
    )
    assert on_ray_report == report
    assert on_ray_rows == rows
    assert len(report.failures) > 0
    assert report.counts["added"] > 30


def test_the_command_adds_on_ray(workers, ray_cluster, wenda, tmp_path):
    code, out, err = wenda("add", export(tmp_path, {"id": "a", "text": BRIDGE}), "--on", ray_cluster)
    assert (code, "1 added" in out) == (0, True), err


def test_a_file_too_large_to_be_sent_is_read_here(workers, tmp_path, monkeypatch):
    monkeypatch.setattr(on_ray, "LARGEST_SENT", 10)
    monkeypatch.setattr(workers, "_read", None)
    path = export(tmp_path, {"id": "a", "text": BRIDGE})
    read_here, _, article = workers.read(path, "articles", ReadOptions())
    assert (read_here.data, article.draft.text) == (path, BRIDGE)


def test_what_came_before_an_error_is_received(workers):
    results = workers.start(worker_tasks.refuse_after, 2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(WendaError, match="no more than that"):
        next(results)


def test_a_task_whose_process_died_is_run_again(workers, tmp_path):
    marker = tmp_path / "crashed"
    assert list(workers.start(worker_tasks.crash, marker)) == ["alive"]
    assert marker.exists()


def test_a_task_that_always_crashes_is_one_clear_error(workers):
    with pytest.raises(FileUnreadable, match="crashed"):
        list(workers.start(worker_tasks.crash, None))


def test_a_bad_file_is_the_same_problem_as_without_ray(workers, tmp_path):
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 damaged")
    told = []
    with LocalWorkers(1) as here:
        for each in (here, workers):
            with pytest.raises(WendaError) as failed:
                list(each.read(tmp_path / "torn.pdf", "pdf", ReadOptions()))
            told.append((type(failed.value), str(failed.value)))
    assert told[0] == told[1]
