"""A page's raw text as lines: repaired text, place in the file, width as it was set, kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.clean import Printed, body_mask, is_cjk, is_strewn, printed
from ingest.metadata import FurnitureKind, furniture_kind, is_bare_date, is_byline, is_dispatch, is_signature

SENTENCE_ENDS = "。！？…；.!?;"
CLOSERS = "”’」』）)】》\"'"
_EDGE_LINES = 6
_ICONS = "■□●◆◇▲△▼▽★☆◎◉▶►▷◀◁※→←↑↓⊙♦♣♥♠✦✪➤✚❖|·•"
_LINE_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_QUESTION = re.compile(r"^(?:问|答|Q|A|记者|主持人)\s?[：:]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、．](?!\d))"
)
_NUMBER = re.compile(r"[\d\-—－（）()、/ ]{7,40}")
_TOKEN = re.compile(r"[“‘（《【「]*(?:[A-Za-z]+|[\d.,]+%?|.)[，。、；：？！”’）》】」…]{0,3}")
_LABELLED = re.compile(
    r"^[\u4e00-\u9fff\s]{0,6}(?:时间|日期|地点|地址|范围|区域|路段|线路|电话|热线|对象|方式|条件|要求|内容|原因|联系人|邮箱|邮编|网址|费用|票价|名额"
    r"|岗位|待遇|主题|单位|办法|渠道|报名|咨询|注意事项|截止|公交|微信)[：:]\s?\S"
)


@dataclass(frozen=True)
class Line:
    """One printed line that holds something.

    Attributes:
        spaced: its text with single spaces where there were any, and each character's place in the file.
        indent: em of white space before the first character.
        blanks_before: empty lines between it and the line before.
        at_edge: whether it is one of the first or last lines of the page.
        after_signature: whether the line before can be the name under a notice, so that a date here closes it.
    """

    spaced: Printed
    indent: float
    blanks_before: int
    at_edge: bool
    after_signature: bool = False

    @cached_property
    def is_strewn(self) -> bool:
        """Whether justification has spread it to the column's full width."""
        return is_strewn(self.spaced.text)

    @cached_property
    def printed(self) -> Printed:
        """Its text as running text: without strewn spaces."""
        return self.spaced.keep(body_mask(self.spaced.text))

    @property
    def text(self) -> str:
        """`printed`, the text alone."""
        return self.printed.text

    @cached_property
    def is_icon(self) -> bool:
        """A stray letter or sign that an icon font left behind."""
        return len(self.text) <= 2 and all(
            c in _ICONS or "\ue000" <= c <= "\uf8ff" or _is_ascii_letter(c) for c in self.text
        )

    @cached_property
    def furniture(self) -> FurnitureKind | None:
        """What kind of page furniture it is."""
        if self.after_signature and is_bare_date(self.text):
            return None
        return furniture_kind(self.spaced.text, at_edge=self.at_edge) or furniture_kind(
            self.text, at_edge=self.at_edge
        )

    @cached_property
    def is_byline(self) -> bool:
        """Whether it only says who wrote."""
        return is_byline(self.text) or is_byline(self.spaced.text)

    @cached_property
    def is_dispatch(self) -> bool:
        """Whether it opens a dispatch."""
        return not self.is_byline and is_dispatch(self.text)

    @cached_property
    def is_question(self) -> bool:
        """Whether it opens a turn of an interview."""
        return _QUESTION.match(self.text) is not None

    @cached_property
    def is_numbered(self) -> bool:
        """Whether it opens a numbered paragraph."""
        return _NUMBERED.match(self.text) is not None

    @cached_property
    def is_date(self) -> bool:
        """Whether it is a full date alone, as under a notice."""
        return is_bare_date(self.text)

    @cached_property
    def is_labelled(self) -> bool:
        """Whether it is an entry of a notice (``时间：…``) or the day that closes one."""
        return _LABELLED.match(self.text) is not None or self.is_date

    @cached_property
    def is_number(self) -> bool:
        """Whether it is a telephone number or the like, as at the end of a notice."""
        return _NUMBER.fullmatch(self.text) is not None

    @cached_property
    def is_signature(self) -> bool:
        """Whether it can be the name under a notice or a letter."""
        return is_signature(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a sentence may end with it."""
        return self.text.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS and self.text.rstrip(CLOSERS) != ""

    @cached_property
    def is_latin(self) -> bool:
        """Whether it is set mostly in Latin letters."""
        wide = sum(1 for char in self.text if is_cjk(char))
        return wide * 4 < len(self.text) and any(_is_ascii_letter(char) for char in self.text)

    @cached_property
    def narrowest(self) -> float:
        """Its width in em with all punctuation compressed to a half."""
        return sum(1.0 if is_cjk(char) else 0.5 for char in self.text)

    @cached_property
    def widest(self) -> float:
        """Its width in em when nothing is compressed; digits a full em, as where lines were broken by counting."""
        if self.is_latin:
            return self.narrowest + 0.5
        stretch = sum(0.25 for char in self.spaced.text if char == " ")
        return sum(0.5 if _is_ascii_letter(char) or char == " " else 1.0 for char in self.text) + stretch

    @cached_property
    def first_token(self) -> float:
        """Em that must fit before its first line break: a word, a number, or a character with its punctuation."""
        match = _TOKEN.match(self.text)
        token = match.group() if match else self.text[:1]
        digit = 0.5 if self.is_latin else 0.75
        return sum(digit if char.isdigit() else 0.5 if char.isascii() else 1.0 for char in token)


def _is_ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def read_lines(raw: str) -> list[Line]:
    """The lines of a page that hold anything visible, in order. Linear in the length of `raw`."""
    found = list(_visible(raw))
    last = len(found) - 1
    lines: list[Line] = []
    for i, (spaced, indent, blanks) in enumerate(found):
        at_edge = i < _EDGE_LINES or i > last - _EDGE_LINES
        lines.append(Line(spaced, indent, blanks, at_edge, bool(lines) and lines[-1].is_signature))
    return lines


def _visible(raw: str) -> Iterator[tuple[Printed, float, int]]:
    blanks = 0
    for start, end in _line_spans(raw):
        spaced = printed(raw, start, end)
        if not spaced.text:
            blanks += 1
            continue
        yield spaced, _indent(raw[start : spaced.at[0]]), blanks
        blanks = 0


def _line_spans(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for brk in _LINE_BREAK.finditer(raw):
        yield start, brk.start()
        start = brk.end()
    yield start, len(raw)


def _indent(white: str) -> float:
    return sum(
        1.0 if char == "\u3000" else 2.0 if char == "\t" else 0.5 if char.isspace() else 0.0 for char in white
    )
