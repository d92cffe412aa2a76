"""The board "asked, not reported" and its group pages, as a browser without scripts sees them; and the exports."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import httpx
import pytest
from desk_site import KEY, DeskSite
from openpyxl import load_workbook

from rag.archive import Intake
from rag.desk import COMMAND_LINE, Audit, Role, Users, question_key
from rag.schema import Draft

PASSWORD = "correct-horse-1"
METRO = "地铁2号线什么时候开通？"
ZOO = "动物园门票多少钱？"


class Staff(httpx.Client):
    """Somebody of the staff, with a browser that has no scripts."""

    def __init__(self, site: DeskSite, language: str = "zh") -> None:
        super().__init__(
            base_url=f"{site.url}/desk/",
            headers={"Accept-Language": language, "Origin": site.url},
            follow_redirects=True,
            timeout=60,
        )

    def send_form(self, page: httpx.Response, **fields: str) -> httpx.Response:
        """Send a form of a page, with the hidden fields that it has."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        return self.post(page.url.copy_with(query=None), data={**hidden, **fields})


@pytest.fixture
def editor(desk_site: DeskSite) -> Iterator[Staff]:
    """Who came with the key."""
    with Staff(desk_site) as staff:
        staff.get("", params={"key": KEY})
        yield staff


def signed_in(site: DeskSite, role: Role) -> Staff:
    """A user with this role, who is signed in."""
    Users(site.desk).add("王主任", "admin", PASSWORD, by=COMMAND_LINE)
    if role != "admin":
        Users(site.desk).add("李敏", role, PASSWORD, by=COMMAND_LINE)
    staff = Staff(site)
    page = staff.get("sign-in")
    staff.send_form(page, name="王主任" if role == "admin" else "李敏", password=PASSWORD)
    return staff


def group_page(staff: Staff, question: str, **parameters: str) -> httpx.Response:
    return staff.get("board-group", params={"key": question_key(question), **parameters})


def rows_of(page: httpx.Response) -> list[str]:
    body = page.text.partition("<tbody")[2].partition(">")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


# --- the list ---


def test_the_board_lists_declined_questions_in_groups(desk_site: DeskSite, editor: Staff) -> None:
    for question in (ZOO, METRO, "请问地铁2号线开通时间", METRO):
        desk_site.give(question)
    first, second = rows_of(editor.get("board"))
    assert first.startswith(f"{METRO} 另有 1 种问法 3 ")
    assert "市应急管理局走访社会应急救援队" in first
    assert first.endswith("未报道")
    assert second.startswith(f"{ZOO} 1 ")


