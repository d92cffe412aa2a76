"""Figures that two years' reports give for the same thing are both shown, the newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from newsroom import add, draft

from rag.answer.dated import with_dates
from rag.answer.extractive import ScoredSentence, choose_statements
from rag.answer.years import are_figures_of_two_years, differing_figures, same_statement
from rag.cite import Claim, Support
from rag.dates import Period
from rag.question import understand
from rag.question.intent import IntentClassifier
from rag.reader import Reading
from rag.schema import Request
from rag.search.evidence import Candidate, Evidence, Sentence, query_words
from rag.search.reranker import Ranked

TODAY = date(2024, 11, 10)
OF_2022 = "报告显示，去年该馆共接待读者31.6万人次，外借图书42.7万册次。"
OF_2023 = "记者从市图书馆获悉，2023年该馆接待读者48.2万人次，外借图书56.9万册次。"
DELAYED = "白鹭大桥通车时间推迟到今年10月底。"
OPENED = "建设历时近20个月的白鹭大桥昨日正式通车。"
ELSEWHERE = "竹溪分馆先后开放，服务读者7.4万人次。"


def query(question, intent="question"):
    return understand(Request(question=question, today=TODAY), intent)


def scored(archive, evidence, *reports):
    """The sentence of each report (day, text, score)."""
    lines = [draft(str(n), text, date=day) for n, (day, text, _) in enumerate(reports)]
    found = []
    for outcome, (_, text, score) in zip(add(archive, lines), reports, strict=True):
        [passage] = archive.passages_of(outcome.article_id)
        candidate = Candidate(passage, cosine=0.9, margin=0.1, bm25=1.0)
        sentence = Sentence(candidate, 0, len(text))
        features = replace(evidence.sentence_features(sentence, score), coverage=0.5, kind=1.0)
        found.append(ScoredSentence(sentence, Ranked(candidate, score), features, score))
    return found


def evidence_for(question):
    asked = query(question)
    return Evidence(asked, dict.fromkeys(query_words(asked), 0.5))


def chosen(archive, question, *reports):
    evidence = evidence_for(question)
    return [s.sentence.text for s in choose_statements(evidence, scored(archive, evidence, *reports))]


def having_read(found, answer):
    """The same sentences, as if the reader had chosen `answer` as the answer."""
    text = found.sentence.text
    first, last = text.index(answer), text.index(answer) + len(answer) - 1
    at = np.arange(len(text))
    starts, ends = np.where(at == first, 5.0, -5.0), np.where(at == last, 5.0, -5.0)
    reading = Reading(3.0, 3.0, np.stack([at, at + 1], axis=1), starts, ends)
    return replace(found, passage=replace(found.passage, reading=reading))


def test_the_newest_figure_leads_and_the_other_years_follows(archive):
    reports = [(date(2023, 3, 20), OF_2022, 4.0), (date(2024, 3, 18), OF_2023, 2.0)]
    assert chosen(archive, "图书馆接待读者多少？", *reports) == [OF_2023, OF_2022]


def test_a_figure_for_something_else_is_not_shown_with_it(archive):
    reports = [(date(2023, 3, 20), OF_2022, 4.0), (date(2024, 3, 18), ELSEWHERE, 2.0)]
    assert chosen(archive, "图书馆接待读者多少？", *reports) == [OF_2022]


def test_a_question_for_one_year_gets_that_years_figure_only(archive):
    reports = [(date(2023, 3, 20), OF_2022, 4.0), (date(2024, 3, 18), OF_2023, 2.0)]
    assert chosen(archive, "2022年图书馆接待读者多少？", *reports) == [OF_2022]


@pytest.mark.parametrize(
    ("question", "leading"),
    [("2024年3月以来白鹭大桥有什么进展", OPENED), ("2024年4月之前白鹭大桥有什么进展", DELAYED)],
)
def test_the_newest_report_within_the_boundaries_leads(archive, question, leading):
    reports = [(date(2024, 3, 18), DELAYED, 4.0), (date(2024, 11, 8), OPENED, 3.9)]
    assert chosen(archive, question, *reports)[0] == leading


@pytest.mark.parametrize(
    ("further", "answer", "said"),
    [
        ("据悉，周敏自2021年起任馆长，每周到馆值班。", "周敏", 1),
        ("副馆长何川说，新馆年底开放。", "何川", 2),
        ("馆藏图书3万册，今年新增。", "3万册", 2),  # 13万册 is another number
    ],
)
def test_a_sentence_that_only_answers_the_same_again_is_not_quoted(archive, further, answer, said):
    evidence = evidence_for("市图书馆馆长是谁")
    best = "市图书馆馆长周敏介绍，馆藏13万册。"
    first, second = scored(archive, evidence, (TODAY, best, 4.0), (TODAY, further, 3.5))
    found = [having_read(first, "周敏"), having_read(second, answer)]
    assert [s.sentence.text for s in choose_statements(evidence, found)] == [best, further][:said]


def test_similar_sentences_with_other_numbers_are_not_duplicates():
    assert same_statement("全市共有老年食堂23家。", "全市共有老年食堂23家")
    assert not same_statement("全市共有老年食堂23家。", "全市共有老年食堂19家。")


def test_figures_of_one_thing_are_recognised_by_the_words_around_them():
    assert differing_figures(OF_2022, OF_2023)
    assert not differing_figures(OF_2022, ELSEWHERE)
    assert not differing_figures(OF_2022, OF_2022)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("图书馆读者比去年多了多少", None),
        ("今年停水次数同比减少了多少", None),
        ("图书馆读者比2022年多了多少", Period(date(2022, 1, 1), TODAY)),
        ("2023年读者比2022年多了多少", Period(date(2022, 1, 1), date(2023, 12, 31))),
    ],
)
def test_a_comparison_asks_for_the_figures_of_both_times(question, period):
    assert query(question, "comparison").compares
    assert query(question, "comparison").period == period


@pytest.mark.parametrize("question", ["白鹭大桥比栖江大桥长多少", "去年比赛冠军是谁", "去年停了几次水"])
def test_a_question_that_compares_no_times_is_no_comparison(embedder, question):
    assert IntentClassifier(embedder).intent(question) != "comparison"


@pytest.mark.parametrize(
    "question",
    [
        "图书馆读者比去年多了多少",
        "今年停水次数同比减少了多少",
        "图书馆读者今年和去年哪年多",
        "跟以前比水价涨了没",
        "Were there more visitors than in 2022?",
    ],
)
def test_a_question_that_compares_two_times_is_a_comparison(embedder, question):
    assert IntentClassifier(embedder).intent(question) == "comparison"


def test_both_figures_are_followed_by_their_days_and_what_their_years_mean(archive):
    reports = [draft("1", OF_2023), draft("2", OF_2022, date=date(2023, 3, 20))]
    newer, older = (
        Support(version, "text", 0, len(version.text))
        for outcome in add(archive, reports)
        for version in [archive.version(outcome.article_id)]
    )
    assert are_figures_of_two_years(newer, older)
    claims = [Claim(newer.quote, "quoted", (newer,), older), Claim(older.quote, "quoted", (older,))]
    assert [claim.text for claim in with_dates(claims, query("图书馆读者比去年多了多少", "comparison"))] == [
        OF_2023,
        OF_2022,
        "以上是2024年3月18日和2023年3月20日（文中“去年”指2022年）的报道，前一篇较新。",
    ]


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("2024年4月之前白鹭大桥有什么进展", [OPENED]),  # what was announced before then belongs to it
        ("2024年4月以来白鹭大桥有什么进展", []),
        ("2023年白鹭大桥有什么进展", [DELAYED]),
    ],
)
def test_a_sentence_of_other_days_than_those_asked_for_is_known(archive, question, others):
    asked = query(question)
    evidence = Evidence(asked, dict.fromkeys(query_words(asked), 0.5))
    reports = [(date(2024, 3, 18), DELAYED, 4.0), (date(2024, 11, 8), OPENED, 3.9)]
    found = [s.sentence for s in scored(archive, evidence, *reports)]
    assert [s.text for s in found if evidence.dates.names_other_days(s)] == others
