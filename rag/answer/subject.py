"""A quoted sentence that begins with a bare subject (`该局`, `他`, `会议`) is given with what it stands for: the name, where
the article leaves no doubt of it, else the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.cite import Claim, Support, headline_of
from rag.schema import Version
from rag.text.script import Language
from rag.text.sentences import sentence_spans

BEFORE = 2  # sentences that are given with one, at most
LONGEST = 240  # characters of them together

_BARE = re.compile(
    r"(?:[他她它](?:们|們)?(?![山乡鄉])|该(?!不该|怎|如何|吗)[\u4e00-\u9fff]|該(?!不該|怎|如何|嗎)[\u4e00-\u9fff]"
    r"|其(?![中实實他间間余餘次])|[两兩二三]人(?!民)|[双雙]方"
    r"|(?:[此本这這该該]次)?(?:会议|會議|活动|活動|仪式|儀式|比赛|比賽|赛事|賽事|项目|項目|工程|演练|演練|培训|培訓)"
    r"(?![室中心厅廳馆館名称稱部经經]))"
    r"|(?:he|she|they|it|his|her|their|its|the (?:meeting|event|project|bureau|company|school|contest))\b",
    re.IGNORECASE,
)


def with_subjects(claims: Iterable[Claim], language: Language) -> Iterator[Claim]:
    """The claims; a quotation of one sentence that begins with a bare subject is led by the name that this stands for,
    where that is certain, or lengthened by the sentence before it, or, where there is none that is short enough, led by
    the headline that the words stand under.

    What is given with one quotation is not given again.
    """
    said: list[Support] = []
    for claim in claims:
        if claim.kind != "quoted" or len(claim.supports) != 1 or claim.supports[0].field != "text":
            yield claim
            continue
        [support] = claim.supports
        if any(other.holds(support) for other in said):
            continue
        if _BARE.match(support.quote) and not any(_ends_before(other, support) for other in said):
            name = _name(support)
            longer = _lengthened(support)
            headline = headline_of(support.version)
            if name:
                yield Claim(
                    _STANDS_FOR[language].format(bare=support.quote[:2], name=name.quote), "added", (name,)
                )
            elif longer != support:
                support, claim = longer, replace(claim, text=longer.quote, supports=(longer,))
            elif headline:
                yield Claim(_UNDER[language].format(headline=headline.quote), "added", (headline,))
        said.append(support)
        yield claim


def _name(support: Support) -> Support | None:
    """The name that `该局` stands for: the nearest one before it that ends with the same word; None where there is none,
    or where another one that does leaves a doubt."""
    bare = _OFFICE.match(support.quote)
    if not bare:
        return None
    version = support.version
    pattern = re.compile(_NAMED.format(kind=_ENDINGS.get(bare[1], bare[1])))
    found = [
        Support(version, "text", match.start("name"), match.end("name"))
        for match in pattern.finditer(version.text, 0, support.start)
    ]
    if not found:
        return None
    nearest = found[-1]
    one = all(n.quote.endswith(nearest.quote) or nearest.quote.endswith(n.quote) for n in found)
    return nearest if one else None


def _lengthened(support: Support) -> Support:
    """With the sentences before it, as far as their subjects are bare too; as it is where that is too much."""
    version = support.version
    before = [span for span in sentence_spans(version.text) if span.end <= support.start]
    for span in reversed(before[-BEFORE:]):
        if support.end - span.start > LONGEST:
            break
        longer = Support(version, "text", span.start, support.end)
        if not _BARE.match(longer.quote):
            return longer
    return support


def _ends_before(other: Support, support: Support) -> bool:
    """Whether `other` is what stands right before it."""
    between = support.version.text[other.end : support.start]
    return _of_one(other.version, support.version) and other.end <= support.start and not between.strip()


def _of_one(a: Version, b: Version) -> bool:
    return (a.article_id, a.version) == (b.article_id, b.version)


_OFFICE = re.compile(r"[该該]([局校院馆館镇鎮村])")
_ENDINGS = {"校": "(?:学校|學校|[小中大][学學]|学院|學院)"}
# A name is certain where nothing runs into its beginning, and no verb or particle can stand in it.
_NAMED = (
    r"(?:^|[，。、：；！？“「（\s据由和与]|记者从|記者從|昨日|日前|近日)"
    r"(?P<name>(?:[市省县縣区區](?![民场場面内內外里裡长長领領])|[\u4e00-\u9fff]{{2,3}}[市县縣区區镇鎮])"
    r"[^\W\d_a-zA-Z的了在和与與对對向到从從把被将將是等及来來去]{{1,8}}?{kind})"
)
_STANDS_FOR: dict[Language, str] = {
    "zh-Hans": "“{bare}”指{name}。",
    "zh-Hant": "「{bare}」指{name}。",
    "en": "“{bare}” is {name}.",
}
_UNDER: dict[Language, str] = {
    "zh-Hans": "下面这句出自《{headline}》。",
    "zh-Hant": "下面這句出自《{headline}》。",
    "en": "The following is from “{headline}”.",
}
