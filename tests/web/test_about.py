"""`/about` says what Wenda is, how far the archive goes and how often it was right: without a script, no figure invented."""

from __future__ import annotations

import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from accessibility import violations
from playwright.sync_api import expect
from resident_steps import arrive
from served import settings_for

from rag.archive import Archive
from rag.journal import Journal
from rag.schema import Answer, Citation, Request, Statement, Understood
from web.public.about import AboutPage
from web.public.accuracy import Share, accuracy
from web.public.wording import TEXTS
from web.wording import Wording, asked_wording

ZH = Wording("zh", TEXTS)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Checked:
    """A journal with checked answers, each given at a moment of its own."""

    def __init__(self, data_dir):
        self.now = datetime(2024, 9, 30, 20, tzinfo=UTC)  # 1 October in Shanghai
        self.journal = Journal(data_dir, days=365, clock=lambda: self.now)
        self.given = 0

    def give(self, *verdicts, declined=False):
        """Record an answer with a statement for each verdict, or a declined one, and judge it; returns the verdicts' ids."""
        self.given += 1
        answer = Answer(
            answer_id=f"a{self.given}",
            question="白鹭大桥多长？",
            status="not_reported" if declined else "answered",
            confidence=0.5,
            text="桥长612米。",
            statements=()
            if declined
            else tuple(Statement(text="桥长612米。", kind="quoted", citations=(1,)) for _ in verdicts),
            citations=() if declined else (CITED,),
            nearest=(),
            understood=Understood(question="白鹭大桥多长？"),
        )
        self.journal.record(answer, Request(question="白鹭大桥多长？", today=date(2024, 10, 1)), [], "")
        return [
            self.journal.verdict(answer.answer_id, None if declined else number, verdict, name="甲", note="")
            for number, verdict in enumerate(verdicts)
        ]


CITED = Citation(
    n=1,
    article_id="a2345678",
    version=1,
    source_id="",
    field="text",
    quote="桥长612米。",
    start=0,
    end=8,
    headline="大桥通车",
    paper="栖川日报",
    date=date(2024, 9, 30),
    page="01",
    byline="",
    url="",
)


@pytest.fixture
def checked(tmp_path):
    made = Checked(tmp_path / "data")
    with closing(made.journal):
        yield made


@pytest.fixture
def about(checked, tmp_path):
    with closing(Archive(tmp_path / "data")) as archive:
        yield AboutPage(archive, checked.journal, settings_for(tmp_path / "data"))


# --- figures ---


def test_before_anything_was_checked_no_share_is_given(about):
    html = about.html(ZH)
    assert "还没有核查过。" in html
    assert "%" not in html.partition("<main>")[2]
    assert "还没有收录报道。" in html


def test_shares_are_by_month_of_the_answer_with_their_sample_size(checked, about):
    checked.give("right", "right", "wrong_source")
    checked.now = datetime(2024, 11, 5, tzinfo=UTC)
    checked.give("right")
    checked.give("right", declined=True)
    checked.give("should_have_answered", declined=True)
    found = accuracy(checked.journal.verdicts(), SHANGHAI)
    assert found.by_month == (("2024-10", Share(2, 3)), ("2024-11", Share(1, 1)))
    assert found.statements == Share(3, 4)
    assert found.declined == Share(1, 2)
    html = about.html(ZH)
    assert "核查 4 句，正确 3 句（75%，95% 区间 30%–95%）" in html
    assert "另有 2 次" in html and "n=3" in html and "2024-10" in html
    assert html.count('class="few"') == 2, "months with few checks have a hollow dot"


def test_a_verdict_that_is_undone_does_not_count(checked, about):
    [given] = checked.give("wrong_content")
    assert "正确 0 句" in about.html(ZH)
    checked.journal.undo_verdict(given, name="甲")
    assert "还没有核查过。" in about.html(ZH)


def test_an_answer_that_was_erased_does_not_count(checked, about):
    checked.give("right")
    assert "正确 1 句" in about.html(ZH)
    checked.journal.erase_answers(["a1"])
    assert "还没有核查过。" in about.html(ZH)


