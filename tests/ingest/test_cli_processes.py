"""`python -m ingest` as a process of its own: quick to start, and resumed after an interruption."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from printed import BRIDGE, export
from proofs import some_of

import ingest
from rag.archive import Archive, Ledger, Watched

ROOT = Path(ingest.__file__).parents[1]


def process(settings, *args, code="from ingest.__main__ import main; main()"):
    """Start the command line in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        env={**os.environ, "WENDA_DATA_DIR": str(settings.data_dir), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_articles(settings, count, running):
    archive = Archive(settings.data_dir)
    try:
        while archive.status()["articles"] < count:
            assert running.poll() is None, running.stderr.read()
            time.sleep(0.02)
    finally:
        archive.close()


@pytest.mark.slow
def test_commands_without_a_model_do_not_import_one(wenda, files, settings):
    wenda("add", files / "export.jsonl")
    code = (
        "import sys\nfrom ingest.__main__ import main\n"
        "for words in ['--help'], ['list'], ['status'], ['add', 'export.jsonl']:\n"
        "    sys.argv = ['ingest', *words]\n"
        "    try: main()\n"
        "    except SystemExit: pass\n"
        "    heavy = {'torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain_core'} & set(sys.modules)\n"
        "    assert not heavy, (words, heavy)"
    )
    running = process(settings, code=code)
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert "2 already in the archive" in out


@pytest.mark.slow
@pytest.mark.proof("crash")
@pytest.mark.parametrize("kind", some_of([signal.SIGKILL, signal.SIGINT], every=2))
def test_an_interrupted_ingest_continues_where_it_stopped(wenda, settings, tmp_path, kind):
    # enough to be under way when it stops
    lines = [{"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(40)]
    path = export(tmp_path, *lines)
    small_batches = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # jobs of a script ignore it
        "from ingest import batch; batch.BATCH_ARTICLES = 1; from ingest.__main__ import main; main()"
    )

    running = process(settings, "add", path, code=small_batches)
    wait_for_articles(settings, 4, running)
    running.send_signal(kind)
    out, err = running.communicate(timeout=60)
    assert running.returncode == (130 if kind == signal.SIGINT else -9), err
    assert kind == signal.SIGKILL or "run the same command again" in out

    code, out, _ = wenda("add", path)
    assert code == 0
    archive = Archive(settings.data_dir)
    assert sorted(v.text for v in archive.newest(999)) == sorted(line["text"] for line in lines)
    assert {v.version for v in archive.newest(999)} == {1}
    assert len(Ledger(archive).live_ids()) == len(lines)
    assert Ledger(archive).pending_count() == 0
    archive.close()


@pytest.mark.slow
def test_watch_alone_releases_and_indexes_what_was_under_embargo(wenda, archive, settings, tmp_path):
    wenda("add", export(tmp_path, {"id": "a", "text": BRIDGE}), "--until", "2999-05-06T06:00")
    (tmp_path / "in").mkdir()
    running = process(settings, "watch", tmp_path / "in")
    while not Watched(archive).sources():  # its first round is over
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.05)
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE articles SET embargo_until = '2020-01-01 00:00:00.000000'")
    told = running.stdout.readline()
    running.kill()
    running.communicate(timeout=60)
    assert told.startswith("1 released from an embargo")
    assert archive.status()["articles"] == 1
    assert Ledger(archive).pending_count() == 0
