"""No regular expression takes long on any text: one with exponential backtracking would block the interpreter."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
import re
import signal
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.language.merged_vocabulary import (
    correction_words,
    print_words,
    question_words,
    time_words,
)
from rag.language.time_scanner import time_scanner
from rag.question.listing import asked_list, asked_speaker
from rag.question.query import understand
from rag.schema import Request

ROOT = Path(__file__).parent.parent
ROOMS = ("rag", "ingest", "web")
LENGTH = 2000  # characters of the longest question
LIMIT = 1.0  # seconds; a pattern with quadratic time takes a tenth of it


def patterns_in(value, seen):
    """All patterns in a value of a module, including those inside containers and dataclasses."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from patterns_in(part, seen)
    elif isinstance(value, (tuple, list, frozenset)):
        for part in value:
            yield from patterns_in(part, seen)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from patterns_in(getattr(value, field.name), seen)


def all_patterns():
    seen = set()
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        if path.name == "env.py":  # runs inside Alembic only
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for variable, value in vars(module).items():
            for i, pattern in enumerate(patterns_in(value, seen)):
                if isinstance(pattern.pattern, str):
                    yield pytest.param(pattern, id=f"{name}.{variable}.{i}")
    yield pytest.param(time_scanner().pattern, id="rag.language.time_scanner")
    for words in (question_words, print_words, correction_words, time_words):
        for i, pattern in enumerate(patterns_in(words(), seen)):
            yield pytest.param(pattern, id=f"rag.language.merged_vocabulary.{words.__name__}.{i}")


PATTERNS = list(all_patterns())


def hostile_texts(pattern):
    """Long repetitions of the pattern's own literals and of common characters."""
    literals = re.findall(r"[^\W_]+", re.sub(r"\\[a-zA-Z]|\(\?P<\w+>|\(\?[a-z]+", " ", pattern.pattern))
    pieces = list(dict.fromkeys(literals))
    pieces = pieces[:: max(1, len(pieces) // 12)][:12]
    pieces += [f"{a}{b}" for a, b in itertools.pairwise(pieces)][:6]
    pieces += [character for piece in pieces for character in (piece[0], piece[-1])]
    pieces += [f"{piece} " for piece in pieces[:4]]
    pieces += ["这个", "的", "a", "a ", "1", "1,", "一", " ", "\n", "（", "“", "《", "、", "-", "3月1日至"]
    for piece in dict.fromkeys(pieces):
        run = piece * (LENGTH // len(piece))
        yield run
        yield f"{run}\x00"


@contextmanager
def at_most(seconds):
    """Raise `TimeoutError` in the block after so many seconds of CPU time."""

    def stop(_signal, _frame):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow_text(pattern):
    """The first hostile text on which the pattern exceeds the limit; empty if there is none."""
    for text in hostile_texts(pattern):
        try:
            with at_most(LIMIT):
                pattern.search(text)
                pattern.fullmatch(text)
        except TimeoutError:
            return text
    return ""


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_is_slow_on_a_hostile_text(pattern):
    assert slow_text(pattern)[:40] == ""


def test_a_pattern_with_exponential_backtracking_is_found():
    assert slow_text(re.compile(r"(?:这个?|个|这个)*x"))


@pytest.mark.parametrize(
    "piece", ["这个", "你", "垃圾", "比", "和", "、", "以下", "1月", "谁", "and ", "the "]
)
def test_a_question_that_repeats_one_word_is_understood_quickly(piece):
    with at_most(2 * LIMIT):
        query = understand(Request(question=piece * (LENGTH // len(piece)), today=date(2024, 3, 14)))
        asked_speaker(replace(query, intent="said"))
        asked_list(replace(query, intent="list"), ("沈芷兰",))
