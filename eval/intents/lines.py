"""The texts that the classifier of intents learns from: our own lines, and questions of sets as lines of `question`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from eval.sets import Part
from rag.question.intent import Intent

FOLDER = Path(__file__).parent
NOT_QUESTIONS = frozenset(("smalltalk", "correction"))  # kinds of a dialogue's turns


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    intent: Intent

    @property
    def held_out(self) -> bool:
        """Whether the line is in the fifth that measures; a hash of the text decides."""
        return sha256(self.text.encode()).digest()[0] % 5 == 0


def own_lines() -> list[Line]:
    """The lines of this folder: `NAME.txt` has those of the intent NAME."""
    return [
        Line(text.strip(), cast(Intent, path.stem))
        for path in sorted(FOLDER.glob("*.txt"))
        for text in path.read_text("utf-8").splitlines()
        if text.strip()
    ]


def question_lines(sets: Iterable[Path], parts: frozenset[Part]) -> list[Line]:
    """The questions of some parts of sets with a `questions.jsonl` or `dialogues.jsonl`, once each."""
    texts = [
        *(line["question"] for line in _questions(sets) if line["part"] in parts),
        *(turn["question"] for turn in _turns(sets, parts) if turn["kind"] not in NOT_QUESTIONS),
    ]
    return [Line(text, "question") for text in dict.fromkeys(texts)]


def small_talk_turns(sets: Iterable[Path]) -> list[str]:
    """The small talk of all dialogues. Nothing is trained on it: its kind is not labelled."""
    parts: frozenset[Part] = frozenset(("train", "tune", "report"))
    return [turn["question"] for turn in _turns(sets, parts) if turn["kind"] == "smalltalk"]


def _questions(sets: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for folder in sets:
        yield from _json_lines(folder / "questions.jsonl")


def _turns(sets: Iterable[Path], parts: frozenset[Part]) -> Iterator[dict[str, Any]]:
    for folder in sets:
        for dialogue in _json_lines(folder / "dialogues.jsonl"):
            if dialogue["part"] in parts:
                yield from dialogue["turns"]


def _json_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file; none if a set lacks it."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
