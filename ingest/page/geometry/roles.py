"""Gives an article's display type its roles: headline, sub-headline and column label."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.page.display_lines import display_line
from ingest.page.geometry.blocks import Title
from ingest.page.geometry.boxes import height, overlap_x, overlap_y, width
from ingest.page.geometry.links import Chain
from ingest.page.geometry.stacks import Row, Stack
from ingest.page.headlines import HeadlineReader, Role
from ingest.page.printed import Rect
from ingest.page.words import PageWords, body_words

_NEAR = 2.2  # em of the headline, from it to a label or a sub-headline
_LABEL_IN_PANEL = 1.5  # score for a label in a small panel of its own
_SAME_SIZE = 0.93


class Roles:
    """The roles of the display type of one page."""

    def __init__(self, chains: Sequence[Chain], titles: Sequence[Title], panels: Sequence[Rect]) -> None:
        self._reader = HeadlineReader(
            PageWords([s.text for s in chain.segments] for chain in chains), spaced_out=False
        )
        self._page_text = "\n".join(s.text for chain in chains for s in chain.segments)
        self._panels = panels
        used = {id(chain.title) for chain in chains} | {
            id(t) for chain in chains for t in chain.inner.values()
        }
        self._free = [title for title in titles if id(title) not in used]

    def read(self, chain: Chain) -> list[tuple[Row, Role]]:
        """The rows of an article's display type with their roles, from top to bottom."""
        if chain.title is None:
            return []
        main = chain.title.main
        found: list[tuple[Row, Role]] = [(row, "headline") for row in main.rows]
        others = [stack for stack in chain.title.stacks if stack is not main]
        for title in list(self._free):
            if _is_beside(title, main):
                self._free.remove(title)
                others += title.stacks
        body = body_words(segment.text for segment in chain.segments)
        for stack in others:
            if self._is_same_headline(stack, main):
                found += [(row, "headline") for row in stack.rows]
                continue
            lines = [display_line(row.line, self._page_text) for row in stack.rows]
            scores = self._reader.role_scores(lines, body)
            column, subheadline = scores["column"], scores["subheadline"]
            if stack.box.top >= main.box.bottom - 0.5 * stack.size and not main.upright:
                column -= 3.0
            column += _LABEL_IN_PANEL if stack.panel != main.panel else 0.0
            found += [(row, "column" if column > subheadline else "subheadline") for row in stack.rows]
        return (
            sorted(found, key=lambda pair: (pair[0].box.top, pair[0].box.left)) if not main.upright else found
        )

    def _is_same_headline(self, stack: Stack, main: Stack) -> bool:
        return (
            min(stack.size, main.size) >= _SAME_SIZE * max(stack.size, main.size)
            and stack.upright == main.upright
        )


def _is_beside(title: Title, main: Stack) -> bool:
    """Whether free display type is right above or below a headline, or at its side, and smaller."""
    box, head = title.box, main.box
    if title.size >= _SAME_SIZE * main.size or (title.upright and not main.upright):
        return False
    near = _NEAR * main.size
    if overlap_x(box, head) > 0.5 * min(width(box), width(head)):
        return (
            -0.5 * title.size <= head.top - box.bottom <= near
            or -0.5 * title.size <= box.top - head.bottom <= 0.5 * near
        )
    if overlap_y(box, head) > 0.5 * min(height(box), height(head)):
        return max(box.left - head.right, head.left - box.right) <= near and width(box) <= width(head)
    return False
