"""Questions that need a date, generated from a few articles on one topic."""

from __future__ import annotations

import json
import random
from contextlib import closing
from datetime import date

import pytest

from eval.bench import Bench
from eval.cached_embedder import CachedEmbedder
from eval.dated import measure_dated, table
from eval.dated_phrases import PHRASES
from eval.dated_questions import make_questions
from rag.config import Settings
from rag.question import understand
from rag.schema import Request

MONTHS = [(2023, 11), (2023, 12), (2024, 1), (2024, 2), (2024, 3), (2024, 4)]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("notices")
    lines = (
        json.dumps(
            {
                "id": f"{year}-{month}",
                "date": f"{year}-{month:02}-14",
                "title": "自来水公司抢修供水管道",
                "text": f"自来水公司抢修供水管道，第{year}{month}号工单已完成，居民用水恢复。",
            }
        )
        for year, month in MONTHS
    )
    (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    settings = Settings(_env_file=None, cache_dir=folder / "cache")
    (folder / "cache" / "eval").mkdir(parents=True)
    with (
        closing(CachedEmbedder(embedder, folder / "vectors.sqlite3")) as known,
        Bench(settings, known, None).assistant(folder) as assistant,
    ):
        yield assistant


@pytest.fixture(scope="module")
def questions(assistant):
    return make_questions(assistant.archive, 5)


def test_the_same_seed_makes_the_same_questions(assistant, questions):
    assert make_questions(assistant.archive, 5) == questions
    assert make_questions(assistant.archive, 5, seed=2) != questions


def test_every_kind_of_phrase_occurs_and_each_question_has_its_own_article(questions):
    assert {question.kind for question in questions} == set(PHRASES)
    assert len({question.source for question in questions}) == len(questions)


def test_only_articles_of_the_period_are_right_and_others_share_the_words(assistant, questions):
    days = {v.article_id: v.date for v in assistant.archive.newest(len(MONTHS))}
    for question in questions:
        assert question.source in question.right
        assert all(question.period.start <= days[i] <= question.period.end for i in question.right)
        assert len(question.right) < len(days)


def test_the_period_is_understood_and_ranks_the_right_article_first(assistant, questions):
    ticks = iter(range(1000))
    results = measure_dated(questions, assistant, lambda: float(next(ticks)))
    assert all(result.period_right and result.right for result in results)
    assert not all(result.right_without for result in results)
    assert table(results, "notices").row_count == 1 + len(PHRASES)


@pytest.mark.parametrize("day", [date(2023, 8, 31), date(2024, 2, 29), date(2023, 12, 18), date(2024, 1, 1)])
def test_the_grammar_reads_every_phrase_as_it_is_meant(day):
    chance = random.Random(1)
    for kinds in PHRASES.values():
        for phrase_of in kinds:
            phrase = phrase_of(day, chance)
            if phrase:
                request = Request(question=f"{phrase.text}停水是怎么回事", today=phrase.today)
                assert understand(request).period == phrase.period
                assert phrase.period.start <= day <= phrase.period.end
                assert day <= phrase.today
