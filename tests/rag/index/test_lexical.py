"""The word index: what a Tantivy folder and PostgreSQL tables both do."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from lexical_passages import NAME, add, ids, passage

from rag.index.hit import best_first
from rag.index.lexical import LexicalIndex, PassageWords, TantivyFolder
from rag.index.lexical.postgresql import PostgresWords

Open = Callable[[bool], LexicalIndex]


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
