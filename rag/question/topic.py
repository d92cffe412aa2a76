"""The words of a question that tell what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from rag.question.query import NO_TOPIC, QUESTION_WORDS
from rag.text.normalise import matched


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of a text with their places, question words left out; no word reaches across one."""
    simple, found, position = matched(text), [], 0
    for start, end in [*(m.span() for m in QUESTION_WORDS.finditer(simple)), (len(simple), len(simple))]:
        for word in rjieba.cut(simple[position:start]):
            found.append((position, position + len(word), word))
            position += len(word)
        position = end
    return tuple(found)


@lru_cache(maxsize=1024)
def content(text: str) -> tuple[str, ...]:
    """The words of a question that an article about it could have: no question words, no particles, nothing that
    any question could hold. Numbers among them."""
    return tuple(word for _, _, word in tokens(text) if tells(word))


def tells(word: str) -> bool:
    """Whether a word can tell what a question is about."""
    has_form = bool(re.fullmatch(r"\w+(?:['’.-]\w+)*", word)) and word not in NO_TOPIC and word not in _VAGUE
    return has_form and (len(word) > 1 or word.isdecimal())


def holds(text: str, word: str) -> bool:
    """Whether a `matched` text has the word; of English words, also as the beginning of one (plurals)."""
    return word in text if not word.isascii() else f" {word}" in f" {text}"


_VAGUE = frozenset(
    "事情 情况 消息 报道 新闻 原因 具体 详细 多久 多长 多大 多高 多远 时候 时间 地方 地点 办法 东西 内容 结果 后来 现在 目前 "
    "里面 一共 总共 还有 已经 最近 最后 开始 结束 知道 告诉 介绍 一下 人家 本来 原来 要钱 好了 干什么 叫什么 名字 哪个 哪些 "
    "那边 这边 那个 这个 那些 这些 那里 这里 那次 这次 那天 今年 去年 一天 一次 一份 要不要 有没有 什么样 他们 她们 它们 长时间 "
    "about and his her its their him them he she they one ones those these so then also long name more else happen happened "
    "say said tell told get go i you we my take".split()
)
