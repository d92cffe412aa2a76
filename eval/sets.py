"""Question sets (`questions.jsonl` beside `corpus.jsonl`) and their split into training, tuning and report parts."""

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

# Sets by folder name. Nothing is fitted on the first ones, so that results compare with those that others publish.
REPORT_ONLY = frozenset(("rgb-zh", "crud-news", "xquad-zh", "xquad-en-zh"))
TRAIN_ONLY = frozenset(("squad2-zh", "cmrc2018-trial"))


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its expected answer.

    Attributes:
        facts: what a right answer must contain: one of the accepted wordings of each fact.
        doc_ids: keys (see `key_of`) of the articles that hold the answer.
        look_alikes: keys of articles on the topic that do not answer it.
        style: how it is worded (sample paper), or how it names its time (chronoqa).
        group: questions that share documents or titles have the same group.
        verbatim: the answer occurs word for word in an article.
        tempting: for an unanswerable question, the sentence that seems to answer it, or contradicts what it takes for granted;
            empty if the set does not say.
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
    tempting: str = ""

    def answered_by(self, text: str) -> bool:
        """Whether `text` contains an accepted wording of every fact; spaces, width and script are ignored."""
        plain = normalised(text)
        return bool(self.facts) and all(
            any(normalised(wording) in plain for wording in fact) for fact in self.facts
        )

    def tempted_by(self, sentence: str) -> bool:
        """Whether `sentence` is the tempting one, or a part of it."""
        tempting, said = normalised(self.tempting), normalised(sentence)
        return bool(tempting and said) and (said in tempting or tempting in said)

    def answered_in(self, version: Version) -> bool:
        """Whether `version` is one of the articles that hold the answer."""
        return bool(key_of(version) & self.doc_ids)

    @property
    def expected(self) -> str:
        """The accepted answers as one text for people to read."""
        return "; ".join(" / ".join(fact) for fact in self.facts)


def key_of(version: Version) -> set[str]:
    """The keys by which a question can name an article: its source id, or its date and headline."""
    return {version.source_id, f"{version.date} {normalised(version.headline)}"} - {""}


def load(folder: Path, default_today: date) -> list[Question]:
    """The questions of a set whose answers can be compared, that is, occur word for word (see `load_all`).

    Raises:
        FileNotFoundError: the folder holds no `questions.jsonl`.
    """
    return [question for question in load_all(folder, default_today) if question.verbatim]


def load_all(folder: Path, default_today: date) -> list[Question]:
    """All questions of a set; the group of its articles puts each into the training, tuning or report part.

    Raises:
        FileNotFoundError: the folder holds no `questions.jsonl`.
    """
    lines = _lines(folder / "questions.jsonl")
    groups = groups_of([_related_documents(line) for line in lines], _titles_by_id(folder))
    return [
        _question(line, group or str(line["id"]), folder.name, default_today)
        for line, group in zip(lines, groups, strict=True)
    ]


def _question(line: dict[str, Any], group: str, set_name: str, default_today: date) -> Question:
    return Question(
        id=str(line["id"]),
        text=line["question"],
        today=calendar_day(line["today"], "UTC") if line.get("today") else default_today,
        facts=_facts(line),
        doc_ids=frozenset(_documents(line)),
        look_alikes=frozenset(map(str, line.get("negative_ids", ()))),
        answerable=line.get("answerable", True),
        style=line.get("style") or line.get("time", {}).get("kind", ""),
        part=line.get("part") or part_of(group, set_name),
        group=group,
        verbatim=line.get("verbatim", True),
        tempting=(line.get("tempting") or {}).get("text", ""),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _titles_by_id(folder: Path) -> dict[str, str]:
    """The title of each document. The sample paper has no corpus file: its questions name their part themselves."""
    corpus = folder / "corpus.jsonl"
    return {str(line["id"]): line.get("title") or "" for line in _lines(corpus)} if corpus.exists() else {}


def _documents(line: dict[str, Any]) -> list[str]:
    by_headline = [f"{a['date']} {normalised(a['headline'])}" for a in line.get("articles", ())]
    return [str(i) for i in line.get("doc_ids", ())] + by_headline


def _related_documents(line: dict[str, Any]) -> list[str]:
    """The documents that answer a question, or for an unanswerable one those that seem to."""
    return _documents(line) or [str(i) for i in line.get("negative_ids", ())]


def _facts(line: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    answers = line.get("answers") or []
    if line.get("answers_mode") == "all-of-any":
        return tuple(tuple(fact) for fact in answers)
    return (tuple(answers),) if answers else ()


def groups_of(documents: Sequence[Sequence[str]], titles: Mapping[str, str] | None = None) -> list[str]:
    """The group of each question, named by the smallest document id in it.

    Questions that share a document, or documents with the same title, directly or through other questions, are one
    group (connected components).

    Args:
        documents: document ids of each question.
        titles: title of each document; empty titles do not connect documents.
    """
    parent: dict[str, str] = {}
    first_with_title: dict[str, str] = {}

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
                join(first_with_title.setdefault(title, document), document)
    return [root(shared[0]) if shared else "" for shared in documents]


def part_of(group: str, set_name: str = "") -> Part:
    """The part of a group: half of a set's groups are for reporting, a sixth of the others for tuning, the rest for training.

    The split uses a hash of the name, so that a group keeps its part when the set changes.
    """
    if set_name in REPORT_ONLY:
        return "report"
    if set_name in TRAIN_ONLY:
        return "train"
    first, second = sha256(group.encode()).digest()[:2]
    if first % 2:
        return "report"
    return "tune" if second % 6 == 0 else "train"


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    return "".join(search_form(text).split())


def shares_topic(question: str, text: str) -> bool:
    """Whether a text contains at least 40 % of the question's character bigrams."""
    wanted = bigrams(question)
    return bool(wanted) and len(wanted & bigrams(text)) >= 0.4 * len(wanted)


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring characters; spaces, width and script are ignored."""
    plain = normalised(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
