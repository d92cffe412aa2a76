"""Decides whether two printed texts are the same story: a reprint, agency copy, or one article from page and export.

Candidates share a band of their MinHash signatures, which estimate the share of common word shingles (Broder 1997;
banding: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4). `compare` then compares candidates sentence by
sentence, because different notices of one series (water cuts, roadworks) have most of their words in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from rag.dates import Period
from rag.language import mentioned_days
from rag.text.normalise import comparison_form

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 4  # words per shingle; a word is a Chinese character, a Latin word, or a number
# With these, 0.98 of the pairs that share half of their shingles have a common band, and 0.03 of those that share a tenth.
BANDS, ROWS = 32, 3
SEED = 20_240_318

MIN_COMMON = 0.4  # copies share at least this part of their shingles (Jaccard)
MAX_UNMATCHED = 0.1  # part of the shorter copy's words that the longer one may lack
SAME_SENTENCE = 0.6  # two sentences with this ratio of equal words are versions of one sentence
MIN_SHINGLES = 20  # texts with fewer shingles are copies only if they are equal
MAX_DAYS_APART = 3  # days between two printings in which `昨日` may mean the same event

Words = tuple[str, ...]

_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[^\W\d_a-z]")
# One class for all marks, because a copy may use another mark at the same place.
_SENTENCE_END = re.compile(r"[。！？!?；;…\n]|\.(?!\d)")
_DISPATCH = re.compile(
    r"\s*(?:本报|据?新华社|据?中新社|据?中新网|據?新華社|本報)[^（(\n。]{0,16}?(?:讯|电|訊|電|消息|报道|報道)"
    r"\s*(?:[（(][^）)\n]{0,40}[）)])?"
)
_LOCAL_WORDS = frozenset(
    "我 本 全".split()
)  # as in `我市`: a paper from elsewhere prints the city's name instead
_DAY_WORDS = frozenset(
    "昨 昨日 昨天 今 今日 今天 前天".split()
)  # a paper of another day prints the date instead


@dataclass(frozen=True)
class Wording:
    """A printed text prepared for comparison: words in simplified script, without punctuation and dispatch line.

    Attributes:
        text: the text as printed.
        printed: date of the article.
    """

    text: str
    printed: date | None

    def __reduce__(self) -> tuple[type[Wording], tuple[str, date | None]]:
        """To another process goes the text alone: what is computed from it is many times as large."""
        return Wording, (self.text, self.printed)

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        sentences = (words(sentence) for sentence in _SENTENCE_END.split(without_dispatch(self.text)))
        return tuple(sentence for sentence in sentences if sentence)

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

    def contains(self, sentence: Words) -> bool:
        """Whether the text contains these words in this order."""
        return joined(sentence) in self.joined

    def bands(self) -> tuple[int, ...]:
        """Band keys, as signed 64-bit integers. Two texts with a common key may be the same story; empty for an empty text."""
        if not self.shingles:
            return ()
        signature = _empty_signature().copy()
        signature.update_batch([joined(shingle).encode() for shingle in self.shingles])
        values = signature.hashvalues.astype("<u4")
        return tuple(_key(band, values[band * ROWS : (band + 1) * ROWS].tobytes()) for band in range(BANDS))


def words(text: str) -> Words:
    """The words of a text: Chinese characters (simplified), lower-case Latin words, and numbers."""
    return tuple(_WORD.findall(comparison_form(text)))


def without_dispatch(text: str) -> str:
    """`text` without a leading dispatch line such as `本报讯（记者 …）`."""
    dispatch = _DISPATCH.match(text)
    return text[dispatch.end() :] if dispatch else text


def joined(parts: Iterable[str]) -> str:
    """Words as one string, with spaces around each word, so that a substring search finds whole words only."""
    return f" {' '.join(parts)} "


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing two texts.

    Attributes:
        common: Jaccard similarity of their shingles, 0-1.
        same: they are one story: one text says nothing that the other does not say.
        contradict: they are two stories: a sentence of one gives another day, number or name in the other.
    """

    common: float
    same: bool = False
    contradict: bool = False


