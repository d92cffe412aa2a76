"""The word index in PostgreSQL: its generations, common words, and what goes wrong there."""

from __future__ import annotations

import pytest
from lexical_passages import NAME, add, ids, passage
from sqlalchemy import text

from rag.index.damage import Damaged, EngineUnavailable
from rag.index.lexical import PassageWords
from rag.index.lexical.postgresql import PostgresWords, check_server, delete_other_generations


def test_a_passage_too_large_for_a_tsvector_is_cut_and_still_found(engine):
    index = PostgresWords(engine, NAME, write=True)
    large = PassageWords(1, ("head",), tuple(f"word{number:07}" for number in range(300_000)))
    index.put([large])
    index.commit()
    assert index.finds(large) and ids(index.search("word0000001", 1)) == [1]


def test_common_words_rank_the_passages_that_rarer_ones_find(engine, monkeypatch):
    monkeypatch.setattr("rag.index.lexical.postgres_ranking.FEWEST_OF_COMMON", 5)
    monkeypatch.setattr("rag.index.lexical.postgres_ranking.ROWS", 0)
    index = PostgresWords(engine, NAME, write=True)
    add(index, *["rain"] * 20, "flood sun", "flood rain", "snow")
    assert ids(index.search("rain", 1)) == [1]  # now it is known to be common
    assert ids(index.search("flood rain", 2)) == [22, 21]
    assert len(index.search("flood rain", 30)) == 22, "common words are looked up if rarer ones find too few"
    assert index.frequencies(["rain"]) == {"rain": 21}
    index.drop([1, 2])
    index.commit()
    assert index.frequencies(["rain"]) == {"rain": 19}
    assert ids(index.search("rain", 1)) == [3]


def test_frequencies_do_not_count_what_was_replaced(engine):
    index = PostgresWords(engine, NAME, write=True)
    add(index, "flood flood", "rain")
    index.put([passage(1, "snow")])
    index.commit()
    assert index.frequencies(["flood", "snow", "rain"]) == {"flood": 0, "snow": 1, "rain": 1}


def test_a_missing_generation_is_damaged_for_a_reader(engine):
    with pytest.raises(Damaged):
        PostgresWords(engine, NAME, write=False)
    PostgresWords(engine, "other", write=True)
    with pytest.raises(Damaged, match=NAME):
        PostgresWords(engine, NAME, write=False)


def test_a_dropped_table_is_damage(engine):
    index = PostgresWords(engine, NAME, write=True)
    with engine.begin() as connection:
        connection.execute(text(f'DROP TABLE wenda_words."{NAME}"'))
    index.put([passage(1, "flood")])
    for use in (index.count, index.ids, index.commit, lambda: index.search("flood", 1)):
        with pytest.raises(Damaged):
            use()


def test_all_other_generations_are_deleted_with_their_words(engine, postgres):
    delete_other_generations(engine, keep=NAME)
    old, kept = PostgresWords(engine, "old", write=True), PostgresWords(engine, NAME, write=True)
    add(old, "secretword")
    add(kept, "flood")
    delete_other_generations(engine, keep=NAME)
    assert ids(kept.search("flood", 1)) == [1]
    with pytest.raises(Damaged):
        old.search("secretword", 1)
    old.put([passage(2, "flood")])
    with pytest.raises(Damaged, match="deleted"):
        old.commit()
    postgres.execute("CHECKPOINT")
    assert not postgres.has_in_tables("secretword")


def test_a_name_that_is_none_is_refused(engine):
    with pytest.raises(ValueError, match="name"):
        PostgresWords(engine, 'a"; DROP', write=True)


def test_a_server_that_is_gone_is_no_damage_and_is_used_again_when_it_is_back(engine, postgres):
    index = PostgresWords(engine, NAME, write=True)
    add(index, "flood")
    index.put([passage(2, "flood")])
    postgres.stop()
    try:
        for use in (
            index.count,
            lambda: index.search("flood", 1),
            index.commit,
            lambda: check_server(engine),
        ):
            with pytest.raises(EngineUnavailable, match="does not answer"):
                use()
        with pytest.raises(EngineUnavailable):
            PostgresWords(engine, NAME, write=False)
    finally:
        postgres.start()
    index.commit()
    assert ids(index.search("flood", 5)) == [1, 2]


def test_a_search_that_takes_too_long_is_given_up(engine, monkeypatch):
    index = PostgresWords(engine, NAME, write=True)
    add(index, *(f"flood n{number}" for number in range(3000)))
    monkeypatch.setattr("rag.index.lexical.postgresql.SEARCH_SECONDS", 0.001)
    with pytest.raises(EngineUnavailable, match="timeout"):
        index.search(" ".join(f"n{number}" for number in range(3000)), 50)
