"""Whether each turn of a dialogue finds its article first: `python -m eval dialogues`.

The first 83 dialogues over the sample paper were written before the code that they measure; half of them, by a
hash of their id, are for tuning. Those after them were written when the report half had once come out well below
the other: for tuning only.
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
    """A turn: what is asked, and the (headline, day) of each article that is right; none for small talk."""

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
    """What a turn was taken as, and whether the article found first, and the one cited first, is right.

    Attributes:
        position: in the dialogue, from 0.
        cited_right: None where nothing is cited.
        understand_ms: what reading it in the light of the history took.
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
    """Hold each dialogue with the assistant, which is sent all that was said before."""
    return [result for dialogue in dialogues for result in _hold(dialogue, assistant)]


def _hold(dialogue: Dialogue, assistant: Assistant) -> Iterator[TurnResult]:
    history: tuple[Turn, ...] = ()
    for position, wanted in enumerate(dialogue.turns):
        request = Request(question=wanted.question, history=history, today=dialogue.today)
        found, answer = _ask(assistant, request)
        history += (Turn(role="user", content=wanted.question), Turn(role="assistant", content=answer.text))
        if wanted.articles:
            cited = [(c.headline, str(c.date)) for c in answer.citations[:1]]
            yield TurnResult(
                dialogue.id,
                position,
                wanted.question,
                answer.understood.question,
                found[0].headline if found else "",
                bool(found) and (found[0].headline, str(found[0].date)) in wanted.articles,
                cited[0] in wanted.articles if cited else None,
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
    """Shares of turns whose article is found first: all, and those after the first of a dialogue."""
    drawn = Table(title=title)
    for name in ("turns", "count", "found first", "cited first", "ms"):
        drawn.add_column(name, justify="right")
    later = [r for r in results if r.position]
    for name, some in (("all", results), ("first", [r for r in results if not r.position]), ("later", later)):
        cited = [r.cited_right for r in some if r.cited_right is not None]
        drawn.add_row(
            name,
            str(len(some)),
            f"{np.mean([r.right for r in some]):.3f}",
            f"{np.mean(cited):.3f}",
            f"{np.mean([r.understand_ms for r in some]):.1f}",
        )
    return drawn
