"""How precisely the reader marks the answer in a paragraph that contains it: `python -m eval spans`.

Exact match and F1 follow the scorer of CMRC 2018 (github.com/ymcui/cmrc2018, cmrc2018_evaluate.py), which is also common
for DRCD. Punctuation and case are ignored. F1 uses the longest run of units that the two answers share; a unit is a Chinese
character or a word of other letters.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from rich.console import Console
from rich.progress import track

from eval.runs import PartFilter
from eval.sets import load
from ingest.passages import passages
from rag.reader import Reader, ReaderInput


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """The words marked for one question, and the accepted answers."""

    question: str
    words: str
    answers: tuple[str, ...]

    @property
    def exact(self) -> float:
        return float(any(_bare(self.words) == _bare(answer) for answer in self.answers))

    @property
    def f1(self) -> float:
        return max((_f1(_units(self.words), _units(answer)) for answer in self.answers), default=0.0)


def mark_answers(folder: Path, part: PartFilter, limit: int, reader: Reader) -> list[MarkedAnswer]:
    """The reader's answers to the questions of one part of a set, each read in the paragraph that answers it.

    Args:
        limit: maximal number of questions, sampled with a fixed seed.
        reader: a reader that returns answer spans.

    Raises:
        FileNotFoundError: the folder holds no question set.
    """
    lines = (folder / "corpus.jsonl").read_text("utf-8").splitlines()
    texts = {str(line["id"]): str(line["text"]) for line in map(json.loads, lines)}
    chosen = [q for q in load(folder, date.max) if q.answerable and part in (q.part, "all")]
    random.Random(1).shuffle(chosen)
    return [
        MarkedAnswer(
            question.text,
            _marked(reader, question.text, texts[min(question.doc_ids)]),
            tuple(answer for fact in question.facts for answer in fact),
        )
        for question in track(chosen[:limit], folder.name, console=Console(stderr=True))
    ]


def _marked(reader: Reader, question: str, text: str) -> str:
    """The most likely answer in a paragraph, read passage by passage as the chain does."""
    parts = [text[span.start : span.end] for span in passages(text)]
    readings = reader.read(question, [ReaderInput("", part) for part in parts])
    answers = [(a, p) for r, p in zip(readings, parts, strict=True) if (a := r.answer())]
    best, passage = max(answers, key=lambda pair: pair[0].score)
    return passage[best.start : best.end]


def _f1(marked: Sequence[str], answer: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, marked, answer, autojunk=False)
    shared = matcher.find_longest_match(0, len(marked), 0, len(answer)).size
    return 2 * shared / (len(marked) + len(answer)) if shared else 0.0


def _bare(text: str) -> str:
    return "".join(_units(text))


def _units(text: str) -> list[str]:
    return list(_split("".join(c if _is_scored(c) else " " for c in text.lower())))


def _split(text: str) -> Iterator[str]:
    for match in re.finditer(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+", text):
        yield match.group()


def _is_scored(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PS"
