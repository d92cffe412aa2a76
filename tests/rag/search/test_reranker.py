"""How many passages are read for a question, and in which order they come back."""

from datetime import date

import pytest

from rag.reader import Reader
from rag.schema import Request
from rag.search.reranker import (
    PASSAGES_READ,
    PASSAGES_READ_CROSS_LINGUAL,
    READ_FIRST,
    Reranker,
    read_in_context,
)

TODAY = date(2024, 11, 10)


class CountingReader:
    """A reader that counts the passages it reads."""

    def __init__(self, reader: Reader) -> None:
        self.fingerprint = reader.fingerprint
        self.reader, self.count, self.last = reader, 0, ""

    def read(self, question, texts):
        self.count += len(texts)
        self.last = texts[-1].passage
        return self.reader.read(question, texts)


@pytest.fixture
def passages_read(sample, reader):
    """The number of passages read for a question, by a reranker with these settings."""

    def count(question, **settings):
        counting = CountingReader(reader)
        query = sample.retriever.understand(Request(question=question, today=TODAY))
        found = [(one.candidate, one.score) for one in sample.retriever.find(query)]
        ranked = Reranker(counting, **settings).rank(sample.retriever.evidence(query), found)
        assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
        assert len(ranked) == counting.count
        return counting.count

    return count


def test_reading_stops_when_the_best_passage_clearly_answers(passages_read):
    assert passages_read("白鹭大桥全长多少米？") == 1


def test_reading_stops_when_one_of_the_best_passages_answers(passages_read):
    assert passages_read("城南小学的校长是谁？") == READ_FIRST


def test_all_passages_are_read_if_none_answers(passages_read):
    assert passages_read("白鹭大桥的设计师是谁？") == PASSAGES_READ


def test_all_passages_are_read_for_a_question_in_english(passages_read):
    assert passages_read("How long is the Bailu Bridge?") == PASSAGES_READ_CROSS_LINGUAL


def test_a_fixed_number_of_passages_is_read_at_once(passages_read):
    assert passages_read("白鹭大桥全长多少米？", passages=5) == 5


def test_a_passage_is_read_again_with_the_sentences_around_it(sample, reader):
    counting = CountingReader(reader)
    query = sample.retriever.understand(Request(question="白鹭大桥全长多少米？", today=TODAY))
    passages = [one.candidate for one in sample.retriever.find(query)]
    cut = next(c for c in passages if c.passage.start > 0 and c.passage.end < len(c.passage.version.text))
    read_in_context(counting, sample.retriever.evidence(query), cut)
    assert cut.passage.text in counting.last and len(counting.last) > len(cut.passage.text)
