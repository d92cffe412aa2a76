"""What the newsroom decided about an answer holds for the question from then on, and ends when an article changes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from models import open_assistant
from papers import assistant_over

from ingest.readers.options import ReadOptions
from rag.archive import Intake
from rag.config import Settings
from rag.desk import Excluded, Person, RulingContent, Rulings, erase_articles
from rag.newsroom.editing import RulingRefused, quote_of
from rag.schema import Request
from rag.text.traces import Traces

TODAY = date(2024, 5, 20)
EDITOR = Person("江海", "editor")
POOL = {
    "id": "pool",
    "title": "市体育馆游泳池6月开放",
    "date": "2024-05-17",
    "text": "市体育馆室外游泳池将于6月8日起对市民开放，门票每人25元，学生凭证半价。开放时间为每天13时至20时。",
}
NOTICE = {
    "id": "notice",
    "title": "体育馆发布游泳池须知",
    "date": "2024-05-18",
    "text": "市体育馆昨天发布游泳池须知。门票改为每人20元，儿童免费入场。入场须戴泳帽。",
}
QUESTION = "游泳池门票多少钱"


@pytest.fixture
def newsroom(tmp_path, embedder):
    """An assistant with a journal and a desk over an archive of both articles."""
    export = tmp_path / "export.jsonl"
    export.write_text("\n".join(map(json.dumps, [POOL, NOTICE])), "utf-8")
    assistant_over(tmp_path / "data", [export], ReadOptions(), embedder).close()
    assistant = open_assistant(Settings(_env_file=None, data_dir=tmp_path / "data"), journal=True)
    yield assistant
    assistant.close()


def ask(assistant, question=QUESTION, **request):
    return assistant.ask(Request(question=question, today=TODAY, **request))


def line(assistant, answer, words):
    """The printed sentence with some words, among those that an editor can choose from."""
    entry = assistant.journal.get(answer.answer_id)
    return next(s for article in assistant.editing.lines(entry) for s in article if words in s.quote)


def correct(assistant, answer, *chosen, **given):
    entry = assistant.journal.get(answer.answer_id)
    decision = RulingContent(
        statements=[{"quotes": [quote_of(line(assistant, answer, words))]} for words in chosen]
    )
    return assistant.editing.decide(entry, decision, person=EDITOR, **given)


def test_the_chosen_line_is_the_answer_from_now_on_with_its_source_and_the_day_of_the_correction(newsroom):
    correct(newsroom, ask(newsroom), "改为每人20元", reason="票价已改")
    answer = ask(newsroom, "请问游泳池门票多少钱？")
    assert answer.text == "门票改为每人20元，儿童免费入场。"
    assert answer.citations[0].source_id == "notice"
    assert answer.corrected.reason == "票价已改"
    assert ask(newsroom, "游泳池几点开放").corrected is None


def test_it_holds_for_other_wordings_only_if_the_editor_accepted_them(newsroom):
    other = ask(newsroom, "去体育馆游泳一张票几块钱")
    first = ask(newsroom)
    entry = newsroom.journal.get(first.answer_id)
    [similar] = newsroom.editing.similar_questions(entry)
    assert similar.answer_id == other.answer_id
    correct(newsroom, first, "改为每人20元")
    assert ask(newsroom, "去体育馆游泳一张票几块钱").corrected is None
    correct(newsroom, first, "改为每人20元", also=[similar.answer_id])
    assert ask(newsroom, "去体育馆游泳一张票几块钱").corrected is not None


def test_an_editors_own_sentence_must_be_supported_by_the_chosen_lines(newsroom):
    answer = ask(newsroom)
    chosen = [line(newsroom, answer, "改为每人20元")]
    [right] = newsroom.editing.in_own_words(["门票每人20元，儿童免费。"], chosen)
    with pytest.raises(RulingRefused, match="30"):
        list(newsroom.editing.in_own_words(["门票每人30元。"], chosen))
    entry = newsroom.journal.get(answer.answer_id)
    newsroom.editing.decide(entry, RulingContent(statements=(right,)), person=EDITOR)
    [statement] = ask(newsroom).statements
    assert (statement.kind, statement.text) == ("edited", "门票每人20元，儿童免费。")


def test_it_ends_when_its_article_is_withdrawn(newsroom):
    correct(newsroom, ask(newsroom), "改为每人20元")
    [cited] = ask(newsroom).citations
    Intake(newsroom.archive).remove([cited.article_id])
    assert ask(newsroom).corrected is None
    [ruling] = Rulings(newsroom.desk).newest(10)
    assert ruling.ended_because == "article_changed"


def test_a_newer_decision_takes_the_place_of_the_older_one_and_can_be_undone(newsroom):
    answer = ask(newsroom)
    correct(newsroom, answer, "25元")
    second = correct(newsroom, answer, "改为每人20元")
    rulings = Rulings(newsroom.desk)
    assert [one.ended_because for one in rulings.newest(10)] == [None, "replaced"]
    rulings.end(second, "undone", EDITOR)
    assert ask(newsroom).corrected is None


@pytest.mark.parametrize("whole_article", [True, False])
def test_what_is_excluded_is_never_answered_from_again_for_this_question(newsroom, whole_article):
    answer = ask(newsroom)
    quoted = answer.citations[0]
    entry = newsroom.journal.get(answer.answer_id)
    chosen = line(newsroom, answer, quoted.quote[:10])
    excluded = Excluded(article_id=quoted.article_id, quote=None if whole_article else quote_of(chosen))
    newsroom.editing.decide(entry, RulingContent(excluded=(excluded,)), person=EDITOR)
    again = ask(newsroom)
    assert quoted.quote not in [citation.quote for citation in again.citations]
    if whole_article:
        assert quoted.article_id not in {c.article_id for c in again.citations}


def test_an_open_page_gets_the_correction_of_the_answer_that_it_shows(newsroom):
    shown = ask(newsroom)
    before = newsroom.decisions_state()
    assert newsroom.corrected(shown) is None
    correct(newsroom, shown, "改为每人20元")
    assert newsroom.decisions_state() != before
    corrected = newsroom.corrected(shown)
    assert corrected.answer_id == shown.answer_id
    assert corrected.text == "门票改为每人20元，儿童免费入场。"
    assert newsroom.corrected(corrected) is None


def test_a_decision_that_decides_nothing_is_refused(newsroom):
    entry = newsroom.journal.get(ask(newsroom).answer_id)
    with pytest.raises(RulingRefused):
        newsroom.editing.decide(entry, RulingContent(), person=EDITOR)


def test_words_of_what_was_taken_down_are_erased_from_decisions(newsroom):
    correct(newsroom, ask(newsroom), "改为每人20元", reason="须知说门票改为每人20元，儿童免费入场。")
    rulings = Rulings(newsroom.desk)
    [ruling] = rulings.newest(10)
    erase_articles(newsroom.desk, ruling.decision.articles, Traces(["门票改为每人20元，儿童免费入场。"]))
    [ruling] = rulings.newest(10)
    assert ruling.decision.statements == ()
    assert "每人20元" not in ruling.reason
    assert ask(newsroom).corrected is None
