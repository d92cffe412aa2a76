"""Adjusts the words that a reader marked as the answer, so that they begin and end where a person would mark them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import cycle

import rjieba

from rag.language import mentions
from rag.text.normalise import match_form
from rag.text.sentences import Span
from rag.text.words import pos_tagged

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "【": "】", "「": "」", "『": "』", "[": "]"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_MEASURES = ("m", "q")  # the segmenter's tags of numbers and measure words
_NO_UNITS = ("f", "p", "c", "u", "uj")  # tags of 前 (14:00前), 在, 和, 的
_TIME = "t"
_IN_NUMBERS = (".", ",", ":", "：", "-")
_UNITS_BEFORE_NUMBERS = ("小时", "时", "点", "分")  # 1小时09分; not tagged as measures


def whole_words(text: str, marked: Span, printed: date | None) -> Span | None:
    """The marked words of a text, extended to whole words, dates, amounts with their unit, and to both marks of a pair; without
    punctuation at their ends. None if no words are marked.

    Args:
        printed: the day on which the text was printed.
    """
    start, end = marked.start, marked.end
    dates = (Span(mention.start, mention.end) for mention in mentions(text, printed))
    for piece in (*_pieces(text), *dates):
        if piece.start < start < piece.end:
            start = piece.start
        if piece.start < end < piece.end:
            end = piece.end
    text = _with_paired_quotes(text)
    start, end = _balanced(text, *_trimmed(text, start, end))
    start, end = _trimmed(text, start, end)
    return Span(start, end) if start < end else None


# --- words and amounts ---


def _pieces(text: str) -> Iterator[Span]:
    """The words of a text; an amount or a time is one piece (`1小时09分`, `3.05亿元`)."""
    start = end = 0
    before, tag_before = "", ""
    for word, tag in pos_tagged(match_form(text)):
        if not _continues(before, tag_before, word, tag):
            if not _is_guess(before, tag_before):
                yield Span(start, end)
            start = end
        end += len(word)
        before, tag_before = word, tag
    yield Span(start, end)


def _is_guess(word: str, tag: str) -> bool:
    """Whether the segmenter guessed a Chinese word that its dictionary lacks: many of these are no words (`郭说`)."""
    return word > "\u3000" and tag not in _MEASURES and not rjieba.has_word(word)


def _continues(before: str, tag_before: str, word: str, tag: str) -> bool:
    """Whether a word belongs to the same piece as the word before it."""
    if before[-1:].isdigit():
        is_character = len(word) == 1 and word.isalpha() and tag not in _NO_UNITS
        return tag in _MEASURES or is_character or word in ("小时", "℃", *_IN_NUMBERS)
    if word[0].isdigit():
        return tag_before in (*_MEASURES, _TIME) or before in _UNITS_BEFORE_NUMBERS + _IN_NUMBERS
    are_latin = before[-1:].isalpha() and word[0].isalpha() and max(before[-1:], word[0]) < "\u3000"
    return are_latin or (tag_before in _MEASURES and tag in _MEASURES)


# --- punctuation ---


def _with_paired_quotes(text: str) -> str:
    """The text with straight quotation marks as opening and closing ones in turn."""
    marks = cycle("“”")
    return "".join(next(marks) if character == '"' else character for character in text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out space and punctuation at both ends; a mark stays if the other one of its pair is within."""
    lone = _lone_marks(text, start, end)
    while start < end and _is_margin(text, start, lone):
        start += 1
    while start < end and _is_margin(text, end - 1, lone):
        end -= 1
    return start, end


def _is_margin(text: str, at: int, lone: set[int]) -> bool:
    character = text[at]
    if character in _PAIRS or character in _OPENING:
        return at in lone
    is_minus = character == "-" and text[at + 1 : at + 2].isdigit()
    is_punctuation = unicodedata.category(character).startswith("P") and character not in "%‰"
    return character.isspace() or (is_punctuation and not is_minus)


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend to the other mark of each pair that is cut."""
    for at in sorted(_lone_marks(text, start, end)):
        if text[at] in _PAIRS:
            end = max(end, text.find(_PAIRS[text[at]], end) + 1)
        elif (opening := text.rfind(_OPENING[text[at]], 0, start)) >= 0:
            start = opening
    return start, end


def _lone_marks(text: str, start: int, end: int) -> set[int]:
    """Where in a part of a text there is one mark of a pair without the other."""
    opened: list[int] = []
    lone: set[int] = set()
    for at in range(start, end):
        if text[at] in _PAIRS:
            opened.append(at)
        elif text[at] in _OPENING:
            if opened and _PAIRS[text[opened[-1]]] == text[at]:
                opened.pop()
            else:
                lone.add(at)
    return lone.union(opened)
