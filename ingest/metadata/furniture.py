"""Recognises page furniture (lines with date, page number, section, paper, editors) and reads what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.metadata.dates import find_date, printed_date
from ingest.metadata.page_numbers import is_section, names_section, page_and_section, page_of
from ingest.metadata.papers import find_paper, is_paper
from ingest.metadata.web_residue import is_web_residue
from rag.text.script import to_simplified

_WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)[一二三四五六日天]|\b(?i:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day\b|\.|(?=,)))"
)
_LUNAR = re.compile(
    r"农历\S{0,4}?[正一二三四五六七八九十冬腊闰]+月[初十廿二三一四五六七八九]+|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
)

_STAFF = re.compile(
    r"^(?:(?:本版|值班|责任|执行|编辑|见习|美术|图片|视觉|文字|主任|首席|电子)*"
    r"(?:编辑|责编|编委|总编|总编辑|副总编|主编|校对|版式|版式设计|美编|设计|组版|排版|制图|审读|检校|值班主任|监制|统筹|策划)"
    r"\s*[：:]?\s*[\u4e00-\u9fff·]{1,4}(?:[\s、]+[\u4e00-\u9fff·]{1,4}){0,3}[\s|/]*){1,6}$"
)
_STAFF_LABEL = re.compile(
    r"(?:编辑|责编|编委|校对|版式|美编|组版|排版|制图|检校|审读|设计|主编|监制|总编)\s*[：:]"
)
_CONTACT = re.compile(
    r"^(?:本报|编辑部|广告|新闻|报料|爆料|订报|发行|投稿|值班|读者|服务|监督|24小时|\s)*"
    r"(?:热线|电话|传真|邮箱|邮编|地址|网址|信箱|微信|QQ|E-?mail|Tel|新闻热线|广告热线|投稿邮箱|邮政编码)(?:号|电话|地址)?\s*[：:]?\s*\S+.{0,60}$",
    re.IGNORECASE,
)
_NUMBERED_PAPER = re.compile(
    r"国内统一(?:连续出版物|刊)号|\bCN\s?\d{2}-\d{4}|邮发代号|总第?\s*\d+期|^第\s*\d{3,6}\s*(?:期|号)|今日\s*\d+\s*版|印刷\b.*印刷|零售(?:每份|价)|本报(?:社)?地址"
)
_LETTERHEAD = re.compile(r"^[\u4e00-\u9fff（）()]{0,24}(?:新闻|新聞)(?:通)?稿$")
_WEB_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+\.[\w.]+$")
_BETWEEN_WORDS = dict.fromkeys(map(ord, "|·,，/•"), " ")
_MASTHEAD_WORD = re.compile(
    r"[A-Z][A-Za-z.]*|[A-Za-z]\.|\d{1,5}|[$£€￥¥]\d{1,2}(?:\.\d\d)?|第\d+期|总第\d+期|农历|第|版|星期|编辑"
)
_ENGLISH_STAFF = re.compile(
    r"[Ss]pecial to (?:[Tt]he )?[A-Z].{1,40}|(?:Staff|Wire) [Rr]eports?"
    r"|(?:(?!By\b)[A-Z][\w.’'-]* ){0,4}(?:Staff|Senior|Special|Sports|News) (?:Writer|Reporter|Correspondent|Photographer)s?"
)

FurnitureKind = Literal["date", "page", "paper", "staff", "contact", "imprint", "web", "jump", "repeated"]


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """Date, page number, section and paper from a page's furniture lines; empty where they are not printed."""

    date: date | None = None
    page: str = ""
    section: str = ""
    paper: str = ""


