"""A language is a folder behind one interface: a third language works everywhere once it is registered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from rag.answer.base import Remark
from rag.answer.remarks import SmallTalkResponder
from rag.archive import Archive
from rag.dates import Period
from rag.dates.rules import Rule
from rag.language import (
    Language,
    asked_period,
    language_of,
    languages,
    locale_of,
    mentions,
    people,
    register,
    registry,
    wording,
)
from rag.language.content_words import content_words
from rag.language.follow_up import FollowUpWords
from rag.language.previous_turn import PreviousTurn
from rag.language.vocabulary import QuestionWords, TimeGrammar, words
from rag.question.followup import to_standalone
from rag.question.query import understand
from rag.question.talk import UnreadTalk
from rag.schema import Request

TODAY = date(2024, 4, 2)


def yesterday(_groups, context):
    day = context.today - timedelta(days=1)
    return Period(day, day)


TOY = Language(
    code="qtx",
    letters=re.compile("[\u1200-\u137f]"),  # borrows the letters of Cherokee
    locale=lambda text: "qtx",
    time=TimeGrammar(starts="ሉሚ", rules=lambda: [Rule("ሉሚሎ", yesterday)]),
    questions=QuestionWords(
        kinds={"place": words("ልመ"), "time": words("ልሐም")},
        polite=words(r"^ሊሕሜ[,\s]*"),
        interrogatives=words("ልመ|ልሐም"),
        stop_words=frozenset({"ሓሔሌ"}),
    ),
    follow_ups=FollowUpWords(lead_in=words(r"ለሑ\s+"), replacement=words(r"^(?P<what>\S+) ላሗ\?$")),
    people=lambda text: tuple(re.findall("ሙሐ", text)),
    wording={"qtx": {"thanks": "ሏማ"}},
)


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    """The toy language among the others, as long as a test runs."""
    monkeypatch.setattr(registry, "_languages", {language.code: language for language in languages()})
    register(TOY)


def understood(question):
    return understand(Request(question=question, today=TODAY))


def standalone(asked, question):
    previous = PreviousTurn(question, question, question, "", (), TODAY)
    return to_standalone(asked, previous, UnreadTalk()).question


def test_a_text_is_in_the_language_with_the_most_letters():
    assert language_of("ላሒሎሔሖ GDP") is TOY
    assert [locale_of(text) for text in ("ላሒሎሔሖ", "大桥", "大橋開通", "the bridge")] == [
        "qtx",
        "zh-Hans",
        "zh-Hant",
        "en",
    ]


def test_its_question_words_determine_the_kind():
    assert understood("ላሒሎሔሖ ልመ?").kind == "place"
    assert understood("ላሒሎሔሖ ልሐም?").kind == "time"


def test_its_question_words_and_particles_are_not_part_of_the_topic():
    assert understood("ሓሔሌ ላሒሎሔሖ ልመ?").topic == "ላሒሎሔሖ"
    assert content_words("ሓሔሌ ላሒሎሔሖ ልመ?") == ("ላሒሎሔሖ",)


def test_its_polite_words_are_not_searched_for():
    assert understood("ሊሕሜ, ላሒሎሔሖ ልመ?").search == "ላሒሎሔሖ ልመ?"


def test_its_words_for_days_are_read_in_questions_and_articles():
    day = Period(date(2024, 4, 1), date(2024, 4, 1))
    assert asked_period("ላሒሎሔሖ ሉሚሎ?", TODAY) == day
    assert [m.period for m in mentions("ላሒሎሔሖ ሉሚሎ 昨日 yesterday", TODAY)] == [day, day, day]


def test_a_follow_up_asks_the_previous_question_about_another_day():
    assert standalone("ሉሚሎ ላሗ?", "ላሒሎሔሖ ልመ?") == "ላሒሎሔሖ ልመ ሉሚሎ?"


def test_the_lead_in_of_a_follow_up_is_removed():
    assert TOY.follow_ups.without_lead_in("ለሑ ልመ?") == "ልመ?"


def test_small_talk_is_answered_in_that_language(tmp_path):
    archive = Archive(tmp_path)
    thanks = replace(understood("ማሗ!"), intent="thanks")
    assert SmallTalkResponder(archive).respond(thanks) == Remark("small_talk", "ሏማ")
    archive.close()


def test_a_missing_text_comes_from_the_first_language():
    assert wording("qtx", "farewell") == wording("zh-Hans", "farewell")


def test_its_names_of_persons_are_found():
    assert people("ሙሐ") == ("ሙሐ",)


def test_the_other_languages_are_read_as_before():
    assert understood("大桥在哪里？").kind == "place"
    assert understood("Where is the bridge?").kind == "place"
