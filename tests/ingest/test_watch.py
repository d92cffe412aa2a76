"""What appears in a folder or at an address is taken in once it is complete, and what cannot be read waits."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta

import pytest
from printed import BRIDGE, PAGE, POOL, export
from web_server import serving

from ingest import pipeline
from ingest.fetch import Fetcher
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from ingest.waiting import record_problems
from ingest.watch import POLITE, Watcher
from rag.archive import Problems, Watched

NOON = datetime(2024, 11, 8, 12)


@pytest.fixture
def watch(archive, embedder):
    """A watcher of the given sources."""

    def take(paths, addresses, on_file):
        return pipeline.add(
            paths,
            ReadOptions(),
            archive=archive,
            load=lambda: embedder,
            reporter=SilentReporter(),
            addresses=addresses,
            from_folder=True,
            on_file=on_file,
        )

    with Fetcher(private=True) as fetcher:
        yield lambda *sources: Watcher(map(str, sources), archive, take, fetcher)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def headlines(archive):
    return sorted(version.headline for version in archive.newest(100))


def test_a_file_in_a_folder_that_never_stops_changing_is_taken_in_after_some_minutes(watch, archive, folder):
    watcher = watch(folder)
    export(folder, {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE})
    for minute in range(12):
        with (folder / "upload.log").open("a", encoding="utf-8") as log:
            log.write("one more line\n")
        reports = list(watcher.round(NOON + timedelta(minutes=minute)))
        assert [report.counts["added"] for report in reports] == ([1] if minute == 10 else [])
    assert headlines(archive) == ["白鹭大桥通车"]


def test_a_file_is_taken_in_when_it_has_stopped_growing(watch, archive, folder):
    watcher = watch(folder)
    path = export(folder, {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE})
    assert list(watcher.round()) == []  # seen for the first time
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"id": "b", "title": "泳池开放", "text": POOL}, ensure_ascii=False))
    assert list(watcher.round()) == []  # it has grown
    [report] = watcher.round()
    assert report.counts["added"] == 2
    assert list(watcher.round()) == []


def test_a_restart_takes_in_only_what_is_new(watch, archive, folder):
    export(folder, {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE})
    first = watch(folder)
    assert [len(list(first.round())) for _ in range(2)] == [0, 1]
    (folder / "2024-03-18-02.txt").write_text(PAGE, encoding="utf-8")
    again = watch(folder)
    assert list(again.round()) == []
    [report] = again.round()
    assert [account.format for account in report.files] == ["pages"]
    assert len(headlines(archive)) == 2


def test_a_correction_comes_after_what_it_corrects(watch, archive, folder):
    for hour, (name, title) in enumerate((("late.jsonl", "白鹭大桥通车"), ("early.jsonl", "白鹭大桥开通"))):
        path = export(folder, {"id": "a", "title": title, "text": BRIDGE, "paper": "栖川日报"}, name=name)
        os.utime(path, (3600 * hour, 3600 * hour))
    watcher = watch(folder)
    [report] = [report for _ in range(2) for report in watcher.round()]
    assert (report.counts["replaced"], headlines(archive)) == (1, ["白鹭大桥开通"])


def test_a_killed_watch_goes_on_with_the_next_file(watch, archive, folder, monkeypatch):
    export(folder, {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE}, name="a.jsonl")
    export(folder, {"id": "b", "title": "泳池开放", "text": POOL}, name="b.jsonl")
    for path in folder.iterdir():
        os.utime(path, (0, 0))

    def killed(archive, account, options):
        if account.file.endswith("b.jsonl"):
            raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(pipeline, "record_problems", killed)
        watcher = watch(folder)
        [list(watcher.round()) for _ in range(2)]
    again = watch(folder)
    [report] = [report for _ in range(2) for report in again.round()]
    assert [account.file for account in report.files] == [str(folder / "b.jsonl")]


def test_what_is_no_news_is_skipped_once(watch, folder):
    (folder / "logo.ico").write_bytes(b"\x00\x00\x01\x00")
    watcher = watch(folder)
    reports = [report for _ in range(4) for report in watcher.round()]
    assert [account.status for report in reports for account in report.files] == ["skipped"]


def test_downloads_that_are_not_finished_are_left(watch, folder):
    (folder / "2024-03-18-02.txt.part").write_text(PAGE, encoding="utf-8")
    watcher = watch(folder)
    assert [list(watcher.round()) for _ in range(3)] == [[], [], []]


def test_an_address_is_asked_politely_and_taken_in_when_it_changes(watch, archive):
    line = json.dumps({"id": "a", "title": "白鹭大桥通车", "text": BRIDGE}, ensure_ascii=False).encode()
    answers = {"/news.jsonl": (200, {"ETag": '"1"'}, line)}
    with serving(answers) as (site, asked):
        watcher = watch(f"{site}/news.jsonl")
        [report] = watcher.round(NOON)
        assert report.files[0].file == f"{site}/news.jsonl"
        assert list(watcher.round(NOON + POLITE / 2)) == []
        assert list(watcher.round(NOON + POLITE)) == []  # asked, not changed
        assert [path for path, _ in asked] == ["/robots.txt", "/news.jsonl", "/news.jsonl"]
        answers["/news.jsonl"] = (200, {"ETag": '"2"'}, line.replace("通车".encode(), "开通".encode()))
        [changed] = watcher.round(NOON + 3 * POLITE)
    assert changed.counts["replaced"] == 1
    assert headlines(archive) == ["白鹭大桥开通"]


def test_an_address_that_fails_is_left_alone_for_longer_each_time(watch, archive):
    with serving({}) as (site, _):
        watcher = watch(f"{site}/gone.xml")
        pauses = []
        now = NOON
        for _ in range(4):
            [report] = watcher.round(now)
            assert "404" in report.failures[0].reason
            [known] = Watched(archive).sources()
            pauses.append(known.next_at - now)
            now = known.next_at
    assert pauses == [POLITE, 2 * POLITE, 4 * POLITE, 8 * POLITE]


def test_a_server_that_asks_for_patience_gets_it(watch, archive):
    busy = {"/feed": (503, {"Retry-After": "7200"}, b"")}
    with serving(busy) as (site, _):
        list(watch(f"{site}/feed").round(NOON))
    [known] = Watched(archive).sources()
    assert known.next_at == NOON + timedelta(hours=2)


def test_after_a_failure_an_address_is_read_as_a_whole_again(watch, archive):
    line = json.dumps({"id": "a", "title": "白鹭大桥通车", "text": BRIDGE}, ensure_ascii=False).encode()
    answers = {"/news.jsonl": (200, {"ETag": '"1"'}, line)}
    with serving(answers) as (site, _):
        watcher = watch(f"{site}/news.jsonl")
        list(watcher.round(NOON))
        there = answers.pop("/news.jsonl")
        [failed] = watcher.round(NOON + POLITE)
        record_problems(archive, failed.files[0], ReadOptions())
        [problem] = Problems(archive).waiting()
        assert "404" in problem.reason and problem.file == f"{site}/news.jsonl"
        answers["/news.jsonl"] = there
        [again] = watcher.round(NOON + 2 * POLITE)
    assert again.counts["skipped"] == 1
    assert Problems(archive).waiting() == []


def test_a_folder_that_is_gone_is_told_once_and_noted_until_it_is_back(watch, archive, folder):
    minute = timedelta(minutes=1)
    watcher = watch(folder)
    assert list(watcher.round(NOON)) == []
    folder.rmdir()
    [report] = watcher.round(NOON + minute)
    assert "no such" in report.failures[0].reason
    assert list(watcher.round(NOON + 2 * minute)) == []
    assert [seen.failures for seen in Watched(archive).sources()] == [2]
    folder.mkdir()
    assert list(watcher.round(NOON + 3 * minute)) == []
    assert [seen.failures for seen in Watched(archive).sources()] == [0]


# --- what could not be read ---


def test_what_could_not_be_read_waits_until_it_is_read(wenda, tmp_path):
    path = export(tmp_path, {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE}, "oops", name="in.jsonl")
    wenda("add", path, "--paper", "栖川日报")
    _, listed, _ = wenda("problems")
    assert "in.jsonl, line 2: not JSON" in listed and "--retry" in listed
    export(tmp_path, {"id": "a", "text": BRIDGE}, {"id": "b", "text": POOL}, name="in.jsonl")
    code, retried, _ = wenda("problems", "--retry")
    assert code == 0 and "1 added" in retried
    assert "nothing waits" in wenda("problems")[1]
    assert "栖川日报" in wenda("list")[1].splitlines()[0]


def test_a_problem_can_be_given_up(wenda, tmp_path, monkeypatch):
    wenda("add", tmp_path / "nowhere.txt")
    [problem] = json.loads(wenda("problems", "--json")[1])
    assert "no such file" in problem["reason"]
    assert "nothing waits under this name" in wenda("problems", "--forget", "other.txt")[1]
    monkeypatch.chdir(tmp_path)
    assert wenda("problems", "--forget", "nowhere.txt")[1] == "1 problem given up\n"
    assert json.loads(wenda("problems", "--json")[1]) == []
