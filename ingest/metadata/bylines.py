"""Finds the reporters' names in an article's dispatch line, in its last paragraph, or in a byline."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clean import cjk_only
from ingest.metadata.english_bylines import english_names
from rag.text.script import to_simplified

_TITLE = re.compile(
    r"(?:本报|本台|本网|融媒体?|全媒体|融媒体中心|见习|首席|特约|特派|实习|驻地|摄影|文字|新媒体|通讯)*"
    r"(?:记者|通讯员|实习生|评论员|特约撰稿人?|撰稿|撰文|作者|编译|供稿)(?:站)?"
    r"|通讯员|文/图|图/文|文图|文/摄|摄影|供图|文|图|摄"
)
_WRITERS = ("记者", "通讯员", "实习生", "评论员", "撰稿", "撰文", "作者", "供稿")
_NAME = r"[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,6})?"
_CREDITS = ("摄影报道", "文/图", "图/文", "文/摄", "文图", "报道", "摄影", "供图", "文", "图", "摄")
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
_LONGEST_DETAILS = 90
_AUTHOR = re.compile(
    r"(?:^|[\s|｜])(?:作者|记者|撰文|撰稿|采写|通讯员)\s?[：:]\s?(?P<names>[\u4e00-\u9fff·]{2,6}(?:[\s、,，][\u4e00-\u9fff·]{2,4})*?)"
    r"(?=\s*$|[\s|｜]+(?:来源|责任|编辑|责编|审核|校对|编审|发布|时间|浏览|点击|\d))"
)
_MAIL = re.compile(r"[(<（]?[\w.+-]+@[\w-]+\.[\w.]+[)>）]?")
_NOT_IN_BYLINE = "。！？；，“”《》"
_HEAD_LINES = 3  # a byline at the head of a text can come after its headline
_BETWEEN_NAMES = dict.fromkeys(map(ord, "、，,/／|丨｜（()）【】〔〕[]□■◎●◆：:；;"), " ")
_NOT_NAMES = frozenset("文 图 摄 报道 综合 整理 供图 供稿 摄影 文图 讯 电 编辑 作者 撰文".split())
_CREDIT = re.compile(
    r"(?:^|[\s（(])(?:文|图|摄影|撰文|撰稿|采写|采访|供图)\s?[/／|丨｜：:]|[/／]\s?(?:文|图|摄)(?![\u4e00-\u9fff])"
)
_EDITOR = re.compile(
    r"(?:责任编辑|编辑|责编|校对|审核|设计|监制|统筹)\s?[：:丨｜|/／]\s?[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
)
_PLACE_AND_DAY = re.compile(r"(?<=记者[\u4e00-\u9fff]{3})[\u4e00-\u9fff]{2,4}\d{1,2}日电$")
_NO_PERSON = re.compile(
    r"[\u4e00-\u9fff]*(?:提供|供图|资料(?:图片?)?|制图|截图|来源|拍摄)$|AI\S*$|[\u4e00-\u9fff]{2,}(?:[日晚晨早时商]报|都市报|电视台|通讯社)$"
)
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:报|社|网|台|融媒体?|全媒体|传媒|新闻|发布|客户端|中心|频道)(?:社|网)?(?:全媒体|融媒体?|首席|见习|驻\S{2,4})?$"
)
_NAME_WORD = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,10}$")

_AGENCY = r"(?:新华社|中新社|中新网|人民网|央视网|央广网|新华网|光明网|中青网|参考消息网|据[\u4e00-\u9fff]{2,8}(?:报|网|社))"
_PAPERS = r"(?:本报|本台|本网|本刊|[\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|早报|时报|商报|都市报))"
_DISPATCH = re.compile(
    rf"^(?:[（(【〔]?{_PAPERS}(?:[\u4e00-\u9fff]{{0,4}}\d{{1,2}}月\d{{1,2}}日|[\u4e00-\u9fff]{{2,4}})?(?:综合)?"
    r"(?:讯|电)(?![\u4e00-\u9fff]*(?:员|息))"
    r"|本报(?:融媒体?|全媒体|见习|首席)?记者(?=[\s\u4e00-\u9fff])"
    rf"|{_AGENCY}[\u4e00-\u9fff]{{0,8}}\d{{1,2}}(?:月\d{{1,2}})?日?[^，。]{{0,6}}(?:电|讯|消息|报道)"
    r"|[（(【〔]?(?:本报)?记者[\u4e00-\u9fff、\s]{2,16}(?:[／/][\u4e00-\u9fff]{2,8})?(?:综合)?报[道导]"
    r"|[（(](?:融媒|全媒体)?(?:记者|通讯员)\s?[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4})*(?:\s?(?:文[/／]图|图[/／]文|摄影报道))?[）)](?=\S)"
    r"|[（(][\u4e00-\u9fff]{0,4}社记者[\u4e00-\u9fff]{4,8}\d{1,2}日电[）)])"
)
_DISPATCH_BRACKET = re.compile(r"^.{0,30}?[（(](?P<names>[^（()）]{2,60})[）)]")
_DISPATCH_OPEN = re.compile(
    r"^(?:[【〔]?(?:本报讯|本报综合讯|本网讯|[\u4e00-\u9fff]{2,6}[日晚]报讯)[】〕]?|[（(【〔])?\s*"
    r"(?P<names>(?:融媒|全媒体|见习|本报|首席)?(?:记者|通讯员)\s*[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4}){0,3}?)"
    r"(?=\s*(?:[／/]|综合报道|报[道导]|摄影报道|日前|近日|连日|昨|今|\d)|\s{1,}[\u4e00-\u9fff]{5,})"
)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """Names joined by single spaces, and the part ``[start, end)`` of the text that they were read from."""

    names: str
    start: int
    end: int


def is_dispatch(text: str) -> bool:
    """Whether a paragraph or line begins a dispatch (``本报讯（…``, ``新华社北京3月14日电``)."""
    return _DISPATCH.match(to_simplified(text[:80])) is not None


def is_byline(text: str) -> bool:
    """Whether a line is only a byline: ``融媒记者 颜元滔``, ``（记者 张三 通讯员 李四）``, ``By Li Ming``."""
    if not text or len(text) > 60:
        return False
    if english_names(text):
        return True
    text = to_simplified(text)
    if not _has_reporter(text):
        return _BRACKETED_NAMES.match(text) is not None and _are_names(byline_names(text))
    return not any(mark in text for mark in _NOT_IN_BYLINE) and _is_all_names(text)


def _has_reporter(text: str) -> bool:
    return any(word in text for word in (*_WRITERS, "文/图", "图/文", "摄")) or bool(_CREDIT.search(text))


def _is_all_names(text: str) -> bool:
    """Whether every word of a line is a title or a name, and at least one is a name."""
    words = _join_single_characters(_byline_words(text))
    untitled = [_without_title(word) for word in words if word not in _NOT_NAMES]
    names = [name for word in untitled for name in _split_merged(word)]
    return bool(names) and all(_NAME_WORD.match(name) and _are_names(name) for name in names)


def _are_names(names: str) -> bool:
    """Whether these look like people's names: each begins with a family name and has no function word."""
    return names != "" and all(
        name.startswith(_FAMILY_NAMES) and not _FUNCTION_WORD.search(name) for name in names.split(" ")
    )


