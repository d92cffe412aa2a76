"""Tells questions for a list of reports, for all that somebody wrote, and for what somebody said."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.language import people, without_days
from rag.language.topic import content
from rag.question.query import Listing, Query
from rag.text.normalise import matched


def asked_list(query: Query, authors: Collection[str]) -> Listing | None:
    """The list that a question asks for, or nothing where it asks for something else.

    Args:
        query: with what it is restricted to.
        authors: the names in the archive's bylines.
    """
    text = matched(query.search)
    named = asked_author(text, authors)
    if query.kind == "author" or not (named or any(pattern.search(text) for pattern in _LISTS)):
        return None
    words = content(_without(text, query, (named, query.section)))
    return Listing(words, query.author) if words or query.author or query.section else None


def asked_author(text: str, authors: Collection[str]) -> str:
    """Whose reports a `matched` question asks for; empty where it asks for none's."""
    known = [name for name in authors if matched(name) in text]
    for name in sorted(known, key=len, reverse=True):
        before, _, behind = text.partition(matched(name))
        if _WROTE.match(behind) or _BY.search(before):
            return name
    for name in people(text):
        if _WROTE_ONLY.match(text[text.index(name) + len(name) :]):
            return name
    return ""


def asked_speaker(query: Query) -> str:
    """Whose words a question asks for, where it asks for nothing more; else empty."""
    text = matched(query.search)
    if not _SAID_WHAT.search(text):
        return ""
    names = people(text)
    rest = _SAID_WHAT.sub(" ", without_days(text, query.today))
    if len(names) != 1:
        return ""
    left = [w for w in content(_TITLE.sub(" ", rest.replace(names[0], " ", 1))) if w not in names[0]]
    return "" if left else names[0]


def _without(text: str, query: Query, names: Sequence[str]) -> str:
    """A question without its days, without `names` and without the words that ask for a list."""
    text = without_days(text, query.today)
    for name in filter(None, names):
        text = text.replace(matched(name), " ")
    for pattern in (*_LISTS, _LIST_WORDS, *((_WRITING,) if any(names[:1]) else ())):
        text = pattern.sub(lambda m: f" {m.groupdict().get('kept') or ''} ", text)
    return text


_NOTICE = r"通知|公告|通告|启事|更正"
_REPORT = r"报道|新闻(?!发布|热线|中心)|文章|消息|稿件|稿子"
_LISTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:哪些|什么|啥|哪几[篇条则个次])(?:关于)?(?P<kept>[^，。？?]{{0,10}}?(?:{_NOTICE}))",
        rf"(?:哪些|什么|啥|哪几[篇条则个次]|几[篇条则次]|多少[篇条则次])(?:关于|有关)?(?P<kept>[^，。？?]{{0,10}}?)(?:的)?(?:{_REPORT})",
        r"(?:报道|刊登|刊发|登报|登|上报)(?:过|了)(?:几|多少|哪几)[次篇条回则]",
        rf"(?:几|多少)[次篇条](?P<kept>[^，。？?]{{0,8}}?(?:{_NOTICE}))",
        rf"^(?:关于|有关)(?P<kept>.{{2,20}}?)的?(?:所有|全部|相关)?(?:{_REPORT})[?？。!！\s]*$",
        rf"(?:所有|全部|历次|历年)(?:的)?(?:关于|有关)?(?P<kept>[^，。？?]{{0,10}}?)(?:的)?(?:{_REPORT})",
        r"what (?:has|have|had) been (?:reported|written|published|printed) (?:about|on)\b",
        r"(?:which|what|all|any|list|how many)(?: of)?(?: the)?(?P<kept>(?: \w+){0,2}?)"
        r" (?:articles|reports|stories|news|notices)\b"
        r"(?: are there| have been| were| did you| do you have| has the paper)*",
        r"(?:articles|reports|stories|news) (?:about|on)\b",
        r"how (?:often|many times) (?:has|have|did) the paper (?:report(?:ed)?|writ\w+)(?: about| on)?",
    )
)
_LIST_WORDS = re.compile(
    rf"最近|近期|近来|最新|目前|至今|以来|迄今|相关|有关|关于|{_REPORT}|报纸|你们|报社|日报|列出|列一下|都有|还有|有过"
    r"|\b(?:recent|recently|lately|latest|since|so far|paper|printed|reported|published|written|been|list|articles"
    r"|reports|stories|news)\b"
)
_WRITING = re.compile(r"记者|采写|写|报道|发表|稿|作品|\b(?:wrote|write|by|published|reporter)\b")
_WROTE = re.compile(
    r"(?:记者)?[^，。？?]{0,8}?(?:采写|写|报道|发)(?:过|了|的)?(?!的是|的[^，。]{0,6}谁)[^，。？?]{0,6}?(?:哪些|什么|啥|几篇|多少篇|报道|稿|文章|新闻)"
    r"|(?:记者)?(?:的|最近|写的)[^，。？?]{0,8}(?:报道|文章|稿件|稿子|新闻|作品)"
    r"| (?:has|have|had)? ?(?:written|wrote|write|reported|published)|'s (?:\w+ )?(?:articles|reports|stories)"
)
_WROTE_ONLY = re.compile(
    r"(?:记者)?(?:最近|今年|去年|都|还|一共|总共)*(?:采写|写)(?:过|了)?[^，。？?]{0,6}?(?:哪些|什么|啥|几篇|多少篇|报道|文章)"
    r"(?![书歌诗信字词戏曲剧]|小说|著作|作品)"
)
_BY = re.compile(
    r"(?:articles|reports|stories|written|news|everything|anything) (?:\w+ )?(?:by|from) (?:reporter )?$|(?:write|by|did) $"
)
_SAID_WHAT = re.compile(
    r"(?:都|还|又|是)?(?:说|讲|表示|介绍|回应|谈|提醒)(?:过|了|到)?(?:些)?(?:什么|啥|哪些话?)(?:话)?|(?:是)?(?:怎么|咋|如何)(?:说|回应|讲|解释)(?:的)?"
    r"|what (?:did|does|has) (?P<kept>.+?) (?:say|said)(?: about it)?"
)
_TITLE = re.compile(r"局长|主任|书记|市长|校长|馆长|院长|教练|医生|老师|记者|老人|总经理|负责人")
