"""What a resident typed leaves no byte in the data folder; what others asked stays."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from models import open_assistant
from papers import assistant_over

from ingest.readers.options import ReadOptions
from rag.board import Board
from rag.config import Settings
from rag.desk import Audit, Person, RulingContent
from rag.journal import Journal
from rag.newsroom.editing import quote_of
from rag.newsroom.erasing import Erasing
from rag.schema import Request, Turn

TODAY = date(2024, 5, 20)
ADMIN = Person("王主任", "admin")
POOL = {
    "id": "pool",
    "title": "市体育馆游泳池6月开放",
    "date": "2024-05-17",
    "text": "市体育馆室外游泳池将于6月8日起对市民开放，门票每人25元，学生凭证半价。开放时间为每天13时至20时。",
}
OWN = "我是王小明，游泳池门票多少钱"
OTHER = "游泳池门票多少钱"
DECLINED = "王小明家的狗走丢了，有人看见吗"


@pytest.fixture
def settings(tmp_path, embedder) -> Settings:
    export = tmp_path / "export.jsonl"
    export.write_text(json.dumps(POOL), "utf-8")
    assistant_over(tmp_path / "data", [export], ReadOptions(), embedder).close()
    return Settings(_env_file=None, data_dir=tmp_path / "data")


@pytest.fixture
def assistant(settings):
    with closing(open_assistant(settings, journal=True)) as opened:
        yield opened


@pytest.fixture
def board(assistant):
    def load():
        return assistant.models.embedder, "model"

    with closing(Board(assistant.desk, assistant.journal, load, ZoneInfo("Asia/Shanghai"))) as opened:
        yield opened


def ask(assistant, question, **request):
    return assistant.ask(Request(question=question, today=TODAY, **request))


def correct(assistant, answer, *also):
    entry = assistant.journal.get(answer.answer_id)
    line = next(s for lines in assistant.editing.lines(entry) for s in lines if "25元" in s.quote)
    decision = RulingContent(statements=[{"quotes": [quote_of(line)]}])
    reason = "王小明问的是成人票"
    return assistant.editing.decide(entry, decision, also=also, reason=reason, person=ADMIN)


def erase(assistant, *answers):
    erasing = Erasing(assistant.journal, assistant.desk)
    return erasing.erase([answer.answer_id for answer in answers], ADMIN)


def files_with(words, folder):
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_no_file_of_the_data_folder_has_the_words_and_others_keep_theirs(assistant, board, settings):
    own, other, lost = ask(assistant, OWN), ask(assistant, OTHER), ask(assistant, DECLINED)
    history = (Turn(role="user", content=OWN), Turn(role="assistant", content=own.text))
    follow_up = ask(assistant, "学生呢？", history=history)
    assistant.report(own.answer_id, "我王小明不满意")
    assistant.journal.add_note(own.answer_id, "王小明来过电话", name="李敏")
    assert lost.status == "not_reported"
    board.decisions.dismissed(board.view().groups[0].wording, [], "王小明的家事", by=ADMIN)
    correct(assistant, own, other.answer_id)
    assert files_with("王小明", settings.data_dir)
    erased = erase(assistant, own, lost)
    assert erased.complete and erased.answers == 2
    assert (erased.wordings.board, erased.wordings.rulings, erased.wordings.ended) == (1, 1, 0)
    assert not files_with("王小明", settings.data_dir)
    assert assistant.journal.get(other.answer_id).answer == other
    assert assistant.journal.get(follow_up.answer_id).answer.statements == follow_up.statements
    assert ask(assistant, OTHER).corrected
    assert board.view().groups == ()


def test_what_somebody_else_asked_in_the_same_words_stays_everywhere(assistant, board):
    first, second = ask(assistant, DECLINED), ask(assistant, DECLINED)
    board.decisions.dismissed(DECLINED, [], "不归本报", by=ADMIN)
    assert erase(assistant, first).wordings.board == 0
    assert assistant.journal.get(second.answer_id).answer.question == DECLINED
    [group] = board.view().groups
    assert (group.wording, group.decision.reason, group.asked()) == (DECLINED, "不归本报", 1)


def test_a_correction_that_nobody_else_asked_for_ends(assistant):
    own = ask(assistant, OWN)
    correct(assistant, own)
    assert ask(assistant, OWN).corrected
    answers = [own, *assistant.journal.containing("王小明")]
    assert erase(assistant, *answers).wordings.ended == 1
    assert not ask(assistant, OWN).corrected


def test_answers_that_were_kept_in_memory_are_forgotten(assistant):
    own = ask(assistant, OWN)
    assert "found" not in ask(assistant, OWN).timings_ms  # it was given again
    erase(assistant, own)
    assert "found" in ask(assistant, OWN).timings_ms


def test_the_audit_trail_names_the_answer_and_none_of_its_words(assistant):
    own = ask(assistant, OWN)
    erase(assistant, own)
    [line] = Audit(assistant.desk).entries(1)
    assert (line.person, line.action, line.subject) == ("王主任", "words_erased", own.answer_id)
    assert line.details == {"answers": 1, "follow_ups": 0, "board": 0, "rulings": 0, "ended": 0}


def test_with_an_unknown_id_nothing_is_erased(assistant):
    own = ask(assistant, OWN)
    with pytest.raises(Journal.NotFound):
        Erasing(assistant.journal, assistant.desk).erase([own.answer_id, "never-given"], ADMIN)
    assert assistant.journal.get(own.answer_id)
