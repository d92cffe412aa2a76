"""Puts one fault into a true sentence, as a language model might: another number, a swapped name, a plan told as done."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from rag.language import amounts_in
from rag.text.sentences import Span

NAME_TAGS = frozenset(("nr", "nrt", "nrfg", "ns", "nt", "nz"))


@dataclass(frozen=True, slots=True)
class Material:
    """What a fault can be made from.

    Attributes:
        printed: the words that the sentence is checked against, which must not happen to say the faulty sentence.
        near: clauses of the same article, outside `printed` as well.
        far: clauses of other articles.
        names: names of the same article, by tag.
        all_names: names of all articles, by tag.
    """

    printed: str
    near: Sequence[str]
    far: Sequence[str]
    names: dict[str, list[str]]
    all_names: dict[str, list[str]]


Faulty = tuple[str, Span]
"""A wrong sentence, and where it is wrong."""
Fault = Callable[[str, Material, random.Random], Faulty | None]


def names_of(text: str) -> dict[str, list[str]]:
    """The names in a text, by the tag of the word segmenter."""
    found = defaultdict[str, list[str]](list)
    for word, tag, _ in _words(text):
        if tag in NAME_TAGS and len(word) > 1:
            found[tag].append(word)
    return found


def another_number(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    spans = [m.span() for a in amounts_in(claim) for m in _NUMERAL.finditer(claim, a.start, a.end)]
    if not spans:
        return None
    start, end = chance.choice(spans)
    number = claim[start:end]
    other = chance.choice([_digit_changed, _ten_times, _other_size])(number, chance)
    if other == number or (other in material.printed and len(other) > 1):
        return None
    return _replaced(claim, start, end, other)


def another_time(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    found = list(_TIME.finditer(claim))
    if not found:
        return None
    match = chance.choice(found)
    other = _other_time(match.group(), chance)
    if not other or other == match.group() or (other in material.printed and chance.random() < 0.5):
        return None
    return _replaced(claim, *match.span(), other)


def another_name(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A name of the same article half of the time, else one of another article that ends alike if possible."""
    named = [(w, t, at) for w, t, at in _words(claim) if t in NAME_TAGS and len(w) > 1]
    if not named:
        return None
    word, tag, start = chance.choice(named)
    own = [n for n in material.names.get(tag, ()) if n not in claim and word not in n]
    others = [n for n in material.all_names.get(tag, ()) if n not in material.printed]
    alike = [n for n in others if n[-1] == word[-1]]
    pool = own if own and chance.random() < 0.5 else alike or others
    return _replaced(claim, start, start + len(word), chance.choice(pool)) if pool else None


