"""The ledger: what the indexes have yet to take in or to drop, and with which vectors."""

from __future__ import annotations

from newsroom import EXPORT, MODEL, SOURCE, add, places, prepared, story, vector

from rag.archive import Intake, Ledger


def test_what_is_new_is_pending_until_it_is_marked(archive):
    add(archive, [story(1)])
    ledger = Ledger(archive)
    pending = ledger.pending()
    assert pending.add == tuple(ledger.live_ids().tolist()) and pending.drop == ()
    assert ledger.pending_count() == 3
    ledger.mark_indexed(added=pending.add)
    assert not ledger.pending() and ledger.pending_count() == 0 and ledger.indexed_count() == 3


def test_what_is_removed_is_pending_to_be_dropped_and_its_rows_stay_for_a_return(archive):
    [outcome] = add(archive, [story(1)])
    ledger = Ledger(archive)
    ids = ledger.pending().add
    ledger.mark_indexed(added=ids)
    Intake(archive).remove([outcome.article_id])
    assert ledger.pending().drop == ids
    ledger.mark_indexed(dropped=ids)
    add(archive, [story(1)], again=True)
    assert ledger.pending().add == ids


def test_what_is_removed_while_it_is_being_indexed_is_dropped_next(archive):
    [outcome] = add(archive, [story(1)])
    ledger = Ledger(archive)
    ids = ledger.pending().add
    Intake(archive).remove([outcome.article_id])
    ledger.mark_indexed(added=ids)
    assert ledger.pending().drop == ids


def test_rows_of_a_replaced_version_go_once_the_indexes_have_let_go_of_them(archive):
    add(archive, [story(1)])
    ledger = Ledger(archive)
    ids = ledger.pending().add
    ledger.mark_indexed(added=ids)
    add(archive, [story(1, edition=2)])
    assert set(ledger.vectors(ids)) == set(ids)
    ledger.mark_indexed(dropped=ledger.pending().drop)
    assert ledger.vectors(ids) == {}


def test_a_passage_id_is_never_used_twice(archive):
    add(archive, [story(1)])
    ledger = Ledger(archive)
    used = set(ledger.pending().add)
    for edition in (2, 3, 4):
        add(archive, [story(1, edition)])
        ledger.mark_indexed(added=ledger.pending().add, dropped=ledger.pending().drop)
        fresh = set(ledger.live_ids().tolist())
        assert not fresh & used
        used |= fresh


def test_vectors_are_kept_as_halves(archive):
    add(archive, [story(1)])
    stored = Ledger(archive).vectors([1, 2, 3])
    for passage in archive.passages([1, 2, 3]):
        assert (stored[passage.passage_id] == vector(passage.text).astype("float16")).all()


def test_the_state_mark_changes_with_what_should_be_found_and_with_nothing_else(archive):
    ledger = Ledger(archive)
    marks = [archive.change_count()]
    [outcome] = add(archive, [story(1)])
    marks.append(archive.change_count())
    add(archive, [story(1, edition=2)])
    marks.append(archive.change_count())
    Intake(archive).remove([outcome.article_id])
    marks.append(archive.change_count())
    add(archive, [story(1, edition=2)], again=True)
    marks.append(archive.change_count())
    assert len(set(marks)) == len(marks)
    ledger.mark_indexed(added=ledger.pending().add)
    add(archive, [story(1, edition=2)])
    assert archive.change_count() == marks[-1]


def test_switching_to_a_new_generation_makes_everything_pending(archive):
    add(archive, [story(1), story(2)])
    ledger = Ledger(archive)
    ledger.mark_indexed(added=ledger.pending().add)
    ledger.switch_generation("a-1", ())
    assert ledger.generation() == "a-1"
    assert ledger.pending().add == tuple(ledger.live_ids().tolist())


def test_the_ledger_knows_the_models_of_the_live_passages(archive):
    Intake(archive).add_lines(EXPORT, SOURCE, [prepared(story(1)), prepared(story(2), model="another")])
    assert Ledger(archive).passages_by_model() == {MODEL: 3, "another": 3}
    add(archive, [story(2, edition=2)])
    assert Ledger(archive).fingerprints() == {MODEL}


def test_a_sample_has_only_what_is_live_and_indexed(archive):
    [first, _] = add(archive, [story(1), story(2)])
    ledger = Ledger(archive)
    assert ledger.sample(32) == []
    ledger.mark_indexed(added=ledger.pending().add)
    Intake(archive).remove([first.article_id])
    assert {place[1] for place in places(archive, ledger.sample(32))} == {"2"}
