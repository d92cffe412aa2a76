"""Residents' dialogues, answered turn by turn: `python -m eval dialogues SET…` with a set that has `dialogues.jsonl`.

A turn is right if its answer contains the expected words; if nothing answers it, if it is declined; small talk, if it is taken
for small talk.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table

from eval.bootstrap import estimate
from eval.sets import Part, normalised
from eval.statistics import share
from rag.schema import Answer, Request, Turn
from rag.service import Assistant


@dataclass(frozen=True, slots=True)
class TalkResult:
    """How a turn was answered.

    Attributes:
        kind: `first`, `follow_up`, `new_topic`, `correction` or `smalltalk`; with `, unanswerable` if nothing answers it.
        after_answer: the turn before it was answered.
    """

    dialogue: str
    kind: str
    after_answer: bool
    asked: str
    understood_as: str
    expected: str
    status: str
    said: str
    right: bool


def load_talks(folder: Path, part: Part) -> list[dict[str, Any]]:
    """The dialogues of one part of a set, as its lines have them (see the set's own description)."""
    lines = (folder / "dialogues.jsonl").read_text("utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["part"] == part]


def measure_talks(dialogues: Iterable[dict[str, Any]], assistant: Assistant) -> list[TalkResult]:
    """Ask the turns of each dialogue in order, sending the earlier turns and their answers as history."""
    return [result for dialogue in dialogues for result in _run(dialogue, assistant)]


def talk_table(results: Sequence[TalkResult], title: str) -> Table:
    """The share of right turns by kind, with intervals over the dialogues."""
    drawn = Table(title=title)
    for name in ("turns", "count", "right", "95 % interval"):
        drawn.add_column(name, justify="right")
    kinds = defaultdict[str, list[TalkResult]](list)
    for result in results:
        kinds[result.kind].append(result)
    kinds["smalltalk, after an answer"] = [r for r in kinds["smalltalk"] if r.after_answer]
    for kind, rows in sorted(kinds.items()):
        if rows:
            found = estimate(share([row.right for row in rows]), [row.dialogue for row in rows])
            drawn.add_row(kind, str(len(rows)), f"{found.value:.3f}", f"{found.low:.2f}–{found.high:.2f}")
    return drawn


def _run(dialogue: dict[str, Any], assistant: Assistant) -> Iterator[TalkResult]:
    history: tuple[Turn, ...] = ()
    status = ""
    for turn in dialogue["turns"]:
        today = date.fromisoformat(dialogue["today"])
        answer = assistant.ask(Request(question=turn["question"], history=history, today=today), record=False)
        history += (Turn(role="user", content=turn["question"]), Turn(role="assistant", content=answer.text))
        small, expected = turn["kind"] == "smalltalk", turn["answer"] or ""
        yield TalkResult(
            dialogue=dialogue["id"],
            kind=turn["kind"] if expected or small else f"{turn['kind']}, unanswerable",
            after_answer=status == "answered",
            asked=turn["question"],
            understood_as=answer.understood.question,
            expected=expected,
            status=answer.status,
            said=answer.text,
            right=_right(answer, expected, small=small),
        )
        status = answer.status


def _right(answer: Answer, expected: str, *, small: bool) -> bool:
    if small:
        return answer.status == "small_talk"
    if not expected:
        return answer.status == "not_reported"
    return answer.status == "answered" and normalised(expected) in normalised(answer.text)
