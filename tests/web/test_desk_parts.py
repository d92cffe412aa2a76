"""The parts of the checking page that need no browser: printed lines, marks, export, and its figures."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from desk_site import MEMBERS, PAGE, RESCUES, page_article
from hypothesis import given
from hypothesis import strategies as st

from eval.verdicts import summarise
from ingest.page import split_page
from rag.journal import Journal
from rag.schema import Answer, Citation, Draft, Paragraph, Request, Statement, Understood, Version
from rag.text.sentences import sentence_spans
from web.desk.context import PageContext
from web.desk.export import verdicts_csv
from web.desk.printed import CONTEXT_LINES, printed_lines
from web.marking import Segment, mark_article, mark_line
from web.reasons import journal_reason

ROOT = Path(__file__).parents[2]
SAMPLE = sorted((ROOT / "ingest" / "sample" / "pages").glob("*.txt"))
SHANGHAI = PageContext.of("zh", zone=ZoneInfo("Asia/Shanghai"), paper="栖川日报")


def version_of(draft: Draft) -> Version:
    of_draft = {f.name: getattr(draft, f.name) for f in fields(Draft)}
    return Version(
        article_id="abc",
        version=1,
        source="",
        source_sha256="",
        added_at=datetime(2024, 3, 18, tzinfo=UTC),
        **of_draft,
    )


def ink(text: str) -> str:
    return "".join(text.split())


# --- printed lines ---


def test_cited_words_are_found_on_the_lines_that_they_were_printed_on() -> None:
    version = version_of(page_article())
    start = version.text.index(RESCUES)
    [run] = printed_lines(PAGE, version, [("text", start, start + len(RESCUES))])
    cited = [line for line in run if line.marks]
    assert [line.number for line in cited] == [9, 11, 13]
    assert [line.text[a:b] for line in cited for a, b in line.marks] == [
        "2023 年，各支救",
        "援队共开展救援行动 1052 次，包括",
        "山 地 救 援 、森林灭火等。",
    ]


def test_some_printed_lines_around_them_are_shown() -> None:
    version = version_of(page_article())
    start = version.text.index(MEMBERS)
    [run] = printed_lines(PAGE, version, [("text", start, start + len(MEMBERS))])
    before = [line for line in run if line.number < 7 and line.text.strip()]
    assert [line.text for line in before] == [
        "市应急管理局走访",
        "社会应急救援队",
        "本报讯（融媒记者 胡美樱子）",
    ]
    assert len(before) == CONTEXT_LINES


def test_cited_parts_far_apart_are_shown_as_separate_runs() -> None:
    raw = "\n".join(f"第{n}行。" for n in range(40))
    text = "第2行。第30行。"
    places = [(0, 4, raw.index("第2行")), (4, 9, raw.index("第30行"))]
    paragraphs = tuple(Paragraph("text", a, b, at, at + b - a) for a, b, at in places)
    runs = printed_lines(raw, version_of(Draft(text=text, paragraphs=paragraphs)), [("text", 0, 9)])
    assert [[line.number for line in run if line.marks] for run in runs] == [[3], [31]]


def test_words_that_were_repaired_beyond_recognition_mark_their_whole_paragraph() -> None:
    paragraphs = (Paragraph("text", 0, 2, 0, 5),)
    [run] = printed_lines("ABC\nD", version_of(Draft(text="甲乙", paragraphs=paragraphs)), [("text", 0, 1)])
    assert [line.text for line in run if line.marks] == ["ABC", "D"]


def test_an_article_without_places_has_no_printed_lines() -> None:
    assert printed_lines("{}", version_of(Draft(text="甲乙")), [("text", 0, 2)]) == []


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_each_sentence_of_the_sample_paper_is_marked_exactly(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    for draft in split_page(raw).articles:
        version = version_of(draft)
        for sentence in sentence_spans(version.text):
            runs = printed_lines(raw, version, [("text", sentence.start, sentence.end)])
            shown = "".join(line.text[a:b] for run in runs for line in run for a, b in line.marks)
            assert ink(shown) == ink(version.text[sentence.start : sentence.end]), draft.headline


# --- marks ---


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-5, 35), st.integers(-5, 35)), max_size=4),
)
def test_marking_loses_nothing_and_marks_what_lies_within(text: str, marks: list[tuple[int, int]]) -> None:
    line = mark_line(text, marks)
    assert "".join(stretch.text for stretch in line) == text
    marked = [stretch.is_marked for stretch in line for _ in stretch.text]
    assert marked == [any(start <= at < end for start, end in marks) for at in range(len(text))]


def test_each_field_of_an_article_is_marked_apart() -> None:
    version = version_of(Draft(text="甲<乙\n\n丙", headline="标题", byline="李敏", column="专栏"))
    article = mark_article(version, [("text", 1, 3), ("byline", 0, 2)])
    assert article.headline == (Segment("标题", False),)
    assert article.byline == (Segment("李敏", True),)
    assert article.text == ((Segment("甲", False), Segment("<乙", True)), (Segment("丙", False),))
    assert article.subheadline == ()


# --- export and figures ---


def judge(journal: Journal, answer_id: str, kinds: list[str], verdicts: list[str]) -> None:
    """Record an answer with a statement of each kind (none: declined) and judge it."""
    answer = Answer(
        answer_id=answer_id,
        question="问",
        status="answered" if kinds else "not_reported",
        confidence=0.5,
        text="答",
        statements=tuple(Statement(text="答", kind=kind, citations=()) for kind in kinds),
        understood=Understood(question="问"),
    )
    journal.record(answer, Request(question="问", today=date(2024, 3, 18)), [], "")
    for place, verdict in enumerate(verdicts):
        journal.verdict(answer_id, place if kinds else None, verdict, name="")


@pytest.fixture
def checked(tmp_path: Path):
    """A journal with six verdicts over two weeks; in Shanghai the second answer falls into the later one."""
    moments = [datetime(2024, 3, 17, 15, 59, tzinfo=UTC), datetime(2024, 3, 17, 16, 1, tzinfo=UTC)]
    now = moments[0]
    with closing(Journal(tmp_path, days=36500, clock=lambda: now)) as journal:
        judge(journal, "a1", ["quoted", "added"], ["right", "wrong_source"])
        judge(journal, "a2", [], ["should_have_answered"])
        now = moments[1]
        judge(journal, "a3", ["quoted", "quoted"], ["right", "right"])
        judge(journal, "a4", [], ["right"])
        judge(journal, "a5", ["written"], [])
        yield journal


def test_the_share_of_right_statements_is_told_by_kind_and_week(checked: Journal) -> None:
    summary = summarise(checked, "Asia/Shanghai").as_json()
    assert (summary["judged"], summary["right"]) == (6, 4)
    assert summary["verdicts"] == {"right": 4, "wrong_source": 1, "should_have_answered": 1}
    assert {kind: (t["right"], t["judged"]) for kind, t in summary["by_kind"].items()} == {
        "added": (0, 1),
        "declined": (1, 2),
        "quoted": (3, 3),
    }
    assert {week: t["share_right"] for week, t in summary["by_week"].items()} == {
        "2024-W11": pytest.approx(1 / 3),
        "2024-W12": 1.0,
    }


def test_the_export_has_a_row_for_each_verdict(checked: Journal) -> None:
    heading, *rows = "".join(verdicts_csv(checked.verdicts(), SHANGHAI)).split("\r\n")
    assert heading.startswith("\ufeff回答编号,提问时间")
    assert [row.split(",")[0] for row in rows if row] == ["a1", "a1", "a2", "a3", "a3", "a4"]
    assert "2024-03-18 00:01" in rows[3]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["已作答", "报纸原文", "正确", "内容不对：少了一个零", "未作答：没有报道", "本应作答"]),
        (
            "en",
            ["Answered", "Quoted", "Right", "The content is wrong: 少了一个零", "Declined", "Should have"],
        ),
    ],
)
def test_the_export_is_in_the_language_of_the_page(checked: Journal, language: str, told: list[str]) -> None:
    checked.report("a1", journal_reason("wrong_content", "少了一个零"))
    page = PageContext.of(language, zone=SHANGHAI.zone, paper="栖川日报")
    table = "".join(verdicts_csv(checked.verdicts(), page))
    assert [text for text in told if text not in table] == []
    cells = {cell for row in csv.reader(io.StringIO(table)) for cell in row}
    assert not cells & {"answered", "not_reported", "quoted", "added", "right", "wrong_source", "declined"}


def test_the_figures_come_from_the_command_line(checked: Journal, tmp_path: Path) -> None:
    def run(*options: str) -> str:
        command = [sys.executable, "-m", "eval", "verdicts", *options]
        environment = {**os.environ, "WENDA_DATA_DIR": str(tmp_path)}
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout

    assert json.loads(run("--json"))["share_right"] == pytest.approx(4 / 6)
    assert "quoted             3       3   1.00" in run()
    assert "second readings: 0 statements, 0 with the same verdict, kappa -" in run()


def test_citations_are_named_with_their_version(checked: Journal) -> None:
    citation = Citation(
        n=1,
        article_id="abc",
        version=2,
        source_id="",
        field="text",
        quote="答",
        start=0,
        end=1,
        headline="标题",
        paper="",
        date=None,
        page="",
        byline="",
        url="",
    )
    answer = checked.get("a3").answer.model_copy(
        update={
            "answer_id": "a6",
            "citations": (citation,),
            "statements": (Statement(text="答", kind="quoted", citations=(1,)),),
        }
    )
    checked.record(answer, Request(question="问", today=date(2024, 3, 18)), [], "")
    checked.verdict("a6", 0, "right", name="")
    assert "abcv2,标题,正确" in "".join(verdicts_csv(checked.verdicts(), SHANGHAI))
