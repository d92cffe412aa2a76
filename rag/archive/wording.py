"""Whether two printed texts are the same story: a reprint, agency copy, or one article from page and export.

Candidates are found by the bands of their MinHash signatures, whose equal rows are as many as the texts have word
shingles in common (Broder 1997; banding: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4). What then
decides is read sentence by sentence: notices of one series have most words in common and are different stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache, cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from rag.dates import Period
from rag.language import mentioned_days
from rag.text.normalise import comparison_form

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
_SENTENCE_END = re.compile(
    r"[。！？!?；;…\n]|\.(?!\d)"
)  # a copy may have any of them in the place of another
_DISPATCH = re.compile(
    r"\s*(?:本报|据?新华社|据?中新社|据?中新网|據?新華社|本報)[^（(\n。]{0,16}?(?:讯|电|訊|電|消息|报道|報道)"
    r"\s*(?:[（(][^）)\n]{0,40}[）)])?"
)
_OURS = frozenset("我 本 全".split())  # of `我市`, which a paper elsewhere calls by its name
_DAY_WORDS = frozenset("昨 昨日 昨天 今 今日 今天 前天".split())  # which a paper of another day dates


@dataclass(frozen=True)
class Wording:
    """A printed text as it is compared: in one script, without punctuation and dispatch line.

    Attributes:
        text: as printed.
        printed: the day of its article.
    """

    text: str
    printed: date | None

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        cut = (words(sentence) for sentence in _SENTENCE_END.split(without_dispatch(self.text)))
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
    """Its words in small letters: characters in one script, Latin words, numbers."""
    return tuple(_WORD.findall(comparison_form(text)))


def without_dispatch(text: str) -> str:
    """`text` without the `本报讯（记者 …）` that it begins with."""
    dispatch = _DISPATCH.match(text)
    return text[dispatch.end() :] if dispatch else text


def joined(parts: Iterable[str]) -> str:
    """Words as one string in which only whole words are found."""
    return f" {' '.join(parts)} "


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts compared.

    Attributes:
        common: share of common shingles, of both texts' together, 0-1.
        same: they are one story: one of them says nothing that the other does not.
        contradict: they say the same of another day, number or name: they are two stories, whatever lies between.
    """

    common: float
    same: bool = False
    contradict: bool = False


def compare(a: Wording, b: Wording) -> Likeness:
    """Whether two texts are the same story."""
    shorter, longer = sorted((a, b), key=lambda wording: len(wording.words))
    if not shorter.words:
        return Likeness(0.0)
    shared = len(a.shingles & b.shingles)
    common = shared / (len(a.shingles) + len(b.shingles) - shared)
    if min(len(a.shingles), len(b.shingles)) < FEW:
        return Likeness(common, same=a.words == b.words and a.printed == b.printed)
    if common < LIKE:
        return Likeness(common)
    own = [_most_alike(s, longer) for s in shorter.sentences if not longer.prints(s)]
    if _other_days(a, b) or any(_contradicts(pair, shorter, longer) for pair in own):
        return Likeness(common, contradict=True)
    share = sum(len(pair.own) - pair.kept for pair in own) / len(shorter.words)
    new_number = any(not pair.other and _numbers(pair.own) - set(longer.words) for pair in own)
    return Likeness(common, same=share <= OWN and not new_number)


def _contradicts(pair: _Pair, own: Wording, other: Wording) -> bool:
    """Whether the two say one sentence with another number or word in the place of one."""
    replaced = [words for words in pair.replaced if not _OURS & set(words)]
    if all(_DAY_WORDS & set(words) for words in replaced):
        return bool(replaced) and _days(pair.own, own.printed) != _days(pair.other, other.printed)
    return True


def _numbers(sentence: Words) -> set[str]:
    return {word for word in sentence if word[0].isdigit()}


def _days(sentence: Sequence[str], printed: date | None) -> set[Period]:
    return set(mentioned_days("".join(sentence), printed))


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
    days_a, days_b = (set(mentioned_days(shared, printed)) for printed in (a.printed, b.printed))
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
