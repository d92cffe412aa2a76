"""Decides which paragraphs and display lines form an article, for the whole page at once.

Between some paragraphs of a page there is a gap with display lines. Each gap is cut once: the lines before the cut
belong to the article above, the lines after it to the article below. An article may end after any paragraph. Dynamic
programming finds the cuts with the highest total score, so a headline goes to the neighbour that it fits best.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.page.body import AssembledArticle, BodyParagraph, Page
from ingest.page.columns import misfit_as_first
from ingest.page.display_lines import DisplayLine, display_line
from ingest.page.headlines import MOST_LINES, HeadlineReader, Reading
from ingest.page.words import BodyWords, PageWords, body_words

_LOOK_BACK = 60  # how many paragraphs or marked borders back the start of an article is searched
_NEVER_JOINED = 12.0  # join costs above this rule an article out, however well its headline fits
# scores, added up for an article
_NO_HEADLINE = -0.5
_ARTICLE = -1.0
_UNMARKED_CUT = -4.0
_TITLE_ABOVE = -0.6  # a column title above a body whose headline is below it
_TITLE_BELOW = -1.8  # a title below a body whose headline is above it
_TIGHT_CUT = -0.6  # a cut between two display lines without an empty line between them
_TOO_SHORT = -2.5
_ONLY_BYLINES = -4.0
_BELOW_ENGLISH = 3.0  # a cost: English papers print a headline above its text
_UNASSIGNED = -1.2  # for each display line without a role
_HEADLINE_IN_BODY = 1.5  # a cost: a line that is set like running text is read as the headline


def assemble(page: Page, *, spaced_out: bool) -> list[AssembledArticle]:
    """The articles of a page, in order. A display line may be in none of them.

    Args:
        page: its paragraphs and display lines.
        spaced_out: whether most of its lines have an empty line before them.
    """
    if not page.paragraphs:
        return []
    words = PageWords(_unbroken_parts(page))
    return _Assignment(page, HeadlineReader(words, spaced_out=spaced_out), spaced_out=spaced_out).best()


def _unbroken_parts(page: Page) -> Iterator[list[str]]:
    """The paragraphs' texts, grouped into parts within which no article begins by the layout."""
    part: list[str] = []
    for at, paragraph in enumerate(page.paragraphs):
        if part and page.is_marked(at):
            yield part
            part = []
        part.append(paragraph.repaired.text)
    yield part


@dataclass(frozen=True)
class _Side:
    """The display lines of one article above or below its body, and their best readings.

    Attributes:
        lines: the lines, in order.
        from_body: whether one of them is taken out of the body: its first line (above) or last paragraph (below).
        best: the best reading with a headline, if there is one, and the best without.
    """

    lines: tuple[DisplayLine, ...]
    from_body: bool
    best: tuple[Reading | None, Reading]


_ReadSide = tuple[_Side, Reading]


@dataclass(frozen=True)
class _Step:
    """The best articles up to a cut: their score, the cut before, and the article between the two cuts."""

    score: float
    before: tuple[int, int] | None = None
    above: _ReadSide | None = None
    below: _ReadSide | None = None


