"""`Line`: a printed line with what is measured of it: its repaired text, place in the file, width and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ingest.clean import AlignedText, body_mask, is_cjk, is_letter_spaced
from ingest.metadata import (
    FurnitureKind,
    furniture_kind,
    is_bare_date,
    is_byline,
    is_dispatch,
    is_signature,
    number_of,
)
from rag.schema import Jump
from rag.text.script import to_simplified

SENTENCE_ENDS = "。！？…；.!?;"
CLOSERS = "”’」』）)】》\"'"
_ICONS = "■□●◆◇▲△▼▽★☆◎◉▶►▷◀◁※→←↑↓⊙♦♣♥♠✦✪➤✚❖|·•"
_SPEAKERS = ("问", "答", "Q", "A", "记者", "主持人")
_NUMBER = re.compile(r"[\d\-—－（）()、/ ]{7,40}")
_TOKEN = re.compile(r"[“‘（《【「]*(?:[A-Za-z]+|[\d.,]+%?|.)[，。、；：？！”’）》】」…]{0,3}")
_LABELLED = re.compile(
    r"^[\u4e00-\u9fff\s]{0,6}(?:时间|日期|地点|地址|范围|区域|路段|线路|电话|热线|对象|方式|条件|要求|内容|原因|联系人|邮箱|邮编|网址|费用|票价|名额"
    r"|岗位|待遇|主题|单位|办法|渠道|报名|咨询|注意事项|截止|公交|微信)[：:]\s?\S"
)


@dataclass(frozen=True)
class Line:
    """One printed line that is not empty.

    Attributes:
        spaced: its text with each run of spaces as one space, and each character's offset in the file.
        indent: white space before the first character, in em.
        blanks_before: number of empty lines between this line and the one before.
        at_edge: whether it is one of the first or last six lines of the page.
        after_signature: whether the line before can be the signature of a notice, so that a date on this line belongs
            to the notice.
        counts_up: whether it is one of several numbered lines that count up from one, so that it belongs to one article
            with them.
        in_table: whether it is a row of a table, so that it is a paragraph with its cells apart.
        is_repeated: whether the lines before it are the same, printed again to make them bold.
        jump: the mark after this line or before it that says where its article goes on or comes from.
        is_jump: whether it is itself such a mark.
    """

    spaced: AlignedText
    indent: float
    blanks_before: int
    at_edge: bool
    after_signature: bool = False
    counts_up: bool = False
    in_table: bool = False
    is_repeated: bool = False
    jump: Jump | None = None
    is_jump: bool = False

    @cached_property
    def is_letter_spaced(self) -> bool:
        """Whether justification has spread its characters to the column's full width."""
        return is_letter_spaced(self.spaced.text)

    @cached_property
    def repaired(self) -> AlignedText:
        """Its text as running text, without the stray spaces of the PDF-to-text step."""
        return self.spaced if self.in_table else self.spaced.keep(body_mask(self.spaced.text))

    @property
    def text(self) -> str:
        """The characters of `repaired`."""
        return self.repaired.text

    @cached_property
    def is_icon(self) -> bool:
        """Whether it is only a stray letter or symbol left by an icon font."""
        return len(self.text) <= 2 and all(
            c in _ICONS or "\ue000" <= c <= "\uf8ff" or _is_ascii_letter(c) for c in self.text
        )

    @cached_property
    def furniture(self) -> FurnitureKind | None:
        """The kind of page furniture it is; None for an article's line."""
        if self.is_jump:
            return "jump"
        if self.is_repeated:
            return "repeated"
        if self.after_signature and is_bare_date(self.text):
            return None
        return furniture_kind(self.spaced.text, at_edge=self.at_edge) or furniture_kind(
            self.text, at_edge=self.at_edge
        )

    @cached_property
    def is_byline(self) -> bool:
        """Whether it is only a byline."""
        return is_byline(self.text) or is_byline(self.spaced.text)

    @cached_property
    def is_dispatch(self) -> bool:
        """Whether it begins a dispatch, as `本报讯（…` does."""
        return not self.is_byline and is_dispatch(self.text)

    @cached_property
    def is_question(self) -> bool:
        """Whether it begins a question or an answer of an interview."""
        speaker, colon, _ = to_simplified(self.text).replace(":", "：").partition("：")
        return bool(colon) and speaker.removesuffix(" ") in _SPEAKERS

    @cached_property
    def is_numbered(self) -> bool:
        """Whether it begins a numbered paragraph."""
        return number_of(self.text) is not None

    @cached_property
    def is_date(self) -> bool:
        """Whether it is only a full date, as at the end of a notice."""
        return is_bare_date(self.text)

    @cached_property
    def is_labelled(self) -> bool:
        """Whether it is an entry of a notice (``时间：…``) or the date at its end."""
        return _LABELLED.match(to_simplified(self.text)) is not None or self.is_date

    @cached_property
    def is_number(self) -> bool:
        """Whether it is only a telephone number or the like, as at the end of a notice."""
        return _NUMBER.fullmatch(self.text) is not None

    @cached_property
    def is_signature(self) -> bool:
        """Whether it can be the signature of a notice or a letter."""
        return is_signature(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether it ends with a sentence's final punctuation, or its article breaks off here to go on on another page."""
        if self.breaks_off:
            return True
        return self.text.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS and self.text.rstrip(CLOSERS) != ""

    @property
    def breaks_off(self) -> bool:
        """Whether its article goes on on another page."""
        return self.jump is not None and self.jump.direction == "to"

    @property
    def is_rest(self) -> bool:
        """Whether the rest of an article of another page begins here."""
        return self.jump is not None and self.jump.direction == "from"

    @cached_property
    def is_latin(self) -> bool:
        """Whether it is mostly in Latin letters."""
        wide = sum(1 for char in self.text if is_cjk(char))
        return wide * 4 < len(self.text) and any(_is_ascii_letter(char) for char in self.text)

    @cached_property
    def narrowest(self) -> float:
        """Its width in em if all punctuation is compressed to half an em."""
        return sum(1.0 if is_cjk(char) else 0.5 for char in self.text)

    @cached_property
    def widest(self) -> float:
        """Its width in em if nothing is compressed. A digit counts a full em, as in files wrapped by character count."""
        if self.is_latin:
            return self.narrowest + 0.5
        stretch = sum(0.25 for char in self.spaced.text if char == " ")
        return sum(0.5 if _is_ascii_letter(char) or char == " " else 1.0 for char in self.text) + stretch

    @cached_property
    def first_token(self) -> float:
        """Width in em of its first unbreakable token: a word, a number, or a character with its punctuation."""
        match = _TOKEN.match(self.text)
        token = match.group() if match else self.text[:1]
        digit = 0.5 if self.is_latin else 0.75
        return sum(digit if char.isdigit() else 0.5 if char.isascii() else 1.0 for char in token)


def _is_ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
