"""What a page says about itself and its articles: date, page, section, paper, bylines, datelines.

All functions take repaired text (`ingest.clean`): one line, or one paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

# --- page furniture ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """What a page's own furniture lines say; empty where they say nothing."""

    date: date | None = None
    page: str = ""
    section: str = ""
    paper: str = ""


_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})\s*日?")
_CHINESE_DATE = re.compile(
    r"(?P<y>[二一][〇○零Ｏ0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_ENGLISH_DATE = re.compile(r"(?P<mon>[A-Z][a-z]{2,8})\.? (?P<d>\d{1,2}),? (?P<y>(?:19|20)\d\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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
_PAGE_SECTIONS = (
    "要闻|综合|时政|文体|民意|本地|社会|民生|经济|财经|文化|体育|教育|健康|专版|专题|副刊|广告|公告|头版|国内|国际|"
    "城事|都市|县域|乡镇|法治|科技|文旅|旅游|娱乐|评论|观点|理论|深度|关注|特刊|生活|服务|资讯|视点|人物|读者|英文|新闻|周刊|天下|时事"
)
_IS_SECTION = re.compile(rf"(?:{_PAGE_SECTIONS})")
_ZERO_LED = re.compile(r"^[A-Z]?0\d\s*[\u4e00-\u9fff]{2,4}$")
_PAPER = re.compile(
    r"^[《]?(?P<paper>[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|早报|时报|商报|周报|都市报|快报|新报|午报|导报))[》]?$"
)
_PAPER_INSIDE = re.compile(
    r"(?:^|\s)(?P<paper>[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|早报|时报|商报|周报|都市报|快报|新报|导报))(?:\s|$)"
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
_WEB_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+\.[\w.]+$")
_SENTENCE_END = re.compile(r"[。！？；，、]$")

FurnitureKind = Literal["date", "page", "paper", "staff", "contact", "imprint"]


def furniture_kind(line: str, *, at_edge: bool) -> FurnitureKind | None:
    """What kind of page furniture a line is, or None.

    Args:
        line: one repaired line.
        at_edge: whether it stands among the first or last few lines of the page; a bare date, page
            number or telephone number is furniture only there (elsewhere it may close a notice).
    """
    if not line or len(line) > 90 or _SENTENCE_END.search(line):
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
    if _WEEKDAY.fullmatch(line) or (at_edge and len(line) <= 4 and _IS_SECTION.fullmatch(line)):
        return "page"
    if at_edge and (_CONTACT.match(line) or _WEB_ADDRESS.match(line)):
        return "contact"
    return None


def read_furniture(lines: list[str]) -> PageFurniture:
    """Date, page, section and paper from a page's furniture lines; the first line that says each wins."""
    found_date: date | None = None
    page = section = paper = ""
    for line in lines:
        found_date = found_date or printed_date(line)
        line_page, line_section = _page_and_section(line)
        page, section = page or line_page, section or line_section
        inside = _PAPER.match(line) or _PAPER_INSIDE.search(line)
        paper = paper or (inside["paper"] if inside else "")
    return PageFurniture(date=found_date, page=page, section=section, paper=paper)


def printed_date(text: str) -> date | None:
    """The first full calendar date that is printed in a text (2024年3月18日, 二〇二四年三月十八日, March 18, 2024)."""
    for match in _DATE.finditer(text):
        if found := _calendar_day(int(match["y"]), int(match["m"]), int(match["d"])):
            return found
    if chinese := _CHINESE_DATE.search(text):
        year = int("".join(str(_digit(char)) for char in chinese["y"]))
        return _calendar_day(year, _numeral(chinese["m"]), _numeral(chinese["d"]))
    if (english := _ENGLISH_DATE.search(text)) and english["mon"][:3].lower() in _MONTHS:
        return _calendar_day(
            int(english["y"]), _MONTHS.index(english["mon"][:3].lower()) + 1, int(english["d"])
        )
    return None


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digit(char: str) -> int:
    return max("〇一二三四五六七八九".find(char), 0)


def _numeral(text: str) -> int:
    """A Chinese numeral from 一 to 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _digit(text)
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _is_staff(line: str) -> bool:
    """Names of editors, after which a telephone number may stand."""
    contact = re.search(r"\s?(?:电话|热线|新闻热线|邮箱|传真)\s?[：:]?\s?[\w@.\-—]{6,}$", line)
    names = line[: contact.start()] if contact else line
    return _STAFF.match(names) is not None and (_STAFF_LABEL.search(names) is not None or " " in names)


def _is_date_line(line: str, at_edge: bool) -> bool:
    """A line with a whole date and beside it only a weekday, the lunar date, the paper's or the page's name."""
    found = _DATE.search(line) or _CHINESE_DATE.search(line) or _ENGLISH_DATE.search(line)
    if found is None or printed_date(line) is None:
        return False
    rest = line[: found.start()] + " " + line[found.end() :]
    marked = _WEEKDAY.search(rest) is not None
    rest = _LUNAR.sub(" ", _WEEKDAY.sub(" ", rest))
    words = [word for word in re.split(r"[\s|·,，/]+", rest) if word]
    named = all(_is_masthead_word(word) for word in words)
    return named and (marked or at_edge or any(_PAPER.match(word) for word in words))


def _is_masthead_word(word: str) -> bool:
    return (
        _PAPER.match(word) is not None
        or _page_of(word, at_edge=True) is not None
        or (_IS_SECTION.search(word) is not None and len(word) <= 6)
        or word in ("农历", "第", "版", "星期", "编辑")
        or re.fullmatch(r"[A-Za-z.]+|\d{1,2}|第\d+期|总第\d+期", word) is not None
    )


def _page_of(line: str, at_edge: bool) -> re.Match[str] | None:
    """The page line's match: a number with 版 or a section's name; a bare number only at the page's edge."""
    for pattern in _PAGE_LINES:
        match = pattern.match(line)
        if match is None:
            continue
        section = match.groupdict().get("section") or ""
        if section and not _IS_SECTION.search(section) and not _ZERO_LED.match(line):
            continue
        if not section and "版" not in line and not at_edge:
            continue
        if section and "版" not in line and not at_edge and not re.match(r"^[A-Z]?\d{2}|.*\d{2}$", line):
            continue
        return match
    return None


def _page_and_section(line: str) -> tuple[str, str]:
    """Page and section named on a line, alone or among date and paper; empty strings when neither is."""
    words = re.split(r"[\s|]+", line)
    pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
    for piece in (line, *pairs, *words):
        match = _page_of(piece, at_edge=piece == line)
        if match is not None:
            page, section = match["page"] or "", match.groupdict().get("section") or ""
            return (page.lstrip("0") or page) if page.isdigit() else page, section
    return "", next((w for w in line.split() if len(w) <= 4 and _IS_SECTION.fullmatch(w)), "")


# --- what closes a notice or a letter ----------------------------------------------------------------

_OFFICES = (
    "公司|集团|银行|局|委员会|委|办公室|办|编辑部|大队|支队|中队|总队|中心|政府|组委会|协会|学会|联合会|总会|基金会|"
    "学校|大学|学院|中学|小学|幼儿园|医院|法院|检察院|管理处|管理所|服务站|馆|院|社|部|厅|处|所|街道|社区"
)
_SIGNATURE = re.compile(rf"^(?:[\u4e00-\u9fff（）()·\s]{{2,20}}(?:{_OFFICES})[\s、]?){{1,3}}$")
_SIGNER = re.compile(
    r"^[\u4e00-\u9fff]{0,10}(?:读者|居民|市民|村民|业主|学生|家长|员工)\s?[\u4e00-\u9fff]{2,4}$"
)
_BARE_DATE = re.compile(r"^(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$")


def is_signature(line: str) -> bool:
    """Whether a line can be the name under a notice or a letter (``栖川市水务有限公司``, ``某社区读者 张三``)."""
    return len(line) <= 30 and (_SIGNATURE.match(line) is not None or _SIGNER.match(line) is not None)


def is_bare_date(line: str) -> bool:
    """Whether a line is a full date and nothing else."""
    return _BARE_DATE.match(line) is not None or (_CHINESE_DATE.fullmatch(line) is not None)


# --- bylines -----------------------------------------------------------------------------------------

_TITLE = (
    r"(?:(?:本报|本台|本网|融媒体?|全媒体|融媒体中心|见习|首席|特约|特派|实习|驻地|摄影|文字|新媒体|通讯)*"
    r"(?:记者|通讯员|实习生|评论员|特约撰稿人?|撰稿|撰文|作者|编译|供稿)(?:站)?"
    r"|通讯员|文/图|图/文|文图|文/摄|摄影|供图|文|图|摄)"
)
_NAME = r"[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,6})?"
_TITLE_ONLY = re.compile(rf"^{_TITLE}[：:]?$")
_TITLE_PREFIX = re.compile(rf"^{_TITLE}[：:\s]*")
_TITLE_SUFFIX = re.compile(r"(?:文/图|图/文|文/摄|文图|摄影报道|报道|摄影|供图|文|图|摄)$")
_BRACKETED_NAMES = re.compile(rf"^[（(]\s*{_NAME}(?:[\s、]+{_NAME}){{0,3}}\s*[）)]$")
_TRAILING_BRACKET = re.compile(r"[（(](?P<names>[^（()）]{2,60})[）)]\s*$")
_COMPOUND_NAMES = ("欧阳", "上官", "司徒", "诸葛", "司马", "皇甫", "尉迟", "东方", "令狐", "慕容", "索朗")
_ONE_CHARACTER_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤倪温"
    "康施柯敏巫蓝兰应楼童颜虞诸厉俞柳鲍章裴祝葛欧成游阮詹宁翁庞骆申古左牛舒殷耿关焦柴辛岑卓路管翟解包凌庄霍常齐"
    "娄费尚安乔甘米卞简饶谷桂穆景池宫席盛屈晏冉全佟仲束艾麦樊季华冷边明纪冼符麻涂聂查车房连褚练喻闵习项伍单卜岳"
    "时滕苗凤仇刁栗梅燕朴初冀商宗宣郎鲁幸竺洪辜凃蒲晋靳桑计储隋井丛戚邢苟谌阙鞠蔺易靖植晁笪尤辕瞿蹇茅褟仝濮逯甄"
    "臧芦娜库楚原亓陳劉張楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧薑鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯溫藍蘭應樓顏諸厲"
    "阿买木热"
)
_FAMILY_NAMES = (*_ONE_CHARACTER_NAMES, *_COMPOUND_NAMES)
_FUNCTION_WORD = re.compile(
    r"[的了从是到在将被把这那很也就都][\u4e00-\u9fff]?$|^.[的了从是到在将被把]|[了的]"
)
_ENGLISH_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|(?:Staff )?[Rr]eporters?:?|Text by)\s+"
    r"(?P<names>[A-Z][\w.'-]*(?:(?: and |, | )[A-Z][\w.'-]*){0,6})$"
)
_HAS_REPORTER = re.compile(r"记者|通讯员|实习生|评论员|撰稿|撰文|作者|供稿|文/图|图/文|文/摄|摄")
_NOT_IN_BYLINE = re.compile(r"[。！？；，“”《》]")
_BETWEEN_NAMES = re.compile(r"[\s、，,/／|（()）【】□■◎：:；;]+")
_NOT_NAMES = frozenset("文 图 摄 报道 综合 整理 供图 供稿 摄影 文图 讯 电 编辑".split())
_NAME_WORD = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,10}$")

