"""Which paragraphs and display lines make one article: a global assignment over the whole page.

A page is paragraphs with blocks of display lines between some of them. Every block is cut once, the lines before
the cut going to the body above and those after it to the body below; bodies may end at any paragraph. The
best set of cuts is found by a dynamic programme over the page, so that one body's claim to a headline is
weighed against its neighbour's.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.page.body import Assembled, Page, Text
from ingest.page.columns import misfit_as_first
from ingest.page.display_lines import DisplayLine, display_line
from ingest.page.headlines import MOST_LINES, HeadlineReader, Reading
from ingest.page.words import BodyWords, PageWords, body_words

_LOOK_BACK = 60  # paragraphs, or marked borders, that an article's start is sought over
_NEVER_JOINED = 12.0  # cost of borders within an article that no headline makes good
_NO_HEADLINE = -0.5
_ARTICLE = -1.0
_UNMARKED_CUT = -4.0
_LEADING = -0.6  # a column title before a body whose headline stands after it
_TRAILING = -1.8  # one after a body whose headline stands before it
_TIGHT_CUT = -0.6  # two articles' display lines without an empty line between
_TOO_SHORT = -2.5
_TAKEN = 1.5  # cost of taking a headline out of what is set like running text
_REST = -1.2


def assemble(page: Page, *, spaced_out: bool) -> list[Assembled]:
    """The articles of a page, in order. Display lines in no article are left over.

    Args:
        page: its paragraphs and display lines.
        spaced_out: whether empty lines stand between most of its lines.
    """
    if not page.texts:
        return []
    words = PageWords(_surely_one(page))
    return _Assignment(page, HeadlineReader(words, spaced_out=spaced_out), spaced_out=spaced_out).best()


def _surely_one(page: Page) -> Iterator[list[str]]:
    """The texts of each stretch without a marked border in it."""
    stretch: list[str] = []
    for at, text in enumerate(page.texts):
        if stretch and page.is_marked(at):
            yield stretch
            stretch = []
        stretch.append(text.printed.text)
    yield stretch


@dataclass(frozen=True)
class _Side:
    """A block of display lines above or below a body, and how it is read.

    Attributes:
        lines: the lines, in order.
        taken: whether one of them was taken from the body: its first line (above) or last paragraph (below).
        best: the best reading with a headline, if any, and the best without.
    """

    lines: tuple[DisplayLine, ...]
    taken: bool
    best: tuple[Reading | None, Reading]


_Given = tuple[_Side, Reading]


@dataclass(frozen=True)
class _Step:
    """The best way to a cut: its score, the cut before, and the article between."""

    score: float
    before: tuple[int, int] | None = None
    above: _Given | None = None
    below: _Given | None = None


class _Assignment:
    """The dynamic programme. A cut is (paragraph, display lines of the gap before it that go to the body above)."""

    def __init__(self, page: Page, reader: HeadlineReader, *, spaced_out: bool) -> None:
        self._page = page
        self._spaced_out = spaced_out
        self._reader = reader
        self._steps: dict[tuple[int, int], _Step] = {}

    def best(self) -> list[Assembled]:
        page = self._page
        for split in self._splits(0):
            self._steps[0, split] = _Step(_REST * split)
        borders = self._borders()
        for index in range(1, len(borders)):
            self._reach(borders, index)
        end = len(page.texts)
        last = max(
            self._splits(end), key=lambda k: self._steps[end, k].score + _REST * (len(page.gaps[end]) - k)
        )
        return self._trace((end, last))

    def _borders(self) -> list[int]:
        """Where articles may begin or end: everywhere in stretches of usual length, else where it is marked."""
        page = self._page
        marked = [at for at in range(len(page.texts) + 1) if page.is_marked(at)]
        borders = marked[:1]
        for start, end in itertools.pairwise(marked):
            borders.extend(range(start + 1, end) if end - start <= _LOOK_BACK else ())
            borders.append(end)
        return borders

    def _splits(self, at: int) -> list[int]:
        """Where the gap before paragraph `at` may be cut. In a gap of unusual length the middle is nobody's."""
        size = len(self._page.gaps[at])
        if size <= 2 * MOST_LINES:
            return list(range(size + 1))
        return [*range(MOST_LINES + 1), *range(size - MOST_LINES, size + 1)]

    def _reach(self, borders: Sequence[int], index: int) -> None:
        """The best articles that end at one border."""
        page, end = self._page, borders[index]
        joins = 0.0
        for back in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            start = borders[back]
            joins += sum(page.join_cost(at) for at in range(start + 1, borders[back + 1]))
            self._try(start, end, joins)
            if page.gaps[start] or joins > _NEVER_JOINED:
                break
            joins += page.join_cost(start) if start else 0.0

    def _try(self, start: int, end: int, joins: float) -> None:
        """One article of the paragraphs ``[start, end)``, with every way to cut the gaps at its ends."""
        base = self._body_score(start, end) - joins
        above = self._sides_above(start, end)
        below = self._sides_below(start, end)
        for k_above, uppers in above.items():
            before = self._steps.get((start, k_above))
            if before is None:
                continue
            for k_below, lowers in below.items():
                score, top, bottom = max(
                    (_combine(upper, lower) for upper in uppers for lower in lowers),
                    key=lambda option: option[0],
                )
                total = before.score + base + score + self._cut_score(end, k_below)
                known = self._steps.get((end, k_below))
                if known is None or total > known.score:
                    self._steps[end, k_below] = _Step(total, (start, k_above), top, bottom)

    def _sides_above(self, start: int, end: int) -> dict[int, list[_Side]]:
        """For each cut of the gap above, the block below the cut, and with the body's first line if that may be one."""
        texts, gap = self._page.texts[start:end], self._page.gaps[start]
        body = _words(texts)
        sides = {k: [self._side(gap[k:], body)] for k in self._splits(start)}
        if texts[0].may_open_with_headline:
            rest = [texts[0].without_first_line(), *texts[1:]]
            line = display_line(texts[0].block.lines[0], self._page.text)
            misfit = _misfit_without_first(texts[0])
            rest_words = _words(rest)
            for k, options in sides.items():
                options.append(self._side([*gap[k:], line], rest_words, taken=misfit))
        return sides

    def _sides_below(self, start: int, end: int) -> dict[int, list[_Side]]:
        """For each cut of the gap below, the block above the cut, and with the body's last line if that may be one."""
        texts, gap = self._page.texts[start:end], self._page.gaps[end]
        body = _words(texts)
        closing = self._readiness_to_close(start, end)
        sides = {k: [self._side(gap[:k], body, closing=closing)] for k in self._splits(end)}
        if len(texts) > 1 and texts[-1].may_be_headline:
            line = display_line(texts[-1].block.lines[0], self._page.text)
            rest_words = _words(texts[:-1])
            for k, options in sides.items():
                options.append(self._side([line, *gap[:k]], rest_words, taken=0.0))
        return sides

    def _side(
        self,
        lines: Sequence[DisplayLine],
        body: BodyWords,
        *,
        closing: float | None = None,
        taken: float | None = None,
    ) -> _Side:
        """A block read for a body. Lines that are too many for a headline are of no role."""
        if not lines:
            return _Side((), False, (None, Reading(0.0, ())))
        near = lines[-MOST_LINES:] if closing is None else lines[:MOST_LINES]
        cost = _REST * (len(lines) - len(near)) - (0.0 if taken is None else _TAKEN + taken)
        with_headline, without = self._reader.readings(near, body, closing=closing)
        return _Side(
            tuple(near),
            taken is not None,
            (None if with_headline is None else _minus(with_headline, cost), _minus(without, cost)),
        )

    def _readiness_to_close(self, start: int, end: int) -> float:
        """How readily a body takes a signature: reports are signed by reporters, notices by offices."""
        texts = self._page.texts[start:end]
        reported = texts[0].is_dispatch or texts[-1].closes_article
        return -2.0 if reported else 0.3

    def _cut_score(self, at: int, split: int) -> float:
        gap = self._page.gaps[at]
        inside = 0 < split < len(gap)
        return _TIGHT_CUT if inside and self._spaced_out and gap[split].is_tight else 0.0

    def _body_score(self, start: int, end: int) -> float:
        page = self._page
        score = _ARTICLE
        if sum(len(text.printed.text) for text in page.texts[start:end] if not text.is_byline) < 30:
            score += _TOO_SHORT
        if end < len(page.texts) and not page.is_marked(end):
            score += _UNMARKED_CUT
        return score

    def _trace(self, cut: tuple[int, int]) -> list[Assembled]:
        articles: list[Assembled] = []
        while (step := self._steps[cut]).before is not None:
            assert step.above is not None and step.below is not None  # set together with `before`
            articles.append(_assembled(self._page.texts[step.before[0] : cut[0]], step.above, step.below))
            cut = step.before
        return articles[::-1]