def test_it_says_how_to_have_ones_words_erased(about):
    assert "要删掉您问过的话" in about.html(ZH)
    assert "To have your words erased, contact" in about.html(Wording("en", TEXTS))


@pytest.mark.parametrize(
    ("right", "checked", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (950, 1000, 0.9347, 0.9619)],
)
def test_the_interval_is_wilsons(right, checked, low, high):
    """Values of statsmodels' `proportion_confint(…, method="wilson")`."""
    assert Share(right, checked).interval == pytest.approx((low, high), abs=5e-4)


# --- languages ---


@pytest.mark.parametrize(
    ("asked", "accepted", "locale"),
    [
        ("", "", "zh-Hans"),
        ("", "zh-CN,zh;q=0.9", "zh-Hans"),
        ("", "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("", "zh-Hant-HK", "zh-Hant"),
        ("", "en-GB,en;q=0.9", "en"),
        ("en", "zh-CN", "en"),
        ("zh-Hant", "en", "zh-Hant"),
        ("<script>", "zh-CN", "zh-Hans"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(asked, accepted, locale):
    assert asked_wording(TEXTS, asked, accepted).locale == locale


def test_traditional_script_changes_the_texts_and_not_the_names(about):
    html = about.html(Wording("zh", TEXTS, traditional=True))
    assert "關於聞答" in html and "关于" not in html
    assert "《栖川日报》" in html


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "不发给别的公司"),
        ({"llm": "openai:x"}, "交给语言模型的服务"),
        ({"llm": "openai:x", "questions_stay_inside": True}, "本单位的网络里"),
    ],
)
def test_where_questions_go_is_said_as_it_is_set(checked, tmp_path, changes, says):
    with closing(Archive(tmp_path / "data")) as archive:
        html = AboutPage(archive, checked.journal, settings_for(tmp_path / "data", **changes)).html(ZH)
    assert says in html
    assert "保存 365 天" in html


# --- in the browser ---


@pytest.mark.web
def test_the_page_is_linked_from_the_residents_page_and_read_without_a_script(visit, site):
    page = visit()
    arrive(page, site)
    expect(page.locator(".foot a").first).to_have_attribute("href", "/about")
    page = visit(java_script_enabled=False)
    page.goto(f"{site.url}/about")
    expect(page.locator("h1")).to_have_text("关于闻答")
    figures = page.locator(".figures dd").all_inner_texts()
    coverage = site.assistant.archive.coverage()
    assert figures == [str(coverage.articles), "2023-03-20", str(coverage.newest)]
    expect(page.locator("table", has_text="来源")).to_contain_text("栖川日报")
    expect(page.locator(".display button").first).to_be_hidden()
    page.locator(".languages a", has_text="English").click()
    expect(page.locator("h1")).to_have_text("About Wenda")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator(".back").click()
    assert page.url == f"{site.url}/"


@pytest.mark.web
def test_without_a_script_it_is_dark_where_the_system_is(visit, site):
    page = visit(java_script_enabled=False, color_scheme="dark")
    page.goto(f"{site.url}/about")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(23, 22, 20)"


@pytest.mark.web
def test_large_type_and_dark_hold_here_too(visit, site):
    phone = visit(390, 844)
    arrive(phone, site)
    phone.locator("[data-display=large-type]").click()
    phone.locator("[data-display=dark]").click()
    phone.locator(".foot a").first.click()
    expect(phone.locator("h1")).to_have_text("关于闻答")
    assert phone.evaluate("getComputedStyle(document.body).fontSize") == "21px"
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.web
@pytest.mark.parametrize(("lang", "scheme"), [("zh-Hans", "light"), ("zh-Hant", "dark"), ("en", "dark")])
def test_the_page_breaks_no_rule_and_does_not_scroll_sideways(visit, checked, about, lang, scheme):
    checked.give(*["right"] * 40, "wrong_content")
    checked.now = datetime(2024, 11, 5, tzinfo=UTC)
    checked.give("right")
    page = visit(color_scheme=scheme)
    page.set_content(about.html(asked_wording(TEXTS, lang, "")))
    assert not violations(page, lang)
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_other_paths_below_it_are_not_served(site):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{site.url}/about/x")
