"""Finds the characters that sound like another one, by the readings that pypinyin knows."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

# How unlike two sounds are. The scale is that of the score in `rag.language.zh.spelling`, from which it is deducted.
OTHER_TONE = 0.7
OTHER_READING = 3.0  # one of the two characters is seldom read so
CONFUSED = 5.0  # sounds that some dialects do not tell apart

_TONES = {"\u0300", "\u0301", "\u0304", "\u030c"}
_CONFUSED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"))


@lru_cache(maxsize=512)
def sound_alikes(character: str) -> Mapping[str, float]:
    """The characters that may be typed for `character` by mistake, each with how unlike it sounds (0: the same)."""
    sounds = {_dialect(reading) for reading in _readings(character)}
    alike = {other for sound in sounds for other in _characters_by_sound()[sound] if other != character}
    return {other: _distance(character, other) for other in alike}


def _distance(one: str, other: str) -> float:
    ours, theirs = _readings(one), _readings(other)
    if ours[0] == theirs[0]:
        return 0.0
    if _without_tone(ours[0]) == _without_tone(theirs[0]):
        return OTHER_TONE
    same = set(map(_without_tone, ours)) & set(map(_without_tone, theirs))
    return OTHER_READING if same else CONFUSED


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The readings of a character as pinyin with tone marks, the commonest first; empty if it has none."""
    # Loaded at the first misspelt word: the dictionary takes 0.2 s.
    from pypinyin.constants import PINYIN_DICT

    readings: str = PINYIN_DICT.get(ord(character), "")
    return tuple(filter(None, readings.split(",")))


@cache
def _without_tone(reading: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", reading) if part not in _TONES)


@cache
def _dialect(reading: str) -> str:
    """One form for all syllables that some dialects do not tell apart: zh and z, n and l, f and h, -ng and -n."""
    syllable = _without_tone(reading)
    for initial, taken in _CONFUSED_INITIALS:
        if syllable.startswith(initial):
            syllable = taken + syllable.removeprefix(initial)
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@cache
def _characters_by_sound() -> Mapping[str, tuple[str, ...]]:
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for character in _everyday_characters():
        for sound in {_dialect(reading) for reading in _readings(character)}:
            by_sound[sound].append(character)
    return defaultdict(tuple, {sound: tuple(characters) for sound, characters in by_sound.items()})


def _everyday_characters() -> Iterator[str]:
    """The simplified characters of GB 2312, the national standard of the characters in common use."""
    for row in range(0xB0, 0xF8):
        for column in range(0xA1, 0xFF):
            yield from bytes((row, column)).decode("gb2312", "ignore")
