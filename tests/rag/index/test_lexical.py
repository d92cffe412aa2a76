"""The word index: what a Tantivy folder and PostgreSQL tables both do."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from postgres_server import PostgresServer
from sqlalchemy import Engine, create_engine, text

from rag.index.damage import Damaged, EngineUnavailable
from rag.index.hit import best_first
from rag.index.lexical import LexicalIndex, PassageWords, TantivyFolder
from rag.index.lexical.postgresql import PostgresWords, check_server, delete_other_generations
from rag.text.words import words

NAME = "0a1b2c3d-4e5f6071"
Open = Callable[[bool], LexicalIndex]


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    url = postgres.new_database(migrated=False)
    yield url
    postgres.drop(url)


@pytest.fixture
def engine(url) -> Iterator[Engine]:
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(params=("tantivy", "postgresql"))
def open_index(request, tmp_path) -> Iterator[Open]:
    """Opens the same index again and again; the argument says whether to write."""
    opened: list[LexicalIndex] = []
    engine = request.getfixturevalue("engine") if request.param == "postgresql" else None

    def open_it(write: bool) -> LexicalIndex:
        index: LexicalIndex = (
            PostgresWords(engine, NAME, write=write) if engine else TantivyFolder(tmp_path, write=write)
        )
        opened.append(index)
        return index

    yield open_it
    for index in opened:
        index.close()


@pytest.fixture
def index(open_index) -> LexicalIndex:
    return open_index(True)


def passage(passage_id: int, body: str, head: str = "") -> PassageWords:
    return PassageWords(passage_id, tuple(words(head)), tuple(words(body)))


def add(index: LexicalIndex, *bodies: str) -> None:
    index.put([passage(number, body) for number, body in enumerate(bodies, 1)])
    index.commit()


def ids(hits) -> list[int]:
    return [hit.passage_id for hit in hits]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("长江大桥", 1), ("长江大橋", 1), ("Hospitals", 2), ("1,052", 3), ("1052次", 3), ("café", 2)],
)
def test_chinese_latin_and_numbers_are_found(index, question, expected):
    add(
        index, "长江大桥今天通车。", "A hospital with a café opens.", "救援队开展行动1052次。", "无关的一段。"
    )
    assert ids(index.search(question, 1)) == [expected]


def test_nothing_is_found_for_no_words_for_unknown_ones_and_for_no_hits(index):
    add(index, "长江大桥今天通车。")
    assert index.search("？！", 5) == index.search("", 5) == index.search("zebra", 5) == []
    assert index.containing_all([]) == [] and index.frequencies([]) == {} and index.printed([]) == {}


def test_an_empty_index_finds_nothing(index):
    assert index.search("桥", 5) == [] and index.containing_all(["桥"]) == []
    assert index.count() == 0 and index.ids() == set()


def test_the_head_finds_a_passage_too(index):
    index.put([passage(1, "今天通车。", head="长江大桥"), passage(2, "今天下雨。")])
    index.commit()
    assert ids(index.search("长江", 5)) == index.containing_all(["长江大桥"]) == [1]
    assert index.frequencies(["长江", "今天"]) == {"长江": 0, "今天": 2}
    assert index.printed(["2:长江", "今天", "zebra"]) == {"2:长江": 1, "今天": 2, "zebra": 0}


def test_all_words_are_needed_in_head_or_body(index):
    index.put([passage(3, "医院开业。", head="长江"), passage(2, "长江医院。"), passage(1, "长江。")])
    index.commit()
    assert index.containing_all(["长江", "医院"]) == [2, 3]


def test_more_occurrences_in_a_shorter_text_rank_higher(index):
    add(
        index,
        "flood and rain and wind and snow",
        "flood flood rain",
        "flood flood flood flood",
        "sun and rain",
    )
    assert ids(index.search("flood", 5)) == [3, 2, 1]


def test_scores_are_those_of_bm25_over_head_and_body(index):
    rng = random.Random(7)
    vocabulary = [f"w{n}x" for n in range(12)]
    for number in range(1, 41):  # bodies of a length that Tantivy stores exactly
        body = " ".join(rng.choices(vocabulary, k=rng.randint(2, 30)))
        index.put([passage(number, body, head=rng.choice(vocabulary))])
    index.commit()
    scores = {hit.passage_id: hit.score for hit in index.search("w1x w2x", 40)}
    assert scores == pytest.approx(_bm25(rng_seed=7), rel=1e-4)


def _bm25(rng_seed: int) -> dict[int, float]:
    """The scores of that test, by the textbook."""
    import math

    rng = random.Random(rng_seed)
    vocabulary = [f"w{n}x" for n in range(12)]
    fields: list[list[list[str]]] = [[], []]
    for _ in range(40):
        fields[0].append(rng.choices(vocabulary, k=rng.randint(2, 30)))
        fields[1].append([rng.choice(vocabulary)])
    scores: Counter[int] = Counter()
    for texts in fields:
        mean = sum(map(len, texts)) / 40
        for word in ("w1x", "w2x"):
            having = sum(word in body for body in texts)
            idf = math.log(1 + (40 - having + 0.5) / (having + 0.5))
            for number, body in enumerate(texts, 1):
                if n := body.count(word):
                    scores[number] += idf * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * len(body) / mean))
    return dict(scores)


def test_a_passage_put_again_is_replaced(index):
    add(index, "flood flood", "rain")
    index.put([passage(1, "sun")])
    index.put([passage(1, "snow")])
    index.commit()
    assert index.count() == 2 and index.ids() == {1, 2}
    assert index.search("flood sun", 5) == [] and ids(index.search("snow", 5)) == [1]


def test_dropped_passages_are_gone_and_unknown_ids_are_ignored(index):
    add(index, "flood", "flood")
    index.drop([1, 99])
    index.drop([])
    index.commit()
    assert index.ids() == {2} and ids(index.search("flood", 5)) == [2]
    index.drop([2])
    index.put([passage(2, "flood again")])
    index.commit()
    assert ids(index.search("flood", 5)) == [2]


def test_changes_are_invisible_until_the_commit_and_lost_without_one(open_index):
    writer = open_index(True)
    add(writer, "flood")
    writer.put([passage(2, "flood")])
    writer.drop([1])
    assert writer.ids() == {1}
    writer.close()
    reader = open_index(False)
    assert reader.ids() == {1} and ids(reader.search("flood", 5)) == [1]


def test_two_readers_see_each_commit(open_index):
    writer = open_index(True)
    readers = [open_index(False), open_index(False)]
    for number in (1, 2):
        writer.put([passage(number, "flood")])
        writer.commit()
        for reader in readers:
            reader.reload()
            assert reader.count() == number == len(reader.search("flood", 5))


def test_searches_during_commits_see_whole_commits(open_index):
    writer, reader = open_index(True), open_index(False)
    seen: list[int] = []
    finished = threading.Event()

    def search() -> None:
        while not finished.is_set():
            reader.reload()
            seen.append(len(reader.search("flood", 1000)))

    thread = threading.Thread(target=search)
    thread.start()
    for start in range(0, 200, 20):
        writer.put([passage(number, f"flood n{number}") for number in range(start, start + 20)])
        writer.commit()
    finished.set()
    thread.join()
    assert seen and all(number % 20 == 0 for number in seen) and seen == sorted(seen)
    reader.reload()
    assert reader.count() == 200


@pytest.mark.parametrize(
    "body",
    [
        "x" * 70_000,
        "桥" * 70_000,
        "a\0b flood\0",
        "it's a \\ 'quoted' \"text\" & | ! :* <-> :1A,2B %s {table}",
        "flood " * 20_000,
        " ".join(f"n{number}x" for number in range(20_000)),
        "",
    ],
    ids=("long word", "long chinese word", "NUL", "quotes", "positions", "many words", "empty"),
)
def test_any_text_is_stored_and_found_by_its_words(index, body):
    whole = passage(7, body, head="报头")
    bare = passage(8, body)
    index.put([whole, bare, passage(9, "something else")])
    index.commit()
    assert index.finds(whole) and index.finds(bare) and index.count() == 3
    assert not index.finds(passage(9, "never printed"))
    assert 7 in ids(index.search(f"{body[:500]} 报头", 3))
    for word, count in index.frequencies(list(set(whole.body))[:50]).items():
        assert count == 2, word


def test_words_with_signs_of_the_query_language_are_only_words(index):
    odd = ("it's", "back\\slash", "\\'", "''", "a&b", "!c", "d:*", "e|f", "(g", "%s", "{table}", "%")
    index.put([PassageWords(1, (), odd), passage(2, "a b c")])
    index.commit()
    assert index.frequencies(odd) == dict.fromkeys(odd, 1)
    assert index.finds(PassageWords(1, (), odd)) and not index.finds(PassageWords(2, (), odd))


def test_hits_with_equal_scores_are_ordered_by_id(index):
    add(index, *["flood"] * 20)
    hits = index.search("flood", 20)
    assert hits == best_first(hits) and ids(hits) == list(range(1, 21))


# --- PostgreSQL ---


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