def _assembled(texts: Sequence[Text], above: _Given, below: _Given) -> Assembled:
    paragraphs = list(texts)
    if above[0].taken:
        paragraphs[0] = paragraphs[0].without_first_line()
    if below[0].taken:
        paragraphs.pop()
    roles = (pair for side, reading in (above, below) for pair in zip(side.lines, reading.roles, strict=True))
    return Assembled(tuple(paragraphs), tuple(roles))


def _words(texts: Sequence[Text]) -> BodyWords:
    return body_words(text.printed.text for text in texts)


def _misfit_without_first(text: Text) -> float:
    """How much worse a paragraph's second line begins it, as it is set, than its first line does."""
    lines = [*text.block.lines, None]
    first, second = (misfit_as_first(lines[i], lines[i + 1], text.block) for i in (0, 1))  # type: ignore[arg-type]
    return max(-1.0, second - first)


def _minus(reading: Reading, cost: float) -> Reading:
    return Reading(reading.score + cost, reading.roles)


def _combine(upper: _Side, lower: _Side) -> tuple[float, _Given, _Given]:
    """The headline stands above or below its body or nowhere; a column title may stand on the other side."""
    (up_with, up_without), (low_with, low_without) = upper.best, lower.best
    options = [(up_without.score + low_without.score + _NO_HEADLINE, up_without, low_without)]
    if up_with is not None:
        options.append(
            (up_with.score + low_without.score + _apart(low_without, _TRAILING), up_with, low_without)
        )
    if low_with is not None:
        options.append(
            (up_without.score + low_with.score + _apart(up_without, _LEADING), up_without, low_with)
        )
    score, up, low = max(options, key=lambda option: option[0])
    return score, (upper, up), (lower, low)


def _apart(reading: Reading, cost: float) -> float:
    return cost if any(role not in ("rest", "closing") for role in reading.roles) else 0.0