def another_noun(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A noun for another one of the same article, or of another that ends alike."""
    nouns = [(w, at) for w, t, at in _words(claim) if t == "n" and len(w) > 1]
    if not nouns:
        return None
    word, start = chance.choice(nouns)
    texts = material.near if chance.random() < 0.4 else material.far
    pool = [w for clause in texts for w, t, _ in _words(clause) if t == "n" and len(w) > 1 and w not in claim]
    alike = [w for w in pool if w[-1] == word[-1]]
    pool = alike or pool
    return _replaced(claim, start, start + len(word), chance.choice(pool)) if pool else None


def swapped(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """Two names or two numbers of the sentence in each other's place."""
    by_kind = defaultdict[str, list[Span]](list)
    for word, tag, at in _words(claim):
        if tag in NAME_TAGS and len(word) > 1:
            by_kind[tag[:2]].append(Span(at, at + len(word)))
    by_kind["number"] = [
        Span(*m.span()) for a in amounts_in(claim) for m in _NUMERAL.finditer(claim, a.start, a.end)
    ]
    pairs = [
        (a, b)
        for spans in by_kind.values()
        for a in spans
        for b in spans
        if a.end < b.start and claim[a.start : a.end] != claim[b.start : b.end]
    ]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    first, second = claim[a.start : a.end], claim[b.start : b.end]
    if re.fullmatch(r"[、和与及]+", claim[a.end : b.start]):  # 甲、乙 is 乙、甲
        return None
    text = claim[: a.start] + second + claim[a.end : b.start] + first + claim[b.end :]
    return text, Span(a.start, b.end)


def other_polarity(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    opposites = [
        (m.start(), m.end(), other) for one, other in _OPPOSITES.items() for m in re.finditer(one, claim)
    ]
    negated = [(m.start(), m.end(), _WITHOUT_NOT[m.group()]) for m in _NOT.finditer(claim)]
    verbs = [
        (at, at, _negation(word, chance))
        for word, tag, at in _words(claim)
        if tag == "v" and word not in _NOT_NEGATED and not _NOT.search(claim[max(0, at - 2) : at])
    ]
    kinds = [kind for kind in (opposites, negated, verbs) if kind]
    if not kinds:
        return None
    start, end, other = chance.choice(chance.choice(kinds))
    if start == end and claim[start : start + 1] == "有":
        other = "没"
    return _replaced(claim, start, end, other)


def other_modality(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    told = [
        (m.start(), m.end(), chance.choice(others))
        for pattern, others in _MODALITY
        for m in re.finditer(pattern, claim)
    ]
    if not told and "将" not in claim:  # a done thing told as planned
        verbs = [(at, at, chance.choice(_PLANNED)) for w, t, at in _words(claim) if t == "v" and len(w) > 1]
        told = verbs[:2]
    if not told:
        return None
    start, end, other = chance.choice(told)
    text, span = _replaced(claim, start, end, other)
    if other in _PLANNED:
        text = text[: span.end] + text[span.end :].replace("了", "", 1)
    return text, span


def other_scope(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    told = [
        (m.start(), m.end(), chance.choice(others))
        for pattern, others in _SCOPE
        for m in re.finditer(pattern, claim)
    ]
    if not told or chance.random() < 0.3:
        verbs = [at for word, tag, at in _words(claim) if tag == "v" and at > 1]
        told += [(at, at, chance.choice(("全部", "全都", "只", "仅", "最先", "第一个"))) for at in verbs[:2]]
        nouns = [at for word, tag, at in _words(claim) if tag == "n" and len(word) > 1]
        told += [
            (at, at, chance.choice(("所有", "全部", "每一个", "全市", "全省", "全国"))) for at in nouns[:2]
        ]
    if not told:
        return None
    start, end, other = chance.choice(told)
    return None if other in claim else _replaced(claim, start, end, other)


def another_cause(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A reason that is not printed as one, in front of the sentence or behind it."""
    clause = _other_clause(claim, material, chance)
    if not clause:
        return None
    if chance.random() < 0.5:
        lead = chance.choice(("因为", "由于", "因")) + clause + "，"
        return lead + claim, Span(0, len(lead))
    tail = chance.choice(("，是因为", "，原因是", "，因为", "，从而使得", "，导致")) + clause
    bare = claim.rstrip("。！？")
    return bare + tail + "。", Span(len(bare), len(bare) + len(tail))


def an_addition(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A clause that is not printed there."""
    clause = _other_clause(claim, material, chance)
    if not clause:
        return None
    if chance.random() < 0.7:
        bare = claim.rstrip("。！？")
        tail = "，" + chance.choice(("并", "还", "并且", "同时", "")) + clause
        return bare + tail + "。", Span(len(bare), len(bare) + len(tail))
    lead = chance.choice(("在", "", "")) + clause + chance.choice(("之后，", "，", "的"))
    return lead + claim, Span(0, len(lead))


def blended(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """The beginning of the sentence with the end of another one, or the other way round."""
    other = _other_clause(claim, material, chance, share_of_near=0.9)
    clauses = [c for c in re.split(r"[，；]", claim.rstrip("。！？")) if c]
    if not other or not clauses:
        return None
    subject = _subject(clauses[0])
    rest = _without_subject(other)
    if not subject or not rest:
        return None
    return f"{subject}{rest}。", Span(len(subject), len(subject) + len(rest))


def another_speaker(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """Words in another's mouth."""
    people = [n for tag in ("nr", "nrt", "nt", "ns") for n in material.names.get(tag, ()) if n not in claim]
    roles = [r for r in _ROLES if r not in claim]
    who = chance.choice(people) if people and chance.random() < 0.6 else chance.choice(roles)
    said = _SAID.search(claim)
    if said and said.group(1):
        return _replaced(claim, *said.span(1), who)
    if who in material.printed and chance.random() < 0.5:
        return None
    lead = who + chance.choice(("说", "表示", "介绍", "称", "告诉记者", "认为")) + "，"
    return lead + claim, Span(0, len(lead))


def something_else(claim: str, material: Material, chance: random.Random) -> Faulty | None:
    """A sentence that is printed elsewhere, about the same subject or made to look so."""
    other = _other_clause(claim, material, chance, share_of_near=0.6)
    if not other:
        return None
    names = [n for ns in material.names.values() for n in ns]
    subject = _subject(claim) or (chance.choice(names) if names else "")
    lead = subject if chance.random() < 0.5 and subject not in other else ""
    text = f"{lead}{other}。"
    return text, Span(len(lead), len(text) - 1)


FAULTS: tuple[tuple[str, Fault, float], ...] = (
    ("number", another_number, 1.0),
    ("time", another_time, 1.2),
    ("entity", another_name, 1.4),
    ("entity", another_noun, 0.8),
    ("swap", swapped, 2.0),
    ("polarity", other_polarity, 1.2),
    ("modality", other_modality, 1.2),
    ("scope", other_scope, 1.0),
    ("cause", another_cause, 0.9),
    ("addition", an_addition, 0.9),
    ("blend", blended, 0.8),
    ("quote", another_speaker, 0.8),
    ("outside", something_else, 0.7),
)
"""Kind, function, and weight of the draw."""


def with_fault(claim: str, material: Material, chance: random.Random) -> tuple[str, Faulty] | None:
    """A kind of fault, and the sentence with it; None if no try succeeds."""
    for kind, fault, _ in chance.choices(FAULTS, [weight for *_, weight in FAULTS], k=4):
        made = fault(claim, material, chance)
        if made and made[0] != claim and _bare(made[0]) not in _bare(material.printed):
            return kind, made
    return None


# --- values ---

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*|[一二两三四五六七八九十百千]+(?=[万亿]?(?:多|余)?[\u4e00-\u9fff])")
_CHINESE_DIGITS = "一二三四五六七八九"


def _digit_changed(number: str, chance: random.Random) -> str:
    digits = "123456789" if number[0].isdigit() else _CHINESE_DIGITS
    places = [i for i, c in enumerate(number) if c in digits]
    if not places:
        return number
    at = chance.choice(places)
    return number[:at] + chance.choice([d for d in digits if d != number[at]]) + number[at + 1 :]


def _ten_times(number: str, chance: random.Random) -> str:
    if not number.isdigit():
        return _digit_changed(number, chance)
    return number[:-1] if number.endswith("0") and len(number) > 1 and chance.random() < 0.5 else number + "0"


def _other_size(number: str, chance: random.Random) -> str:
    if not number.isdigit() or int(number) > 10**6:
        return _digit_changed(number, chance)
    value = int(number)
    return str(max(1, value + chance.choice((-1, 1)) * max(1, int(value * chance.uniform(0.1, 0.9)))))


_TIME = re.compile(
    r"\d{4}年|\d{1,2}月(?!份?以)|\d{1,2}[日号]|\d{1,2}[时点]|今年|去年|前年|明年|昨[日天]|今[日天]|明[日天]|当[日天]"
    r"|上午|下午|晚上|凌晨|早上|中午|傍晚|清晨|周[一二三四五六日]|星期[一二三四五六日]|上半年|下半年|年底|年初"
    r"|\d{1,2}[:：]\d{2}|本月|上月|下月|春节|国庆|暑假|寒假|\d+(?:年|个月|天|小时|分钟)"
)
_TIME_WORDS = (
    ("今年", "去年", "前年", "明年"),
    ("昨日", "今日", "明日", "昨天", "今天", "明天", "当日", "当天", "次日"),
    ("上午", "下午", "晚上", "凌晨", "早上", "中午", "傍晚", "清晨"),
    ("上半年", "下半年", "年底", "年初"),
    ("本月", "上月", "下月"),
    ("春节", "国庆", "暑假", "寒假"),
    tuple("周" + d for d in "一二三四五六日"),
    tuple("星期" + d for d in "一二三四五六日"),
)


def _other_time(time: str, chance: random.Random) -> str:
    for words in _TIME_WORDS:
        if time in words:
            return chance.choice([w for w in words if (w != time and w[0] != time[0]) or w[-1] != time[-1]])
    match = re.match(r"\d+", time)
    if not match:
        return ""
    value, unit = int(match.group()), time[match.end() :]
    top = {"月": 12, "日": 28, "号": 28, "时": 23, "点": 12}.get(unit, value + 6)
    low = 1 if value < 1000 else value - 4
    choices = [v for v in range(max(low, value - 6), top + 1) if v != value]
    return f"{chance.choice(choices)}{unit}" if choices else ""


# --- words ---

_NOT = re.compile(r"没有|没能|尚未|并未|从未|未能|未曾|不再|不能|不得|不会|无法|无需|不用|不|未|没")
_WITHOUT_NOT = {
    "没有": "",
    "没能": "能",
    "尚未": "已经",
    "并未": "",
    "从未": "曾经",
    "未能": "能够",
    "未曾": "曾",
    "不再": "继续",
    "不能": "能",
    "不得": "可以",
    "不会": "会",
    "无法": "能够",
    "无需": "需要",
    "不用": "要",
    "不": "",
    "未": "已",
    "没": "",
}
_NOT_NEGATED = frozenset("是 为 有 可 会 能 要 应 将 说 表示 称 介绍 进行 为了 据 通过 包括".split())
_OPPOSITES = {
    one: other
    for a, b in (
        pair.split("-")
        for pair in (
            "增加-减少 增长-下降 上升-下降 提高-降低 提升-降低 上涨-下跌 扩大-缩小 成功-失败 同意-拒绝 支持-反对 "
            "允许-禁止 免费-收费 开放-关闭 开通-停运 恢复-暂停 启动-停止 通过-驳回 参加-退出 进入-离开 赢得-输掉 "
            "获胜-落败 领先-落后 高于-低于 超过-不足 多于-少于 优于-不如 合格-不合格 有效-无效 正常-异常 安全-危险 "
            "需要-不需要 可以-不可以 可-不可 首次-再次 首届-最后一届 继续-不再 延长-缩短 提前-推迟 买-卖 新建-拆除 "
            "加强-减弱 改善-恶化 满意-不满 喜欢-讨厌 承认-否认 认可-否定 重视-忽视 完成-未完成 主动-拒绝 及时-迟迟未"
        ).split()
    )
    for one, other in ((a, b), (b, a))
}


def _negation(verb: str, chance: random.Random) -> str:
    return (
        chance.choice(("没有", "并未", "未", "不", "没"))
        if len(verb) > 1
        else chance.choice(("没有", "没", "不"))
    )


_PLANNED = ("计划", "将", "准备", "打算", "有望", "拟", "预计")
_MODALITY: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<!即)将(?=[^，。]{2})|拟(?=[^，。]{2})", ("已", "已经")),
    (r"计划|准备|打算|预计|有望|力争|争取|即将", ("已", "已经", "成功")),
    (r"正在|正", ("已经完成", "将", "已")),
    (r"可能|或许|或将|也许|大概", ("", "肯定", "一定", "已经")),
    (r"涉嫌|疑似|据称|据传", ("", "已证实", "确认")),
    (r"已经|已", ("将", "计划", "可能", "尚未")),
    (r"刑事拘留|取保候审|立案侦查", ("判处有期徒刑", "判刑", "逮捕")),
    (r"侦办中|调查中|办理中|建设中", ("结案", "完成")),
    (r"建议|倡议|呼吁|鼓励|提倡|希望", ("要求", "强制", "规定", "责令")),
    (r"必须|应当|应该|需要", ("可以", "可以不")),
    (r"可以|可", ("必须", "只能")),
    (r"申报|申请|报名", ("获得", "通过")),
)
_SCOPE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"部分|一些|有的|有些|不少|多数|大多数|大部分|许多|很多", ("全部", "所有", "全体", "少数")),
    (r"多个|多名|多家|多位|若干", ("所有", "每一个", "全部")),
    (r"之一", ("", "中最好的")),
    (r"[\u4e00-\u9fff]{1,2}[区县](?=[\u4e00-\u9fff])", ("全市", "全省", "全国")),
    (r"全市|全区|全县|本市", ("全省", "全国")),
    (r"全省", ("全国",)),
    (r"所有|全部|全体|每个", ("部分", "少数", "个别")),
    (r"只|仅|只有|仅有", ("不仅", "")),
    (r"主要|基本", ("完全", "全部")),
    (r"至少|不少于|不低于", ("至多", "不超过")),
    (r"不超过|至多|不得超过|以内|以下", ("至少", "超过")),
    (r"首批|首个|第一个|首家", ("最大", "唯一")),
)
_ROLES = (
    "记者 民警 社区工作人员 村民 居民 附近的居民 志愿者 物业负责人 学校老师 家长 医生 专家 网友 目击者 市民 业内人士 "
    "街道负责人 公司负责人 村干部 主办方 律师 司机 游客 商户 当事人的家属"
).split()
_SAID = re.compile(r"^([^，。“”：]{2,14}?)(?:告诉记者|表示|介绍说?|认为|指出|坦言|说|称)[，：“]?")


# --- clauses ---


def clauses_of(text: str) -> list[str]:
    """The clauses of a text that could stand alone."""
    clauses = (c.strip("“”\"' 　") for c in re.split(r"[，。；！？\n]", text))
    return [c for c in clauses if 6 <= len(c) <= 34 and any(tag == "v" for _, tag, _ in _words(c))]


def _other_clause(claim: str, material: Material, chance: random.Random, share_of_near: float = 0.5) -> str:
    near = [c for c in material.near if c not in material.printed and c not in claim]
    pool = near if near and chance.random() < share_of_near else material.far
    return chance.choice(pool) if pool else ""


def _subject(clause: str) -> str:
    """What stands before the first verb, if it is a short noun phrase."""
    for _, tag, at in _words(clause):
        if tag in ("v", "p", "d"):
            return clause[:at] if 2 <= at <= 16 else ""
    return ""


def _without_subject(clause: str) -> str:
    for _, tag, at in _words(clause):
        if tag in ("v", "d") and len(clause) - at >= 5:
            return clause[at:]
    return ""


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[tuple[str, str, int], ...]:
    """(word, tag, start)"""
    found, at = [], 0
    for word, tag in rjieba.tag(text):
        found.append((word, tag, at))
        at += len(word)
    return tuple(found)


def _replaced(claim: str, start: int, end: int, other: str) -> Faulty:
    text = claim[:start] + other + claim[end:]
    return text, Span(start, max(start + len(other), start + 1))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
