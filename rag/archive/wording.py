"""Whether two printed texts are the same story: a reprint, agency copy, or one article from page and export.

Candidates are found by the bands of their MinHash signatures, whose equal rows are as many as the texts have word
shingles in common (Broder 1997; banding: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4). What then
decides is read sentence by sentence: notices of one series have most words in common and are different stories.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache, cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from rag.dates import Period, event_days
from rag.script import to_simplified
from rag.sentences import sentence_spans

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 4  # words: a Chinese character, a Latin word or a number each
BANDS, ROWS = (
    32,
    3,
)  # finds 0.98 of the pairs that have half of their shingles in common, 0.03 of those with a tenth
SEED = 20_240_318

LIKE = 0.4  # share of common shingles, of both texts' together, of copies at least
OWN = 0.1  # share of words that the shorter copy may have for itself
ALIKE = 0.6  # two sentences this alike are one sentence in two wordings
FEW = 20  # shingles: a shorter text tells a story only as a whole
SAME_TIME = 3  # days within which the same `昨日` may be printed of the same day

Words = tuple[str, ...]

_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[^\W\d_a-z]")
_DISPATCH = re.compile(
    r"\s*(?:本报|据?新华社|据?中新社|据?中新网|據?新華社|本報)[^（(\n。]{0,16}?(?:讯|电|訊|電|消息|报道|報道)"
    r"\s*(?:[（(][^）)\n]{0,40}[）)])?"
)
_OURS = frozenset("我 本 全".split())  # of `我市`, which a paper elsewhere calls by its name
_DAY_WORDS = frozenset("昨 昨日 昨天 今 今日 今天 前天".split())  # which a paper of another day dates


@dataclass(frozen=True)
class Wording:
    """A printed text as it is compared: simplified script, no punctuation, no dispatch line.

    Attributes:
        text: as printed.
        printed: the day of its article.
    """

    text: str
    printed: date | None

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        text = _DISPATCH.sub("", self.text, count=1) if _DISPATCH.match(self.text) else self.text
        cut = (words(text[span.start : span.end]) for span in sentence_spans(text))
        return tuple(sentence for sentence in cut if sentence)

    @cached_property
    def words(self) -> Words:
        return tuple(word for sentence in self.sentences for word in sentence)

    @cached_property
    def shingles(self) -> frozenset[Words]:
        count = max(1, len(self.words) - SHINGLE + 1)
        return frozenset(self.words[i : i + SHINGLE] for i in range(count) if self.words)

    @cached_property
    def joined(self) -> str:
        return joined(self.words)

    def prints(self, sentence: Words) -> bool:
        """Whether these words stand there in this order."""
        return joined(sentence) in self.joined

    def bands(self) -> tuple[int, ...]:
        """Keys under which copies find each other: two texts with one in common may be the same story. Signed 64-bit
        integers; none for an empty text."""
        if not self.shingles:
            return ()
        signature = _unsigned().copy()
        signature.update_batch([joined(shingle).encode() for shingle in self.shingles])
        values = signature.hashvalues.astype("<u4")
        return tuple(_key(band, values[band * ROWS : (band + 1) * ROWS].tobytes()) for band in range(BANDS))


def words(text: str) -> Words:
    """Its words in small simplified letters: characters, Latin words, numbers."""
    plain = to_simplified(unicodedata.normalize("NFKC", text)).lower()
    return tuple(_WORD.findall(plain))


def joined(parts: Iterable[str]) -> str:
    """Words as one string in which only whole words are found."""
    return f" {' '.join(parts)} "


def same_story(a: Wording, b: Wording) -> bool:
    """Whether one of two texts says nothing that the other does not: no other number, no other name, no other day."""
    shorter, longer = sorted((a, b), key=lambda wording: len(wording.words))
    if min(len(a.shingles), len(b.shingles)) < FEW:
        return bool(a.words) and a.words == b.words and a.printed == b.printed
    common = len(a.shingles & b.shingles)
    if common < LIKE * (len(a.shingles) + len(b.shingles) - common) or _other_days(a, b):
        return False
    own = [sentence for sentence in shorter.sentences if not longer.prints(sentence)]
    return _own_share(own, shorter, longer) <= OWN and not any(_contradicts(s, shorter, longer) for s in own)


def _own_share(own: Sequence[Words], shorter: Wording, longer: Wording) -> float:
    """Share of the shorter text that stands in sentences of its own; an alike sentence counts by what differs."""
    alike = (_most_alike(sentence, longer) for sentence in own)
    return sum(len(pair.own) - pair.kept for pair in alike) / len(shorter.words)


def _contradicts(sentence: Words, own: Wording, other: Wording) -> bool:
    """Whether the other text has this sentence with another number or word in the place of one, or lacks a number of
    it."""
    pair = _most_alike(sentence, other)
    if not pair.other:
        return not {word for word in sentence if word[0].isdigit()} <= set(other.words)
    replaced = [words for words in pair.replaced if not _OURS & set(words)]
    if all(_DAY_WORDS & set(words) for words in replaced):
        return bool(replaced) and _days(pair.own, own.printed) != _days(pair.other, other.printed)
    return True


def _days(sentence: Sequence[str], printed: date | None) -> set[Period]:
    return set(event_days("".join(sentence), printed))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A sentence, and the sentence of another text that is the same in another wording.

    Attributes:
        other: empty where there is none.
        kept: how many words both have.
        replaced: what stands there in the place of what.
    """

    own: Words
    other: Words = ()
    kept: int = 0
    replaced: tuple[tuple[str, str], ...] = ()


def _most_alike(sentence: Words, other: Wording) -> _Pair:
    matches = [(SequenceMatcher(None, sentence, there, autojunk=False), there) for there in other.sentences]
    match, there = max(matches, key=lambda pair: pair[0].ratio() if pair[0].quick_ratio() >= ALIKE else 0.0)
    if match.ratio() < ALIKE:
        return _Pair(sentence)
    replaced = (
        ("".join(sentence[i:j]), "".join(there[k:m]))
        for operation, i, j, k, m in match.get_opcodes()
        if operation == "replace"
    )
    return _Pair(sentence, there, sum(block.size for block in match.get_matching_blocks()), tuple(replaced))


def _other_days(a: Wording, b: Wording) -> bool:
    """Whether words that count from the day of printing (`明天`, `昨日`) mean other days in the two articles."""
    if a.printed is None or b.printed is None or a.printed == b.printed:
        return False
    shared = min((a, b), key=lambda wording: len(wording.words)).text
    days_a, days_b = (set(event_days(shared, printed)) for printed in (a.printed, b.printed))
    announced = any(day.end >= max(a.printed, b.printed) for day in days_a ^ days_b)
    return announced or (days_a != days_b and abs((a.printed - b.printed).days) > SAME_TIME)


@cache
def _unsigned() -> MinHash:
    """A signature of no shingles, whose permutations all others share."""
    from datasketch import MinHash  # imports SciPy

    return MinHash(BANDS * ROWS, seed=SEED, scheme="affine32")


def _key(band: int, rows: bytes) -> int:
    digest = blake2b(rows, digest_size=8, salt=band.to_bytes(2, "little")).digest()
    return int.from_bytes(digest, "little", signed=True)
