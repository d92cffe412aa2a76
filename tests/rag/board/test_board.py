"""The board groups declined questions, counts them by week, and remembers what editors decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from declining import EDITOR, Newsroom

from rag.board import WEEKS, filtered
from rag.desk import Audit, Decisions, Person, QuestionVectors, question_key
from rag.text.traces import Traces

WEEK = timedelta(weeks=1)


# --- groups ---


def test_questions_that_mean_the_same_are_one_group(newsroom: Newsroom) -> None:
    for question in ("地铁2号线什么时候开通？", "请问地铁2号线开通时间", "地铁3号线什么时候开通？"):
        newsroom.asked(question)
    wordings = [{wording.question for wording in group.wordings} for group in newsroom.groups()]
    assert wordings == [
        {"地铁2号线什么时候开通？", "请问地铁2号线开通时间"},
        {"地铁3号线什么时候开通？"},
    ]


def test_only_declined_questions_are_on_the_board(newsroom: Newsroom) -> None:
    newsroom.asked("灯会什么时候开始？", status="answered")
    newsroom.asked("你好", status="small_talk")
    assert newsroom.groups() == []


def test_punctuation_and_script_make_no_other_wording(newsroom: Newsroom) -> None:
    newsroom.asked("动物园门票多少钱？")
    newsroom.asked("動物園門票多少錢")
    [group] = newsroom.groups()
    assert [(wording.question, wording.asked) for wording in group.wordings] == [("動物園門票多少錢", 2)]


def test_a_follow_up_is_grouped_by_what_it_means_in_the_talk(newsroom: Newsroom) -> None:
    newsroom.asked("那票价呢？", after="动物园几点关门？", understood="动物园票价")
    assert [group.wording for group in newsroom.groups()] == ["动物园票价"]


def test_the_wording_that_stands_for_a_group_is_the_most_typical_one(newsroom: Newsroom) -> None:
    for question in ("人民路为什么封路？", "人民路为什么封路？", "人民路怎么封了"):
        newsroom.asked(question)
    [group] = newsroom.groups()
    assert group.wording == "人民路为什么封路？"
    assert [wording.asked for wording in group.wordings] == [2, 1]


def test_questions_are_counted_by_week_in_the_newsrooms_time(newsroom: Newsroom) -> None:
    newsroom.asked("动物园门票多少钱？")
    monday = timedelta(days=2, hours=12)  # Monday at midnight in Shanghai is still Sunday in UTC
    newsroom.asked("动物园门票多少钱？", ago=monday)
    newsroom.asked("动物园门票多少钱？", ago=monday + timedelta(seconds=1))
    newsroom.asked("动物园门票多少钱？", ago=WEEK * WEEKS)
    [group] = newsroom.groups()
    assert group.by_week == (0,) * (WEEKS - 2) + (1, 2)
    assert (group.asked(), group.asked(1)) == (3, 2)
    assert group.last_at == newsroom.now


def test_the_articles_that_came_nearest_most_often_are_named(newsroom: Newsroom) -> None:
    newsroom.asked("动物园门票多少钱？", near=("a", "b"))
    newest = newsroom.asked("动物园门票多少钱？", near=("b", "c"))
    [group] = newsroom.groups()
    assert [(near.article_id, near.times) for near in group.nearest] == [("b", 2), ("c", 1), ("a", 1)]
    assert group.nearest[0].answer_id == newest


def test_a_list_begins_with_what_was_asked_most_in_the_weeks_chosen(newsroom: Newsroom) -> None:
    newsroom.asked("动物园门票多少钱？")
    for _ in range(3):
        newsroom.asked("地铁2号线什么时候开通？", ago=3 * WEEK)
    groups = newsroom.groups()
    assert [group.wording[:2] for group in filtered(groups, "open", WEEKS)] == ["地铁", "动物"]
    assert [group.wording[:2] for group in filtered(groups, "open", 1)] == ["动物"]


# --- decisions ---


def decide(newsroom: Newsroom, question: str, article_id: str = "abc") -> int:
    group = newsroom.board.view().group_of(question_key(question))
    assert group
    keys = [wording.key for wording in group.wordings]
    return newsroom.board.decisions.reported(group.wording, keys, article_id, by=EDITOR)


def test_a_group_that_was_reported_since_says_with_which_article_by_whom_and_when(newsroom: Newsroom) -> None:
    newsroom.asked("地铁2号线什么时候开通？")
    decide(newsroom, "地铁2号线什么时候开通？")
    [group] = newsroom.groups()
    assert group.state == "reported"
    assert group.decision
    assert (group.decision.article_id, group.decision.person) == ("abc", "李敏")
    assert group.decision.decided_at == newsroom.now
    assert group.asked_since == 0


def test_a_question_that_is_still_declined_after_it_was_reported_says_so(newsroom: Newsroom) -> None:
    newsroom.asked("地铁2号线什么时候开通？")
    decide(newsroom, "地铁2号线什么时候开通？")
    newsroom.now += timedelta(hours=1)
    newsroom.asked("请问地铁2号线开通时间")
    newsroom.asked("动物园门票多少钱？")
    reported, opened = sorted(newsroom.groups(), key=lambda group: group.state, reverse=True)
    assert (reported.state, reported.asked_since, reported.asked()) == ("reported", 1, 2)
    assert (opened.state, opened.wording) == ("open", "动物园门票多少钱？")


def test_a_decided_group_stays_when_its_questions_are_old(newsroom: Newsroom) -> None:
    newsroom.asked("地铁2号线什么时候开通？")
    decide(newsroom, "地铁2号线什么时候开通？")
    newsroom.now += WEEKS * WEEK
    [group] = newsroom.groups()
    assert (group.state, group.asked(), group.last_at) == ("reported", 0, None)
    assert filtered([group], "reported", 1) == [group]


def test_an_undone_decision_counts_no_more_and_is_remembered(newsroom: Newsroom) -> None:
    newsroom.asked("地铁2号线什么时候开通？")
    number = decide(newsroom, "地铁2号线什么时候开通？")
    newsroom.board.decisions.undo(number, by=Person("王芳", "editor"))
    [group] = newsroom.groups()
    assert group.state == "open"
    [decision] = newsroom.board.decisions.all()
    assert (decision.undone_at, decision.undone_by) == (newsroom.now, "王芳")
    with pytest.raises(Decisions.NotFound):
        newsroom.board.decisions.undo(number, by=EDITOR)


def test_a_group_can_be_dismissed_with_a_reason(newsroom: Newsroom) -> None:
    newsroom.asked("明天会不会下雨")
    newsroom.board.decisions.dismissed("明天会不会下雨", [], "不是新闻能回答的", by=EDITOR)
    [group] = newsroom.groups()
    assert group.decision
    assert (group.state, group.decision.reason) == ("dismissed", "不是新闻能回答的")


def test_the_audit_trail_has_each_decision_without_a_residents_words(newsroom: Newsroom) -> None:
    newsroom.asked("地铁2号线什么时候开通？")
    number = decide(newsroom, "地铁2号线什么时候开通？")
    newsroom.board.decisions.undo(number, by=EDITOR)
    undone, reported = Audit(newsroom.desk).entries(10)
    assert (reported.person, reported.action, reported.subject) == ("李敏", "board_reported", str(number))
    assert reported.details == {"article": "abc", "questions": 1}
    assert undone.action == "board_undone"


def test_the_words_of_an_article_that_was_taken_down_are_erased_from_decisions(newsroom: Newsroom) -> None:
    taken = "他于三月三日在东街十七号被人看见"
    newsroom.board.decisions.dismissed(f"{taken}是真的吗", [], f"见“{taken}”", by=EDITOR)
    assert newsroom.board.decisions.erase(Traces([taken])) == 1
    [decision] = newsroom.board.decisions.all()
    assert (decision.wording, decision.reason) == ("…是真的吗", "见“…”")


# --- vectors ---


class Counting:
    """An embedding model that counts what it embeds."""

    def __init__(self, embedder: object) -> None:
        self.embedder = embedder
        self.embedded: list[str] = []

    def encode_query(self, text: str) -> object:
        self.embedded.append(text)
        return self.embedder.encode_query(text)


def test_each_question_is_embedded_once_also_over_a_restart(newsroom: Newsroom, embedder: object) -> None:
    newsroom.asked("动物园门票多少钱？")
    newsroom.asked("动物园门票多少钱")
    counting = Counting(embedder)
    for _ in range(2):
        board = newsroom.open_board(counting)
        board.view()
        board.view()
        board.close()
    assert len(counting.embedded) == 1


def test_vectors_of_questions_that_left_the_board_are_forgotten(newsroom: Newsroom) -> None:
    newsroom.asked("动物园门票多少钱？")
    newsroom.groups()
    stored = QuestionVectors(newsroom.desk, "model")
    assert set(stored.all()) == {question_key("动物园门票多少钱？")}
    newsroom.now += WEEKS * WEEK
    newsroom.groups()
    assert stored.all() == {}


def test_vectors_of_another_model_are_not_used(newsroom: Newsroom) -> None:
    newsroom.asked("动物园门票多少钱？")
    newsroom.groups()
    assert QuestionVectors(newsroom.desk, "another").all() == {}
