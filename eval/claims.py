"""Sentences as a language model writes them, true and subtly wrong ones: `python -m eval claims SET`.

A supported claim should find printed words that support it; an unsupported one should find none. Each is checked against
the printed sentence that it was made from and the text around it, as in an answer.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from rich.table import Table

from eval.bootstrap import estimate
from eval.sets import Part
from eval.statistics import share
from rag.cite import bind
from rag.schema import Version

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
    """A claim and whether the check let it pass."""

    claim: LabelledClaim
    passed: bool
    seconds: float

    @property
    def right(self) -> bool:
        return self.passed == self.claim.supported


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


def check_claims(claims: Iterable[LabelledClaim]) -> Iterator[CheckedClaim]:
    """Bind each claim to the printed words around its sentence."""
    for claim in claims:
        started = time.perf_counter()
        passage = (
            claim.version,
            max(0, claim.start - PASSAGE),
            min(len(claim.version.text), claim.end + PASSAGE),
        )
        passed = bool(bind(claim.text, [passage]))
        yield CheckedClaim(claim, passed, time.perf_counter() - started)


def claims_table(checked: Sequence[CheckedClaim], title: str) -> Table:
    """The share judged rightly by kind, with intervals over the articles: supported ones passed, unsupported ones caught."""
    drawn = Table(title=title)
    for name in ("claims", "count", "judged rightly", "95 % interval"):
        drawn.add_column(name, justify="right")
    kinds = defaultdict[str, list[CheckedClaim]](list)
    for one in checked:
        verdict = "supported" if one.claim.supported else "unsupported"
        kinds[f"{verdict}, all"].append(one)
        kinds[f"{verdict}, {one.claim.kind}"].append(one)
    for kind, rows in sorted(kinds.items()):
        found = estimate(share([row.right for row in rows]), [row.claim.version.article_id for row in rows])
        drawn.add_row(kind, str(len(rows)), f"{found.value:.3f}", f"{found.low:.2f}–{found.high:.2f}")
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
