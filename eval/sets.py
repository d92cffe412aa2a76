"""Question sets: `questions.jsonl` beside `corpus.jsonl`, and which questions are for tuning, which for reporting."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from ingest.readers.given import calendar_day
from rag.schema import Version
from rag.script import to_simplified

Part = Literal["train", "tune", "report"]
MEASURED_WHOLE = ("rgb-zh", "crud-news", "xquad-zh", "xquad-en-zh")  # nothing is ever fitted on these
TRAINED_WHOLE = ("squad2-zh", "cmrc2018-trial")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its truth.

    Attributes:
        facts: what a right answer must hold: of each fact one of its accepted wordings.
        doc_ids: keys (`key_of`) of the articles that hold the answer.
        look_alikes: of articles on the topic that lack it.
    """

    id: str
    text: str
    today: date
    facts: tuple[tuple[str, ...], ...]
    doc_ids: frozenset[str]
    look_alikes: frozenset[str]
    answerable: bool
    style: str = ""
    part: Part = "report"

    def answered_by(self, text: str) -> bool:
        """Whether `text` holds an accepted wording of every fact, whatever its spaces, width and script."""
        plain = normalised(text)
        return bool(self.facts) and all(
            any(normalised(wording) in plain for wording in fact) for fact in self.facts
        )


def key_of(version: Version) -> set[str]:
    """What a question may call an article by: its id in the export, or its day and headline."""
    return {version.source_id, f"{version.date} {normalised(version.headline)}"} - {""}


def load(folder: Path, default_today: date) -> list[Question]:
    """The questions of a set, each given to tuning or reporting by the group of articles that it hangs on.
    Those whose answer is said to stand nowhere word for word are left out: nothing could be compared.

    Raises:
        FileNotFoundError: the folder holds no `questions.jsonl`.
    """
    lines = [
        json.loads(line)
        for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()
        if line.strip()
    ]
    titles = _titles(folder)
    documents = [_documents(line) for line in lines]
    groups = group_of([[*keys, *(titles[key] for key in keys if key in titles)] for keys in documents])
    return [
        Question(
            id=str(line["id"]),
            text=line["question"],
            today=calendar_day(line["today"], "UTC") if line.get("today") else default_today,
            facts=_facts(line),
            doc_ids=frozenset(keys),
            look_alikes=frozenset(map(str, line.get("negative_ids", ()))),
            answerable=line.get("answerable", True),
            style=line.get("style", ""),
            part=line.get("part") or part_of(group or str(line["id"]), folder.name),
        )
        for line, keys, group in zip(lines, documents, groups, strict=True)
        if line.get("verbatim", True)
    ]


def _titles(folder: Path) -> dict[str, str]:
    """Of the set's documents that have one; each sorts after every id, so that no group is named by it."""
    corpus = folder / "corpus.jsonl"
    lines = map(json.loads, corpus.read_text("utf-8").splitlines()) if corpus.exists() else ()
    return {str(line["id"]): f"\uffff{line['title']}" for line in lines if line.get("title")}


def _documents(line: dict[str, Any]) -> list[str]:
    named = [f"{a['date']} {normalised(a['headline'])}" for a in line.get("articles", ())]
    return [str(i) for i in line.get("doc_ids", ())] + named


def _facts(line: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    answers = line.get("answers") or []
    if line.get("answers_mode") == "all-of-any":
        return tuple(tuple(fact) for fact in answers)
    return (tuple(answers),) if answers else ()


def group_of(documents: Sequence[Sequence[str]]) -> list[str]:
    """For each question the smallest key of its group: questions that share a document or a title, directly or
    through others, are one group (connected components)."""
    parent: dict[str, str] = {}

    def root(document: str) -> str:
        while parent.setdefault(document, document) != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    for shared in documents:
        for other in shared[1:]:
            a, b = root(shared[0]), root(other)
            parent[max(a, b)] = min(a, b)
    return [root(shared[0]) if shared else "" for shared in documents]


def part_of(group: str, set_name: str = "") -> Part:
    """Half of a set's groups are for reporting; of the others a sixth is for tuning, the rest for training. By hash."""
    if set_name in MEASURED_WHOLE:
        return "report"
    if set_name in TRAINED_WHOLE:
        return "train"
    first, second = sha256(group.encode()).digest()[:2]
    if first % 2:
        return "report"
    return "tune" if second % 6 == 0 else "train"


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    return re.sub(r"\s+", "", to_simplified(unicodedata.normalize("NFKC", text)).lower())


def shares_topic(question: str, text: str) -> bool:
    """Whether a passage has at least 0.4 of the question's character pairs."""
    asked = _pairs(question)
    return bool(asked) and len(asked & _pairs(text)) >= 0.4 * len(asked)


def _pairs(text: str) -> set[str]:
    plain = normalised(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
