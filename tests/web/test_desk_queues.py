"""Staff work through queues, take verdicts back step by step, mark points, and name the line that was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from checker_steps import count, enter, shows, sign
from desk_site import KEY, MEMBERS, RESCUES, DeskSite, open_desk_site
from playwright.sync_api import Page, expect
from served import Site

from eval.missed import missed_questions
from rag.journal import ExpectedLine
from rag.schema import Answer, Request, Struck, Understood

pytestmark = pytest.mark.web


@pytest.fixture
def read_twice(tmp_path: Path) -> Iterator[DeskSite]:
    """A checking page on which each answer has a second reader."""
    with open_desk_site(tmp_path / "data", second_reader=1) as opened:
        yield opened


# --- queues ---


def test_keys_lead_from_queue_to_queue(page: Page, desk_site: DeskSite) -> None:
    declined = desk_site.give("方岩门票多少钱？")
    unsure = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES), confidence=0.2)
    struck = desk_site.give(
        "多少人？",
        desk_site.cite(desk_site.page_article, MEMBERS),
        struck=(Struck(text="共有196名。", reasons=("value",)),),
    )
    enter(page, desk_site)
    for view in ("reported", "declined", "low_confidence", "struck"):
        page.keyboard.press("]")
        expect(page.locator(f"#answers [data-view={view}]")).to_have_attribute("aria-pressed", "true")
        if view != "reported":
            shows(page, {"declined": declined, "low_confidence": unsure, "struck": struck}[view])
            assert count(page, view) == 1
    expect(page.locator("#answer .struck")).to_contain_text("共有196名。")
    page.keyboard.press("[")
    expect(page.locator("#answers [data-view=low_confidence]")).to_have_attribute("aria-pressed", "true")


def test_verdicts_are_taken_back_one_after_the_other(page: Page, desk_site: DeskSite) -> None:
    first, second, third = (desk_site.give(f"第{n}问") for n in "三二一")
    enter(page, desk_site)
    for shown in (third, second):
        shows(page, shown)
        page.keyboard.press("1")
    for shown in (first, second, third):
        shows(page, shown)
        page.keyboard.press("u")
    expect(page.get_by_text("没有可撤销的判定。")).to_be_visible()
    assert desk_site.journal.counts()["unchecked"] == 3


def test_a_skipped_answer_is_found_again_by_the_key_for_back(page: Page, desk_site: DeskSite) -> None:
    older, newer = desk_site.give("第一问"), desk_site.give("第二问")
    enter(page, desk_site)
    shows(page, newer)
    page.keyboard.press("n")
    shows(page, older)
    page.keyboard.press("p")
    shows(page, newer)
    assert desk_site.journal.counts()["unchecked"] == 2


def test_the_question_mark_lists_the_keys(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give("第一问")
    enter(page, desk_site)
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_contain_text("撤销上一个判定")
    page.keyboard.press("1")  # the list is no place for verdicts
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).to_be_hidden()
    assert desk_site.journal.get(answer_id).judgements == ()


# --- notes and points ---


def test_a_note_is_shown_to_the_next_reader(
    page: Page, visit: Callable[..., Page], desk_site: DeskSite
) -> None:
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    enter(page, desk_site)
    sign(page, "李敏")
    page.keyboard.press("b")
    page.keyboard.type("已问过通讯员")
    page.keyboard.press("Enter")
    expect(page.locator("#answer .notes")).to_contain_text("已问过通讯员")
    other = visit()
    enter(other, desk_site, answer_id)
    expect(other.locator("#answer .notes")).to_contain_text("第 1 句 已问过通讯员 李敏")


def test_each_of_the_five_points_has_a_key(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    enter(page, desk_site)
    opinion = page.locator("#answer [data-point=opinion]")
    for state in ("fault", "fine", "", "fault"):
        page.keyboard.press("8")
        expect(opinion).to_have_class(state)
    page.keyboard.press("0")
    expect(page.locator("#answer [data-point=context]")).to_have_class("fault")
    marks = desk_site.journal.get(answer_id).points
    assert {mark.point: mark.is_fault for mark in marks} == {"opinion": True, "context": True}


# --- declined questions ---


def test_nearest_lines_take_verdicts_of_their_own(page: Page, desk_site: DeskSite) -> None:
    near = (
        desk_site.cite(desk_site.page_article, MEMBERS),
        desk_site.cite(desk_site.page_article, RESCUES, 2),
    )
    answer_id = desk_site.give("队长是谁？", nearest=near)
    enter(page, desk_site)
    expect(page.locator("#answer .statement")).to_have_count(3)
    page.keyboard.press("j")
    expect(page.locator("#answer .statement.active")).to_contain_text(MEMBERS)
    expect(page.locator("#sources .article mark")).to_have_text(MEMBERS)
    page.keyboard.press("1")
    expect(page.locator("#answer .statement.active")).to_contain_text(RESCUES)
    page.keyboard.press("3")
    expect(page.locator("#answer .statement.active")).to_contain_text("当时答复")
    page.keyboard.press("1")
    expect(page.locator("#answer .saved")).to_contain_text("不答正确")
    given = desk_site.journal.get(answer_id).judgements
    assert [(one.line, one.verdict) for one in given] == [(1, "near"), (2, "misleading"), (None, "right")]


def test_a_nearest_line_can_be_named_as_the_answer_that_was_missed(page: Page, desk_site: DeskSite) -> None:
    cited = desk_site.cite(desk_site.page_article, MEMBERS)
    answer_id = desk_site.give("队员有多少？", nearest=(cited,))
    enter(page, desk_site)
    page.keyboard.press("j")
    expect(page.locator("#answer [data-expect]")).to_be_visible()
    page.keyboard.press("5")
    expect(page.locator("#answer .judgements q")).to_have_text(MEMBERS)
    judged = desk_site.journal.get(answer_id).current_judgements[None]
    assert judged.verdict == "should_have_answered"
    assert judged.expected == ExpectedLine(cited.article_id, 1, "text", cited.start, cited.end, MEMBERS)


def test_the_line_that_was_missed_is_chosen_by_keyboard_among_those_found(
    page: Page, desk_site: DeskSite
) -> None:
    answer_id = desk_site.give("队员有多少？")
    enter(page, desk_site)
    page.keyboard.press("l")
    expect(page.locator("#lines li button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answer .judgements q")).to_have_text(MEMBERS)
    expected = desk_site.journal.get(answer_id).current_judgements[None].expected
    [question] = missed_questions(desk_site.journal, desk_site.archive)
    assert (expected.quote, question["question"], question["answers"]) == (MEMBERS, "队员有多少？", [MEMBERS])
    assert question["articles"] == [{"date": "2024-03-18", "headline": "市应急管理局走访社会应急救援队"}]


def test_the_line_that_was_missed_is_searched_for(site: Site, page: Page) -> None:
    asked = "大桥多长啊？"
    answer = Answer(
        answer_id="declined-here", question=asked, status="not_reported", confidence=0.1, text="",
        understood=Understood(question=asked),
    )  # fmt: skip
    site.journal.record(answer, Request(question=asked, today=date(2024, 11, 10)), [], "e5")
    page.goto(f"{site.desk_url}&answer=declined-here")
    shows(page, "declined-here")
    page.keyboard.press("l")
    expect(page.locator("#lines .empty")).to_be_visible()
    page.locator("#lines input").fill("白鹭大桥全长")
    page.keyboard.press("Enter")
    chosen = page.locator("#lines li button", has_text="白鹭大桥全长612米").first
    expect(chosen).to_be_visible()
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer .saved")).to_be_visible()
    page.goto(f"{site.desk_url}&answer=declined-here")  # the desk went on to the next answer
    expect(page.locator("#answer .judgements q")).to_contain_text("白鹭大桥全长612米")


# --- second readings ---


def test_a_second_reader_sees_the_first_verdict_only_after_their_own(
    visit: Callable[..., Page], read_twice: DeskSite
) -> None:
    answer_id = read_twice.give("多少次？", read_twice.cite(read_twice.page_article, RESCUES))
    read_twice.journal.verdict(answer_id, 0, "wrong_source", name="李敏", note="登在第三版")
    page = visit()
    enter(page, read_twice)
    sign(page, "王强")
    expect(page.locator("#answers [data-view=second] b")).to_have_text("1")
    page.locator("#answers [data-view=second]").click()
    shows(page, answer_id, 0)
    expect(page.locator("#answer .reading-told")).to_contain_text("由您复核")
    assert "出处错" not in page.locator("#answer .judgements").all_inner_texts()
    assert "登在第三版" not in page.content()
    page.keyboard.press("1")
    expect(page.locator("#answer .readings")).to_contain_text("李敏")
    expect(page.locator("#answer .readings")).to_contain_text("登在第三版")
    expect(page.locator("#answers [data-view=second] b")).to_have_text("0")
    assert count(page, "disputed") == 1


def test_an_editor_decides_where_two_readers_differ(page: Page, read_twice: DeskSite) -> None:
    answer_id = read_twice.give("多少次？", read_twice.cite(read_twice.page_article, RESCUES))
    read_twice.journal.verdict(answer_id, 0, "right", name="李敏")
    read_twice.journal.verdict(answer_id, 0, "wrong_content", name="王强")
    page.goto(f"{read_twice.url}/desk?key={KEY}")
    sign(page, "主编")
    page.locator("#answers [data-view=disputed]").click()
    shows(page, answer_id, 0)
    expect(page.locator("#answer .readings > div")).to_have_count(2)
    page.keyboard.press("3")
    expect(page.locator("#answers [data-view=disputed] b")).to_have_text("0")
    entry = read_twice.journal.get(answer_id)
    assert entry.current_judgements[0].verdict == "wrong_content"
    assert entry.judgements[-1].reading == "decision"


# --- the summary ---


def test_the_summary_tells_how_much_was_checked_and_found_right(page: Page, read_twice: DeskSite) -> None:
    for question, second in (("一", "right"), ("二", "wrong_content"), ("三", "wrong_content")):
        answer_id = read_twice.give(question, read_twice.cite(read_twice.page_article, RESCUES))
        read_twice.journal.verdict(
            answer_id, 0, "right" if question != "三" else "wrong_content", name="李敏"
        )
        read_twice.journal.verdict(answer_id, 0, second, name="王强")
    read_twice.journal.mark_point(answer_id, "accuracy", True, name="李敏")
    enter(page, read_twice)
    summary = page.locator("#summary")
    expect(summary.locator("summary")).to_have_text("今日已查 3 正确 67 % 一致 κ 0.40")
    summary.locator("summary").click()
    expect(summary).to_contain_text("两人都核查的 3 句，判定相同 2 句")
    expect(summary).to_contain_text("准确：1 条中 1 条有问题")
    expect(summary.locator("rect.right")).to_have_count(14)