def compare(a: Wording, b: Wording) -> Comparison:
    """Compare two texts: how much they have in common, and whether they are the same story."""
    shorter, longer = sorted((a, b), key=lambda wording: len(wording.words))
    if not shorter.words:
        return Comparison(0.0)
    shared = len(a.shingles & b.shingles)
    common = shared / (len(a.shingles) + len(b.shingles) - shared)
    if min(len(a.shingles), len(b.shingles)) < MIN_SHINGLES:
        return Comparison(common, same=a.words == b.words and a.printed == b.printed)
    if common < MIN_COMMON:
        return Comparison(common)
    pairs: list[_SentencePair] = []
    for sentence in shorter.sentences:
        if not longer.contains(sentence):
            pairs.append(_closest(sentence, longer))
            if _contradicts(pairs[-1], shorter, longer):
                return Comparison(common, contradict=True)
    if _relative_days_differ(a, b):
        return Comparison(common, contradict=True)
    unmatched = sum(len(pair.sentence) - pair.common_words for pair in pairs) / len(shorter.words)
    new_number = any(not pair.counterpart and _numbers(pair.sentence) - set(longer.words) for pair in pairs)
    return Comparison(common, same=unmatched <= MAX_UNMATCHED and not new_number)


def _contradicts(pair: _SentencePair, shorter: Wording, longer: Wording) -> bool:
    """Whether the two versions of a sentence differ in a number or word.

    `我市` for the name of the city is no contradiction; `昨日` for a date is one only if it means another day.
    """
    replaced = [words for words in pair.replaced if not _LOCAL_WORDS & set(words)]
    if all(_DAY_WORDS & set(words) for words in replaced):
        return bool(replaced) and _days(pair.sentence, shorter.printed) != _days(
            pair.counterpart, longer.printed
        )
    return True


def _numbers(sentence: Words) -> set[str]:
    return {word for word in sentence if word[0].isdigit()}


def _days(sentence: Sequence[str], printed: date | None) -> set[Period]:
    return set(mentioned_days("".join(sentence), printed))


@dataclass(frozen=True, slots=True)
class _SentencePair:
    """A sentence of the shorter text, and its version in the longer one.

    Attributes:
        counterpart: the version in the longer text; empty if there is none.
        common_words: number of words that both have.
        replaced: (words here, words there) for each place where they differ.
    """

    sentence: Words
    counterpart: Words = ()
    common_words: int = 0
    replaced: tuple[tuple[str, str], ...] = ()


def _closest(sentence: Words, longer: Wording) -> _SentencePair:
    """Pair a sentence with the most similar sentence of the longer text."""
    other = _most_similar(sentence, longer.sentences)
    if not other:
        return _SentencePair(sentence)
    match = SequenceMatcher(None, sentence, other, autojunk=False)
    replaced = (
        ("".join(sentence[i:j]), "".join(other[k:m]))
        for operation, i, j, k, m in match.get_opcodes()
        if operation == "replace"
    )
    common_words = sum(block.size for block in match.get_matching_blocks())
    return _SentencePair(sentence, other, common_words, tuple(replaced))


def _most_similar(sentence: Words, others: Iterable[Words]) -> Words:
    """The sentence with the highest ratio of equal words, if that is at least `SAME_SENTENCE`; else an empty one."""
    matcher = SequenceMatcher(None, b=sentence, autojunk=False)  # it prepares `b` once for all others
    best: Words = ()
    most = SAME_SENTENCE
    for other in others:
        matcher.set_seq1(other)
        # upper bounds of the ratio, the cheapest first
        if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
            continue
        if (ratio := matcher.ratio()) > most or (not best and ratio == most):
            best, most = other, ratio
    return best


def _relative_days_differ(a: Wording, b: Wording) -> bool:
    """Whether words relative to the date of printing (`明天`, `昨日`) mean different days in the two articles."""
    if a.printed is None or b.printed is None or a.printed == b.printed:
        return False
    shared = min((a, b), key=lambda wording: len(wording.words)).text
    days_a, days_b = (_days_of(shared, printed) for printed in (a.printed, b.printed))
    announced = any(day.end >= max(a.printed, b.printed) for day in days_a ^ days_b)
    return announced or (days_a != days_b and abs((a.printed - b.printed).days) > MAX_DAYS_APART)


@lru_cache(maxsize=4096)
def _days_of(text: str, printed: date) -> frozenset[Period]:
    """The days that a text names. Cached: a new article is compared with many others, and these with the next one again."""
    return frozenset(mentioned_days(text, printed))


@cache
def _empty_signature() -> MinHash:
    """The signature of an empty set. All signatures are copies of it, so that they share its permutations."""
    from datasketch import MinHash  # slow to import: it imports SciPy

    return MinHash(BANDS * ROWS, seed=SEED, scheme="affine32")


def _key(band: int, rows: bytes) -> int:
    digest = blake2b(rows, digest_size=8, salt=band.to_bytes(2, "little")).digest()
    return int.from_bytes(digest, "little", signed=True)
