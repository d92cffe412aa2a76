"""Makes training examples for the claim checker: true and wrong sentences about a passage, new ones in each epoch."""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from eval.claims.clauses import clauses_of, names_of
from eval.claims.faults import Material, with_fault
from eval.claims.labelled import LabelledClaim, load_claims
from eval.claims.restatements import as_statement, restated
from eval.reader.sources import SourceSet
from eval.sets import Part
from rag.embedding.context import context
from rag.text.sentences import Span, sentence_spans

AROUND = 80  # characters of the article before and after the printed sentence, at most
SHORTEST, LONGEST = 12, 75  # characters of a printed sentence that becomes a claim
WITH_ANOTHER = 0.25  # of the claims are read with another part of the article as well
DISTANT = 400  # clauses of other articles that a fault is made from


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """A sentence and the printed words that it is checked against.

    Attributes:
        fault: what is wrong in the claim; None if the printed words support it.
    """

    claim: str
    context: str
    printed: str
    fault: Span | None

    @property
    def passage(self) -> str:  # its length sorts the batches
        return self.printed


class WrittenClaims:
    """Hand-written claims about articles."""

    def __init__(self, name: str, claims: Sequence[LabelledClaim]) -> None:
        self.name = name
        self.digest = hashlib.sha256("\n".join(claim.text for claim in claims).encode()).hexdigest()[:16]
        by_article = defaultdict[str, list[LabelledClaim]](list)
        for claim in claims:
            by_article[claim.version.article_id].append(claim)
        self._claims = list(by_article.values())
        self._articles = _Articles([claims[0].version.text for claims in self._claims])

    def groups(self, chance: random.Random) -> Iterator[list[ClaimExample]]:
        """Each wrong claim with a true one about the same article, if possible about the same sentence, the wrong one first;
        and each true claim behind itself with a fault put in."""
        for article in chance.sample(range(len(self._claims)), len(self._claims)):
            true = [claim for claim in self._claims[article] if claim.supported]
            for wrong in (claim for claim in self._claims[article] if not claim.supported):
                same = [claim for claim in true if claim.start == wrong.start]
                partners = [chance.choice(same or true)] if true else []
                yield [of_labelled(claim, chance) for claim in (wrong, *partners)]
            for claim in true:
                example = of_labelled(claim, chance)
                yield from _paired(example, self._articles.material(article, example.printed, chance), chance)


class MadeClaims:
    """Sentences of articles, in other words and with faults put in, and statements made from questions and their answers."""

    def __init__(self, folder: Path, part: Part, held_out: frozenset[str] = frozenset()) -> None:
        """
        Args:
            held_out: ids of articles that must not be used, as another set measures on them.

        Raises:
            FileNotFoundError: the folder holds no question set.
        """
        self._source = SourceSet(folder, part)
        self.name, self.digest = self._source.name, self._source.digest
        lines = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
        self._days = [date.fromisoformat(str(x["date"])[:10]) if x.get("date") else None for x in lines]
        used = sorted({source.document for source in self._source.sources})
        self._used = [i for i in used if str(lines[i]["id"]) not in held_out]
        self._allowed = frozenset(self._used)
        self._articles = _Articles(self._source.texts, self._used)

    def groups(self, chance: random.Random) -> Iterator[list[ClaimExample]]:
        """A wrong sentence and a true one about the same printed sentence, the wrong one first."""
        documents = chance.sample(self._used, len(self._used))
        for document in documents:
            spans = self._sentences(document)
            for span in chance.sample(spans, min(len(spans), 12)):
                yield from self._from_sentence(document, span, chance)
        for source in chance.sample(self._source.sources, len(self._source.sources)):
            if source.span and source.document in self._allowed:
                answer = self._source.texts[source.document][source.span.start : source.span.end]
                statement = as_statement(source.question, answer)
                if statement and len(statement) <= LONGEST:
                    yield from self._made(source.document, source.span, statement, chance)

    def _from_sentence(
        self, document: int, span: Span, chance: random.Random
    ) -> Iterator[list[ClaimExample]]:
        sentence = self._source.texts[document][span.start : span.end].strip()
        yield from self._made(document, span, restated(sentence, self._days[document], chance), chance)

    def _made(
        self, document: int, span: Span, true: str, chance: random.Random
    ) -> Iterator[list[ClaimExample]]:
        text = self._source.texts[document]
        window = window_around(text, span, chance)
        printed = text[window.start : window.end]
        context_line = self._source.contexts[document] if chance.random() < 0.85 else ""
        example = ClaimExample(true, context_line, printed, None)
        yield from _paired(example, self._articles.material(document, printed, chance), chance)

    def _sentences(self, document: int) -> list[Span]:
        text = self._source.texts[document]
        return [s for s in sentence_spans(text) if SHORTEST <= len(text[s.start : s.end].strip()) <= LONGEST]