def dispatch_byline(paragraph: str) -> NamedSpan | None:
    """The reporters' names in a dispatch line (``本报讯（融媒记者 童英晓）``), or None."""
    if not is_dispatch(paragraph):
        return None
    plain = to_simplified(paragraph[:120])
    searches = (_DISPATCH_BRACKET.match(plain), _DISPATCH_OPEN.match(plain[:80]))
    match = next(filter(None, reversed(searches) if plain[0] in "【〔" else searches), None)
    return None if match is None else _named(paragraph, *match.span("names"))


def closing_byline(paragraph: str) -> NamedSpan | None:
    """The reporters' names in a paragraph that is a byline, or in the bracket at its end; None if there are none."""
    if is_byline(paragraph):
        return NamedSpan(byline_names(paragraph), 0, len(paragraph))
    match = _TRAILING_BRACKET.search(paragraph[-70:])
    if match is None or not _has_reporter(to_simplified(match["names"])):
        return None
    offset = max(0, len(paragraph) - 70)
    return _named(paragraph, offset + match.start("names"), offset + match.end("names"))


def _named(paragraph: str, start: int, end: int) -> NamedSpan | None:
    names = byline_names(paragraph[start:end])
    return NamedSpan(names, start, end) if names else None


def byline_names(text: str) -> str:
    """The names in a byline, joined by single spaces, without titles (记者, 通讯员, 文, 图, 摄); empty if there are none.
    English names stay as they are printed (``Mara Quill and Li Ming``).

    Two single characters in a row are one name printed with a space (``李 明``).
    """
    if names := english_names(text.strip()):
        return names
    plain = to_simplified(text)
    return _as_printed(_plain_names(plain), plain, text)


def _plain_names(text: str) -> list[str]:
    """The names in a byline that is in simplified script."""
    names: list[str] = []
    words = _join_single_characters(_byline_words(text))
    has_credits = any(_is_name_with_credit(word) for word in words)
    for word in words:
        for name in _split_merged(_without_title(word, has_credits=has_credits)):
            if name not in _NOT_NAMES and name not in names and _NAME_WORD.match(name):
                names.append(name)
    return names


def _as_printed(names: list[str], plain: str, printed: str) -> str:
    """The names in the script in which they are printed, joined by single spaces."""
    spans = (re.search(r"\s*".join(map(re.escape, name)), plain) for name in names)
    return " ".join("".join(printed[slice(*span.span())].split()) for span in spans if span)


