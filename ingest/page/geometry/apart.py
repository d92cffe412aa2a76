"""What is set apart from the articles of a page: captions, adverts, and what is printed on pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.page.geometry.boxes import height, inside, overlap_x, overlap_y, share_x, width
from ingest.page.geometry.stacks import Stack, Surroundings
from ingest.page.printed import Rect

_CAPTION_GAP = 1.6  # em between a picture and its caption
_CAPTION_LINES = 5
_ALONE = 2.0  # em of blank space above and below a caption beside its picture
_SHORT_CAPTION = 2  # lines of one that looks like text
_SHORT_ADVERT = 200  # characters
_FEW_ROWS = 2
_ADVERT = re.compile(
    r"电话|元|活动|最终解释权|热线|手机|微信|地址|咨询|优惠|特价|折扣|招租|出租|出售|招聘|加盟|订购|抢购|促销|开业|广告|包邮|扫码|预约"
    r"|sale|discount|call|tel|offer|order now|visit us",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:广告|廣告|advertisement)$", re.IGNORECASE | re.MULTILINE)
_SENTENCE_END = re.compile(r"[。！？]|[a-z]{2}[.!?][”’\"]?(?=\s+[A-Z“]|$)")
_CREDIT = re.compile(
    r"(?:摄影?|供图|资料图片?|图片来源.{0,12}|制图)[）)]?。?$|^(?:Photo|Picture|Image)\b"
    r"|(?:photo|file|picture) by |\b(?:photo|picture|image)s?: ?[a-z .,/]{2,40}$",
    re.IGNORECASE,
)


def set_apart(stacks: Sequence[Stack], page: Surroundings, usual: float) -> list[Stack]:
    """The stacks that are in no article.

    Args:
        usual: the size of the page's running text.
    """
    adverts = _advert_panels(stacks, page)
    return [
        stack
        for stack in stacks
        if stack.panel in adverts or _is_in_picture(stack, page) or _is_caption(stack, page, stacks, usual)
    ]


def is_background(picture: Rect, stacks: Sequence[Stack]) -> bool:
    """Whether a picture has running text printed on it."""
    return any(
        stack.kind == "body" and len(stack.rows) > _FEW_ROWS and inside(stack.box, picture, 1)
        for stack in stacks
    )


def _is_in_picture(stack: Stack, page: Surroundings) -> bool:
    return any(inside(stack.box, picture, 1) for picture in page.pictures) and stack.kind != "body"


def _is_caption(stack: Stack, page: Surroundings, stacks: Sequence[Stack], usual: float) -> bool:
    """Whether a stack is the caption of a picture: it has a credit, or is right below or beside it, not wider, short, and set
    apart."""
    if len(stack.rows) > _CAPTION_LINES or stack.size > 1.1 * usual or stack.upright:
        return False
    if stack.kind != "body" and _CREDIT.search(stack.text) and not stack.rows[0].line.is_byline:
        return True
    for picture in page.pictures:
        below, beside = _is_below_picture(stack, picture), _is_beside_picture(stack, picture)
        if not below and not beside:
            continue
        if beside and len(stack.rows) <= _SHORT_CAPTION and _is_alone(stack, stacks):
            return True
        if stack.size < 0.96 * usual or _CREDIT.search(stack.text) or stack.bold:
            return True
        if below and not _goes_on(stack, stacks):
            if len(stack.rows) == 1 and stack.kind != "body":
                return True
            if len(stack.rows) <= _SHORT_CAPTION and not _is_in_text(picture, stack, stacks):
                return True
    return False


def _is_below_picture(stack: Stack, picture: Rect) -> bool:
    gap = stack.box.top - picture.bottom
    return -2 <= gap <= _CAPTION_GAP * stack.size and overlap_x(stack.box, picture) >= 0.8 * width(stack.box)


def _is_beside_picture(stack: Stack, picture: Rect) -> bool:
    gap = max(stack.box.left - picture.right, picture.left - stack.box.right)
    return -2 <= gap <= _CAPTION_GAP * stack.size and overlap_y(stack.box, picture) >= 0.8 * height(stack.box)


def _is_in_text(picture: Rect, below: Stack, stacks: Iterable[Stack]) -> bool:
    """Whether a picture interrupts a column: running text is right above it, over what is below it."""
    return any(
        stack.kind == "body"
        and -below.size <= picture.top - stack.box.bottom <= _CAPTION_GAP * below.size
        and share_x(stack.box, below.box) > 0.5
        for stack in stacks
    )


def _is_alone(stack: Stack, stacks: Iterable[Stack]) -> bool:
    """Whether nothing is right above or below a stack."""
    box = stack.box
    near = replace(box, top=box.top - _ALONE * stack.size, bottom=box.bottom + _ALONE * stack.size)
    return not any(
        other is not stack and overlap_x(other.box, near) > 0 and overlap_y(other.box, near) > 0
        for other in stacks
    )


def _goes_on(stack: Stack, stacks: Iterable[Stack]) -> bool:
    """Whether more text of the same size follows right below, as in a column that a picture interrupts."""
    return any(
        other is not stack
        and 0 <= other.box.top - stack.box.bottom <= 1.5 * stack.size
        and share_x(other.box, stack.box) > 0.5
        and abs(other.size - stack.size) < 0.05 * stack.size
        for other in stacks
    )


def _advert_panels(stacks: Sequence[Stack], page: Surroundings) -> set[int]:
    """Panels in which no running text has a sentence, but which say that they are an advert or have the words of one."""
    adverts: set[int] = set()
    for index in range(len(page.panels)):
        inner = [stack for stack in stacks if stack.panel == index]
        text = "\n".join(stack.text for stack in inner)
        sentences = sum(len(_SENTENCE_END.findall(stack.text)) for stack in inner if stack.kind == "body")
        if (sentences == 0 and (_ADVERT.search(text) or len(text) < _SHORT_ADVERT)) or (
            sentences <= 3 and _LABEL.search(text)
        ):
            adverts.add(index)
    return adverts