def furniture_kind(line: str, *, at_edge: bool) -> FurnitureKind | None:
    """The kind of page furniture that a line is, or None.

    Args:
        line: one repaired line, in either script.
        at_edge: whether it is one of the first or last few lines of the page. Only there is a bare date, page number
            or telephone number furniture; elsewhere it may be the end of a notice.
    """
    if not line or len(line) > 90:
        return None
    line = to_simplified(line)
    if is_web_residue(line):
        return "web"
    if line.endswith(tuple("。！？；，、")):
        return None
    if _is_staff(line) or _ENGLISH_STAFF.fullmatch(line):
        return "staff"
    if _NUMBERED_PAPER.search(line) and len(line) <= 80:
        return "imprint"
    if _is_date_line(line, at_edge):
        return "date"
    if page_of(line, at_edge=at_edge) is not None:
        return "page"
    if is_paper(line) and (at_edge or not line.isascii()):
        return "paper"
    if at_edge and (name := find_paper(line)) and _has_only_page_beside(line, *name.span()):
        return "paper"
    if _WEEKDAY.fullmatch(line) or (at_edge and is_section(line)):
        return "page"
    if at_edge and _LETTERHEAD.match(line):
        return "imprint"
    if at_edge and (_CONTACT.match(line) or _WEB_ADDRESS.match(line)):
        return "contact"
    return None


def read_furniture(lines: list[str]) -> PageFurniture:
    """Date, page, section and paper from a page's furniture lines; for each, the first line that has it counts."""
    found_date: date | None = None
    page = section = paper = ""
    for line in lines:
        plain = to_simplified(line)
        found_date = found_date or printed_date(plain)
        name = find_paper(plain)
        paper = paper or (line[name.start("paper") : name.end("paper")] if name else "")
        line_page, line_section = page_and_section(_undated(plain))
        if not line_page and name and find_date(plain):
            line_page = _number_at_edge(plain)
        if not section and line_section:
            start = plain.find(line_section)
            section = line[start : start + len(line_section)]
        page = page or line_page
    return PageFurniture(date=found_date, page=page, section=section, paper=paper)


def _is_staff(line: str) -> bool:
    """Whether a line is a list of editors, possibly followed by a telephone number."""
    contact = re.search(r"\s?(?:电话|热线|新闻热线|邮箱|传真)\s?[：:]?\s?[\w@.\-—]{6,}$", line)
    names = line[: contact.start()] if contact else line
    return _STAFF.match(names) is not None and (_STAFF_LABEL.search(names) is not None or " " in names)


def _is_date_line(line: str, at_edge: bool) -> bool:
    """Whether a line has a full date, and beside it only a weekday, the lunar date, and words of the masthead."""
    if find_date(line) is None or printed_date(line) is None:
        return False
    has_paper = find_paper(line) is not None
    words = _undated(line).translate(_BETWEEN_WORDS).split()
    return all(map(_is_masthead_word, words)) and (has_paper or at_edge or _WEEKDAY.search(line) is not None)


def _has_only_page_beside(line: str, start: int, end: int) -> bool:
    """Whether a line with a paper's name in ``[start, end)`` has nothing else but a page number."""
    return page_of((line[:start] + line[end:]).strip(" |·"), at_edge=True) is not None


def _number_at_edge(line: str) -> str:
    """A bare number at the beginning or end of a running head: ``12 THE HARTWICK ECHO | Friday 8 May 2026``."""
    number = re.match(r"(\d{1,2})(?=\s+(?!\d)[^\W\d])", line) or re.search(r"(?<=[|·])\s*(\d{1,2})$", line)
    first_date = find_date(line)
    if number is None or first_date is None or first_date.start() <= number.start() < first_date.end():
        return ""
    return number[1]


def _undated(line: str) -> str:
    """A line without date, weekday and lunar date."""
    match = find_date(line)
    if match is not None:
        line = line[: match.start()] + " " + line[match.end() :]
    return _LUNAR.sub(" ", _WEEKDAY.sub(" ", line))


def _is_masthead_word(word: str) -> bool:
    return (
        is_paper(word)
        or page_of(word, at_edge=True) is not None
        or (len(word) <= 6 and names_section(word))
        or _MASTHEAD_WORD.fullmatch(word) is not None
        or _is_staff(word)
    )
