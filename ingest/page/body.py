"""The paragraphs of a page with the display lines between them, and the articles that are made of both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.clean import Printed, body_mask, join_wrapped
from ingest.metadata import closing_byline
from ingest.page.columns import Block
from ingest.page.display_lines import DisplayLine
from ingest.page.headlines import Role
from ingest.page.lines import Line


@dataclass(frozen=True)
class Text:
    """A paragraph of a body."""

    block: Block

    @cached_property
    def printed(self) -> Printed:
        """Its repaired text."""
        if self.is_byline:
            return self.block.lines[0].spaced
        joined = join_wrapped(
            _unstrewn(line.spaced) if line.is_strewn else line.spaced for line in self.block.lines
        )
        return joined.keep(body_mask(joined.text))

    @cached_property
    def may_open_with_headline(self) -> bool:
        """Whether its first line may be a headline that happens to be as wide as the column."""
        lines = self.block.lines
        return len(lines) > 1 and _may_be_headline(lines[0])

    @cached_property
    def may_be_headline(self) -> bool:
        """Whether it may be a headline that ends like a sentence (``…！``)."""
        lines = self.block.lines
        return len(lines) == 1 and lines[0].text[-1] in "！？!?”" and _may_be_headline(lines[0])

    def without_first_line(self) -> Text:
        """The rest of the paragraph."""
        return Text(replace(self.block, lines=self.block.lines[1:]))

    @property
    def is_dispatch(self) -> bool:
        """Whether it opens a dispatch."""
        return self.block.lines[0].is_dispatch

    @property
    def is_byline(self) -> bool:
        """Whether it only says who wrote."""
        return len(self.block.lines) == 1 and self.block.lines[0].is_byline

    @cached_property
    def closes_article(self) -> bool:
        """Whether it says at its end who wrote."""
        return closing_byline(self.printed.text) is not None


def _may_be_headline(line: Line) -> bool:
    text = line.text
    special = line.is_byline or line.is_dispatch or line.is_question or line.is_labelled or line.is_numbered
    return (
        not special
        and 6 <= len(text) <= 30
        and text.count("，") <= 1
        and "。" not in text
        and text[-1] not in "，、：；"
    )


def _unstrewn(spaced: Printed) -> Printed:
    """A letter-spaced line without its spaces; a name's space in a byline cannot be told from the others."""
    return spaced.keep([char != " " for char in spaced.text])


@dataclass(frozen=True)
class Assembled:
    """An article: its paragraphs, and the display lines that are its own, in the order of the page."""

    paragraphs: tuple[Text, ...]
    roles: tuple[tuple[DisplayLine, Role], ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Its paragraphs, with the lines that close a notice."""
        return (*self.paragraphs, *(Text(Block([line.line])) for line in self.lines("closing")))

    def lines(self, role: Role) -> list[DisplayLine]:
        """Its display lines of one role."""
        return [line for line, given in self.roles if given == role]


@dataclass
class Page:
    """Paragraphs, and the display lines before each and after the last (``len(texts) + 1`` gaps).

    Attributes:
        text: all running text, to look letters up in.
    """

    text: str = ""
    texts: list[Text] = field(default_factory=list)
    gaps: list[list[DisplayLine]] = field(default_factory=lambda: [[]])

    def is_marked(self, at: int) -> bool:
        """Whether an article may begin at paragraph `at` by the way it is set: a gap, a dispatch, a byline, a new width."""
        if at in (0, len(self.texts)) or self.gaps[at]:
            return True
        return self.join_cost(at) > 0

    def join_cost(self, at: int) -> float:
        """How unlikely paragraphs ``at - 1`` and `at` are to be of one article, by the way they are set."""
        before, after = self.texts[at - 1], self.texts[at]
        cost = 0.0
        if after.is_dispatch and not before.is_byline:
            cost += 6.0
        if before.closes_article and not after.is_byline:
            cost += 4.0
        if before.is_byline or after.is_byline:
            return cost
        step = abs(before.block.width - after.block.width)
        return cost + (0.0 if step < 1 or step != step else 1.2 if step < 2 else 3.0)
