"""`python -m ingest show`, `list`, `remove`: what staff see of the archive and take out of it."""

import json

from printed import BRIDGE, POOL, articles, export


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
    wenda("add", export(files, *lines, name="pool.jsonl"), "--paper", "栖川日报")
    first, copy, correction = (
        articles(wenda)[title]["article_id"] for title in ("游泳馆开放", "游泳馆今起开放", "更正")
    )
    shown = json.loads(wenda("show", first, "--json")[1])
    assert [(c["article_id"], c["paper"]) for c in shown["copies"]] == [(copy, "栖川晚报")]
    assert [(c["article_id"], c["quote"]) for c in shown["corrected_by"]] == [(correction, lines[2]["text"])]
    out = wenda("show", first)[1]
    assert f"copies: {copy} (栖川晚报 2024-11-08)" in out and f"corrected by: {correction}" in out


def test_show_lists_the_dates_that_an_article_mentions(wenda, files):
    wenda("add", files / "export.jsonl", "--paper", "栖川日报")
    article_id = articles(wenda)["白鹭大桥通车"]["article_id"]
    shown = json.loads(wenda("show", article_id, "--json")[1])
    assert shown["speaks_of"] == [{"start": 0, "end": len(BRIDGE), "days": ["2024-11-07"]}]
    assert "speaks of: 2024-11-07" in wenda("show", article_id)[1]


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
    *listed, last = out.splitlines()
    assert [line.split()[1] for line in listed] == ["2024-11-08", "2024-03-18"]
    assert last == "… and 1 more (-n 3 lists all)"
    assert "more" not in wenda("list", "-n", "3")[1]
