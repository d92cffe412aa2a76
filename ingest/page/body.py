"""Data classes: a page's paragraphs with the display lines between them, and the articles made from both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.clean import AlignedText, body_mask, join_wrapped
from ingest.metadata import closing_byline
from ingest.page.columns import Block
from ingest.page.display_lines import DisplayLine
from ingest.page.headlines import Role
from ingest.page.lines import Line

_WIDEST_COLUMN = 40.0  # em; a wider one is of paragraphs that are not wrapped


@dataclass(frozen=True)
class BodyParagraph:
    """A paragraph of running text."""

    block: Block

    @cached_property
    def repaired(self) -> AlignedText:
        """Its repaired text."""
        if self.is_byline or self.block.lines[0].in_table:
            return self.block.lines[0].spaced
        joined = join_wrapped(
            _without_spaces(line.spaced) if line.is_letter_spaced else line.spaced
            for line in self.block.lines
        )
        return joined.keep(body_mask(joined.text))

    @cached_property
    def may_open_with_headline(self) -> bool:
        """Whether its first line may be a headline that is as wide as the column."""
        lines = self.block.lines
        return len(lines) > 1 and _may_be_headline(lines[0])

    @cached_property
    def may_be_headline(self) -> bool:
        """Whether it may be a headline that ends like a sentence, such as ``…！``."""
        lines = self.block.lines
        return len(lines) == 1 and lines[0].text[-1] in "！？!?”" and _may_be_headline(lines[0])

    def without_first_line(self) -> BodyParagraph:
        """The paragraph from its second line on."""
        return BodyParagraph(replace(self.block, lines=self.block.lines[1:]))

    @property
    def is_dispatch(self) -> bool:
        """Whether it begins a dispatch, as `本报讯（…` does."""
        return self.block.lines[0].is_dispatch

    @property
    def is_byline(self) -> bool:
        """Whether it is only a byline."""
        return len(self.block.lines) == 1 and self.block.lines[0].is_byline

    @cached_property
    def closes_article(self) -> bool:
        """Whether it ends with a byline, as the last paragraph of an article does."""
        return closing_byline(self.repaired.text) is not None


def _may_be_headline(line: Line) -> bool:
    text = line.text
    is_other = line.is_byline or line.is_dispatch or line.is_question or line.is_labelled or line.is_numbered
    return (
        not is_other
        and 6 <= len(text) <= 30
        and text.count("，") <= 1
        and "。" not in text
        and text[-1] not in "，、：；"
    )


def _without_spaces(spaced: AlignedText) -> AlignedText:
    """A letter-spaced line without any spaces: a space between names looks like all the others."""
    return spaced.keep([char != " " for char in spaced.text])


@dataclass(frozen=True)
class AssembledArticle:
    """An article: its paragraphs, and its display lines with their roles, in the order of the page."""

    paragraphs: tuple[BodyParagraph, ...]
    roles: tuple[tuple[DisplayLine, Role], ...]

    @property
    def all_paragraphs(self) -> tuple[BodyParagraph, ...]:
        """Its paragraphs, followed by the signature and date of a notice."""
        return (*self.paragraphs, *(BodyParagraph(Block([line.line])) for line in self.lines("closing")))

    def lines(self, role: Role) -> list[DisplayLine]:
        """Its display lines with this role."""
        return [line for line, line_role in self.roles if line_role == role]


@dataclass
class Page:
    """A page's paragraphs, and the display lines before each and after the last.

    Attributes:
        text: all running text of the page.
        gaps: the display lines before each paragraph and after the last; ``len(paragraphs) + 1`` lists.
    """

    text: str = ""
    paragraphs: list[BodyParagraph] = field(default_factory=list)
    gaps: list[list[DisplayLine]] = field(default_factory=lambda: [[]])

    def is_marked(self, at: int) -> bool:
        """Whether the layout suggests that an article begins at paragraph `at`: display lines, a dispatch line, a byline
        before it, or another column width."""
        if at in (0, len(self.paragraphs)) or self.gaps[at]:
            return True
        return self.join_cost(at) > 0

    def join_cost(self, at: int) -> float:
        """Cost of joining paragraphs ``at - 1`` and `at` in one article: how unlikely that is by their layout."""
        before, after = self.paragraphs[at - 1], self.paragraphs[at]
        cost = 0.0
        if after.is_dispatch and not before.is_byline:
            cost += 6.0
        if before.closes_article and not after.is_byline:
            cost += 4.0
        if before.is_byline or after.is_byline:
            return cost
        narrower, wider = sorted((before.block.width, after.block.width))
        if wider == narrower or (wider == float("inf") and narrower >= _WIDEST_COLUMN):
            return cost
        step = wider - narrower
        return cost + (0.0 if step < 1 else 1.2 if step < 2 else 3.0)