_AGENCY = r"(?:新华社|中新社|中新网|人民网|央视网|央广网|新华网|光明网|中青网|参考消息网|据[\u4e00-\u9fff]{2,8}(?:报|网|社))"
_PAPERS = r"(?:本报|本台|本网|本刊|[\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|早报|时报|商报|都市报))"
_DISPATCH = re.compile(
    rf"^(?:[（(]?{_PAPERS}(?:[\u4e00-\u9fff]{{0,4}}\d{{1,2}}月\d{{1,2}}日|[\u4e00-\u9fff]{{2,4}})?(?:综合)?"
    r"(?:讯|电)(?![\u4e00-\u9fff]*(?:员|息))"
    r"|本报(?:融媒体?|全媒体|见习|首席)?记者(?=[\s\u4e00-\u9fff])"
    rf"|{_AGENCY}[\u4e00-\u9fff]{{0,8}}\d{{1,2}}(?:月\d{{1,2}})?日?[^，。]{{0,6}}(?:电|讯|消息|报道)"
    r"|[（(](?:融媒|全媒体)?(?:记者|通讯员)\s?[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4})*[）)](?=\S))"
)
_DISPATCH_BRACKET = re.compile(r"^.{0,30}?[（(](?P<names>[^（()）]{2,60})[）)]")
_DISPATCH_OPEN = re.compile(
    r"^(?:本报讯|本报综合讯|本网讯|[\u4e00-\u9fff]{2,6}[日晚]报讯)\s*"
    r"(?P<names>(?:融媒|全媒体|见习|本报|首席)?(?:记者|通讯员)\s*[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4}){0,3}?)"
    r"(?=\s*(?:报道|摄影报道|日前|近日|连日|昨|今|\d)|\s{1,}[\u4e00-\u9fff]{5,})"
)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """Names alone, joined by one space, and the stretch ``[start, end)`` of the text that they were read from."""

    names: str
    start: int
    end: int