class _Assignment:
    """The dynamic programme. A cut is (paragraph, number of display lines before it that belong to the article above)."""

    def __init__(self, page: Page, reader: HeadlineReader, *, spaced_out: bool) -> None:
        self._page = page
        self._spaced_out = spaced_out
        self._reader = reader
        self._steps: dict[tuple[int, int], _Step] = {}

    def best(self) -> list[AssembledArticle]:
        page = self._page
        for split in self._splits(0):
            self._steps[0, split] = _Step(_UNASSIGNED * split)
        borders = self._borders()
        for index in range(1, len(borders)):
            self._find_articles_ending_at(borders, index)
        end = len(page.paragraphs)
        last = max(
            self._splits(end),
            key=lambda k: self._steps[end, k].score + _UNASSIGNED * (len(page.gaps[end]) - k),
        )
        return self._trace((end, last))

    def _borders(self) -> list[int]:
        """Where articles may begin or end: anywhere, except that in a very long part without marks only at its ends."""
        page = self._page
        marked = [at for at in range(len(page.paragraphs) + 1) if page.is_marked(at)]
        borders = marked[:1]
        for start, end in itertools.pairwise(marked):
            borders.extend(range(start + 1, end) if end - start <= _LOOK_BACK else ())
            borders.append(end)
        return borders

    def _splits(self, at: int) -> list[int]:
        """Where the gap before paragraph `at` may be cut. In a very long gap, only near its ends."""
        size = len(self._page.gaps[at])
        if size <= 2 * MOST_LINES:
            return list(range(size + 1))
        return [*range(MOST_LINES + 1), *range(size - MOST_LINES, size + 1)]

    def _find_articles_ending_at(self, borders: Sequence[int], index: int) -> None:
        """Score every article that ends at a border, and keep the best for each cut there."""
        page, end = self._page, borders[index]
        join_cost = 0.0
        for back in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            start = borders[back]
            join_cost += sum(page.join_cost(at) for at in range(start + 1, borders[back + 1]))
            self._score_article(start, end, join_cost)
            if page.gaps[start] or join_cost > _NEVER_JOINED:
                break
            join_cost += page.join_cost(start) if start else 0.0

    def _score_article(self, start: int, end: int, join_cost: float) -> None:
        """Score an article of paragraphs ``[start, end)`` with every pair of cuts in the gaps above and below it."""
        base = self._body_score(start, end) - join_cost
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
        """For each cut of the gap above: the lines below the cut, alone and (if it may be a headline) with the body's
        first line."""
        paragraphs, gap = self._page.paragraphs[start:end], self._page.gaps[start]
        body = _words(paragraphs)
        sides = {k: [self._side(gap[k:], body)] for k in self._splits(start)}
        if paragraphs[0].may_open_with_headline:
            line = display_line(paragraphs[0].block.lines[0], self._page.text)
            misfit = _misfit_without_first(paragraphs[0])
            shorter_body = _words([paragraphs[0].without_first_line(), *paragraphs[1:]])
            for k, options in sides.items():
                options.append(self._side([*gap[k:], line], shorter_body, from_body=misfit))
        return sides

    def _sides_below(self, start: int, end: int) -> dict[int, list[_Side]]:
        """For each cut of the gap below: the lines above the cut, alone and (if it may be a headline) with the body's
        last paragraph."""
        paragraphs, gap = self._page.paragraphs[start:end], self._page.gaps[end]
        body = _words(paragraphs)
        closing = self._readiness_to_close(start, end)
        sides = {k: [self._side(gap[:k], body, closing=closing)] for k in self._splits(end)}
        if len(paragraphs) > 1 and paragraphs[-1].may_be_headline:
            line = display_line(paragraphs[-1].block.lines[0], self._page.text)
            shorter_body = _words(paragraphs[:-1])
            for k, options in sides.items():
                options.append(self._side([line, *gap[:k]], shorter_body, from_body=0.0))
        return sides

    def _side(
        self,
        lines: Sequence[DisplayLine],
        body: BodyWords,
        *,
        closing: float | None = None,
        from_body: float | None = None,
    ) -> _Side:
        """The display lines on one side of a body, read for it.

        Args:
            closing: for lines below the body, how readily it takes a signature; None above it.
            from_body: extra cost where one of the lines is taken out of the body; None where none is.
        """
        if not lines:
            return _Side((), False, (None, Reading(0.0, ())))
        near = lines[-MOST_LINES:] if closing is None else lines[:MOST_LINES]
        extra = _UNASSIGNED * (len(lines) - len(near))
        extra -= 0.0 if from_body is None else _HEADLINE_IN_BODY + from_body
        with_headline, without = self._reader.readings(near, body, closing=closing)
        if with_headline is not None and closing is not None and near[0].line.is_latin:
            with_headline = _plus(with_headline, -_BELOW_ENGLISH)
        return _Side(
            tuple(near),
            from_body is not None,
            (None if with_headline is None else _plus(with_headline, extra), _plus(without, extra)),
        )

    def _readiness_to_close(self, start: int, end: int) -> float:
        """Score for reading a line below as an office's signature: low for a report, which has a reporter's byline."""
        paragraphs = self._page.paragraphs[start:end]
        is_report = paragraphs[0].is_dispatch or paragraphs[-1].closes_article
        return -2.0 if is_report else 0.3

    def _cut_score(self, at: int, split: int) -> float:
        gap = self._page.gaps[at]
        inside = 0 < split < len(gap)
        return _TIGHT_CUT if inside and self._spaced_out and gap[split].is_tight else 0.0

    def _body_score(self, start: int, end: int) -> float:
        page = self._page
        score = _ARTICLE
        text = [len(p.repaired.text) for p in page.paragraphs[start:end] if not p.is_byline]
        if sum(text) < 30:
            score += _TOO_SHORT + (0.0 if text else _ONLY_BYLINES)
        if end < len(page.paragraphs) and not page.is_marked(end):
            score += _UNMARKED_CUT
        return score

    def _trace(self, cut: tuple[int, int]) -> list[AssembledArticle]:
        articles: list[AssembledArticle] = []
        while (step := self._steps[cut]).before is not None:
            assert step.above is not None and step.below is not None  # set together with `before`
            articles.append(
                _assembled(self._page.paragraphs[step.before[0] : cut[0]], step.above, step.below)
            )
            cut = step.before
        return articles[::-1]


