"""Recognises lines that web sites put into an article: share buttons, "read more", picture credits, editors, related links."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 60  # characters of such a line
_LONGEST_CAPTION = 120
_NAME = r"[\u4e00-\u9fff·A-Za-z. ]{2,20}"
_RESIDUE = re.compile(
    r"^\W*(?:"
    r"分享(?:到|至|给)?\S{0,12}|(?:微信|微博|朋友圈|QQ|QQ空间|复制链接|扫一扫|点赞|收藏|打印|字号|放大|缩小|纠错|举报|评论)"
    r"(?:[\s、|/]*\S{1,6}){0,6}"
    r"|(?:字号|字体)[：:]?\s*\S{0,8}|(?:微信)?扫(?:码|一扫|描)\S{0,20}|\S{0,8}二维码\S{0,10}|返回(?:首页|顶部|列表|搜狐\S*)"
    r"|(?:点击)?(?:阅读|查看|展开|閱讀)(?:原文|全文|更多)|(?:点击)?(?:加载|查看|更多)(?:更多|内容|新闻|>>)"
    r"|上一[篇页则][：:]?.*|下一[篇页则][：:]?.*"
    rf"|(?:责任编辑|责编|本文编辑|值班编辑|网络编辑|编辑|编审|审核|校对|监制|二审|三审|终审|初审)\s*[：:/丨|]\s*{_NAME}(?:[\s、|丨/]+.{{0,30}})?"
    r"|(?:本文)?来源\s*[：:].{1,24}|(?:原标题|关键词|关键字|标签)\s*[：:].*|发布(?:时间|日期)\s*[：:].*|阅读(?:量|数)?\s*[：:]?\s*\d+.*"
    r"|(?:版权|免责)声明.*|未经\S{0,6}(?:授权|许可|允许).*|(?:Copyright|©).*"
    r"|(?:read|show|load|view|see) (?:more|full \w+|all)\b.{0,20}|continue reading.{0,20}|share (?:this|on|via|to)\b.{0,30}|share"
    r"|(?:click|tap) (?:here )?to \w+.{0,20}"
    r"|(?:print|email|tweet|facebook|twitter|whatsapp|copy link|advertisement|subscribe|sign up)"
    r"|(?:sign up|subscribe) (?:to|for)\b.{0,40}|(?:filed under|tags?|topics?|editor|edited by)\s*:?\s.{0,50}"
    r")\W*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:图片来源|图源|图片|摄影|供图|图|photo(?:graph)?s?|image|picture|credit)\s*(?:by\b|[：:/丨|])\s*\S.{0,50}"
    rf"|(?:新华社|中新社|视觉中国)\S{{0,4}}[（(]{_NAME}摄[）)]|(?:{_NAME}(?:摄|供图|制图))|getty images.{{0,20}})\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    rf"(?:[（(][^（()）]{{0,16}}{_NAME}(?:摄|供图|制图)[）)]|(?:摄影|供图|图源|图片来源)[：:/]?\s?{_NAME}"
    r"|\((?:Photo|Image|Picture|Credit)s?\b[^()]{0,40}\))\W*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"^\W*(?:相关(?:阅读|链接|新闻|报道|推荐|文章|稿件)|延伸阅读|推荐阅读|热门(?:推荐|文章|新闻)|猜你喜欢|更多(?:新闻|精彩|相关)\S{0,6}"
    r"|网友评论|我来说两句|最新评论|相關(?:閱讀|新聞|報道)|延伸閱讀"
    r"|(?:related|recommended|most read|more (?:news|stories)|you may (?:also )?like|read next|comments?)\b.{0,24})\W*$",
    re.IGNORECASE,
)


def without_residue(lines: Iterable[str]) -> list[str]:
    """The lines of an article, up to the list of related ones, without those that are none of its text."""
    kept: list[str] = []
    for line in lines:
        if kept and _END.match(line[:_LONGEST]):
            break
        if not is_residue(line):
            kept.append(line)
    return kept


def is_residue(line: str) -> bool:
    """Whether a line is no sentence of an article, but a button, an editor's name, or a picture's caption with its credit."""
    if len(line) <= _LONGEST and (_RESIDUE.match(line) or _CREDIT.match(line)):
        return True
    return len(line) <= _LONGEST_CAPTION and "\n" not in line and _CAPTION.search(line) is not None
