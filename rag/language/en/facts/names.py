"""Reads names: `李志远` -> "Li Zhiyuan (李志远)", `栖川大桥` -> "Qichuan Bridge (栖川大桥)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from rag.language.en.facts.fact import Fact
from rag.language.en.facts.institutions import english_name, kind_of_name
from rag.language.en.facts.pinyin import person_in_pinyin, surname_in_pinyin
from rag.language.en.facts.terms import terms
from rag.language.en.glossary import is_common_word
from rag.language.zh.people import people, surname_of
from rag.text.normalise import match_form
from rag.text.script import is_chinese
from rag.text.words import pos_tagged

LONGEST = 16  # characters of a name
_IN_NAMES = (
    "n",
    "j",
    "f",
    "b",
    "s",
    "vn",
    "l",
)  # tags of words before 大桥, 小学, 局 … that are part of a name
# Words that belong to the sentence, not to the name that follows.
_OUTSIDE = frozenset(
    "市民 居民 村民 群众 记者 孩子 学生 老人 附近 全市 我市 本市 我县 全县 全省 我省 沿线 周边 各地 单位 部门 有关 相关 当地 "
    "本地 本报 家门口 地址 地点 时间 方面 大型 重点 现场 线路 公交 途经 起点 终点 上午 下午 前往 负责人 局长 主任 书记 校长 院长 "
    "市长 从市 由市 在市 到市 新建 原来 旁边 门口 对面 城市 农村 乡镇 一些 不少 以上 以下 之间 "
    "期间 其中 所在 主要 位于 坐落 地处 前往 经过 连接".split()
)
_PREPOSITIONS = "由对从在"  # the segmenter joins them to names
_BEFORE_SHORT_NAME = "(?:(?<=[者长员师警任记人民手生士家工是叫、])|^)"
_AFTER_SHORT_NAME = "(?=[，。、；：（）()]|说|介绍|表示|告诉|等[人\\d]|$)"
_FOREIGN = frozenset(
    "尔斯克弗诺蒂姆赫菲瑟莱娜顿"
)  # characters of transliterations; two in one name are no chance
_HOUSE_NUMBER = re.compile(r"(?<=[路街道巷弄])(?P<number>\d+)号")


def names(quote: str) -> Iterator[Fact]:
    """The names of places, organisations and persons in a Chinese text."""
    plain = match_form(quote)
    for start, name in _places(plain):
        if not _is_transliterated(name) and (english := english_name(name)):
            end = start + len(name)
            if address := _HOUSE_NUMBER.match(plain, end):
                english, end = f"{address['number']} {english}", address.end()
            yield Fact(start, end, f"{english} ({quote[start:end]})")
    for person in filter(_is_person, people(quote)):
        for match in () if _is_transliterated(person) else _occurrences(person, plain):
            yield Fact(*match.span(), f"{_english_person(person)} ({quote[slice(*match.span())]})")


def _is_transliterated(name: str) -> bool:
    """Whether a name is a foreign one (`弗雷斯诺街`), which pinyin would only distort."""
    return sum(character in _FOREIGN for character in name) > 1


def _occurrences(person: str, plain: str) -> Iterator[re.Match[str]]:
    """Where a text names a person. A name of two characters is often part of other words: it stands alone or by a title."""
    before, after = ("", "") if len(person) > 2 else (_BEFORE_SHORT_NAME, _AFTER_SHORT_NAME)
    pattern = re.compile(
        rf"(?<![·•]){before}{re.escape(person)}(?![某·•])|(?<![·•]){re.escape(person)}(?![某·•]){after}"
    )
    return pattern.finditer(plain)


def _english_person(name: str) -> str:
    surname = surname_of(name)
    return (
        f"someone surnamed {surname_in_pinyin(surname)}"
        if name[len(surname) :] == "某"
        else person_in_pinyin(name)
    )


def _is_person(name: str) -> bool:
    """Whether a name is not made of dictionary words, which segmenters take for names too (`许可`, `方式向`)."""
    given = name[len(surname_of(name)) :]
    if name.endswith("人"):  # 苏州人
        return False
    return not (
        is_common_word(name) or is_common_word(name[:2]) or (len(given) > 1 and is_common_word(given))
    )


def _places(plain: str) -> Iterator[tuple[int, str]]:
    """Start and words of each name of a place or an organisation, with the words before 大桥, 小学, 局 … that belong to it."""
    tokens = pos_tagged(plain)
    starts = list(accumulate((len(word) for word, _ in tokens), initial=0))
    last = len(tokens) - 1
    found: list[tuple[int, str]] = []
    while last >= 0:
        first, end = last, starts[last + 1]
        if _ends_name(*tokens[last]):
            belongs = _words_before(tokens[last][0])
            while first > 0 and belongs(*tokens[first - 1]) and end - starts[first - 1] <= LONGEST:
                first -= 1
            start = starts[first] + (tokens[first][0][0] in _PREPOSITIONS and len(tokens[first][0]) > 2)
            found.append((start, plain[start:end]))
        last = first - 1
    return reversed(found)


def _ends_name(word: str, tag: str) -> bool:
    """Whether a word may be the last one of a name: 大桥, 水利局, 解放路, 栖川, and not 道路 or 集成电路."""
    kind = kind_of_name(word)
    if kind and (word == kind or (len(word) - len(kind) > 1 and not is_common_word(word))):
        return True
    return _is_place(word, tag)


def _is_place(word: str, tag: str) -> bool:
    """Whether a word without 市, 路 … names a place; the segmenter takes longer words for places too often."""
    return word in terms("english_names") or (tag == "ns" and len(word) == 2 and not is_common_word(word))


def _words_before(last: str) -> Callable[[str, str], bool]:
    """Says which words before the last one of a name belong to it, too."""
    kind = kind_of_name(last)
    if not kind:
        return _is_place
    if kind in terms("institutions"):
        return _may_belong
    if kind in terms("roads") and len(kind) > 1:
        return lambda word, tag: _may_belong(word, "n" if tag == "v" else tag)  # 解放|东路
    return lambda word, tag: kind_of_name(word) not in terms("institutions") and _may_belong(word, tag)


def _may_belong(word: str, tag: str) -> bool:
    if tag == "m":
        return word.startswith("第") and word[-1] in "一二三四五六七八九十"
    if len(word) > 1 and word in terms("parts_of_names"):
        return True
    return tag.startswith(_IN_NAMES) and word not in _OUTSIDE and all(map(is_chinese, word))
