"""How well questions are grouped, on hand-written groups that differ in little: a number, a place, what is asked for."""

from __future__ import annotations

import csv
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from rag.board.grouping import grouped
from rag.board.likeness import ParsedQuestion
from rag.embedding import Embedder

FILE = Path(__file__).parent / "question_groups.tsv"


def in_groups(questions: list[str], embedder: Embedder) -> list[set[str]]:
    vectors = np.stack([embedder.encode_query(question) for question in questions])
    groups = grouped([ParsedQuestion.of(question) for question in questions], vectors)
    return [{questions[place] for place in group} for group in groups]


@pytest.mark.parametrize(("half", "precision", "recall"), [("tune", 0.95, 0.55), ("report", 0.94, 0.5)])
def test_few_unlike_questions_are_in_one_group(
    half: str, precision: float, recall: float, embedder: Embedder
) -> None:
    with FILE.open(encoding="utf-8") as opened:
        group_of = {
            row["question"]: row["group"]
            for row in csv.DictReader(opened, delimiter="\t")
            if row["half"] == half
        }
    found = {pair for group in in_groups(list(group_of), embedder) for pair in combinations(sorted(group), 2)}
    right = {pair for pair in combinations(sorted(group_of), 2) if group_of[pair[0]] == group_of[pair[1]]}
    assert len(found & right) / len(found) >= precision
    assert len(found & right) / len(right) >= recall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地铁2号线什么时候开通？", "地铁3号线什么时候开通？"),
        ("三路公交最晚几点", "5路公交最晚几点"),
        ("灯会什么时候开始？", "灯会在哪里举行？"),
        ("加装电梯有补贴吗？", "加装电梯要几户同意？"),
        ("猪肉现在多少钱一斤？", "鸡蛋现在多少钱一斤？"),
    ],
)
def test_a_small_difference_that_counts_keeps_questions_apart(
    one: str, other: str, embedder: Embedder
) -> None:
    assert len(in_groups([one, other], embedder)) == 2


def test_thousands_of_questions_are_grouped_in_seconds() -> None:
    dice = np.random.default_rng(3)
    topics = dice.normal(size=(400, 384))
    near = topics[dice.integers(400, size=4000)] + dice.normal(scale=0.3, size=(4000, 384))
    vectors = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    signs = [chr(0x4E00 + i) for i in range(1500)]
    parsed = [
        ParsedQuestion("thing", frozenset(), tuple(dice.choice(signs, size=8))) for _ in range(len(vectors))
    ]
    begun = time.process_time()
    groups = grouped(parsed, vectors)
    assert time.process_time() - begun < 20
    assert sorted(place for group in groups for place in group) == list(range(4000))


def test_no_questions_are_no_groups() -> None:
    assert grouped([], np.zeros((0, 4), np.float32)) == []
