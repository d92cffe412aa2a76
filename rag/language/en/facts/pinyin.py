"""Spells Chinese names in pinyin as English papers do: without tones, `Li Zhiyuan`, `Jian'an`."""

from __future__ import annotations

from collections.abc import Sequence

from pypinyin import lazy_pinyin

from rag.language.zh.people import surname_of

_SURNAMES = {"曾": "Zeng", "单": "Shan", "解": "Xie", "仇": "Qiu", "区": "Ou", "查": "Zha", "盖": "Ge", "朴": "Piao",
    "缪": "Miao", "翟": "Zhai", "覃": "Qin", "乐": "Yue"}  # fmt: skip


def person_in_pinyin(name: str) -> str:
    """A person's name, surname first."""
    surname = surname_of(name)
    return f"{surname_in_pinyin(surname)} {word_in_pinyin(name[len(surname) :])}".strip()


def surname_in_pinyin(surname: str) -> str:
    return _SURNAMES.get(surname) or word_in_pinyin(surname)


def word_in_pinyin(word: str) -> str:
    """A name in one capitalised word. An apostrophe stands before a later syllable that begins with a vowel."""
    return _joined(lazy_pinyin(word, v_to_u=True)).capitalize()


def _joined(syllables: Sequence[str]) -> str:
    first, *others = syllables or [""]
    return first + "".join(f"'{s}" if s[:1] in ("a", "e", "o") else s for s in others)