def is_dispatch(text: str) -> bool:
    """Whether a paragraph or line opens a dispatch (``本报讯（…``, ``新华社北京3月14日电``)."""
    return _DISPATCH.match(text[:80]) is not None


def is_byline(text: str) -> bool:
    """Whether a whole line only says who wrote: ``融媒记者 颜元滔``, ``（记者 张三 通讯员 李四）``, ``By Li Ming``."""
    if not text or len(text) > 60:
        return False
    if _ENGLISH_BYLINE.match(text):
        return True
    if _HAS_REPORTER.search(text) is None:
        return _BRACKETED_NAMES.match(text) is not None and _are_names(byline_names(text))
    return _NOT_IN_BYLINE.search(text) is None and _is_all_names(text)


def _is_all_names(text: str) -> bool:
    """Whether every word of a line is a title or a name, with at least one name."""
    words = _join_single_characters(_byline_words(text))
    rests = [_without_title(word) for word in words if word not in _NOT_NAMES]
    names = [name for rest in rests for name in _split_merged(rest)]
    return bool(names) and all(_NAME_WORD.match(name) and _are_names(name) for name in names)


def _are_names(names: str) -> bool:
    """Whether these read as people's names: each begins with a family name and holds no function word."""
    return names != "" and all(
        name.startswith(_FAMILY_NAMES) and not _FUNCTION_WORD.search(name) for name in names.split(" ")
    )


