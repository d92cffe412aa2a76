"""`python -m ingest`: results on stdout, errors on stderr, exit 0, 3 or 1."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

from filelock import FileLock
from printed import UNDATED_PAGE, articles


def test_add_says_what_was_added_and_what_failed_and_why(wenda, files):
    code, out, _ = wenda("add", files / "export.jsonl", files / "page.txt", "--date", "2024-03-18")
    assert code == 3
    assert "3 added; 1 problem" in out
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
    printed = "".join("".join(UNDATED_PAGE[start:end].split()) for start, end in article["raw_spans"])
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
    (files / "setup.exe").write_bytes(b"MZ\x90\x00")
    code, out, err = wenda("preview", files / "setup.exe", "--json")
    assert (code, out) == (1, "")
    assert "format is not known" in err
    assert "Traceback" not in err


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
        older.execute("DELETE FROM copy_bands")
        older.commit()
    assert "2 articles were compared" in wenda("rebuild")[1]


def test_rebuild_reads_dates_in_an_archive_from_before_dates_were_recorded(wenda, files, settings):
    wenda("add", files / "export.jsonl")
    with closing(sqlite3.connect(settings.data_dir / "archive.sqlite3")) as older:
        older.execute("DELETE FROM passage_days")
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
