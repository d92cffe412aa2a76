"""`python -m ingest`: results on stdout, errors on stderr, exit 0, 3 or 1."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from proofs import some_of

import ingest
from ingest.__main__ import main
from rag.archive import Archive, Ledger
from rag.embedding import Embedder

ROOT = Path(ingest.__file__).parents[1]

BRIDGE = "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长612米，双向四车道。"
POOL = "本报讯（记者 叶青禾）市游泳馆今起开放，票价二十元，每周一闭馆。"

PAGE = """急救站点今年增设一个

本报讯（记者 叶青禾）记者昨日从市

急救中心获悉，今年将在桃岭乡卫生院

增设一个急救站点，配备急救车一辆，

力争六月底前投入使用。市急救中心表

示，拨打电话时要讲清详细地址。
"""


@pytest.fixture
def wenda(settings, embedder, tmp_path, monkeypatch, capsys):
    """Run a command in this process: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setattr(Embedder, "load", classmethod(lambda cls, settings: embedder))

    def run(*args):
        monkeypatch.setattr(sys, "argv", ["ingest", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def files(tmp_path):
    """A page of no date, and an export of two articles with a bad line between them."""
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    lines = [
        {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE},
        {"id": "b", "text": POOL},
    ]
    printed = [json.dumps(line, ensure_ascii=False) for line in lines]
    (tmp_path / "export.jsonl").write_text(f"{printed[0]}\noops\n{printed[1]}\n", encoding="utf-8")
    return tmp_path


def articles(wenda):
    """What `list --json` prints, by headline."""
    return {row["headline"]: row for row in json.loads(wenda("list", "--json")[1])}


def test_add_says_what_was_added_and_what_failed_and_why(wenda, files):
    code, out, _ = wenda("add", files / "export.jsonl", files / "page.txt", "--date", "2024-03-18")
    assert code == 3
    assert "3 added; 1 failed" in out
    assert "export.jsonl, line 2: not JSON" in out


def test_add_as_json_is_one_object_on_stdout(wenda, files):
    code, out, _ = wenda("add", files / "page.txt", "--json", "--date", "2024-03-18")
    report = json.loads(out)
    assert (code, report["added"], report["failed"], report["indexed"]) == (0, 1, 0, True)


def test_add_uses_the_options_for_a_page(wenda, files):
    given = ("--date", "2024年3月18日", "--paper", "永康日报", "--page-no", "A02", "--source", "电子版")
    wenda("add", files / "page.txt", *given)
    row = articles(wenda)["急救站点今年增设一个"]
    assert (row["date"], row["paper"], row["page"], row["source"]) == (
        "2024-03-18",
        "永康日报",
        "A02",
        "电子版",
    )


def test_the_settings_paper_is_used_if_nothing_else_names_one(wenda, files, monkeypatch):
    monkeypatch.setenv("WENDA_PAPER", "栖川日报")
    wenda("add", files / "export.jsonl")
    assert {(row["paper"], row["source"]) for row in articles(wenda).values()} == {("栖川日报", "栖川日报")}


def test_a_bad_date_on_the_command_line_is_refused(wenda, files):
    code, _, err = wenda("add", files / "page.txt", "--date", "gestern")
    assert code == 2
    assert "2024-03-18" in err


def test_exit_is_1_if_nothing_was_added(wenda, tmp_path):
    code, out, _ = wenda("add", tmp_path / "nowhere.txt")
    assert code == 1
    assert "no such file" in out


def test_as_overrides_the_files_name(wenda, files):
    (files / "export.jsonl").rename(files / "export.dat")
    code, out, _ = wenda("add", files / "export.dat", "--as", "articles")
    assert code == 3
    assert "2 added" in out


def test_preview_prints_the_articles_and_stores_nothing(wenda, files, settings):
    code, out, _ = wenda("preview", files / "page.txt", "--json")
    printed = json.loads(out)
    [article] = printed["articles"]
    assert code == 0
    assert article.keys() == {"headline", "subheadline", "column", "byline", "text", "raw_spans"}
    assert (article["headline"], article["byline"]) == ("急救站点今年增设一个", "叶青禾")
    assert printed["leftover"] == []
    assert not settings.data_dir.exists()


def test_the_raw_spans_of_a_preview_hold_all_of_the_article(wenda, files):
    [article] = json.loads(wenda("preview", files / "page.txt", "--json")[1])["articles"]
    printed = "".join("".join(PAGE[start:end].split()) for start, end in article["raw_spans"])
    assert printed == "".join((article["headline"] + article["text"]).split())


def test_preview_of_an_export_names_its_bad_lines(wenda, files):
    code, out, err = wenda("preview", files / "export.jsonl", "--json")
    assert code == 3
    assert len(json.loads(out)["articles"]) == 2
    assert "line 2: not JSON" in err


def test_preview_for_people_shows_each_article(wenda, files):
    _, out, _ = wenda("preview", files / "page.txt")
    assert "headline: 急救站点今年增设一个" in out


def test_preview_of_an_unreadable_file_is_one_line_and_exit_1(wenda, files):
    (files / "scan.pdf").write_bytes(b"%PDF-1.7")
    code, out, err = wenda("preview", files / "scan.pdf", "--json")
    assert (code, out) == (1, "")
    assert "pdftotext" in err
    assert "Traceback" not in err


def test_show_prints_every_field_of_the_newest_version(wenda, files):
    wenda("add", files / "export.jsonl", "--paper", "栖川日报")
    article_id = articles(wenda)["白鹭大桥通车"]["article_id"]
    shown = json.loads(wenda("show", article_id, "--json")[1])
    assert (shown["state"], shown["version"], shown["text"], shown["source_id"]) == ("live", 1, BRIDGE, "a")
    assert (shown["date"], shown["paper"]) == ("2024-11-08", "栖川日报")
    assert shown["paragraphs"][0]["field"] == "text"
    assert BRIDGE in wenda("show", article_id)[1]


def test_show_names_an_articles_copies_and_what_corrects_it(wenda, files):
    lines = [
        {"id": "p", "title": "游泳馆开放", "date": "2024-11-08", "text": POOL},
        {"id": "q", "title": "游泳馆今起开放", "date": "2024-11-08", "text": POOL, "paper": "栖川晚报"},
        {
            "id": "r",
            "title": "更正",
            "date": "2024-11-09",
            "text": "本报11月8日《游泳馆开放》一文票价有误，应为十元。",
        },
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (files / "pool.jsonl").write_text(text, encoding="utf-8")
    wenda("add", files / "pool.jsonl", "--paper", "栖川日报")
    first, copy, correction = (
        articles(wenda)[title]["article_id"] for title in ("游泳馆开放", "游泳馆今起开放", "更正")
    )
    shown = json.loads(wenda("show", first, "--json")[1])
    assert [(c["article_id"], c["paper"]) for c in shown["copies"]] == [(copy, "栖川晚报")]
    assert [(c["article_id"], c["quote"]) for c in shown["corrected_by"]] == [(correction, lines[2]["text"])]
    out = wenda("show", first)[1]
    assert f"copies: {copy} (栖川晚报 2024-11-08)" in out and f"corrected_by: {correction}" in out


def test_show_lists_the_dates_that_an_article_mentions(wenda, files):
    wenda("add", files / "export.jsonl", "--paper", "栖川日报")
    article_id = articles(wenda)["白鹭大桥通车"]["article_id"]
    shown = json.loads(wenda("show", article_id, "--json")[1])
    assert shown["speaks_of"] == [{"start": 0, "end": len(BRIDGE), "days": ["2024-11-07"]}]
    assert "speaks_of: 2024-11-07" in wenda("show", article_id)[1]


def test_an_unknown_article_is_one_line_and_exit_1(wenda):
    for command in ("show", "remove"):
        code, out, err = wenda(command, "nobody")
        assert (code, out) == (1, "")
        assert "no article nobody" in err


def test_a_removed_article_is_gone_from_the_list_but_can_be_shown(wenda, files):
    wenda("add", files / "export.jsonl")
    article_id = articles(wenda)["白鹭大桥通车"]["article_id"]
    code, out, _ = wenda("remove", article_id)
    assert code == 0
    assert article_id in out
    assert article_id not in {row["article_id"] for row in articles(wenda).values()}
    assert json.loads(wenda("show", article_id, "--json")[1])["state"] == "removed"


def test_again_restores_a_removed_article(wenda, files):
    wenda("add", files / "export.jsonl")
    wenda("remove", articles(wenda)["白鹭大桥通车"]["article_id"])
    assert "still withdrawn" in wenda("add", files / "export.jsonl")[1]
    assert "1 restored" in wenda("add", files / "export.jsonl", "--again")[1]
    assert "白鹭大桥通车" in articles(wenda)


def test_list_shows_the_newest_first(wenda, files):
    wenda("add", files / "page.txt", "--date", "2024-03-18")
    wenda("add", files / "export.jsonl")
    _, out, _ = wenda("list", "-n", "2")
    assert [line.split()[1] for line in out.splitlines()] == ["2024-11-08", "2024-03-18"]


def test_status_shows_counts_and_the_newest_date(wenda, files):
    wenda("add", files / "export.jsonl")
    status = json.loads(wenda("status", "--json")[1])
    assert (status["articles"], status["passages"], status["pending"]) == (2, 2, 0)
    assert status["newest"] == "2024-11-08"
    assert "articles: 2" in wenda("status")[1]


def test_add_works_while_another_process_owns_the_indexes_and_says_so(wenda, files, settings):
    with holding_the_indexes(settings):
        code, out, _ = wenda("add", files / "page.txt", "--date", "2024-03-18")
        assert code == 0
        assert "will index these articles" in out
        assert json.loads(wenda("status", "--json")[1])["pending"] == 1
        assert "1 passages not indexed yet" in wenda("sync")[1]
    assert "1 passages indexed" in wenda("sync")[1]


def test_indexes_that_cannot_be_written_do_not_hide_what_was_added(wenda, files, settings):
    settings.data_dir.mkdir()
    (settings.data_dir / "index").write_text("in the way")
    code, out, err = wenda("add", files / "page.txt", "--date", "2024-03-18")
    assert code == 3
    assert "1 added" in out
    assert "search indexes" in out
    assert "Traceback" not in err
    assert len(articles(wenda)) == 1


def test_rebuild_says_what_it_did(wenda, files):
    wenda("add", files / "page.txt", "--date", "2024-03-18")
    code, out, _ = wenda("rebuild")
    assert code == 0
    assert "0 passages embedded" in out
    assert "1 passages indexed" in out


def test_rebuild_finds_copies_in_an_archive_from_before_copies_were_recorded(wenda, files, settings):
    wenda("add", files / "export.jsonl")
    with closing(sqlite3.connect(settings.data_dir / "archive.sqlite3")) as older:
        older.execute("DROP TABLE alembic_version")
        older.execute("DROP TABLE copy_bands")
        older.commit()
    assert "2 articles were compared" in wenda("rebuild")[1]


def test_rebuild_reads_dates_in_an_archive_from_before_dates_were_recorded(wenda, files, settings):
    wenda("add", files / "export.jsonl")
    with closing(sqlite3.connect(settings.data_dir / "archive.sqlite3")) as older:
        older.execute("DROP TABLE alembic_version")
        older.execute("DROP TABLE passage_days")
        older.commit()
    article_id = articles(wenda)["白鹭大桥通车"]["article_id"]
    assert json.loads(wenda("show", article_id, "--json")[1])["speaks_of"] == []
    assert "dates that 1 articles mention" in wenda("rebuild")[1]
    assert json.loads(wenda("show", article_id, "--json")[1])["speaks_of"]


@contextmanager
def holding_the_indexes(settings):
    """Another process that owns the indexes, as the running app does."""
    script = (
        "import sys, time; from filelock import FileLock; "
        "lock = FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); time.sleep(600)"
    )
    (settings.data_dir / "index").mkdir(parents=True)
    path = settings.data_dir / "index" / "owner.lock"
    holder = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        yield
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert FileLock(path).acquire(timeout=5)


# --- whole processes ---


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
@pytest.mark.parametrize("command", [("--help",), ("list",), ("status",), ("add", "export.jsonl")])
def test_commands_without_a_model_do_not_import_one(wenda, files, settings, command):
    wenda("add", files / "export.jsonl")
    code = (
        "import sys\nfrom ingest.__main__ import main\ntry: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain_core'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    running = process(settings, *command, code=code)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 0, err


@pytest.mark.slow
@pytest.mark.proof("crash")
@pytest.mark.parametrize("kind", some_of([signal.SIGKILL, signal.SIGINT], every=2))
def test_an_interrupted_ingest_continues_where_it_stopped(wenda, settings, tmp_path, kind):
    path = tmp_path / "export.jsonl"
    lines = [
        {"id": str(i), "text": f"第{i}篇。{BRIDGE}"} for i in range(120)
    ]  # so many that it is still under way
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    small_batches = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # jobs of a script ignore it
        "from ingest import pipeline; pipeline.BATCH_ARTICLES = 2; from ingest.__main__ import main; main()"
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
