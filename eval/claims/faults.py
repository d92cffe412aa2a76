"""Puts one fault into a true sentence, as a language model might: another number, a swapped name, a plan told as done."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.claims.clauses import NAME_TAGS, subject_of, tagged_words, without_subject
from eval.claims.fault_words import (
    MODALITY,
    NOT,
    NOT_NEGATED,
    OPPOSITES,
    PLANNED,
    ROLES,
    SAID,
    SCOPE,
    WITHOUT_NOT,
)
from eval.claims.other_values import NUMERAL, TIME, digit_changed, other_size, other_time, ten_times
from rag.language import amounts_in
from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class Material:
    """What a fault can be made from.

    Attributes:
        printed: the words that the sentence is checked against, which must not happen to say the faulty sentence.
        near: clauses of the same article, outside `printed` as well.
        far: clauses of other articles.
        names: names of the same article, by tag.
        all_names: names of all articles, by tag.
    """

    printed: str
    near: Sequence[str]
    far: Sequence[str]
    names: dict[str, list[str]]
    all_names: dict[str, list[str]]


Faulty = tuple[str, Span]
"""A wrong sentence, and where it is wrong."""
Fault = Callable[[str, Material, random.Random], Faulty | None]


def another_number(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    spans = [m.span() for a in amounts_in(claim) for m in NUMERAL.finditer(claim, a.start, a.end)]
    if not spans:
        return None
    start, end = chance.choice(spans)
    number = claim[start:end]
    other = chance.choice([digit_changed, ten_times, other_size])(number, chance)
    if other == number or (other in material.printed and len(other) > 1):
        return None
    return _replaced(claim, start, end, other)


def another_time(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    found = list(TIME.finditer(claim))
    if not found:
        return None
    match = chance.choice(found)
    other = other_time(match.group(), chance)
    if not other or other == match.group() or (other in material.printed and chance.random() < 0.5):
        return None
    return _replaced(claim, *match.span(), other)


def another_name(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A name of the same article half of the time, else one of another article that ends alike if possible."""
    named = [(w, t, at) for w, t, at in tagged_words(claim) if t in NAME_TAGS and len(w) > 1]
    if not named:
        return None
    word, tag, start = chance.choice(named)
    own = [n for n in material.names.get(tag, ()) if n not in claim and word not in n]
    others = [n for n in material.all_names.get(tag, ()) if n not in material.printed]
    alike = [n for n in others if n[-1] == word[-1]]
    pool = own if own and chance.random() < 0.5 else alike or others
    return _replaced(claim, start, start + len(word), chance.choice(pool)) if pool else None


