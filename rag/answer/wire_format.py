"""Reads what a language model writes: one sentence a line, each ending in `[n]`, or the line `没有报道`.

The marks are hints: models double them, leave them out, write `【1】`, `[1-3]` or `[报道1]`. Reasoning in `<think>` and Markdown
are dropped, and so are questions: models repeat what they were asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.text.normalise import half_width
from rag.text.sentences import sentence_spans

NOT_REPORTED = "没有报道"
LONGEST_LINE = 2000  # characters; a longer line is cut: no sentence is as long


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence with the numbers of the passages that the model names for it; they may not exist."""

    text: str
    passages: tuple[int, ...]

    @property
    def is_not_reported(self) -> bool:
        """Whether it says that the passages hold no answer."""
        return bool(_NOT_REPORTED.fullmatch(half_width(self.text).strip(_ENDS)))


def written_sentences(pieces: Iterable[str]) -> Iterator[WrittenSentence]:
    """The sentences, each as soon as its line is complete.

    Args:
        pieces: of the model's text, as they arrive.
    """
    for line in _lines(_without_thinking(pieces)):
        yield from _sentences(_without_markdown(line[:LONGEST_LINE]))


_MARK = re.compile(
    r"\s*[\[【［〔(（]\s*\^?(?:报道|报导|来源|passage|source)?\s*(\d[\d\s,，、;；\-–—~～至到]*)\s*[\]】］〕)）]",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*(?:[-–—~～至到])\s*(\d+)|(\d+)")
_NOT_REPORTED = re.compile(
    r"(?:报道(?:原文)?(?:里|中)?)?(?:没有|沒有|未见|无|無|未)(?:相关|相關)?(?:报道|報道|報導|报导)|not reported",
    re.IGNORECASE,
)
_ENDS = "。.!！ 　“”\"'"
_WIDEST_RANGE = 20


def _sentences(line: str) -> Iterator[WrittenSentence]:
    """The sentences of a line; marks that follow several sentences belong to each of them."""
    start = 0
    marks = list(_mark_runs(line))
    for run_start, run_end, numbers in [*marks, (len(line), len(line), ())]:
        closing = line[run_end : run_end + 1]
        closing = closing if numbers and closing and closing in "。！？!?." else ""
        text, start = line[start:run_start].strip() + closing, run_end + len(closing)
        for span in sentence_spans(text):
            sentence = text[span.start : span.end].strip().lstrip("，,；;")
            if any(map(str.isalnum, sentence)) and not sentence.endswith(("：", ":", "？", "?")):
                yield WrittenSentence(sentence, numbers)


def _mark_runs(line: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Adjacent marks as one: (start, end, numbers)."""
    start, end, numbers = 0, -1, list[int]()
    for match in _MARK.finditer(line):
        if match.group().strip()[0] in "(（" and not _is_mark_in_round_brackets(line, match):
            continue
        if match.start() != end:
            if numbers:
                yield start, end, tuple(dict.fromkeys(numbers))
            start, numbers = match.start(), []
        end = match.end()
        numbers += _numbers(match.group(1))
    if numbers:
        yield start, end, tuple(dict.fromkeys(numbers))


def _is_mark_in_round_brackets(line: str, match: re.Match[str]) -> bool:
    """`……开放。(2)` is a mark, `预算(2023)为` none."""
    behind = line[match.end() :].strip()
    return len(match.group(1).strip()) < 3 and (
        not behind or line[: match.start()].rstrip().endswith(("。", "."))
    )


def _numbers(marked: str) -> list[int]:
    found: list[int] = []
    for first, last, single in _RANGE.findall(half_width(marked)):
        if single:
            found.append(int(single[:4]))
        else:
            low, high = int(first[:4]), int(last[:4])
            found += range(low, min(high, low + _WIDEST_RANGE) + 1)
    return found


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    unfinished = ""
    for piece in pieces:
        *complete, unfinished = (unfinished + piece).split("\n")
        yield from complete
        unfinished = unfinished[:LONGEST_LINE]
    yield unfinished


def _without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The text without `<think>…</think>`; what is never closed is dropped to its end."""
    waiting, thinking = "", False
    for piece in pieces:
        waiting += piece
        while True:
            tag = "</think>" if thinking else "<think>"
            before, found, behind = waiting.partition(tag)
            if not found:
                break
            if not thinking:
                yield before
            waiting, thinking = behind, not thinking
        kept = _beginning_of(tag, waiting)
        if not thinking:
            yield waiting[: len(waiting) - kept]
        waiting = waiting[len(waiting) - kept :]
    if not thinking:
        yield waiting


def _beginning_of(tag: str, text: str) -> int:
    """How many characters at the end of `text` may be the beginning of `tag`."""
    return next((n for n in range(len(tag) - 1, 0, -1) if text.endswith(tag[:n])), 0)


def _without_markdown(line: str) -> str:
    line = re.sub(r"^\s*(?:#{1,6}\s|>\s?|[-*•]\s|\d{1,2}[.、)）]\s*(?=[^\d\s])|```.*$)+", "", line)
    line = re.sub(r"!?\[([^\]\[]*)\]\([^)]*\)", r"\1", line)  # links and images
    return re.sub(r"\*\*|__|`|(?<!\w)\*|\*(?!\w)", "", line)
