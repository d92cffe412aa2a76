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
_LABEL_ON_BAND = 1.5  # score for a label on a small band of its own
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
        self._labels = _labels([title for title in titles if id(title) not in used], chains)

    def read(self, chain: Chain) -> list[tuple[Row, Role]]:
        """The rows of an article's display type with their roles, from top to bottom."""
        if chain.title is None:
            return []
        main = chain.title.main
        found: list[tuple[Row, Role]] = [(row, "headline") for row in main.rows]
        others = [stack for stack in chain.title.stacks if stack is not main]
        others += [stack for title in self._labels.get(id(chain), ()) for stack in title.stacks]
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
            column += _LABEL_ON_BAND if stack.band and not main.band else 0.0
            found += [(row, "column" if column > subheadline else "subheadline") for row in stack.rows]
        return (
            sorted(found, key=lambda pair: (pair[0].box.top, pair[0].box.left)) if not main.upright else found
        )

    def _is_same_headline(self, stack: Stack, main: Stack) -> bool:
        return (
            min(stack.size, main.size) >= _SAME_SIZE * max(stack.size, main.size)
            and stack.upright == main.upright
        )


def _labels(free: Sequence[Title], chains: Sequence[Chain]) -> dict[int, list[Title]]:
    """Free display type by the article (its chain's id) that it is a label or sub-headline of. The title of a panel with
    several articles is a label of each."""
    found = _nearest(free, chains)
    panels = {chain.segments[0].panel for chain in chains} - {-1}
    for panel in panels:
        inner = [chain for chain in chains if chain.segments[0].panel == panel]
        top = min(chain.segments[0].box.top for chain in inner)
        heads = [title for title in free if title.panel == panel and title.box.bottom <= top]
        if len(inner) > 1 and len(heads) == 1:
            for chain in inner:
                labels = found.setdefault(id(chain), [])
                labels += [] if heads[0] in labels else heads
    return found


def _nearest(free: Sequence[Title], chains: Sequence[Chain]) -> dict[int, list[Title]]:
    """Free display type by the article (its chain's id) whose headline it is nearest to, if it is near enough."""
    found: dict[int, list[Title]] = {}
    for title in free:
        distances = [
            (_distance(title, chain.title.main), i)
            for i, chain in enumerate(chains)
            if chain.title is not None
        ]
        distance, i = min(distances, default=(1.0, -1))
        if distance < 1.0:
            found.setdefault(id(chains[i]), []).append(title)
    return found


def _distance(title: Title, main: Stack) -> float:
    """How far smaller display type is from a headline above, below or beside it; below 1 if it may belong to it."""
    box, head, far = title.box, main.box, _NEAR * main.size
    if title.size >= _SAME_SIZE * main.size or (title.upright and not main.upright):
        return 2.0
    if overlap_x(box, head) > 0.5 * min(width(box), width(head)):
        above, below = head.top - box.bottom, box.top - head.bottom
        if above >= -0.5 * title.size:
            return above / far
        return 2.0 * below / far if below >= -0.5 * title.size else 2.0
    if overlap_y(box, head) > 0.5 * min(height(box), height(head)) and width(box) <= width(head):
        return 0.5 + max(box.left - head.right, head.left - box.right) / far
    return 2.0