def plain_byline(printed: str) -> str:
    """The names in a byline as an export has it: without ``By``, titles, credits and mail addresses if it is a byline as
    papers print it, else as it is."""
    printed = " ".join(_MAIL.sub(" ", printed).split()).strip(" ()<>\"'")
    if is_byline(printed) or (cjk_only(printed) and _is_all_names(to_simplified(printed))):
        return byline_names(printed) or printed
    names = [english_names(f"By {name.strip()}") for name in printed.split(";")]
    return _with_and(names) if all(names) else printed


def joined_names(names: Sequence[str]) -> str:
    """Names as one byline: Chinese ones with a space between them, others as ``A, B and C``."""
    distinct = list(dict.fromkeys(filter(None, map(plain_byline, names))))
    if not distinct or any(cjk_only(name) for name in distinct):
        return " ".join(distinct)
    return _with_and(distinct)


def _with_and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def text_byline(text: str) -> str:
    """The names in the dispatch line of a text, in a byline at its head, or in its last line; empty if there are none."""
    lines = [line for line in map(str.strip, text.strip().split("\n")) if line]
    head = lines[:_HEAD_LINES]
    found = next(filter(None, (dispatch_byline(line) for line in head[:1])), None)
    found = found or next(filter(None, (closing_byline(line) for line in lines[-1:])), None)
    if found is None:
        at = next((line for line in head if is_byline(line)), "")
        found = closing_byline(at) or next(filter(None, map(dispatch_byline, head[1:])), None)
    return found.names if found else next(filter(None, map(_labelled_author, head)), "")


def _labelled_author(line: str) -> str:
    """The names after ``作者：`` or ``记者：`` on a line of such details: ``来源：栖川日报 作者：张三 编辑：李四``."""
    plain = to_simplified(line)
    labelled = _AUTHOR.search(plain) if len(line) <= _LONGEST_DETAILS else None
    if labelled is None:
        return ""
    names = _plain_names(labelled["names"])
    return " ".join(names) if names and all(map(_are_names, names)) else ""


def _split_merged(name: str) -> list[str]:
    """Split names that lost the space between them at a line break, if family names allow exactly one split."""
    if len(name) < 4 or "·" in name or name.startswith(_COMPOUND_NAMES):
        return [name] if name else []
    splits = list(_name_splits(name))
    return splits[0] if len(splits) == 1 else [name]


def _name_splits(text: str) -> Iterator[list[str]]:
    if not text:
        yield []
    if len(text) > 12:
        return
    for size in (2, 3):
        if len(text) >= size and text[0] in _ONE_CHARACTER_NAMES:
            yield from ([text[:size], *rest] for rest in _name_splits(text[size:]))


def _byline_words(text: str) -> list[str]:
    text = _PLACE_AND_DAY.sub("", _EDITOR.sub(" ", text))
    words = text.replace("文/图", " ").replace("图/文", " ").translate(_BETWEEN_NAMES).split()
    return [word for word in words if not _NO_PERSON.fullmatch(word)]


def _without_title(word: str, *, has_credits: bool = False) -> str:
    """A name without a title before it or a credit after it.

    Args:
        has_credits: whether another name of the byline has its credit attached, as in ``石白文 罗小满图``.
    """
    if _TITLE.fullmatch(word):
        return ""
    title = _TITLE.match(word) if any(writer in word for writer in _WRITERS) else None
    name = word[title.end() :] if title else _without_organisation(word)
    if _is_whole_name(name) and not has_credits:
        return name
    shorter = name.removesuffix(next((credit for credit in _CREDITS if name.endswith(credit)), ""))
    return shorter if len(shorter) >= 2 else name


def _without_organisation(word: str) -> str:
    """A name without the paper or agency that its title begins with: ``栖川日报记者丁小禾``."""
    for writer in _WRITERS:
        before, found, name = word.partition(writer)
        if found and _ORGANISATION.fullmatch(before):
            return name
    return word


def _is_whole_name(name: str) -> bool:
    """Whether a word that may end in 文, 图 or 摄 has the length of a name: 高立文, 欧阳文, 欧阳立文."""
    if name.startswith(_COMPOUND_NAMES):
        return len(name) in (3, 4)
    return name.startswith(_FAMILY_NAMES) and len(name) == 3


def _is_name_with_credit(word: str) -> bool:
    """Whether a word is a name of three characters with its credit attached: ``高立文图``."""
    return (
        len(word) == 4
        and word[-1] in "文图摄"
        and not word.startswith(_COMPOUND_NAMES)
        and _is_whole_name(word[:3])
    )


def _join_single_characters(words: list[str]) -> list[str]:
    """The words, with names that are printed with spaces (``李 明``, ``丁 小 禾``) as one word each."""
    joined: list[str] = []
    for is_single, group in itertools.groupby(words, lambda word: len(word) == 1 and word not in _NOT_NAMES):
        run = list(group)
        joined.extend(_names_of_characters("".join(run)) if is_single else run)
    return joined


def _names_of_characters(run: str) -> list[str]:
    if len(run) <= 3:
        return [run]
    splits = list(_name_splits(run))
    return splits[0] if len(splits) == 1 else [run[i : i + 2] for i in range(0, len(run), 2)]
