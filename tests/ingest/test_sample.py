"""The sample paper holds what it promises: pages, articles, and questions whose answers stand in print.

Only shipped files are looked at: `ingest/sample/` and `tests/ingest/sample_truth.json` (what a page holds).
"""

import datetime
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
PAGES = sorted((SAMPLE / "pages").glob("*.txt"))
TRUTH: dict[str, list[dict[str, str]]] = json.loads(
    (Path(__file__).parent / "sample_truth.json").read_text(encoding="utf-8")
)

DATE_LINE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*星\s*期\s*([一二三四五六日])")
CHINESE = re.compile(r"[\u3400-\u9fff]")
FIELDS = {"headline", "subheadline", "column", "byline", "text"}


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines()]


EXPORT = read_lines("articles.jsonl")
QUESTIONS = read_lines("questions.jsonl")
ANSWERABLE = [question for question in QUESTIONS if question["answerable"]]


def squeezed(text: str) -> str:
    """`text` in NFKC and without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def texts_by_title_and_date() -> dict[tuple[str, str], str]:
    printed = {(item["title"], item["date"]): item["text"] for item in EXPORT}
    for page, articles in TRUTH.items():
        for article in articles:
            key = (article["headline"], page[:10])
            assert key not in printed, f"{key} names two articles"
            printed[key] = article["text"]
    return printed


TEXTS = texts_by_title_and_date()


def test_paper_has_twelve_pages_from_four_editions_over_two_years() -> None:
    editions = Counter(page.name[:10] for page in PAGES)
    dates = sorted(datetime.date.fromisoformat(day) for day in editions)
    assert len(PAGES) == 12
    assert len(editions) >= 4 and set(editions.values()) == {3}
    assert (dates[-1] - dates[0]).days > 500


def test_paper_has_fifty_articles_three_to_six_a_page() -> None:
    assert {page.name for page in PAGES} == set(TRUTH)
    assert sum(map(len, TRUTH.values())) >= 50
    assert all(3 <= len(articles) <= 6 for articles in TRUTH.values())
    assert all(set(article) == FIELDS for articles in TRUTH.values() for article in articles)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_truth_holds_nothing_that_is_not_on_the_page(page: Path) -> None:
    on_page = Counter(CHINESE.findall(page.read_text(encoding="utf-8")))
    in_truth: Counter[str] = Counter()
    for article in TRUTH[page.name]:
        for field in FIELDS - {"byline"}:  # a byline's names stand in the text already
            in_truth.update(CHINESE.findall(article[field]))
    assert in_truth <= on_page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_truth_gives_names_alone_as_byline_and_they_stand_in_the_text(page: Path) -> None:
    for article in TRUTH[page.name]:
        assert "记者" not in article["byline"]
        assert all(name in article["text"] for name in article["byline"].split())


def test_date_lines_give_the_right_date_and_weekday() -> None:
    dated = 0
    for page in PAGES:
        for year, month, day, weekday in DATE_LINE.findall(page.read_text(encoding="utf-8")):
            date = datetime.date(int(year), int(month), int(day))
            assert date.isoformat() == page.name[:10]
            assert "一二三四五六日"[date.weekday()] == weekday
            dated += 1
    assert dated == 10, "two pages are dated by their file name alone"


def test_pages_look_hard_wrapped_with_blank_lines_and_strewn_spaces() -> None:
    for page in PAGES:
        lines = page.read_text(encoding="utf-8").split("\n")
        printed = [line for line in lines if line.strip()]
        assert len(lines) - len(printed) > 0.8 * len(printed)
        assert max(map(len, printed)) <= 45
    strewn = re.compile(r"(?:[\u3400-\u9fff] ){6}")
    assert sum(bool(strewn.search(page.read_text(encoding="utf-8"))) for page in PAGES) >= 10


def test_export_lines_are_complete_and_from_the_same_paper() -> None:
    ids = [item["id"] for item in EXPORT]
    assert len(ids) >= 10 and len(set(ids)) == len(ids)
    assert {item["paper"] for item in EXPORT} == {"栖川日报"}
    assert 2 <= sum(item.get("lang") == "en" for item in EXPORT) <= 3
    for item in EXPORT:
        datetime.date.fromisoformat(item["date"])
        assert item["title"] and item["text"]


def test_eighty_questions_a_quarter_without_an_answer() -> None:
    assert len(QUESTIONS) == len({question["id"] for question in QUESTIONS}) == 80
    assert len(QUESTIONS) - len(ANSWERABLE) == 20
    for question in QUESTIONS:
        assert bool(question["answers"]) == bool(question["articles"]) == question["answerable"]
        datetime.date.fromisoformat(question["today"])


def test_questions_come_in_every_style() -> None:
    styles = Counter(question["style"] for question in QUESTIONS)
    assert set(styles) == {"plain", "colloquial", "dated", "english", "traditional"}
    assert styles["colloquial"] >= 10 and styles["dated"] >= 8
    assert styles["english"] >= 8 and styles["traditional"] >= 6
    languages = {"english": "en", "traditional": "zh-Hant"}
    assert all(question["lang"] == languages.get(question["style"], "zh-Hans") for question in QUESTIONS)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question["id"])
def test_every_answer_stands_in_a_named_article_printed_before_the_question(question: dict[str, Any]) -> None:
    named = [(article["headline"], article["date"]) for article in question["articles"]]
    assert all(date <= question["today"] for _, date in named)
    texts = [squeezed(TEXTS[key]) for key in named]
    for answer in question["answers"]:
        assert any(squeezed(answer) in text for text in texts), f"{answer} is not in {named}"
    assert all(any(squeezed(answer) in text for answer in question["answers"]) for text in texts)


def test_tuning_and_reporting_halves_share_no_article() -> None:
    assert Counter(question["part"] for question in QUESTIONS) == {"tune": 40, "report": 40}
    unanswerable = Counter(question["part"] for question in QUESTIONS if not question["answerable"])
    assert unanswerable == {"tune": 10, "report": 10}
    parts = defaultdict(set)
    for question in ANSWERABLE:
        for article in question["articles"]:
            parts[article["headline"], article["date"]].add(question["part"])
    assert all(len(part) == 1 for part in parts.values())