class _Articles:
    """What faults are made from: the names and clauses of some articles."""

    def __init__(self, texts: Sequence[str], used: Sequence[int] = ()) -> None:
        """
        Args:
            used: indexes of the articles that may be used; empty: all.
        """
        self._texts = texts
        self._used = used or range(len(texts))
        self._names: dict[int, dict[str, list[str]]] = {}
        self._clauses: dict[int, list[str]] = {}

    def material(self, article: int, printed: str, chance: random.Random) -> Material:
        others = chance.choices(self._used, k=6)
        far = [clause for other in others if other != article for clause in self._clauses_of(other)]
        return Material(
            printed, self._clauses_of(article), far[:DISTANT], self._names_of(article), self._all_names
        )

    def _names_of(self, article: int) -> dict[str, list[str]]:
        if article not in self._names:
            self._names[article] = names_of(self._texts[article])
        return self._names[article]

    def _clauses_of(self, article: int) -> list[str]:
        if article not in self._clauses:
            self._clauses[article] = clauses_of(self._texts[article])
        return self._clauses[article]

    @cached_property
    def _all_names(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for article in self._used[:1500]:
            for tag, names in self._names_of(article).items():
                found[tag].extend(names)
        return found


def _paired(true: ClaimExample, material: Material, chance: random.Random) -> Iterator[list[ClaimExample]]:
    """A true claim behind itself with a fault put in; nothing if none can be."""
    made = with_fault(true.claim, material, chance)
    if made:
        _, (wrong, fault) = made
        yield [replace(true, claim=wrong, fault=fault), true]


def window_around(text: str, span: Span, chance: random.Random) -> Span:
    """The printed sentence with up to `AROUND` characters on each side, whole sentences where possible."""
    before, behind = (chance.choice((0, AROUND // 2, AROUND)) for _ in range(2))
    spans = sentence_spans(text)
    start = min([s.start for s in spans if s.end > span.start - before] or [span.start])
    end = max([s.end for s in spans if s.start < span.end + behind] or [span.end])
    return Span(max(start, span.start - AROUND), min(end, span.end + AROUND))


def of_labelled(claim: LabelledClaim, chance: random.Random) -> ClaimExample:
    version = claim.version
    printed = _printed(version.text, Span(claim.start, claim.end), chance)
    lead = context(version.headline, "", version.date)
    fault = None if claim.supported else likely_fault(claim.text, printed)
    return ClaimExample(claim.text, lead, printed, fault)


def _printed(text: str, span: Span, chance: random.Random) -> str:
    """The window around a printed sentence; sometimes with another part of the article, as if a claim cited two sentences."""
    windows = [window_around(text, span, chance)]
    if chance.random() < WITH_ANOTHER:
        windows.append(window_around(text, chance.choice(sentence_spans(text)), chance))
        windows.sort(key=lambda window: window.start)
        if windows[1].start <= windows[0].end:
            windows = [Span(windows[0].start, max(window.end for window in windows))]
    return "\n".join(text[window.start : window.end] for window in windows)


def likely_fault(claim: str, printed: str) -> Span:
    """From the first to the last word of a wrong claim that is not printed; all of it if every word is."""
    unprinted = [
        (i, i + 2) for i in range(len(claim) - 1) if claim[i : i + 2] not in printed and claim[i].isalnum()
    ]
    if not unprinted:
        return Span(0, len(claim))
    matched = SequenceMatcher(None, claim, printed, autojunk=False).get_matching_blocks()
    longest = max(matched, key=lambda block: block.size)
    outside = [(a, b) for a, b in unprinted if b <= longest.a + 1 or a >= longest.a + longest.size - 1]
    within = outside or unprinted
    return Span(within[0][0], within[-1][1])


def held_out_articles(folders: Sequence[Path]) -> frozenset[str]:
    """Ids of the articles on which a set of claims measures."""
    parts: tuple[Part, ...] = ("tune", "report")
    return frozenset(
        claim.version.article_id
        for folder in folders
        if (folder / "claims.jsonl").exists()
        for part in parts
        for claim in load_claims(folder, part)
    )
