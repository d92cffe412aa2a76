"""Says what a line at the beginning of a document is: headline, date, byline, letterhead, or already the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.document.lines import DocumentLine
from ingest.metadata import (
    byline_names,
    is_bare_date,
    is_byline,
    is_dispatch,
    is_signature,
    number_of,
    printed_date,
)

OpeningKind = Literal["display", "details", "letterhead", "mark", "dash", "contact", "text"]

_LETTERHEAD = re.compile(
    r"(?:通稿|发布稿|宣传稿|(?:新闻|新聞|媒体|媒體|发布会|發布會)(?:稿|公报|公報|素材|材料|资料|資料|信息)|新闻发布会|新聞發布會|"
    r"(?:press|news|media) (?:release|statement|advisory))$",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"^[【\[（(]?(?:即时发布|即時發布|即時發佈|供稿|新闻通稿|新闻稿|新聞稿|通稿|(?:for )?immediate release|"
    r"(?:press|news|media) release)[】\]）)]?[：:]?$",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"(?P<label>发布时间|发布日期|发稿时间|发稿日期|更新时间|日期|發布時間|發布日期|"
    r"published(?: on)?|posted(?: on)?|updated|date|"
    r"作者|撰文|撰稿|供稿|记者|記者|通讯员|文/图|文字|文|author|writer|by|reporter|"
    r"来源|信息来源|來源|发布机构|发布单位|浏览次数|点击量?|阅读量?|责任编辑|责编|編輯|编辑|审核|校对|source|editor)"
    r"\s*[：:]\s*",
    re.IGNORECASE,
)
_OF_DAY = re.compile(
    r"^(?:发布时间|发布日期|发稿|更新|日期|發布|published|posted|updated|date)", re.IGNORECASE
)
_OF_AUTHOR = re.compile(
    r"^(?:作者|撰文|撰稿|供稿|记者|記者|通讯员|文|author|writer|by|reporter)", re.IGNORECASE
)
_TIME_OF_DAY = re.compile(
    r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?|(?:星期|周|礼拜)[一二三四五六日天]|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_DATE_CHARACTERS = re.compile(
    r"[\d\s年月日〇零○一二三四五六七八九十/.,\-—（）()\[\]【】]|"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b"
)
_CONTACT = re.compile(
    r"^(?:新闻|媒体|媒體|新聞)?(?:联系人|聯絡人|联系方式|联系电话|聯絡|电话|電話|邮箱|电邮|传真|contact|tel|phone|e-?mail|fax)"
    r"[^：:]{0,12}[：:]",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^(?:时间|日期|地点|地址|对象|范围|内容|主题|主办|承办|协办|单位|时间地点|時間|地點|主辦|when|where|what|who)\s*[：:]",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?:19|20)\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?(?:\s\d{1,2}:\d\d)?[\s|｜·]+"
)
_DOCUMENT_NUMBER = re.compile(r"[〔\[【（(](?:19|20)\d\d[〕\]】）)]\s*第?\d{1,5}号$")
_WIDEST_DISPLAY = 60.0  # em


@dataclass(frozen=True, slots=True)
class Details:
    """What a line of details says (``发布时间：2024-03-18 作者：张三``); empty where it says nothing.

    ``[start, end)`` of the line are the names' place.
    """

    day: date | None = None
    byline: str = ""
    start: int = 0
    end: int = 0


def opening_kind(line: DocumentLine) -> OpeningKind:
    """What a line before the text can be: `display` for a headline or sub-headline, `details` for date and byline,
    `letterhead` and `mark` for who issues it and that it may be printed, `text` if it is the text's beginning."""
    text = line.text
    if line.role in ("title", "subtitle"):
        return "text" if number_of(text) else "display"
    if _MARK.match(text):
        return "mark"
    if details_of(text) is not None:
        return "details"
    if _CONTACT.match(text) or _DOCUMENT_NUMBER.search(text):
        return "contact"
    if _LABELLED.match(text) or number_of(text) or is_dispatch(text) or line.width > _WIDEST_DISPLAY:
        return "text"
    if text[-1] in "。；;，,、：:" or (text[-1] == "." and line.width > 12):
        return "text"
    if _LETTERHEAD.search(text) or (is_signature(text) and line.prominence == 0):
        return "letterhead"
    return "dash" if text.startswith(("——", "──", "—", "– ")) else "display"


def details_of(text: str) -> Details | None:
    """The date and the byline of a line that has nothing but such details; None for any other line."""
    if len(text) > 160:
        return None
    if is_byline(text):
        return Details(byline=byline_names(text), end=len(text))
    if (day_first := _DAY_FIRST.match(text)) and is_byline(text[day_first.end() :]):
        byline = byline_names(text[day_first.end() :])
        return Details(printed_date(day_first[0]), byline, day_first.end(), len(text))
    labels = list(_DETAIL.finditer(text))
    first = labels[0].start() if labels else len(text)
    if not _is_day(text[:first]) and text[:first].strip(" 　|｜（(【["):
        return None
    day = printed_date(text[:first])
    if not labels:
        return Details(day) if day else None
    byline, start, end = "", 0, 0
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else len(text)
        value = text[label.end() : stop].strip(" 　|｜）)】]")
        if len(value) > 40:
            return None
        if _OF_DAY.match(label["label"]):
            if not _is_day(value):
                return None
            day = day or printed_date(value)
        elif _OF_AUTHOR.match(label["label"]) and not byline:
            byline, start, end = byline_names(value) or byline_names(f"By {value}"), label.end(), stop
    return Details(day, byline, start, end)


def _is_day(text: str) -> bool:
    """Whether a text is a full date, with or without weekday and time, and nothing else."""
    if printed_date(text) is None:
        return False
    rest = _TIME_OF_DAY.sub("", text)
    return is_bare_date(text) or not _DATE_CHARACTERS.sub("", rest)
