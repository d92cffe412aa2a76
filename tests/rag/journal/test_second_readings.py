"""A share of the answers is checked by a second person who does not see what the first one found; an editor decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest
from answers_given import Clock, answered, declined, record
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from rag.config import Settings
from rag.journal import STATEMENT_VERDICTS, Journal
from rag.journal.agreement import agreement


@pytest.fixture
def journal(tmp_path: Path, either_settings: Settings, clock: Clock) -> Iterator[Journal]:
    """A journal in which each answer is drawn for a second reading."""
    url = either_settings.archive.get_secret_value()
    with closing(Journal(tmp_path, url, days=30, second_reader=1, clock=clock)) as opened:
        yield opened


def read_by(journal: Journal, name: str, answer_id: str, *verdicts: str) -> None:
    for statement, verdict in enumerate(verdicts):
        journal.verdict(answer_id, statement, verdict, name=name)


def test_an_answer_waits_for_a_second_reader_once_the_first_has_judged_it_all(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"))
    journal.verdict("a1", 0, "right", name="李敏")
    assert journal.next_unchecked(None, "second", reader="王强") is None
    journal.verdict("a1", 1, "right", name="李敏")
    assert journal.next_unchecked(None, "second", reader="王强") == "a1"
    assert journal.counts(reader="王强")["second"] == 1
    read_by(journal, "王强", "a1", "right", "right")
    assert journal.counts(reader="王强")["second"] == 0
    assert [one.reading for one in journal.get("a1").judgements] == ["first"] * 2 + ["second"] * 2


def test_nobody_is_their_own_second_reader(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    read_by(journal, "李敏", "a1", "right")
    assert journal.counts(reader="李敏")["second"] == 0
    assert journal.answers("second", 10, reader="李敏") == []
    journal.verdict("a1", 0, "wrong_source", name="李敏")
    assert journal.get("a1").current_judgements[0].verdict == "wrong_source"


def test_the_second_reader_does_not_see_the_first_ones_verdict_note_and_marks(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    journal.verdict("a1", 0, "wrong_source", name="李敏", note="登在第三版")
    journal.mark_point("a1", "sourcing", True, name="李敏")
    entry = journal.get("a1")
    seen = entry.seen_by("王强")
    assert (seen.judgements, seen.notes, seen.points) == ((), (), ())
    assert entry.seen_by("李敏") == entry
    journal.verdict("a1", 0, "right", name="王强")
    assert len(journal.get("a1").seen_by("王强").judgements) == 2


def test_the_first_verdict_counts_until_an_editor_has_decided(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"))
    read_by(journal, "李敏", "a1", "right", "right")
    read_by(journal, "王强", "a1", "right", "wrong_content")
    assert journal.get("a1").standing.disputed == [1]
    assert journal.next_unchecked(None, "disputed") == "a1"
    assert journal.get("a1").current_judgements[1].verdict == "right"
    decision = journal.verdict("a1", 1, "wrong_content", name="主编", decides=True)
    assert journal.counts()["disputed"] == 0
    assert journal.get("a1").current_judgements[1].verdict == "wrong_content"
    journal.undo_verdict(decision, name="主编")
    assert journal.counts()["disputed"] == 1
    assert journal.get("a1").current_judgements[1].verdict == "right"


def test_the_export_has_both_readings(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    read_by(journal, "李敏", "a1", "right")
    read_by(journal, "王强", "a1", "out_of_date")
    [judged] = journal.verdicts()
    assert (judged.judgement.verdict, judged.second.verdict) == ("right", "out_of_date")


def test_an_answer_that_was_not_drawn_has_no_second_reading(tmp_path: Path) -> None:
    with closing(Journal(tmp_path, days=30, second_reader=0)) as journal:
        record(journal, answered("a1", "甲。"))
        read_by(journal, "李敏", "a1", "right")
        read_by(journal, "王强", "a1", "wrong_source")
        assert [one.reading for one in journal.get("a1").judgements] == ["first", "first"]
        assert journal.counts(reader="王强")["second"] == 0


def test_about_the_wanted_share_is_drawn(tmp_path: Path) -> None:
    with closing(Journal(tmp_path, days=30, second_reader=0.25)) as journal:
        ids = [f"answer-{n}" for n in range(400)]
        record(journal, *map(declined, ids))
        drawn = [answer_id for answer_id in ids if journal.get(answer_id).is_drawn]
        assert 70 < len(drawn) < 130
    with closing(Journal(tmp_path, days=30, second_reader=0.5)) as journal:
        assert all(journal.get(answer_id).is_drawn for answer_id in drawn)


# --- agreement ---


def test_agreement_is_counted_by_statement(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"), declined("a2"), answered("a3", "丙。"))
    read_by(journal, "李敏", "a1", "right", "right")
    read_by(journal, "王强", "a1", "right", "wrong_content")
    journal.verdict("a2", None, "right", name="李敏")
    journal.verdict("a2", None, "right", name="王强")
    read_by(journal, "李敏", "a3", "right")
    found = journal.agreement()
    assert (found.pairs, found.same) == (3, 2)
    assert found.kappa == pytest.approx(0)  # 2 of 3 agree, as by chance


def test_kappa_of_a_known_table() -> None:
    found = agreement({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    assert found.kappa == pytest.approx(0.4)  # the worked example in Wikipedia's article on Cohen's kappa
    assert found.share == pytest.approx(0.7)


def test_kappa_is_not_defined_without_pairs_or_with_one_verdict_alone() -> None:
    assert agreement({}).kappa is None
    assert agreement({("right", "right"): 9}).kappa is None


@hypothesis_settings(deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(STATEMENT_VERDICTS)] * 2), min_size=2, max_size=60))
def test_kappa_is_what_scikit_learn_computes(pairs: list[tuple[str, str]]) -> None:
    found = agreement({pair: pairs.count(pair) for pair in set(pairs)})
    if found.kappa is None:
        assert len(set(chain.from_iterable(pairs))) == 1
    else:
        assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))
