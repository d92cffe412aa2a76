"""Question sets: `questions.jsonl` beside `corpus.jsonl`, and which questions are for tuning, which for reporting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from ingest.readers.options import calendar_day
from rag.schema import Version
from rag.text.normalise import search_form

Part = Literal["train", "tune", "report"]

# Sets by the names of their folders. Nothing may be fitted on the first: what others report on them stays comparable.
REPORT_ONLY = frozenset(("rgb-zh", "crud-news", "xquad-zh", "xquad-en-zh"))
TRAIN_ONLY = frozenset(("squad2-zh", "cmrc2018-trial"))


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its truth.

    Attributes:
        facts: what a right answer must hold: of each fact one of its accepted wordings.
        doc_ids: keys (`key_of`) of the articles that hold the answer.
        look_alikes: of articles on the topic that lack it.
        style: how it is asked (the sample paper), or how it names its time (chronoqa).
        group: of questions that hang on the same documents or titles.
        verbatim: whether the answer is said to stand word for word in an article.
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
    group: str = ""
    verbatim: bool = True

    def answered_by(self, text: str) -> bool:
        """Whether `text` holds an accepted wording of every fact, whatever its spaces, width and script."""
        plain = normalised(text)
        return bool(self.facts) and all(
            any(normalised(wording) in plain for wording in fact) for fact in self.facts
        )

    def answered_in(self, version: Version) -> bool:
        """Whether this is one of the articles that hold the answer."""
        return bool(key_of(version) & self.doc_ids)

    @property
    def expected(self) -> str:
        """The accepted answers, for a reader."""
        return "; ".join(" / ".join(fact) for fact in self.facts)


def key_of(version: Version) -> set[str]:
    """What a question may call an article by: its id in the export, or its day and headline."""
    return {version.source_id, f"{version.date} {normalised(version.headline)}"} - {""}


def load(folder: Path, default_today: date) -> list[Question]:
    """The questions of a set whose answers can be compared: see `load_all`. Those whose answer is said to stand
    nowhere word for word are left out.

    Raises:
        FileNotFoundError: the folder holds no `questions.jsonl`.
    """
    return [question for question in load_all(folder, default_today) if question.verbatim]


def load_all(folder: Path, default_today: date) -> list[Question]:
    """The questions of a set, each given to training, tuning or reporting by the group of articles that it hangs on.

    Raises:
        FileNotFoundError: the folder holds no `questions.jsonl`.
    """
    lines = _lines(folder / "questions.jsonl")
    groups = groups_of([_related_documents(line) for line in lines], _titles(folder))
    return [
        _question(line, group or str(line["id"]), folder.name, default_today)
        for line, group in zip(lines, groups, strict=True)
    ]


def _question(line: dict[str, Any], group: str, in_set: str, default_today: date) -> Question:
    return Question(
        id=str(line["id"]),
        text=line["question"],
        today=calendar_day(line["today"], "UTC") if line.get("today") else default_today,
        facts=_facts(line),
        doc_ids=frozenset(_documents(line)),
        look_alikes=frozenset(map(str, line.get("negative_ids", ()))),
        answerable=line.get("answerable", True),
        style=line.get("style") or line.get("time", {}).get("kind", ""),
        part=line.get("part") or part_of(group, in_set),
        group=group,
        verbatim=line.get("verbatim", True),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _titles(folder: Path) -> dict[str, str]:
    """The title of each document; the sample paper's questions name their part themselves, and need none."""
    corpus = folder / "corpus.jsonl"
    return {str(line["id"]): line.get("title") or "" for line in _lines(corpus)} if corpus.exists() else {}


def _documents(line: dict[str, Any]) -> list[str]:
    named = [f"{a['date']} {normalised(a['headline'])}" for a in line.get("articles", ())]
    return [str(i) for i in line.get("doc_ids", ())] + named


def _related_documents(line: dict[str, Any]) -> list[str]:
    """A question that no document answers was made for those that seem to."""
    return _documents(line) or [str(i) for i in line.get("negative_ids", ())]


def _facts(line: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    answers = line.get("answers") or []
    if line.get("answers_mode") == "all-of-any":
        return tuple(tuple(fact) for fact in answers)
    return (tuple(answers),) if answers else ()


def groups_of(documents: Sequence[Sequence[str]], titles: Mapping[str, str] | None = None) -> list[str]:
    """For each question the smallest document of its group: questions that share a document or a document's
    title, directly or through others, are one group (connected components).

    Args:
        documents: of each question.
        titles: of documents; an empty one is shared by nobody.
    """
    parent: dict[str, str] = {}
    titled: dict[str, str] = {}

    def root(document: str) -> str:
        while parent.setdefault(document, document) != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    def join(one: str, other: str) -> None:
        a, b = root(one), root(other)
        parent[max(a, b)] = min(a, b)

    for shared in documents:
        for document in shared:
            join(shared[0], document)
            if title := (titles or {}).get(document):
                join(titled.setdefault(title, document), document)
    return [root(shared[0]) if shared else "" for shared in documents]


def part_of(group: str, in_set: str = "") -> Part:
    """Half of a set's groups are for reporting; of the others a sixth is for tuning, the rest for training the reader.
    By hash, so that a group keeps its part whatever else is in the set."""
    if in_set in REPORT_ONLY:
        return "report"
    if in_set in TRAIN_ONLY:
        return "train"
    first, second = sha256(group.encode()).digest()[:2]
    if first % 2:
        return "report"
    return "tune" if second % 6 == 0 else "train"


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    return "".join(search_form(text).split())


def shares_topic(question: str, text: str) -> bool:
    """Whether a passage has at least 0.4 of the question's character pairs."""
    asked = bigrams(question)
    return bool(asked) and len(asked & bigrams(text)) >= 0.4 * len(asked)


def bigrams(text: str) -> set[str]:
    """The bigrams: pairs of neighbouring characters, whatever spaces, width and script."""
    plain = normalised(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
