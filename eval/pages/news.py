"""Reads the headlines and sentences of a corpus that pages are generated from."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Half = Literal["tune", "report"]


@dataclass(frozen=True, slots=True)
class Story:
    """A headline and the sentences below it.

    Attributes:
        is_printed: the headline is original. If not, it was made from the first sentence, which makes it easier to
            match with its text.
    """

    headline: str
    sentences: tuple[str, ...]
    is_printed: bool = True


_ORIGINAL_TITLE = re.compile(r"^原标题[：:]\s*")
_LEAD = re.compile(
    r"(?:近日|日前|连日来|昨日|昨天|本报讯|今天上午|\d{1,2}月\d{1,2}日|"
    r"(?:新华社|中新网|中新社|人民网|央视网|央广网|参考消息网|证券时报|财联社|极目新闻|红星新闻|华声在线|大河网)"
    r"[\u4e00-\u9fff]{0,8}?\d{1,2}月\d{1,2}日|据[\u4e00-\u9fff]{2,8}(?:消息|报道))"
)
_UNFIT_TITLE = re.compile(
    r"…|股票|快讯：|收盘|本报|编辑|[丨｜|□→↑@#]|记者|[的为在与和从对于将向赋驰获排]$|[A-Za-z]$|^[）)】]"
)
_NOT_LOCAL_NEWS = re.compile(
    r"主力资金|炒股|广告声明|证券之星|[\u4e00-\u9fff]电\s?（记者|消息\s?（.{0,4}记者|截至收盘|IT之家"
)
_UNFIT_LEAD = re.compile(r"^[为在这该员和我他她随从对由因据当]|[时日中下上内里后前天]$|[；：？！]")
_OPENING = re.compile(
    r"^(?:(?:中新网|中新社|新华社|人民网|央广网|央视网|参考消息网|本报讯|[\u4e00-\u9fff]{2,6}(?:网|报|社)讯?)?[^，。]{0,24}?(?:电|讯|消息|报道)\s*)?"
    r"(?:[（(][^（()）]{2,40}[）)]\s*)?"
)
_SENTENCE = re.compile(r"[^。！？]{4,}?[。！？][”’）]*")
_TIME_OPENING = re.compile(
    r"^(?:近日|日前|昨日|今天|连日来|记者[^，]{0,12}|据[^，]{0,12}|(?:\d{4}年)?\d{1,2}月\d{1,2}日[^，]{0,8}|当地时间[^，]*|北京时间[^，]*)，?"
)
_CITY_NEWS = re.compile(r"^[\u4e00-\u9fff，、：；“”《》（）—·％%\d.A-Za-z/+-]+[。！？][”’）]*$")


def stories(corpus: Path, half: Half, *, printed_only: bool = False) -> list[Story]:
    """The usable articles of one half of a corpus, in order; with `printed_only` those with an original headline."""
    with corpus.open(encoding="utf-8") as lines:
        found = (_story(json.loads(line)["text"]) for line in lines if _half(json.loads(line)["id"]) == half)
        usable = [story for story in found if story is not None]
    return [story for story in usable if story.is_printed or not printed_only]


def _half(source_id: str) -> Half:
    return "tune" if hashlib.sha256(source_id.encode()).digest()[0] % 2 else "report"


def _story(text: str) -> Story | None:
    text = text.replace("(", "（").replace(")", "）").replace("\xa0", " ")
    title = _ORIGINAL_TITLE.match(text)
    headline, body = _printed_title(text, title.end()) if title else ("", text)
    if (title and not headline) or _NOT_LOCAL_NEWS.search(text):
        return None
    body = re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", _OPENING.sub("", body, count=1)).lstrip(
        "，。、；：？！”）"
    )
    sentences = tuple(
        s
        for s in _SENTENCE.findall(body)
        if 8 <= len(s) <= 160 and _CITY_NEWS.match(s) and "记者" not in s[:6]
    )
    if len(sentences) < 4:
        return None
    headline = headline or headline_from_lead(sentences[0])
    return (
        Story(headline, sentences, is_printed=title is not None)
        if headline and not _UNFIT_TITLE.search(headline)
        else None
    )


def _printed_title(text: str, start: int) -> tuple[str, str]:
    """The headline and the text after it. A web title has no end mark, so the text must begin with a known kind of lead;
    otherwise both are empty."""
    lead = _LEAD.search(text, start + 8)
    if lead is None or lead.start() - start > 28:
        return "", ""
    return text[start : lead.start()].strip(), text[lead.start() :]


def headline_from_lead(sentence: str) -> str:
    """A plain headline made from the first sentence without its time; empty if that gives no good headline."""
    clauses = _TIME_OPENING.sub("", sentence).rstrip("。！？”").split("，")
    headline = clauses[0]
    if len(headline) < 8 and len(clauses) > 1:
        headline = f"{clauses[0]} {clauses[1]}"
    whole = all(headline.count(a) == headline.count(b) for a, b in ("“”", "《》", "（）"))
    return headline if 8 <= len(headline) <= 26 and whole and not _UNFIT_LEAD.search(headline) else ""
