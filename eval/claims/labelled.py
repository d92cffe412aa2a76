"""Hand-written sentences as a language model writes them, true and subtly wrong ones: `python -m eval claims SET`.

A supported claim should find printed words that support it; an unsupported one should find none. Each is checked against
the printed sentence that it was made from and the text around it, as in an answer.
"""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from rich.table import Table

from eval.bootstrap import estimate
from eval.sets import Part
from eval.statistics import share
from rag.cite import ClaimChecker, ClaimVerdict
from rag.cite.checker import Reason
from rag.schema import Version

STORIES = Path(__file__).with_name("stories")
PASSAGE = 300  # characters of the article before and after the printed sentence that a model is shown with it


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A sentence about an article.

    Attributes:
        kind: how it was made: `reworded`, …, if it is supported; what is wrong in it, if not.
        start, end: the printed sentence that carries it, or that it was made from.
    """

    text: str
    kind: str
    supported: bool
    version: Version
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim and the verdict on it."""

    claim: LabelledClaim
    verdict: ClaimVerdict
    seconds: float

    @property
    def right(self) -> bool:
        return self.verdict.supported == self.claim.supported


def load_claims(folder: Path, part: Part) -> list[LabelledClaim]:
    """The claims of one part of a set: `claims.jsonl`, about the articles of `corpus.jsonl`."""
    lines = (folder / "corpus.jsonl").read_text("utf-8").splitlines()
    versions = {line["id"]: _version(line) for line in map(json.loads, lines)}
    return [
        LabelledClaim(
            text=line["claim"],
            kind=line["kind"],
            supported=line["verdict"] == "supported",
            version=versions[line["printed"]["doc_id"]],
            start=line["printed"]["start"],
            end=line["printed"]["start"] + len(line["printed"]["text"]),
        )
        for line in map(json.loads, (folder / "claims.jsonl").read_text("utf-8").splitlines())
        if line["part"] == part
    ]


def own_claims(part: Literal["train", "tune"]) -> list[LabelledClaim]:
    """The claims of the project's own stories; every twelfth story measures.

    A story is a line `# headline | day`, its text, and printed sentences (`= sentence`), each with true (`+ kind: claim`) and
    wrong claims (`- kind: claim`) below it.
    """
    found: list[LabelledClaim] = []
    for number, story in enumerate(_stories()):
        if (number % 12 == 0) == (part == "tune"):
            found += _claims_of(story)
    return found


def in_languages(claims: Sequence[LabelledClaim]) -> dict[str, list[LabelledClaim]]:
    """The claims of the project's own stories by language."""
    return {
        "stories": [claim for claim in claims if not claim.text.isascii()],
        "stories in English": [claim for claim in claims if claim.text.isascii()],
    }


def _stories() -> Iterator[str]:
    for path in sorted(STORIES.glob("*.txt")):
        yield from re.split(r"\n(?=# )", path.read_text("utf-8").strip())


def _claims_of(story: str) -> Iterator[LabelledClaim]:
    heading, text, *lines = story.splitlines()
    headline, day = heading.removeprefix("# ").rsplit(" | ", 1)
    version = _version({"id": f"{day} {headline}", "title": headline, "date": day, "text": text})
    start = end = 0
    for line in filter(None, lines):
        sign, said = line[0], line[2:]
        if sign == "=":
            start = text.index(said)
            end = start + len(said)
        else:
            kind, claim = said.split(": ", 1)
            yield LabelledClaim(claim, kind, sign == "+", version, start, end)


def check_claims(claims: Iterable[LabelledClaim], checker: ClaimChecker) -> Iterator[CheckedClaim]:
    """Bind each claim to the printed words around its sentence."""
    for claim in claims:
        started = time.perf_counter()
        passage = (
            claim.version,
            max(0, claim.start - PASSAGE),
            min(len(claim.version.text), claim.end + PASSAGE),
        )
        _, verdict = checker.bind(claim.text, [passage])
        yield CheckedClaim(claim, verdict, time.perf_counter() - started)


def claims_table(checked: Sequence[CheckedClaim], title: str) -> Table:
    """The share judged rightly by kind, with intervals over the articles: supported ones passed, unsupported ones caught.

    The last columns give the share that was struck for each reason.
    """
    drawn = Table(title=title)
    for name in ("claims", "count", "judged rightly", "95 % interval", *get_args(Reason)):
        drawn.add_column(name, justify="right")
    kinds = defaultdict[str, list[CheckedClaim]](list)
    for one in checked:
        verdict = "supported" if one.claim.supported else "unsupported"
        kinds[f"{verdict}, all"].append(one)
        kinds[f"{verdict}, {one.claim.kind}"].append(one)
    for kind, rows in sorted(kinds.items()):
        found = estimate(share([row.right for row in rows]), [row.claim.version.article_id for row in rows])
        struck = (np.mean([reason in row.verdict.reasons for row in rows]) for reason in get_args(Reason))
        interval = f"{found.low:.2f}–{found.high:.2f}"
        drawn.add_row(kind, str(len(rows)), f"{found.value:.3f}", interval, *(f"{s:.2f}" for s in struck))
    p50, p95 = np.quantile([one.seconds for one in checked], (0.5, 0.95)) * 1000
    drawn.caption = f"{p50:.1f} ms a claim (p50), {p95:.1f} ms (p95)"
    return drawn


def _version(line: dict[str, str]) -> Version:
    empty = dict.fromkeys(
        "subheadline column byline paper page section url lang source source_sha256".split(), ""
    )
    return Version(
        article_id=line["id"],
        version=1,
        text=line["text"],
        headline=line["title"],
        date=date.fromisoformat(line["date"]) if line.get("date") else None,
        source_id=line["id"],
        paragraphs=(),
        added_at=datetime(2024, 1, 1),
        **empty,
    )
