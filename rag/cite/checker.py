"""The one gate for sentences in a model's or an editor's words: is each carried by the printed words that it cites?"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Literal

from rag.cite.claim import Support
from rag.cite.entailment import Doubt, Entailment
from rag.cite.names import unprinted_names
from rag.cite.polarity import turned_round
from rag.cite.values import wrong_values
from rag.embedding import Embedder
from rag.embedding.context import context
from rag.language import is_foreign, locale_of
from rag.language.en.glossary import expressions
from rag.reader.features import translated
from rag.schema import Version
from rag.text.normalise import search_form
from rag.text.sentences import Span, sentence_spans

Reason = Literal["nothing_printed", "fragment", "value", "name", "polarity", "meaning"]
"""Why a claim is unsupported: nothing printed is like it; it is no whole sentence; an amount, day, time or name in it is not
printed; it denies what is printed, or tells a plan as done; or the printed words mean something else."""

# Logits of `Doubt` above which a claim is unsupported, chosen on the tuning parts: the network knows less of claims in another
# language than the print.
DOUBTED_ABOVE, FOREIGN_DOUBTED_ABOVE = 4.0, -1.0
CERTAIN = 6.5  # with a second sentence, as many wrong as true ones of these claims of the tuning parts pass
TRANSLATED_SHARE = 1 / 3  # of the words of a claim in another language; of 188 true ones, 10 % have fewer
SHORTEST = 6  # letters and digits of a claim: `2023年` says nothing of what was then
AROUND = 80  # characters of the article before and after the cited sentences that are read with them
KEPT = 512  # verdicts

_NUMERAL = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """Whether the printed words support a claim.

    Attributes:
        reasons: why not; empty if they do.
        at_fault: the words of the claim that are wrong or not printed.
        certain: a second printed sentence would not help.
    """

    reasons: tuple[Reason, ...]
    at_fault: tuple[str, ...] = ()
    certain: bool = False

    @property
    def supported(self) -> bool:
        return not self.reasons


class ClaimChecker:
    """Checks sentences against printed words. Thread-safe."""

    def __init__(self, entailment: Callable[[], Entailment]) -> None:
        """
        Args:
            entailment: gives the network, always the same one.
        """
        self._entailment = entailment
        self.check = lru_cache(KEPT)(self._check)  # the answerer and the gate check the same sentence

    @classmethod
    def load(cls, cache_dir: Path, embedder: Embedder) -> ClaimChecker:
        """
        Args:
            cache_dir: folder of the embedded model, which is loaded if the embedder is another one.

        Raises:
            ReaderNotLoaded: the weights are missing, damaged, or trained for another embedded model.
        """
        loaded = _load(cache_dir, embedder)
        return cls(lambda: loaded)

    @classmethod
    def on_first_use(cls, cache_dir: Path, embedder: Embedder) -> ClaimChecker:
        """See `load`; the network is loaded when the first claim is checked."""
        return cls(cache(partial(_load, cache_dir, embedder)))

    def bind(
        self, claim: str, passages: Iterable[tuple[Version, int, int]]
    ) -> tuple[tuple[Support, ...], ClaimVerdict]:
        """The one or two printed sentences that support a claim; none if it is unsupported, with the verdict on the likeliest.

        Args:
            passages: (version, start, end) of the passages to search.
        """
        likely = likely_supports(claim, passages)
        first = self.check(claim, likely[:1])
        if first.supported:
            return likely[:1], first
        if len(likely) > 1 and not first.certain:
            both = self.check(claim, likely[:2])
            if both.supported:
                return likely[:2], both
        return (), first

    def _check(self, claim: str, printed: tuple[Support, ...]) -> ClaimVerdict:
        """Whether the printed words, read with the words around them and the headline, say what the claim says."""
        if not printed or not _is_about(claim, printed):
            return ClaimVerdict(("nothing_printed",), (claim,))
        if any(_words(claim) == _words(support.quote) for support in printed):
            return ClaimVerdict(())
        if len(_words(claim)) < SHORTEST:
            return ClaimVerdict(("fragment",), (claim,), certain=True)
        values = _wrong_in_each(claim, printed)
        if values:
            return ClaimVerdict(("value",), tuple(claim[s.start : s.end] for s in values))
        names = unprinted_names(claim, printed)
        if names:
            return ClaimVerdict(("name",), names)
        turned = turned_round(claim, printed[0].quote)
        if turned:
            return ClaimVerdict(("polarity",), (claim[turned.start : turned.end],), certain=True)
        foreign = is_foreign(printed[0].quote, locale_of(claim))
        doubt = self.doubt(claim, printed)
        if doubt.logit > (FOREIGN_DOUBTED_ABOVE if foreign else DOUBTED_ABOVE):
            words = claim[doubt.words.start : doubt.words.end]
            return ClaimVerdict(("meaning",), (words,), certain=doubt.logit > CERTAIN)
        return ClaimVerdict(())

    def doubt(self, claim: str, printed: Sequence[Support]) -> Doubt:
        """What the network says of the claim."""
        version = printed[0].version
        lead = context(version.headline, version.subheadline, version.date)
        return self._entailment().doubt(claim, lead, "\n".join(_read_with(printed)))


def _load(cache_dir: Path, embedder: Embedder) -> Entailment:
    from rag.embedding.encoder import Encoder

    return Entailment.load(embedder.encoder or Encoder.load(cache_dir, embedder.dtype))


def likely_supports(claim: str, passages: Iterable[tuple[Version, int, int]]) -> tuple[Support, ...]:
    """The printed sentences that have most in common with a claim, best first; those that have nothing, or are in
    another language than their article, are left out.

    Args:
        passages: (version, start, end)
    """
    sentences = [
        Support(version, "text", start + s.start, start + s.end)
        for version, start, end in passages
        for s in sentence_spans(version.text[start:end])
        if not is_foreign(version.text[start + s.start : start + s.end], locale_of(version.text))
    ]
    rarity = _rarity([sentence.quote for sentence in sentences])
    shared = [_shared(claim, sentence.quote, rarity) for sentence in sentences]
    best = sorted(range(len(sentences)), key=lambda i: shared[i], reverse=True)
    return tuple(sentences[i] for i in best if shared[i])


def _shared(claim: str, printed: str, rarity: Mapping[str, float]) -> float:
    """The pairs of characters that two texts share, and the rarity of the characters; in different languages, the numerals, and
    the rarity of the characters that translate the claim."""
    bare = _words(printed)
    if is_foreign(printed, locale_of(claim)):
        numerals = set(_NUMERAL.findall(claim)) & set(_NUMERAL.findall(printed))
        return len(numerals) + sum(rarity[bare[at]] for at in translated(claim, bare))
    said = _words(claim)
    return len(_pairs(said) & _pairs(bare)) + sum(rarity[c] for c in set(said) & set(bare))


def _rarity(sentences: Sequence[str]) -> dict[str, float]:
    """The inverse document frequency of each character."""
    found = Counter(character for sentence in sentences for character in set(_words(sentence)))
    return {character: math.log((len(sentences) + 1) / (n + 0.5)) for character, n in found.items()}


def _is_about(claim: str, printed: Sequence[Support]) -> bool:
    """Whether enough words of a claim in another language stand in print; the network cannot tell what is quite unrelated."""
    if not is_foreign(printed[0].quote, locale_of(claim)):
        return True
    text = search_form("\n".join(support.surroundings for support in printed))
    words = expressions(claim)
    found = sum(any(chinese in text for chinese in word.chinese) for word in words)
    return found >= TRANSLATED_SHARE * len(words)


def _wrong_in_each(claim: str, printed: Sequence[Support]) -> tuple[Span, ...]:
    """The values of the claim that are wrong by each of the cited sentences."""
    wrong = [wrong_values(claim, s.surroundings, s.version.date) for s in printed]
    return tuple(span for span in wrong[0] if all(span in others for others in wrong[1:]))


def _read_with(printed: Sequence[Support]) -> list[str]:
    """The cited sentences of each article with the words around them; those that touch are one text."""
    texts: list[tuple[Version, int, int]] = []
    for support in sorted(printed, key=lambda s: (s.version.article_id, s.start)):
        start, end = max(0, support.start - AROUND), support.end + AROUND
        if texts and texts[-1][0] == support.version and start <= texts[-1][2]:
            texts[-1] = (support.version, texts[-1][1], end)
        else:
            texts.append((support.version, start, end))
    return [version.text[start:end] for version, start, end in texts]


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, search_form(text)))


def _pairs(bare: str) -> set[str]:
    return {bare[i : i + 2] for i in range(len(bare) - 1)}