def _assembled(body: Sequence[BodyParagraph], above: _ReadSide, below: _ReadSide) -> AssembledArticle:
    paragraphs = list(body)
    if above[0].from_body:
        paragraphs[0] = paragraphs[0].without_first_line()
    if below[0].from_body:
        paragraphs.pop()
    roles = (pair for side, reading in (above, below) for pair in zip(side.lines, reading.roles, strict=True))
    return AssembledArticle(tuple(paragraphs), tuple(roles))


def _words(paragraphs: Sequence[BodyParagraph]) -> BodyWords:
    return body_words(paragraph.repaired.text for paragraph in paragraphs)


def _misfit_without_first(paragraph: BodyParagraph) -> float:
    """How much worse the paragraph's second line fits as its beginning, by its width, than the first line does."""
    lines = [*paragraph.block.lines, None]
    first, second = (misfit_as_first(lines[i], lines[i + 1], paragraph.block) for i in (0, 1))  # type: ignore[arg-type]
    return max(-1.0, second - first)


def _plus(reading: Reading, score: float) -> Reading:
    return Reading(reading.score + score, reading.roles)


def _combine(upper: _Side, lower: _Side) -> tuple[float, _ReadSide, _ReadSide]:
    """The best readings of both sides together: a headline on at most one of them, a column title on either."""
    (above_with, above_without), (below_with, below_without) = upper.best, lower.best
    options = [(above_without.score + below_without.score + _NO_HEADLINE, above_without, below_without)]
    if above_with is not None:
        score = above_with.score + below_without.score + _title_score(below_without, _TITLE_BELOW)
        options.append((score, above_with, below_without))
    if below_with is not None:
        score = above_without.score + below_with.score + _title_score(above_without, _TITLE_ABOVE)
        options.append((score, above_without, below_with))
    score, above, below = max(options, key=lambda option: option[0])
    return score, (upper, above), (lower, below)


def _title_score(reading: Reading, score: float) -> float:
    """`score` if the side without the headline has a title all the same, else 0."""
    return score if any(role not in ("unassigned", "closing") for role in reading.roles) else 0.0
