"""`python -m ingest takedown`: no byte of an article is left anywhere, and it cannot be added again."""

from __future__ import annotations

import json
import shutil
from contextlib import closing

import pytest
from models import open_assistant
from printed import BRIDGE, POOL, SCHOOL, articles, export
from words_on_disk import files_with

from rag.archive import Archive
from rag.config import Settings
from rag.desk import Decisions, Desk, Person
from rag.schema import Request

SECRET = (
    "本报讯（记者 方知远）据悉，桃岭乡居民魏闻笛日前因邻里纠纷被行政拘留十日。"
    "魏闻笛家住望江弄十七号，事发时在青禾茶馆与人争执。辖区派出所表示，案件仍在进一步办理之中。"
)
HEADLINE = "望江弄居民被行政拘留"
WORDS = ("魏闻笛", "望江弄", "青禾茶馆", "邻里纠纷被行政拘留")
LINE = {"id": "w", "title": HEADLINE, "date": "2024-11-08", "text": SECRET}
BRIDGE_LINE = {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE}
POOL_LINE = {"id": "b", "title": "游泳馆开放", "date": "2024-11-09", "text": POOL}
TODAY = "2024-11-10"


@pytest.fixture
def added(wenda, tmp_path, settings):
    """An export of three articles, of which one is to be taken down; returns the data folder and that article's id."""
    assert wenda("add", export(tmp_path, BRIDGE_LINE, LINE, POOL_LINE))[0] == 0
    return settings.data_dir, articles(wenda)[HEADLINE]["article_id"]


def ask(settings: Settings, *questions: str):
    with closing(open_assistant(settings, journal=True)) as assistant:
        return [assistant.ask(Request(question=question, today=TODAY)) for question in questions]


def test_no_byte_of_it_is_left_in_any_file(wenda, added, settings):
    data_dir, article_id = added
    [answer] = ask(settings, "桃岭乡的居民因为什么被拘留？")
    assert "魏闻笛" in answer.text
    before = files_with(data_dir, *WORDS)
    assert {"archive.sqlite3", "journal.sqlite3"} <= {name.removesuffix("-wal") for name in before}
    assert any(name.startswith("sources/") for name in before)
    code, out, err = wenda("takedown", article_id, "--why", "法院要求", "--json")
    assert code == 0, err
    assert files_with(data_dir, *WORDS) == set()
    done = json.loads(out)
    assert done["complete"] and done["answers"] == 1
    assert done["files"] == [{"name": "export.jsonl", "change": "redacted"}]


def test_its_words_are_erased_from_what_editors_decided_about_declined_questions(wenda, added, settings):
    data_dir, article_id = added
    editor = Person("李敏", "editor")
    with closing(Desk.open(settings)) as desk:
        Decisions(desk).dismissed(f"{SECRET[:40]}，是真的吗？", [], f"见“{SECRET[40:70]}”", by=editor)
    assert any(name.startswith("desk.sqlite3") for name in files_with(data_dir, *WORDS))
    wenda("takedown", article_id, "--why", "法院要求")
    assert files_with(data_dir, *WORDS) == set()


def test_a_problem_that_names_it_is_forgotten(wenda, added, tmp_path, settings):
    data_dir, article_id = added
    reused = {**LINE, "date": "2024-12-01", "text": "全市举行春季运动会，各校代表队参加。"}
    assert wenda("add", export(tmp_path, reused, "oops", name="reused.jsonl"))[0] != 0
    wenda("takedown", article_id, "--why", "法院要求")
    assert files_with(data_dir, *WORDS, HEADLINE) == set()
    assert "oops" not in wenda("problems")[1] and "line 2" in wenda("problems")[1]


def test_its_neighbours_stay_and_their_printed_lines_are_found(wenda, added, settings):
    _, article_id = added
    wenda("takedown", article_id, "--why", "法院要求")
    assert set(articles(wenda)) == {"白鹭大桥通车", "游泳馆开放"}
    with closing(Archive(settings.data_dir)) as archive:
        for version in archive.newest(10):
            source = archive.source_text(version.source_sha256)
            place = version.paragraphs[0]
            assert json.loads(source[place.raw_start : place.raw_end])["text"] == version.text
    [answer] = ask(settings, "白鹭大桥全长多少米？")
    assert "612米" in answer.text


def test_a_file_that_holds_nothing_else_is_deleted(wenda, tmp_path, settings):
    wenda("add", export(tmp_path, LINE, name="望江弄.jsonl"))
    wenda("takedown", articles(wenda)[HEADLINE]["article_id"], "--why", "隐私")
    assert list((settings.data_dir / "sources").iterdir()) == []
    assert files_with(settings.data_dir, *WORDS) == set()


def test_adding_it_again_is_refused_and_its_words_are_not_stored(wenda, added, tmp_path, settings):
    data_dir, article_id = added
    wenda("takedown", article_id, "--why", "法院要求")
    school = {"id": "s", "title": "城南小学", "text": SCHOOL}
    again = {**LINE, "id": "another id", "text": SECRET.replace("，", "、")}
    for lines in ((BRIDGE_LINE, LINE, POOL_LINE), (again,), (LINE, school), (school, again)):
        _, out, _ = wenda("add", export(tmp_path, *lines, name="again.jsonl"))
        assert "taken down on" in out and "法院要求" in out
        assert HEADLINE not in articles(wenda)
        assert files_with(data_dir, *WORDS) == set()
    assert "城南小学" in articles(wenda)


def test_a_file_that_only_repeats_it_is_redacted_too(wenda, added, tmp_path, settings):
    data_dir, article_id = added
    wenda("add", export(tmp_path, LINE, BRIDGE_LINE, {**POOL_LINE, "id": "new"}, name="weekly.jsonl"))
    escaped = tmp_path / "escaped.jsonl"
    escaped.write_text("\n".join(map(json.dumps, (LINE, POOL_LINE))), "utf-8")
    wenda("add", escaped)
    wenda("takedown", article_id, "--why", "法院要求")
    assert files_with(data_dir, *WORDS[:3]) == set()


def test_a_restored_copy_of_the_data_folder_is_cleaned_by_the_list(wenda, added, tmp_path, settings):
    data_dir, article_id = added
    shutil.copytree(data_dir, tmp_path / "backup")
    wenda("takedown", article_id, "--why", "法院要求")
    listed = tmp_path / "kept.jsonl"
    shutil.copy(data_dir / "takedowns.jsonl", listed)
    assert not any(word in listed.read_text("utf-8") for word in (*WORDS, HEADLINE))
    shutil.rmtree(data_dir)
    shutil.copytree(tmp_path / "backup", data_dir)
    assert HEADLINE in articles(wenda)
    assert wenda("takedown", "--apply", listed)[0] == 0
    assert files_with(data_dir, *WORDS) == set()
    assert (data_dir / "takedowns.jsonl").read_text("utf-8") == listed.read_text("utf-8")


def test_it_needs_a_reason_and_known_ids(wenda, added):
    _, article_id = added
    assert wenda("takedown", article_id)[0] == 2
    code, _, err = wenda("takedown", article_id, "nobody", "--why", "隐私")
    assert code == 1 and "no article nobody" in err
    assert HEADLINE in articles(wenda)
