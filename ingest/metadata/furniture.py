"""Recognises page furniture (lines with date, page number, section, paper, editors) and reads what it says."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.metadata.dates import find_date, printed_date

_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_LUNAR = re.compile(
    r"农历\S{0,4}?[正一二三四五六七八九十冬腊闰]+月[初十廿二三一四五六七八九]+|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
)

_PAGE_NAME = r"(?P<section{0}>[\u4e00-\u9fff·]{{2,8}})"
_PAGE_NUMBER = r"(?P<page{0}>[A-Z]?\d{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_PAGE_LINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^第?{_PAGE_NUMBER.format('')}版[：:·\s|]*{_PAGE_NAME.format('')}?(?:新闻|版)?$",
        rf"^{_PAGE_NAME.format('')}[：:·\s|]*第?{_PAGE_NUMBER.format('')}版?$",
        rf"^(?P<page>[A-Z]?\d{{1,2}})\s*[：:·|]?\s*{_PAGE_NAME.format('')}$",
        r"^(?:第\s*)?(?P<page>[A-Z]\d{1,2}|\d{1,2})(?:\s*版)?$",
        r"^(?:Page|P\.?)\s*(?P<page>[A-Z]?\d{1,2})$",
    )
)
_SECTIONS = frozenset(
    (
        "要闻 综合 时政 文体 民意 本地 社会 民生 经济 财经 文化 体育 教育 健康 专版 专题 副刊 广告 公告 头版 国内 国际 "
        "城事 都市 县域 乡镇 法治 科技 文旅 旅游 娱乐 评论 观点 理论 深度 关注 特刊 生活 服务 资讯 视点 人物 读者 英文 "
        "新闻 周刊 天下 时事"
    ).split()
)
_ZERO_LED = re.compile(r"^[A-Z]?0\d\s*[\u4e00-\u9fff]{2,4}$")
_PAPER_NAME = (
    r"(?P<paper>[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|早报|时报|商报|周报|都市报|快报|新报|午报|导报))"
)
_PAPER = re.compile(rf"^[《]?{_PAPER_NAME}[》]?$")
_PAPER_INSIDE = re.compile(rf"(?:^|\s){_PAPER_NAME}(?:\s|$)")
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
_BETWEEN_WORDS = dict.fromkeys(map(ord, "|·,，/"), " ")

FurnitureKind = Literal["date", "page", "paper", "staff", "contact", "imprint"]


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
        line: one repaired line.
        at_edge: whether it is one of the first or last few lines of the page. Only there is a bare date, page number
            or telephone number furniture; elsewhere it may be the end of a notice.
    """
    if not line or len(line) > 90 or line.endswith(tuple("。！？；，、")):
        return None
    if _is_staff(line):
        return "staff"
    if _NUMBERED_PAPER.search(line) and len(line) <= 80:
        return "imprint"
    if _is_date_line(line, at_edge):
        return "date"
    if _page_of(line, at_edge) is not None:
        return "page"
    if _PAPER.match(line):
        return "paper"
    if _WEEKDAY.fullmatch(line) or (at_edge and len(line) <= 4 and line in _SECTIONS):
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
        found_date = found_date or printed_date(line)
        line_page, line_section = _page_and_section(line)
        page, section = page or line_page, section or line_section
        match = _PAPER.match(line) or _PAPER_INSIDE.search(line)
        paper = paper or (match["paper"] if match else "")
    return PageFurniture(date=found_date, page=page, section=section, paper=paper)


def _is_staff(line: str) -> bool:
    """Whether a line is a list of editors, possibly followed by a telephone number."""
    contact = re.search(r"\s?(?:电话|热线|新闻热线|邮箱|传真)\s?[：:]?\s?[\w@.\-—]{6,}$", line)
    names = line[: contact.start()] if contact else line
    return _STAFF.match(names) is not None and (_STAFF_LABEL.search(names) is not None or " " in names)


def _is_date_line(line: str, at_edge: bool) -> bool:
    """Whether a line has a full date, and beside it only a weekday, the lunar date, and words of the masthead."""
    match = find_date(line)
    if match is None or printed_date(line) is None:
        return False
    remainder = line[: match.start()] + " " + line[match.end() :]
    has_weekday = _WEEKDAY.search(remainder) is not None
    remainder = _LUNAR.sub(" ", _WEEKDAY.sub(" ", remainder))
    words = remainder.translate(_BETWEEN_WORDS).split()
    is_masthead = all(_is_masthead_word(word) for word in words)
    return is_masthead and (has_weekday or at_edge or any(_PAPER.match(word) for word in words))


def _is_masthead_word(word: str) -> bool:
    return (
        _PAPER.match(word) is not None
        or _page_of(word, at_edge=True) is not None
        or (len(word) <= 6 and _names_section(word))
        or word in ("农历", "第", "版", "星期", "编辑")
        or re.fullmatch(r"[A-Za-z.]+|\d{1,2}|第\d+期|总第\d+期", word) is not None
    )


def _names_section(text: str) -> bool:
    return any(section in text for section in _SECTIONS)


def _page_of(line: str, at_edge: bool) -> re.Match[str] | None:
    """The match of a line with a page number: with 版 or a section's name, or bare if it is at the page's edge."""
    for pattern in _PAGE_LINES:
        match = pattern.match(line)
        if match is None:
            continue
        section = match.groupdict().get("section") or ""
        if section and not _names_section(section) and not _ZERO_LED.match(line):
            continue
        if not section and "版" not in line and not at_edge:
            continue
        if section and "版" not in line and not at_edge and not re.match(r"^[A-Z]?\d{2}|.*\d{2}$", line):
            continue
        return match
    return None


def _page_and_section(line: str) -> tuple[str, str]:
    """Page and section on a line, possibly beside date and paper; empty strings if they are not there."""
    words = line.replace("|", " ").split()
    pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
    for piece in (line, *pairs, *words):
        match = _page_of(piece, at_edge=piece == line)
        if match is not None:
            page, section = match["page"] or "", match.groupdict().get("section") or ""
            return (page.lstrip("0") or page) if page.isdigit() else page, section
    return "", next((w for w in line.split() if len(w) <= 4 and w in _SECTIONS), "")