def test_the_board_is_in_the_readers_language(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(METRO)
    assert "Asked, not reported" in editor.get("board", headers={"Accept-Language": "en"}).text


def test_what_residents_typed_is_shown_as_text(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give("<img src=x onerror=alert(1)>什么时候开通？")
    page = editor.get("board").text + group_page(editor, "<img src=x onerror=alert(1)>什么时候开通？").text
    assert "<img" not in page
    assert "&lt;img" in page


def test_the_list_is_filtered_by_state_and_weeks(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(METRO)
    desk_site.give(ZOO)
    editor.send_form(group_page(editor, ZOO), do="dismissed", reason="应问动物园")
    assert [row[:5] for row in rows_of(editor.get("board?state=open&weeks=1"))] == [METRO[:5]]
    assert [row[:5] for row in rows_of(editor.get("board?state=dismissed"))] == [ZOO[:5]]
    assert len(rows_of(editor.get("board?state=all"))) == 2
    assert "这里没有问题" in editor.get("board?state=reported").text


@pytest.mark.parametrize(
    "query", ["state=x&weeks=0", "weeks=-1&from=-5", "from=99999999999", "from=１", "weeks=%00"]
)
def test_an_address_that_makes_no_sense_shows_the_whole_list(
    desk_site: DeskSite, editor: Staff, query: str
) -> None:
    desk_site.give(METRO)
    page = editor.get(f"board?{query}")
    assert page.status_code == 200
    assert len(rows_of(page)) == 1


def test_a_long_list_has_pages(desk_site: DeskSite, editor: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.desk.board_page.PER_PAGE", 1)
    desk_site.give(METRO)
    desk_site.give(ZOO)
    first = editor.get("board?state=all&weeks=4")
    [later] = re.findall(r'href="([^"]+)" rel="next"', first.text)
    second = editor.get(later.replace("&amp;", "&"))
    assert rows_of(first)[0][:5] != rows_of(second)[0][:5]
    assert 'rel="prev"' in second.text
    assert 'rel="next"' not in second.text


# --- "we have reported it now" ---


def test_an_editor_links_an_article_and_the_board_says_so(desk_site: DeskSite, editor: Staff) -> None:
    metro = desk_site.take_in(
        Draft(text="2号线12月通车。", headline="地铁2号线定了", date=date(2024, 3, 20), source_id="m1")
    )
    desk_site.give(METRO)
    page = group_page(editor, METRO, search="2号线")
    assert f'value="{metro}"' in page.text
    done = editor.send_form(page, do="reported", article=metro)
    assert "标为已报道" in done.text
    assert "地铁2号线定了" in done.text
    assert "又问了" not in done.text
    desk_site.give(METRO)
    assert "又问了 1 次，仍未答上" in rows_of(editor.get("board?state=reported"))[0]
    assert "地铁2号线定了" in editor.get("article", params={"id": metro}).text


def test_a_decision_can_be_undone_and_the_group_shows_what_was_decided(
    desk_site: DeskSite, editor: Staff
) -> None:
    desk_site.give(ZOO)
    editor.send_form(group_page(editor, ZOO), do="dismissed", reason="应问动物园")
    undone = editor.send_form(group_page(editor, ZOO), do="undo")
    assert "以前的处理" in undone.text
    assert "应问动物园" in undone.text
    assert len(rows_of(editor.get("board?state=open"))) == 1


def test_an_article_that_was_withdrawn_since_is_named_as_gone(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(METRO)
    page = group_page(editor, METRO)
    editor.send_form(page, do="reported", article=desk_site.export_article)
    Intake(desk_site.archive).remove([desk_site.export_article])
    assert f"这篇报道已不在库里（{desk_site.export_article}）" in group_page(editor, METRO).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "reported"}, "请先选一篇报道"),
        ({"do": "reported", "article": "nothing"}, "库里没有这篇报道"),
        ({"do": "dismissed", "reason": "  "}, "请写明理由"),
        ({"do": "undo", "decision": "17"}, "列表变了"),
        ({"do": "undo", "decision": "x"}, "列表变了"),
    ],
)
def test_a_form_that_cannot_be_done_says_why(
    desk_site: DeskSite, editor: Staff, fields: dict[str, str], said: str
) -> None:
    desk_site.give(METRO)
    answer = editor.send_form(group_page(editor, METRO), **fields)
    assert (answer.status_code, said in answer.text) == (400, True)
    assert len(rows_of(editor.get("board?state=open"))) == 1


def test_only_the_wordings_that_the_editor_saw_are_decided(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(METRO)
    seen = group_page(editor, METRO)
    desk_site.give("请问地铁2号线开通时间")
    editor.send_form(seen, do="dismissed", reason="…")
    [row] = Audit(desk_site.desk).entries(1)
    assert row.details["questions"] == 1


def test_a_group_that_is_no_more_says_so(editor: Staff) -> None:
    page = editor.get("board-group?key=nothing")
    assert (page.status_code, "列表变了" in page.text) == (404, True)


def test_checkers_read_and_editors_change(desk_site: DeskSite) -> None:
    desk_site.give(ZOO)
    with closing(signed_in(desk_site, "checker")) as checker:
        page = group_page(checker, ZOO)
        assert (page.status_code, 'name="do" value="dismissed"' in page.text) == (200, False)
        token = re.search(r'name="form_token" value="([^"]+)"', page.text)
        assert token
        fields = {"form_token": token[1], "key": question_key(ZOO), "do": "dismissed", "reason": "…"}
        assert checker.post("board-group", data=fields).status_code == 403
        assert checker.get("board.csv").status_code == 403
        assert checker.get("numbers").status_code == 200


# --- exports ---


def test_the_csv_export_has_chinese_headings_and_states(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give("=HYPERLINK(1)什么时候开通？")
    file = editor.get("board.csv?state=all")
    heading, row = csv.reader(io.StringIO(file.text.removeprefix("\ufeff"), newline=""))
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert heading[:5] == ["问题", "其他问法", "状态", "近 12 周次数", "最近一次"]
    assert len(heading) == len(row)
    assert (row[0], row[2], row[3]) == ("'=HYPERLINK(1)什么时候开通？", "未报道", "1")


def test_the_workbook_has_the_same_rows(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(METRO)
    editor.send_form(group_page(editor, METRO), do="reported", article=desk_site.export_article)
    file = editor.get("board.xlsx?state=reported")
    heading, row = load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)
    found = dict(zip(heading, row, strict=True))
    assert (found["状态"], found["近 12 周次数"], found["处理人"]) == ("已报道", 1, "凭钥匙进入的人")
    assert found["已报道：报道编号"] == desk_site.export_article


def test_the_verdicts_can_be_had_as_a_workbook(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(ZOO)
    desk_site.journal.verdict("answer1", None, "right", name="李敏", note="=1+1")
    file = editor.get("export.xlsx")
    heading, row = load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)
    assert heading[:2] == ("回答编号", "提问时间")
    assert dict(zip(heading, row, strict=True))["备注"] == "'=1+1"


def test_an_export_is_in_the_audit_trail(desk_site: DeskSite, editor: Staff) -> None:
    editor.get("board.csv")
    [entry] = Audit(desk_site.desk).entries(1)
    assert (entry.action, entry.subject) == ("exported", "board")


# --- numbers ---


def test_each_plot_has_a_title_and_a_table_of_its_numbers(desk_site: DeskSite, editor: Staff) -> None:
    desk_site.give(ZOO)
    desk_site.give_two_statements("多少次？")
    page = editor.get("numbers?days=7").text
    plots = page.split("<figure>")[1:]
    assert len(plots) == 5
    for plot in plots:
        [title] = re.findall(r'<figcaption id="([\w-]+)"><h2>[^<]+</h2>', plot)
        assert f'role="img" aria-labelledby="{title}"' in plot
        assert "<desc" in plot
        assert plot.count('<th scope="row">') == 7
    today = plots[0].partition("<tbody>")[2].partition("</tr>")[0]
    assert re.findall(r"<td>(\d+)</td>", today) == ["1", "1", "0", "0"]
