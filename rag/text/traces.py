"""`Traces` finds the words of given texts in other texts, whatever white space or escapes are between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from rag.text.sentences import Span

RUN = 12  # visible characters in a row that only a copy of a text has
MARK = "…"
SHORTEST_LINE = 4  # visible characters of a headline that is looked for
NEAR = 400  # characters around a trace in which a headline belongs to it

_ESCAPE = re.compile(r'\\u[0-9a-fA-F]{4}|\\["\\/bfnrt]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});')
_ONE = re.compile(rf"{_ESCAPE.pattern}|\S")


class Traces:
    """The words of some texts, to be found again in files and stored answers."""

    def __init__(self, texts: Iterable[str], headlines: Iterable[str] = ()) -> None:
        """
        Args:
            texts: stretches of `RUN` visible characters of these are traces.
            headlines: of these too; a shorter one is a trace as a whole, where it stands near another trace.
        """
        lines = ["".join(headline.split()) for headline in headlines]
        plain = [*("".join(text.split()) for text in texts), *lines]
        self._grams = {text[i : i + RUN] for text in plain for i in range(len(text) - RUN + 1)}
        self._probes = {text[i : i + RUN] for text in plain for i in range(0, len(text) - RUN + 1, RUN)}
        self._headlines = {line for line in lines if len(line) >= SHORTEST_LINE}

    def spans(self, text: str) -> list[Span]:
        """The stretches of `text` that are traces, in order, without overlap."""
        if not self._may_contain(text):
            return []
        tokens = [token for token in _ONE.finditer(text) if _character(token[0])]
        plain = "".join(_character(token[0]) for token in tokens)
        hits = [Span(i, i + RUN) for i in range(len(plain) - RUN + 1) if plain[i : i + RUN] in self._grams]
        starts = sorted(hit.start for hit in hits)
        hits += [line for line in _found(plain, self._headlines) if _is_near(line, starts)]
        return [Span(tokens[h.start].start(), tokens[h.end - 1].end()) for h in merged(hits)]

    def blanked(self, text: str, *, headlines: bool = False) -> str:
        """`text` with `MARK` in place of each trace.

        Args:
            headlines: blank short headlines too, wherever they stand.
        """
        parts, done = [], 0
        for span in self.spans(text):
            parts += [text[done : span.start], MARK]
            done = span.end
        blanked = "".join([*parts, text[done:]])
        for headline in self._headlines if headlines else ():
            blanked = blanked.replace(headline, MARK)
        return blanked

    def _may_contain(self, text: str) -> bool:
        plain = "".join(_ESCAPE.sub(lambda match: _character(match[0]), text).split())
        return any(probe in plain for probe in self._probes)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order; those that overlap or touch are joined."""
    joined: list[Span] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        elif start < end:
            joined.append(Span(start, end))
    return joined


def without(spans: Iterable[Span], others: Sequence[Span]) -> Iterator[Span]:
    """The parts of spans that lie outside of all others. `others` is as `merged` returns it."""
    starts = [other.start for other in others]
    for span in spans:
        start = span.start
        i = max(0, bisect_left(starts, start) - 1)
        while i < len(others) and others[i].start < span.end:
            if others[i].end > start:
                if start < others[i].start:
                    yield Span(start, others[i].start)
                start = others[i].end
            i += 1
        if start < span.end:
            yield Span(start, span.end)


def _character(token: str) -> str:
    """The character that is written as `token`; empty if it is white space."""
    if len(token) == 1:
        return token
    if token.startswith("\\u"):
        character = chr(int(token[2:], 16))
    elif token.startswith("\\"):
        character = token[1] if token[1] in '"\\/' else ""
    else:
        character = unescape(token)
    return character if len(character) == 1 and not character.isspace() else ""


def _found(plain: str, lines: Iterable[str]) -> list[Span]:
    return [Span(m.start(), m.end()) for line in lines for m in re.finditer(re.escape(line), plain)]


def _is_near(line: Span, starts: Sequence[int]) -> bool:
    i = bisect_left(starts, line.start)
    return any(abs(start - line.start) <= NEAR for start in starts[max(0, i - 1) : i + 1])
