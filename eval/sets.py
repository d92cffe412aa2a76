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

Part = Literal["tune", "report"]


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
    documents = [_documents(line) for line in lines]
    groups = group_of(documents)
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
            part=line.get("part") or part_of(group or str(line["id"])),
        )
        for line, keys, group in zip(lines, documents, groups, strict=True)
        if line.get("verbatim", True)
    ]


def _documents(line: dict[str, Any]) -> list[str]:
    named = [f"{a['date']} {normalised(a['headline'])}" for a in line.get("articles", ())]
    return [str(i) for i in line.get("doc_ids", ())] + named


def _facts(line: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    answers = line.get("answers") or []
    if line.get("answers_mode") == "all-of-any":
        return tuple(tuple(fact) for fact in answers)
    return (tuple(answers),) if answers else ()


def group_of(documents: Sequence[Sequence[str]]) -> list[str]:
    """For each question the smallest document of its group: questions that share a document, directly or
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


def part_of(group: str) -> Part:
    """Half of the groups are for tuning, half for reporting, by hash."""
    return "tune" if sha256(group.encode()).digest()[0] % 2 == 0 else "report"


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
