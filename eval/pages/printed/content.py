"""What is printed of a story: as much of it as fits, with byline, kicker, sub-headline and so on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from eval.pages import article
from eval.pages.article import Truth
from eval.pages.news import Story, headline_from_lead
from eval.pages.printed import english
from eval.pages.printed.design import BylineKind, Design
from eval.pages.printed.typeset import Line, set_paragraph
from eval.pages.similarity import character_pairs
from ingest.metadata import joined_names

_CROSSHEAD = range(5, 13)  # characters


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands around the text of a story.

    Attributes:
        kicker: whether the sub-headline stands above the headline.
        byline: as it is printed on a line of its own; empty if it is part of the text.
    """

    headline: str
    subheadline: str
    kicker: bool
    column: str
    kind: BylineKind
    names: tuple[str, ...]
    byline: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: list[Line]
    text: str
    crosshead: bool = False


def draw_heads(story: Story, design: Design, rng: random.Random) -> Heads:
    """Choose what stands around the text."""
    kinds = list(design.bylines)
    kind = rng.choices(kinds, list(design.bylines.values()))[0]
    words = english if design.english else article
    names = tuple(words.reporter_name(rng) for _ in range(rng.choice((1, 1, 1, 2))))
    subheadline, kicker = _subheadline(story, design, rng)
    return Heads(
        headline=story.headline,
        subheadline=subheadline,
        kicker=kicker,
        column=words.column_title(rng) if rng.random() < design.column_label else "",
        kind=kind,
        names=names,
        byline=_byline(kind, names, design, rng),
    )


def fit(
    story: Story, heads: Heads, design: Design, width: float, capacity: int, rng: random.Random
) -> list[Paragraph]:
    """The paragraphs of a story that fit into `capacity` lines of `width` em; the last one may be cut."""
    indent = 0.0 if design.indent == "flush" else 2.0
    if design.english:
        indent = min(indent, 1.0)
    paragraphs: list[Paragraph] = []
    remaining = list(story.sentences)
    crossheads = rng.random() < design.crossheads
    since = 0
    while remaining and capacity > 0:
        chosen, since = remaining[: rng.choice((1, 1, 2, 2, 3))], since + 1
        if crossheads and since > 3 and capacity > 12 and (title := _crosshead(chosen[0])):
            paragraphs.append(Paragraph(set_paragraph(title, width, indent=0.0), title, crosshead=True))
            capacity -= 2
            since = 0
        paragraph = _fitting(
            chosen, _opening(heads, design) if not paragraphs else "", width, indent, capacity, design
        )
        if paragraph is None:
            break
        paragraphs.append(paragraph)
        capacity -= len(paragraph.lines)
        remaining = remaining[len(chosen) :]
    if paragraphs and paragraphs[-1].crosshead:
        paragraphs.pop()
    return paragraphs


def first_sentences(story: Story, width: float, capacity: int) -> str:
    """The first sentences of a story that fit into `capacity` lines of `width` em; empty if the first does not."""
    text = ""
    for sentence in story.sentences:
        if len(set_paragraph(text + sentence, width)) > capacity:
            break
        text += sentence
    return text


def truth_of(heads: Heads, paragraphs: Sequence[Paragraph]) -> Truth:
    return Truth(
        heads.headline,
        heads.subheadline,
        heads.column,
        "" if heads.kind == "none" else joined_names(heads.names),
        "\n".join(paragraph.text for paragraph in paragraphs),
    )


# --- text --------------------------------------------------------------------------------------------


def _opening(heads: Heads, design: Design) -> str:
    if heads.kind == "dispatch":
        return f"本报讯（记者 {' '.join(heads.names)}）"
    return ""


def _fitting(
    sentences: Sequence[str], opening: str, width: float, indent: float, capacity: int, design: Design
) -> Paragraph | None:
    """The longest beginning of some sentences that fits, at least one clause; None if not even that does."""
    between = " " if design.english else ""
    for text in _beginnings(sentences, between):
        lines = set_paragraph(opening + text, width, indent=indent, english=design.english)
        if len(lines) <= capacity:
            return Paragraph(lines, opening + text)
    return None


def _beginnings(sentences: Sequence[str], between: str) -> list[str]:
    wholes = [between.join(sentences[:count]) for count in range(len(sentences), 0, -1)]
    clauses = sentences[0].split("，")
    cut = ["，".join(clauses[:count]) + "。" for count in range(len(clauses) - 1, 0, -1)]
    balanced = [
        text for text in cut if all(text.count(a) == text.count(b) for a, b in ("“”", "《》", "（）"))
    ]
    return wholes + [text for text in balanced if len(text) > 12]


def _crosshead(sentence: str) -> str:
    """A title within the text, made from a clause of what follows."""
    clauses = [clause for clause in sentence.rstrip("。！？").split("，") if len(clause) in _CROSSHEAD]
    plain = [clause for clause in clauses if not set(clause) & set("“”‘’《》（）：；？！、")]
    return plain[-1] if plain else ""


def _byline(kind: BylineKind, names: tuple[str, ...], design: Design, rng: random.Random) -> str:
    if kind in ("dispatch", "none"):
        return ""
    if design.english:
        return f"By {' and '.join(names)}"
    joined = " ".join(names)
    if kind == "bracket":
        return f"（{rng.choice(('记者', '本报记者', '通讯员'))} {joined}）"
    return rng.choice(
        (f"本报记者 {joined}", f"□记者 {joined}", f"记者 {joined} 文/图", f"全媒体记者 {joined}")
    )


def _subheadline(story: Story, design: Design, rng: random.Random) -> tuple[str, bool]:
    """A sub-headline, and whether it stands above the headline."""
    draw = rng.random()
    if draw < design.kicker:
        lead = headline_from_lead(story.sentences[0]).replace(" ", "")
        if len(lead) >= 8 and character_pairs(lead) != character_pairs(story.headline):
            return lead, True
        return "", False
    if draw > 1 - design.subheadline:
        clauses = [
            clause
            for sentence in story.sentences[1:6]
            for clause in sentence.rstrip("。！？.").split(", " if design.english else "，")
            if _is_clause(clause, story.headline, english=design.english)
        ]
        if clauses:
            return ("" if design.english else rng.choice(("——", ""))) + rng.choice(clauses), False
    return "", False


def _is_clause(text: str, headline: str, *, english: bool) -> bool:
    lengths = range(20, 80) if english else range(8, 21)
    return len(text) in lengths and not set(text) & set("“”‘’？！（）；：") and text not in headline
