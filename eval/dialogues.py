"""Whether each turn of a dialogue ranks its article first: `python -m eval dialogues`.

The first 83 dialogues over the sample paper were written before the code that they measure; a hash of their id puts half of
them into the tuning part. The others were written after the report half once scored well below the tuning half, and are for
tuning only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from eval.sets import Part, part_of
from rag.schema import Answer, Found, Request, Turn
from rag.service import Assistant

DIALOGUES = Path(__file__).with_suffix(".jsonl")


@dataclass(frozen=True, slots=True)
class ExpectedTurn:
    """A turn: the question, and the (headline, date) of each right article; no articles for small talk."""

    question: str
    articles: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Dialogue:
    id: str
    today: date
    part: Part
    turns: tuple[ExpectedTurn, ...]


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn was understood, and whether the first found and the first cited article are right.

    Attributes:
        position: index of the turn in the dialogue, from 0.
        understood_as: the standalone question.
        found: headline of the article ranked first.
        cited_right: None if nothing is cited.
        understand_ms: milliseconds to understand the question with its history.
    """

    dialogue: str
    position: int
    asked: str
    understood_as: str
    found: str
    right: bool
    cited_right: bool | None
    understand_ms: float


def load(path: Path = DIALOGUES) -> list[Dialogue]:
    return [_dialogue(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _dialogue(line: dict[str, Any]) -> Dialogue:
    turns = tuple(
        ExpectedTurn(turn["question"], frozenset((a["headline"], a["date"]) for a in turn["articles"]))
        for turn in line["turns"]
    )
    part = line.get("part") or ("report" if part_of(line["id"]) == "report" else "tune")
    return Dialogue(line["id"], date.fromisoformat(line["today"]), part, turns)


def measure_dialogues(dialogues: Iterable[Dialogue], assistant: Assistant) -> list[TurnResult]:
    """Ask the turns of each dialogue in order, sending the earlier turns as history."""
    return [result for dialogue in dialogues for result in _run(dialogue, assistant)]


def _run(dialogue: Dialogue, assistant: Assistant) -> Iterator[TurnResult]:
    history: tuple[Turn, ...] = ()
    for position, turn in enumerate(dialogue.turns):
        request = Request(question=turn.question, history=history, today=dialogue.today)
        found, answer = _ask(assistant, request)
        history += (Turn(role="user", content=turn.question), Turn(role="assistant", content=answer.text))
        if turn.articles:
            cited = [(c.headline, str(c.date)) for c in answer.citations[:1]]
            yield TurnResult(
                dialogue.id,
                position,
                turn.question,
                answer.understood.question,
                found[0].headline if found else "",
                bool(found) and (found[0].headline, str(found[0].date)) in turn.articles,
                cited[0] in turn.articles if cited else None,
                answer.timings_ms["understood"],
            )


def _ask(assistant: Assistant, request: Request) -> tuple[tuple[Found, ...], Answer]:
    found: tuple[Found, ...] = ()
    for event in assistant.stream(request):
        found = event.found or found
        if event.answer:
            return found, event.answer
    raise RuntimeError("the chain ended without an answer")


def table(results: Sequence[TurnResult], title: str) -> Table:
    """Shares of right turns: all, first turns of a dialogue, and later ones."""
    drawn = Table(title=title)
    for name in ("turns", "count", "found first", "cited first", "ms"):
        drawn.add_column(name, justify="right")
    first_turns = [r for r in results if not r.position]
    later_turns = [r for r in results if r.position]
    for name, chosen in (("all", results), ("first", first_turns), ("later", later_turns)):
        cited = [r.cited_right for r in chosen if r.cited_right is not None]
        drawn.add_row(
            name,
            str(len(chosen)),
            f"{np.mean([r.right for r in chosen]):.3f}",
            f"{np.mean(cited):.3f}",
            f"{np.mean([r.understand_ms for r in chosen]):.1f}",
        )
    return drawn
