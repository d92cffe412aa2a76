"""On a Ray cluster the same functions give the same results; what goes wrong there is said in one line."""

from __future__ import annotations

import socket
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from mixed_folder import deliver, deliveries
from outcome import added_by
from printed import BRIDGE, export
from worker_tasks import Refused, crash, refuse_after

from ingest import analyses
from ingest.readers.base import FileUnreadable
from ingest.readers.files import find_files
from ingest.readers.options import ReadOptions
from ingest.workers import on_ray
from ingest.workers.local import LocalWorkers
from ingest.workers.on_ray import ClusterUnusable, RayNotInstalled, RayWorkers

pytestmark = pytest.mark.slow
SITE = Path(__file__).parents[2] / "ingest" / "sample"


@pytest.fixture(scope="module")
def workers(ray_cluster):
    # the modules of the tests are not part of what is sent to the nodes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(on_ray, "SENT", [*on_ray.SENT, Path(__file__).with_name("worker_tasks.py")])
        with RayWorkers(ray_cluster) as workers:
            yield workers


def test_a_folder_is_added_as_it_is_without_ray(workers, tmp_path, embedder, monkeypatch):
    monkeypatch.setattr(analyses, "FEW", 0)
    (folder := tmp_path / "in").mkdir()
    for number, files in enumerate(deliveries()):
        deliver(files, folder, number)
    report, rows = added_by(partial(LocalWorkers, 1), folder, tmp_path / "here", embedder)
    on_ray_report, on_ray_rows = added_by(lambda: Kept(workers), folder, tmp_path / "ray", embedder)
    assert on_ray_report == report
    assert on_ray_rows == rows
    assert len(report.failures) > 0
    assert report.counts["added"] > 30


class Kept:
    """Workers that stay connected when the ingest leaves them."""

    def __init__(self, workers):
        self.count, self.start, self.read = workers.count, workers.start, workers.read

    def __enter__(self):
        return self

    def __exit__(self, *_): ...