def dispatch_byline(paragraph: str) -> NamedSpan | None:
    """The reporters named in a dispatch's opening (``本报讯（融媒记者 童英晓）``), or None."""
    if not is_dispatch(paragraph):
        return None
    match = _DISPATCH_BRACKET.match(paragraph[:120]) or _DISPATCH_OPEN.match(paragraph[:80])
    if match is None:
        return None
    names = byline_names(match["names"])
    return NamedSpan(names, match.start("names"), match.end("names")) if names else None


def closing_byline(paragraph: str) -> NamedSpan | None:
    """The reporters named by a paragraph that is a byline, or in the bracket that closes it, or None."""
    if is_byline(paragraph):
        return NamedSpan(byline_names(paragraph), 0, len(paragraph))
    match = _TRAILING_BRACKET.search(paragraph[-70:])
    if match is None or not _HAS_REPORTER.search(match["names"]):
        return None
    offset = max(0, len(paragraph) - 70)
    names = byline_names(match["names"])
    return NamedSpan(names, offset + match.start("names"), offset + match.end("names")) if names else None


def byline_names(text: str) -> str:
    """The names in a byline, joined by one space, without titles (记者, 通讯员, 文, 图, 摄). Empty when none.

    Two characters that stand alone are one name that was spaced out to the width of three (``李 明``).
    """
    if match := _ENGLISH_BYLINE.match(text.strip()):
        return (
            " ".join(re.split(r", | and ", match["names"])) if "," not in match["names"] else match["names"]
        )
    names: list[str] = []
    for word in _join_single_characters(_byline_words(text)):
        for name in _split_merged(_without_title(word)):
            if name not in _NOT_NAMES and name not in names and _NAME_WORD.match(name):
                names.append(name)
    return " ".join(names)


def _split_merged(name: str) -> list[str]:
    """Names that lost the space between them (a line ended there): split where family names allow one way of it."""
    if len(name) < 4 or "·" in name or name.startswith(_COMPOUND_NAMES):
        return [name] if name else []
    ways = list(_name_splits(name))
    return ways[0] if len(ways) == 1 else [name]


def _name_splits(text: str) -> Iterator[list[str]]:
    if not text:
        yield []
    if len(text) > 12:
        return
    for size in (2, 3):
        if len(text) >= size and text[0] in _ONE_CHARACTER_NAMES:
            yield from ([text[:size], *rest] for rest in _name_splits(text[size:]))


def _byline_words(text: str) -> list[str]:
    return [word for word in _BETWEEN_NAMES.split(text.replace("文/图", " ").replace("图/文", " ")) if word]


def _without_title(word: str) -> str:
    if _TITLE_ONLY.match(word):
        return ""
    name = (
        _TITLE_PREFIX.sub("", word)
        if re.match(r".*(?:记者|通讯员|实习生|评论员|撰稿|撰文|作者|供稿)", word)
        else word
    )
    shorter = _TITLE_SUFFIX.sub("", name)
    return shorter if len(shorter) >= 2 else name


def _join_single_characters(words: list[str]) -> list[str]:
    joined: list[str] = []
    pending = ""
    for word in words:
        single = len(word) == 1 and word not in _NOT_NAMES
        if pending and single:
            joined.append(pending + word)
            pending = ""
            continue
        if pending:
            joined.append(pending)
        pending = word if single else ""
        if not single:
            joined.append(word)
    return [*joined, pending] if pending else joined
