"""Follow-ups are rewritten as questions that stand alone."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rag.language import people
from rag.language.previous_turn import PreviousTurn
from rag.question.followup import to_standalone
from rag.schema import Version
from rag.search.talk import ReadTalk

TODAY = date(2024, 4, 2)


def article(headline: str, text: str, byline: str = "") -> Version:
    empty = dict.fromkeys(
        "subheadline column paper page section url lang source source_id source_sha256".split(), ""
    )
    return Version(
        article_id=headline,
        version=1,
        text=text,
        headline=headline,
        byline=byline,
        date=TODAY,
        paragraphs=(),
        added_at=datetime(2024, 4, 2),
        **empty,
    )


BRIDGE = article(
    "白鹭大桥正式通车",
    "本报讯（记者 沈芷兰）白鹭大桥全长612米。项目负责人鲁振华说，主跨已经合龙。渡口村轮渡停运。",
    "沈芷兰",
)
AMBULANCES = article("去年急救车出动9237次", "全市120急救车共出车9237次。急救中心主任范晓峰呼吁少空跑。")


@pytest.fixture
def standalone(reader):
    """A function that rewrites a question after another one; the shipped reader says what it takes from the talk."""
    talk = ReadTalk(reader)

    def rewritten(asked, question, answer="", *, about=BRIDGE, intent="question"):
        previous = PreviousTurn(question, question, question, answer, (about,), TODAY)
        return to_standalone(asked, previous, talk, intent)

    return rewritten


@pytest.mark.parametrize(
    ("asked", "question", "stands_alone"),
    [
        ("全长多少米", "白鹭大桥什么时候通车的？", "白鹭大桥全长多少米"),
        ("那多少钱一张票", "市图书馆的木偶展什么时候开始", "市图书馆的木偶展多少钱一张票"),
        # what the earlier question asked for is no part of the subject
        ("哪几家一起办的", "柳渡路收了多少辆旧电动车了", "柳渡路哪几家一起办的"),
        # a subject of several clauses
        (
            "人抓着没",
            "柳渡路有人忘了锁车，车里东西被偷，丢了多少钱",
            "柳渡路有人忘了锁车，车里东西被偷，人抓着没",
        ),
    ],
)
def test_the_subject_comes_from_the_previous_question(standalone, asked, question, stands_alone):
    assert standalone(asked, question).question == stands_alone


def test_an_english_question_is_asked_about_the_subject(standalone):
    assert "Bailu Bridge" in standalone("How long is it?", "When was the Bailu Bridge opened?").question


@pytest.mark.parametrize(
    ("asked", "stands_alone"),
    [
        ("誰寫的", "《白鹭大桥正式通车》是谁写的？"),
        ("作者呢", "《白鹭大桥正式通车》是谁写的？"),
        ("Who wrote it?", "Who wrote “白鹭大桥正式通车”?"),
    ],
)
def test_who_wrote_it_asks_for_the_author_of_the_report_under_discussion(standalone, asked, stands_alone):
    assert standalone(asked, "白鷺大橋什麼時候通車", intent="author").question == stands_alone


@pytest.mark.parametrize(
    ("asked", "question", "stands_alone"),
    [
        ("那前年呢？", "去年急救车出动多少次", "前年急救车出动多少次"),
        ("2022年呢", "2023年急救车出动多少次", "2022年急救车出动多少次"),
        ("那去年呢", "急救车出动多少次", "去年急救车出动多少次"),
        ("那前一年呢", "2023年急救车出动多少次", "2022年急救车出动多少次"),
        (
            "and the year before?",
            "How often did ambulances go out in 2023?",
            "How often did ambulances go out in 2022?",
        ),
        ("What about 2022?", "How often did they go out in 2023?", "How often did they go out in 2022?"),
    ],
)
def test_another_time_replaces_the_previous_one(standalone, asked, question, stands_alone):
    assert standalone(asked, question, about=AMBULANCES).question == stands_alone


@pytest.mark.parametrize("asked", ["明天停水吗", "昨天有什么新闻"])
def test_a_question_with_a_time_of_its_own_does_not_take_another_one(standalone, asked):
    assert standalone(asked, "上周有什么新闻").question == asked


@pytest.mark.parametrize(
    ("asked", "question", "stands_alone"),
    [
        ("那白鹭镇呢", "石坪镇哪天停电", "白鹭镇哪天停电"),
        ("顾文昕呢", "沈芷兰写过哪些报道", "顾文昕写过哪些报道"),
    ],
)
def test_a_new_subject_replaces_the_old_one(standalone, asked, question, stands_alone):
    assert standalone(asked, question).question == stands_alone


def test_a_correction_replaces_what_it_takes_back(standalone):
    assert standalone("沙湾镇", "石坪镇哪天停电", intent="correction").question == "沙湾镇哪天停电"


def test_a_further_question_keeps_the_articles_under_discussion(standalone):
    assert standalone("全长多少米", "白鹭大桥什么时候通车").topic_shares == {BRIDGE.article_id: 1.0}


def test_an_article_without_the_words_of_the_question_is_not_kept(standalone):
    assert standalone("票价多少", "白鹭大桥什么时候通车").topic_shares == {}


@pytest.mark.parametrize(
    "asked", ["市图书馆周末几点关门", "沙湾镇的停电通知是哪天的", "When does the Tea Museum open?"]
)
def test_a_new_topic_takes_nothing_from_the_old_one(standalone, asked):
    result = standalone(asked, "白鹭大桥什么时候通车")
    assert result.question == asked and not result.topic_shares


def test_another_thing_of_the_kind_takes_the_place_of_the_subject(standalone):
    assert standalone("那老石桥有多长", "白鹭大桥有多长").question == "那老石桥有多长"


def test_a_question_that_names_nothing_has_a_wording_in_the_talk_as_well(standalone):
    asked = standalone("总投资是多少", "白鹭大桥全长多少米？")
    assert asked.question == "总投资是多少"
    assert asked.in_talk is not None and asked.in_talk.question == "白鹭大桥总投资是多少"


def test_a_new_topic_has_no_wording_in_the_talk(standalone):
    assert standalone("沙湾镇的停电通知是哪天的", "白鹭大桥什么时候通车").in_talk is None


def test_a_person_is_named_in_place_of_a_pronoun(standalone):
    asked = standalone("他还说了什么", "急救中心主任是谁", "急救中心主任范晓峰呼吁少空跑。", about=AMBULANCES)
    assert asked.question == "范晓峰还说了什么"


def test_a_third_question_leans_on_the_one_that_named_the_subject(reader):
    talk = ReadTalk(reader)
    previous = PreviousTurn("白鹭大桥花了多少钱", "花了多少钱", "白鹭大桥什么时候通车", "", (BRIDGE,), TODAY)
    assert to_standalone("谁设计的", previous, talk).question == "白鹭大桥谁设计的"


def test_a_question_that_names_the_subject_is_unchanged(standalone):
    assert standalone("白鹭大桥多长", "白鹭大桥在哪里").question == "白鹭大桥多长"


def test_an_article_counts_by_its_share_of_the_words(standalone):
    assert standalone("轮渡票价多少", "白鹭大桥什么时候通车").topic_shares == {BRIDGE.article_id: 0.5}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市人力社保局局长曹法余说", ("曹法余",)),
        ("曹法余说了什么", ("曹法余",)),
        ("陈思源是哪里人", ("陈思源",)),
        ("陈思源跑了多少", ("陈思源",)),
        ("马拉松有多少人", ()),
        ("李明晖和李明辉", ("李明晖", "李明辉")),
        ("白鹭大桥通车了", ()),
        ("高考有多少人", ()),
        ("王家村呢", ()),
    ],
)
def test_names_of_persons_are_recognised(text, names):
    assert people(text) == names
