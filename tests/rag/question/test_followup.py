"""Follow-ups are rewritten as questions that stand alone."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rag.language import people
from rag.language.previous_turn import PreviousTurn
from rag.question.followup import to_standalone
from rag.schema import Version

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
LIBRARY = article("市图书馆延长开放时间", "市图书馆周末开到21:00。")
POOL = article("Summer swimming", "The outdoor pool will open on June 22. A ticket costs 20 yuan.")


def standalone(asked, question, answer="", *, about=BRIDGE, elsewhere=(), intent="question"):
    previous = PreviousTurn(question, question, answer, (about,), TODAY)
    return to_standalone(asked, previous, lambda words: elsewhere, intent)


@pytest.mark.parametrize(
    ("asked", "question", "stands_alone"),
    [
        ("全长多少米", "白鹭大桥什么时候通车的？", "白鹭大桥通车全长多少米"),
        ("为什么", "白鹭大桥停了多久", "白鹭大桥为什么"),
        ("那全长呢？", "白鹭大桥什么时候通车", "白鹭大桥什么时候通车，全长呢？"),
        ("How long is it?", "When was the Bailu Bridge opened?", "How long is it (Bailu Bridge)?"),
    ],
)
def test_missing_words_come_from_the_previous_question(asked, question, stands_alone):
    assert standalone(asked, question).question == stands_alone


@pytest.mark.parametrize(
    ("asked", "stands_alone"),
    [
        ("誰寫的", "《白鹭大桥正式通车》是谁写的？"),
        ("作者呢", "《白鹭大桥正式通车》是谁写的？"),
        ("Who wrote it?", "Who wrote “白鹭大桥正式通车”?"),
    ],
)
def test_who_wrote_it_asks_for_the_author_of_the_report_under_discussion(asked, stands_alone):
    assert standalone(asked, "白鷺大橋什麼時候通車", intent="author").question == stands_alone


@pytest.mark.parametrize(
    ("asked", "question", "stands_alone"),
    [
        ("那前年呢？", "去年急救车出动多少次", "前年急救车出动多少次"),
        ("2022年呢", "2023年急救车出动多少次", "2022年急救车出动多少次"),
        ("那去年呢", "急救车出动多少次", "去年急救车出动多少次"),
        (
            "and the year before?",
            "How often did ambulances go out in 2023?",
            "How often did ambulances go out in 2022?",
        ),
        ("What about 2022?", "How often did they go out in 2023?", "How often did they go out in 2022?"),
    ],
)
def test_another_time_replaces_the_previous_one(asked, question, stands_alone):
    assert standalone(asked, question, about=AMBULANCES).question == stands_alone


@pytest.mark.parametrize(
    ("asked", "question", "stands_alone"),
    [
        ("那白鹭镇呢", "石坪镇哪天停电", "白鹭镇哪天停电"),
        ("停水的呢", "最近有哪些停电通知", "最近有哪些停水通知"),
        ("顾文昕呢", "沈芷兰写过哪些报道", "顾文昕写过哪些报道"),
        ("亚军呢", "龙舟赛谁得了冠军", "龙舟赛谁得了亚军"),
    ],
)
def test_a_similar_word_is_replaced(asked, question, stands_alone):
    assert standalone(asked, question).question == stands_alone


def test_a_pronoun_refers_to_the_person_in_the_answer():
    answer = "急救中心主任范晓峰呼吁，请把救命的车留给最需要的人。"
    assert (
        standalone("他还说了什么", "急救中心主任是谁", answer, about=AMBULANCES).question
        == "范晓峰还说了什么"
    )


def test_a_pronoun_never_refers_to_the_reporter():
    said = standalone("他还说了什么", "白鹭大桥合龙了吗", "项目负责人鲁振华说，主跨已经合龙。")
    assert said.question == "鲁振华还说了什么"


def test_a_further_question_keeps_the_articles_under_discussion():
    assert standalone("全长多少米", "白鹭大桥什么时候通车").topic_shares == {BRIDGE.article_id: 1.0}


def test_an_article_without_the_words_of_the_question_is_not_kept():
    assert standalone("票价多少", "白鹭大桥什么时候通车").topic_shares == {}


@pytest.mark.parametrize("asked", ["市图书馆周末几点关门", "图书馆开到几点", "那图书馆周末开到几点"])
def test_a_new_topic_takes_nothing_from_the_old_one(asked):
    result = standalone(asked, "白鹭大桥什么时候通车", elsewhere=(LIBRARY,))
    assert "白鹭" not in result.question
    assert not result.topic_shares


def test_a_person_not_mentioned_before_is_a_new_topic():
    other = article("木偶剧团进校园", "本报讯（记者 顾文昕）木偶剧团进校园。", "顾文昕")
    result = standalone("顾文昕写过哪些报道", "白鹭大桥什么时候通车", elsewhere=(other,))
    assert result.question == "顾文昕写过哪些报道"


def test_a_question_that_names_the_subject_is_unchanged():
    assert standalone("白鹭大桥多长", "白鹭大桥在哪里").question == "白鹭大桥多长"


def test_an_english_question_with_a_name_of_its_own_stands_alone():
    asked = "When does the Tea Museum open?"
    assert standalone(asked, "When does the pool open?", about=POOL).question == asked


@pytest.mark.parametrize("asked", ["What sold best?", "Until when?", "What do others pay?"])
def test_a_short_english_question_without_a_noun_phrase_depends_on_the_previous_one(asked):
    assert "Bamboo Fair" in standalone(asked, "When was the Bamboo Fair?").question


def test_an_english_question_for_another_thing_stands_alone():
    asked = "When is the half marathon?"
    assert standalone(asked, "When was the Bamboo Fair?", about=POOL).question == asked


def test_question_words_are_no_english_names():
    previous = "the puppet play with English surtitles: How many came?"
    assert "How" not in standalone("Who translated it?", previous).question


def test_a_weekday_of_opening_hours_is_not_carried_to_the_next_question():
    assert (
        standalone("館長叫什麼名字", "市圖書館週一開嗎", about=LIBRARY).question == "市圖書館館長叫什麼名字"
    )


def test_dates_in_a_headline_do_not_restrict_the_question():
    asked = standalone("谁演的", "《白鹭大桥昨日正式通车》有没有拍成戏").question
    assert "昨日" not in asked


def test_a_question_about_a_person_gets_no_headline_added():
    assert standalone("有没有拍成戏", "鲁振华修了多少年桥").question == "鲁振华有没有拍成戏"


def test_an_article_counts_by_its_share_of_the_words():
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