def another_noun(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A noun for another one of the same article, or of another that ends alike."""
    nouns = [(w, at) for w, t, at in tagged_words(claim) if t == "n" and len(w) > 1]
    if not nouns:
        return None
    word, start = chance.choice(nouns)
    texts = material.near if chance.random() < 0.4 else material.far
    pool = [
        w
        for clause in texts
        for w, t, _ in tagged_words(clause)
        if t == "n" and len(w) > 1 and w not in claim
    ]
    alike = [w for w in pool if w[-1] == word[-1]]
    pool = alike or pool
    return _replaced(claim, start, start + len(word), chance.choice(pool)) if pool else None


def swapped(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """Two names or two numbers of the sentence in each other's place."""
    by_kind = defaultdict[str, list[Span]](list)
    for word, tag, at in tagged_words(claim):
        if tag in NAME_TAGS and len(word) > 1:
            by_kind[tag[:2]].append(Span(at, at + len(word)))
    by_kind["number"] = [
        Span(*m.span()) for a in amounts_in(claim) for m in NUMERAL.finditer(claim, a.start, a.end)
    ]
    pairs = [
        (a, b)
        for spans in by_kind.values()
        for a in spans
        for b in spans
        if a.end < b.start and claim[a.start : a.end] != claim[b.start : b.end]
    ]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    first, second = claim[a.start : a.end], claim[b.start : b.end]
    if re.fullmatch(r"[、和与及]+", claim[a.end : b.start]):  # 甲、乙 is 乙、甲
        return None
    text = claim[: a.start] + second + claim[a.end : b.start] + first + claim[b.end :]
    return text, Span(a.start, b.end)


def other_polarity(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    opposites = [
        (m.start(), m.end(), other) for one, other in OPPOSITES.items() for m in re.finditer(one, claim)
    ]
    negated = [(m.start(), m.end(), WITHOUT_NOT[m.group()]) for m in NOT.finditer(claim)]
    verbs = [
        (at, at, _negation(word, chance))
        for word, tag, at in tagged_words(claim)
        if tag == "v" and word not in NOT_NEGATED and not NOT.search(claim[max(0, at - 2) : at])
    ]
    kinds = [kind for kind in (opposites, negated, verbs) if kind]
    if not kinds:
        return None
    start, end, other = chance.choice(chance.choice(kinds))
    if start == end and claim[start : start + 1] == "有":
        other = "没"
    return _replaced(claim, start, end, other)


def other_modality(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    told = [
        (m.start(), m.end(), chance.choice(others))
        for pattern, others in MODALITY
        for m in re.finditer(pattern, claim)
    ]
    if not told and "将" not in claim:  # a done thing told as planned
        verbs = [
            (at, at, chance.choice(PLANNED)) for w, t, at in tagged_words(claim) if t == "v" and len(w) > 1
        ]
        told = verbs[:2]
    if not told:
        return None
    start, end, other = chance.choice(told)
    text, span = _replaced(claim, start, end, other)
    if other in PLANNED:
        text = text[: span.end] + text[span.end :].replace("了", "", 1)
    return text, span


def other_scope(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    told = [
        (m.start(), m.end(), chance.choice(others))
        for pattern, others in SCOPE
        for m in re.finditer(pattern, claim)
    ]
    if not told or chance.random() < 0.3:
        verbs = [at for word, tag, at in tagged_words(claim) if tag == "v" and at > 1]
        told += [(at, at, chance.choice(("全部", "全都", "只", "仅", "最先", "第一个"))) for at in verbs[:2]]
        nouns = [at for word, tag, at in tagged_words(claim) if tag == "n" and len(word) > 1]
        told += [
            (at, at, chance.choice(("所有", "全部", "每一个", "全市", "全省", "全国"))) for at in nouns[:2]
        ]
    if not told:
        return None
    start, end, other = chance.choice(told)
    return None if other in claim else _replaced(claim, start, end, other)


def another_cause(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A reason that is not printed as one, in front of the sentence or behind it."""
    clause = _other_clause(claim, material, chance)
    if not clause:
        return None
    if chance.random() < 0.5:
        lead = chance.choice(("因为", "由于", "因")) + clause + "，"
        return lead + claim, Span(0, len(lead))
    tail = chance.choice(("，是因为", "，原因是", "，因为", "，从而使得", "，导致")) + clause
    bare = claim.rstrip("。！？")
    return bare + tail + "。", Span(len(bare), len(bare) + len(tail))


def an_addition(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A clause that is not printed there."""
    clause = _other_clause(claim, material, chance)
    if not clause:
        return None
    if chance.random() < 0.7:
        bare = claim.rstrip("。！？")
        tail = "，" + chance.choice(("并", "还", "并且", "同时", "")) + clause
        return bare + tail + "。", Span(len(bare), len(bare) + len(tail))
    lead = chance.choice(("在", "", "")) + clause + chance.choice(("之后，", "，", "的"))
    return lead + claim, Span(0, len(lead))


def blended(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """The beginning of the sentence with the end of another one, or the other way round."""
    other = _other_clause(claim, material, chance, share_of_near=0.9)
    clauses = [c for c in re.split(r"[，；]", claim.rstrip("。！？")) if c]
    if not other or not clauses:
        return None
    subject = subject_of(clauses[0])
    rest = without_subject(other)
    if not subject or not rest:
        return None
    return f"{subject}{rest}。", Span(len(subject), len(subject) + len(rest))


def another_speaker(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """Words in another's mouth."""
    people = [n for tag in ("nr", "nrt", "nt", "ns") for n in material.names.get(tag, ()) if n not in claim]
    roles = [r for r in ROLES if r not in claim]
    who = chance.choice(people) if people and chance.random() < 0.6 else chance.choice(roles)
    said = SAID.search(claim)
    if said and said.group(1):
        return _replaced(claim, *said.span(1), who)
    if who in material.printed and chance.random() < 0.5:
        return None
    lead = who + chance.choice(("说", "表示", "介绍", "称", "告诉记者", "认为")) + "，"
    return lead + claim, Span(0, len(lead))


def something_else(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A sentence that is printed elsewhere, about the same subject or made to look so."""
    other = _other_clause(claim, material, chance, share_of_near=0.6)
    if not other:
        return None
    names = [n for ns in material.names.values() for n in ns]
    subject = subject_of(claim) or (chance.choice(names) if names else "")
    lead = subject if chance.random() < 0.5 and subject not in other else ""
    text = f"{lead}{other}。"
    return text, Span(len(lead), len(text) - 1)


FAULTS: tuple[tuple[str, Fault, float], ...] = (
    ("number", another_number, 1.0),
    ("time", another_time, 1.2),
    ("entity", another_name, 1.4),
    ("entity", another_noun, 0.8),
    ("swap", swapped, 2.0),
    ("polarity", other_polarity, 1.2),
    ("modality", other_modality, 1.2),
    ("scope", other_scope, 1.0),
    ("cause", another_cause, 0.9),
    ("addition", an_addition, 0.9),
    ("blend", blended, 0.8),
    ("quote", another_speaker, 0.8),
    ("outside", something_else, 0.7),
)
"""Kind, function, and weight of the draw."""


def with_fault(claim: str, material: Material, chance: random.Random) -> tuple[str, Faulty] | None:
    """A kind of fault, and the sentence with it; None if no try succeeds."""
    for kind, fault, _ in chance.choices(FAULTS, [weight for *_, weight in FAULTS], k=4):
        made = fault(claim, material, chance)
        if made and made[0] != claim and _bare(made[0]) not in _bare(material.printed):
            return kind, made
    return None


def _replaced(claim: str, start: int, end: int, other: str) -> Faulty:
    text = claim[:start] + other + claim[end:]
    return text, Span(start, max(start + len(other), start + 1))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _negation(verb: str, chance: random.Random) -> str:
    return (
        chance.choice(("没有", "并未", "未", "不", "没"))
        if len(verb) > 1
        else chance.choice(("没有", "没", "不"))
    )


def _other_clause(claim: str, material: Material, chance: random.Random, share_of_near: float = 0.5) -> str:
    near = [c for c in material.near if c not in material.printed and c not in claim]
    pool = near if near and chance.random() < share_of_near else material.far
    return chance.choice(pool) if pool else ""
