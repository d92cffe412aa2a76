"""Recognises lines that web sites put into an article: share buttons, "read more", picture credits, editors, related links."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 60  # characters of such a line
_LONGEST_CAPTION = 120
_NAME = r"[\u4e00-\u9fff·A-Za-z. ]{2,20}"
_BUTTONS = (
    "分享到?|转发到?|微信(?:好友)?|(?:新浪)?微博|朋友圈|QQ(?:空间|好友)?|复制链接|扫一扫|点赞|收藏|打印|字[号体]|[大中小]|放大|缩小"
    r"|默认|纠错|举报|评论|朗读|推荐|剪报|关闭|share|tweet|email|print|facebook|twitter|whatsapp|linkedin|copy link|x|\d+"
)
_STAFF = "责任编辑|责编|本文编辑|值班编辑|网络编辑|编辑|编审|审核|校对|监制|二审|三审|终审|初审"
_TIME = r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
_RESIDUE = re.compile(
    r"^\W*(?:"
    rf"(?:(?:{_BUTTONS})[\s、|/：:·\[\]()（）]*+)++"
    r"|(?:微信)?扫(?:码|一扫|描)(?:关注|分享|下载|阅读|查看)\S{0,12}|请?(?:长按|扫描|识别)\S{0,6}二维码\S{0,10}"
    r"|返回(?:首页|顶部|列表|搜狐\S{0,12})|(?:点击)?(?:阅读|查看|展开|閱讀)(?:原文|全文|更多)|(?:点击)?(?:加载|查看)?更多(?:内容|新闻)?"
    r"|[上下]一[篇页则][：:]?.*"
    rf"|(?:{_STAFF})\s*[：:/丨|]\s*{_NAME}(?:[\s、|丨/]+.{{0,30}})?"
    rf"|(?:{_TIME}\s*)?(?:本文)?来源\s*[：:].{{1,60}}|(?:原标题|关键词|关键字|标签)\s*[：:].*|发布(?:时间|日期)\s*[：:].*|阅读(?:量|数)?\s*[：:]?\s*\d+"
    r"|(?:版权|免责)声明[：:].*|未经.{0,20}(?:转载|复制|镜像|摘编).{0,20}|(?:Copyright|©).*"
    r"|(?:read|show|load|view|see) (?:more|full \w+|all)(?: (?:stories|news|comments|articles)|\s*[:：].{0,50})?"
    r"|continue reading.{0,20}|share (?:this|on|via)\b[^.!?]{0,30}"
    r"|(?:click|tap) (?:here )?to (?:share|subscribe|read|print)[^.!?]{0,20}"
    r"|advertisement|(?:subscribe|sign up)(?: (?:to|for) our.{0,40})?"
    r"|(?:filed under|edited by)\b[^.!?]{0,50}|(?:tags?|topics?|editor)\s*:.{0,50}"
    r")[^\w.!?。！？]*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:图片来源|图源|图片|摄影|供图|图|photo(?:graph)?s?|image|picture|credit)\s*(?:by\b|[：:/丨|])\s*\S.{0,50}"
    rf"|(?:新华社|中新社|视觉中国)\S{{0,4}}[（(]{_NAME}摄[）)]|{_NAME}(?:(?<![拍航])摄|供图|制图)|getty images.{{0,20}})\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    rf"(?:[（(][^（()）]{{0,16}}{_NAME}(?:摄|供图|制图)[）)]|(?:摄影|供图|图源|图片来源)[：:/]\s?{_NAME}"
    r"|\((?:Photo|Image|Picture|Credit)s?\b[^()]{0,40}\))\W*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"\W*(?:相关(?:阅读|链接|新闻|报道|推荐|文章|稿件)|延伸阅读|推荐阅读|热门(?:推荐|文章|新闻)|猜你喜欢|更多(?:新闻|精彩)|网友评论"
    r"|我来说两句|最新评论|相關(?:閱讀|新聞|報道)|延伸閱讀"
    r"|related(?: (?:stories|articles|news|coverage|content|links|topics|posts))?"
    r"|recommended(?: for you)?|most read|more (?:news|stories)|you (?:may|might) also like|read next|comments)\W*",
    re.IGNORECASE,
)


def without_residue(lines: Iterable[str]) -> list[str]:
    """The lines of an article, up to the list of related ones, without those that are none of its text."""
    kept: list[str] = []
    for line in lines:
        if kept and len(line) <= _LONGEST and _END.fullmatch(line):
            break
        if not is_residue(line):
            kept.append(line)
    return kept


def is_residue(line: str) -> bool:
    """Whether a line is no sentence of an article, but a button, an editor's name, or a picture's caption with its credit."""
    if len(line) <= _LONGEST and (_RESIDUE.match(line) or _CREDIT.match(line)):
        return True
    return len(line) <= _LONGEST_CAPTION and _CAPTION.search(line) is not None
