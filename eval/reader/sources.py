"""Loads the questions of a set that the reader can learn from, each with the paragraph that answers it or seems to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.sets import Part, load, normalised
from rag.embedding.context import context
from rag.text.script import to_simplified
from rag.text.sentences import Span

NEIGHBOURS = 12  # look-alike documents per question
DEFAULT_TODAY = date(2024, 12, 31)


@dataclass(frozen=True, slots=True)
class Source:
    """A question of a set with its paragraphs.

    Attributes:
        previous: the question before it in a conversation; empty if it stands alone.
        style: how it is worded; empty if the set does not say.
        answers: accepted wordings in the form that `eval.sets.normalised` gives.
        document: index of the paragraph that answers the question, or for an unanswerable one seems to.
        span: span of the answer in that paragraph; None if unanswerable.
        tempting: for an unanswerable one, the span that seems to answer it; None if the set does not say.
        look_alikes: indexes of similar paragraphs without the answer, nearest first.
    """

    question: str
    previous: str
    style: str
    answers: tuple[str, ...]
    document: int
    span: Span | None
    tempting: Span | None
    look_alikes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TalkTurn:
    """A question in a conversation.

    Attributes:
        standalone: its wording without the conversation; the same as `question` for a new topic.
        previous: the standalone wording of the question before it.
        previous_sentence: the sentence that answers that one; empty if there is none.
    """

    question: str
    standalone: str
    previous: str
    previous_sentence: str


class SourceSet:
    """The paragraphs and questions of one part of a set: a folder with `corpus.jsonl` and `questions.jsonl` or
    `dialogues.jsonl`."""

    def __init__(self, folder: Path, part: Part) -> None:
        """
        Raises:
            FileNotFoundError: the folder holds no question set.
        """
        lines = _lines(folder / "corpus.jsonl")
        dialogues = folder / "dialogues.jsonl"
        questions = dialogues if dialogues.exists() else folder / "questions.jsonl"
        self.name = folder.name
        files = [file.read_bytes() for file in (folder / "corpus.jsonl", questions)]
        self.digest = hashlib.sha256(b"".join(files)).hexdigest()[:16]
        self.texts = [to_simplified(line["text"]) for line in lines]
        self.contexts = [_context(line) for line in lines]
        self._index_of = {str(line["id"]): i for i, line in enumerate(lines)}
        in_part = [d for d in _lines(dialogues) if d["part"] == part] if questions == dialogues else []
        self.turns = [turn for dialogue in in_part for turn in _talk(dialogue)]
        rows = list(_turns(in_part) if questions == dialogues else _rows(folder, part))
        neighbours = _nearest(self.texts, [to_simplified(row["question"]) for row in rows])
        self.sources = [
            s for row, near in zip(rows, neighbours, strict=True) if (s := self._source(row, near))
        ]

    def _source(self, row: dict[str, Any], near: Sequence[int]) -> Source | None:
        answers = tuple(normalised(str(a)) for a in row.get("answers") or () if str(a).strip())
        ids = row.get("doc_ids") or row.get("negative_ids") or ()
        documents = [self._index_of[str(i)] for i in ids if str(i) in self._index_of]
        if not documents:
            return None
        span, tempting, document = None, None, documents[0]
        if row.get("answerable", True):
            located = self._locate(row, documents)
            if not located:
                return None
            document, span = located
        elif row.get("tempting"):
            document, tempting = self._known(row["tempting"])
        return Source(
            question=to_simplified(str(row["question"])),
            previous=to_simplified(row.get("previous", "")),
            style=row.get("style", ""),
            answers=answers,
            document=document,
            span=span,
            tempting=tempting,
            look_alikes=tuple(
                d for d in near if d not in documents and not contains_answer(self.texts[d], answers)
            ),
        )

    def _locate(self, row: dict[str, Any], documents: list[int]) -> tuple[int, Span] | None:
        for known in row.get("spans") or ():
            return self._known(known)
        for document in documents:
            for answer in row.get("answers") or ():
                start = self.texts[document].find(to_simplified(str(answer)))
                if start >= 0 and answer:
                    return document, Span(start, start + len(str(answer)))
        return None

    def _known(self, located: dict[str, Any]) -> tuple[int, Span]:
        start = int(located["start"])
        return self._index_of[str(located["doc_id"])], Span(start, start + len(located["text"]))


def contains_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether `text` contains one of the answers, which are in the form that `eval.sets.normalised` gives."""
    plain = normalised(text)
    return any(answer in plain for answer in answers)


def _rows(folder: Path, part: Part) -> Iterator[dict[str, Any]]:
    in_part = {question.id for question in load(folder, DEFAULT_TODAY) if question.part == part}
    return (row for row in _lines(folder / "questions.jsonl") if str(row["id"]) in in_part)


def _talk(dialogue: dict[str, Any]) -> Iterator[TalkTurn]:
    previous = sentence = ""
    for turn in (t for t in dialogue["turns"] if t["kind"] != "smalltalk"):
        question, standalone = to_simplified(turn["question"]), to_simplified(turn["standalone"])
        if previous:
            yield TalkTurn(question, standalone, previous, sentence)
        previous, sentence = standalone, to_simplified(turn.get("sentence") or "")


def _turns(dialogues: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each question of the dialogues twice: as asked, after the question before it, and in its standalone wording.

    An unanswerable one seems to be answered by the article last talked about.
    """
    for dialogue in dialogues:
        previous, document = "", None
        for turn in (t for t in dialogue["turns"] if t["kind"] != "smalltalk"):
            document = turn["doc"] or document
            row = {
                "answers": [turn["answer"]] if turn["answer"] else [],
                "answerable": bool(turn["answer"]),
                "doc_ids": [document] if document else [],
                "style": turn["kind"],
            }
            yield row | {"question": turn["question"], "previous": previous}
            if turn["standalone"] != turn["question"]:
                yield row | {"question": turn["standalone"]}
            previous = turn["standalone"]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _context(line: dict[str, Any]) -> str:
    day = date.fromisoformat(str(line["date"])) if line.get("date") else None
    return context(to_simplified(str(line.get("title") or "")), "", day)


def _nearest(texts: list[str], questions: list[str]) -> list[list[int]]:
    """For each question the indexes of the most similar paragraphs, by TF-IDF of character pairs."""
    if not questions:
        return []
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True, dtype=np.float32)
    documents = vectors.fit_transform(texts)
    similarity = (vectors.transform(questions) @ documents.T).tocsr()
    near = []
    for i in range(len(questions)):
        row = similarity.getrow(i)
        near.append([int(row.indices[j]) for j in np.argsort(-row.data)[:NEIGHBOURS]])
    return near
