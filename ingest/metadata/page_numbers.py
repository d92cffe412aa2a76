"""Page numbers and sections, as a page's head prints them. Chinese lines are in simplified script."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = r"(?P<section>[\u4e00-\u9fff·]{2,8})"
_NUMBER = r"(?P<page>[A-Z]?\d{1,2}|[一二三四五六七八九十]{1,3})"
_SECTIONS = frozenset(
    (
        "要闻 综合 时政 文体 民意 本地 社会 民生 经济 财经 文化 体育 教育 健康 专版 专题 副刊 广告 公告 头版 国内 国际 "
        "城事 都市 县域 乡镇 法治 科技 文旅 旅游 娱乐 评论 观点 理论 深度 关注 特刊 生活 服务 资讯 视点 人物 读者 英文 "
        "新闻 周刊 天下 时事 港闻 两岸"
    ).split()
)
_ENGLISH_SECTION = (
    r"(?P<section>(?i:(?:local |city |state |world |national |metro |business )?news|local|sports?|business|opinion|metro|"
    r"world|nation(?:al)?|region(?:al)?|community|life(?:style)?|living|(?:the )?arts|culture|entertainment|obituaries|"
    r"classifieds?|weather|education|health|science|technology|politics|editorials?|letters|features|food|travel|"
    r"front page))"
)
_PAGE = r"(?:Page|PAGE|Pg\.?|P\.?)"
_PAGE_LINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第?{_NUMBER}版[：:·\s|]*{_NAME}?(?:新闻|版)?",
        rf"{_NAME}[：:·\s|]*第?{_NUMBER}版?",
        rf"(?P<page>[A-Z]?\d{{1,2}})\s*[：:·|]?\s*{_NAME}",
        r"(?:第\s*)?(?P<page>[A-Z]\d{1,2}|\d{1,2})(?:\s*版)?",
        rf"{_PAGE}\s*(?P<page>[A-Z]?\d{{1,2}})(?:\s*[:·|-]?\s*{_ENGLISH_SECTION})?",
        rf"(?P<page>[A-Z]\d{{1,2}}|\d{{1,2}}[A-Z]?)\s*[:·|-]?\s*{_ENGLISH_SECTION}",
        rf"{_ENGLISH_SECTION}\s*[:·|,-]?\s*{_PAGE}?\s*(?P<page>[A-Z]?\d{{1,2}})",
    )
)
_ONLY_ENGLISH_SECTION = re.compile(_ENGLISH_SECTION)
_ZERO_LED = re.compile(r"[A-Z]?0\d\s*[\u4e00-\u9fff]{2,4}")
_TWO_DIGITS = re.compile(r"[A-Z]?\d{2}.*|.*\d{2}")
_WORD = re.compile(r"[^\s|]+")
_MOST_WORDS = 4  # of a page number with its section, such as `Page 3 Local News`


def page_of(line: str, *, at_edge: bool) -> re.Match[str] | None:
    """The match (groups `page` and `section`) of a line that is a page number with 版 or a section's name.

    Args:
        at_edge: whether it is at the edge of the page; only there is a bare number a page number.
    """
    for pattern in _PAGE_LINES:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        section = match.groupdict().get("section") or ""
        if section and not names_section(section) and not _ZERO_LED.fullmatch(line):
            continue
        if at_edge or "版" in line or (section and _TWO_DIGITS.fullmatch(line)):
            return match
    return None


def is_section(text: str) -> bool:
    """Whether a text is only the name of a section: ``要闻``, ``LOCAL``."""
    if text.isascii():
        return text[:1].isupper() and _ONLY_ENGLISH_SECTION.fullmatch(text) is not None
    return len(text) <= 4 and text in _SECTIONS


def names_section(text: str) -> bool:
    """Whether a text is, or has in it, the name of a section: ``民生新闻``."""
    return is_section(text) or any(section in text for section in _SECTIONS)


def page_and_section(line: str) -> tuple[str, str]:
    """Page number and section on a line of furniture without its date; empty where they are not there."""
    pieces = list(_pieces(line))
    for piece in pieces:
        match = page_of(piece, at_edge=True)
        if match is not None and (piece == line.strip() or not match.group().isdigit()):
            page = match["page"]
            return (page.lstrip("0") or page) if page.isdigit() else page, match.groupdict().get(
                "section"
            ) or ""
    return "", next((piece for piece in pieces if is_section(piece)), "")


def _pieces(line: str) -> Iterator[str]:
    """Runs of words of a line, the longest first."""
    words = [match.span() for match in _WORD.finditer(line)]
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            yield line[words[i][0] : words[i + size - 1][1]]
