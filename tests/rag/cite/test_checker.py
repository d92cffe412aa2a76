"""The gate for a language model's sentences: what the paper says passes, what it does not say is struck with the reason."""

from datetime import date, datetime

import pytest

from rag.cite.polarity import turned_round
from rag.schema import Version

TEXT = (
    "本报讯 昨日上午9时30分，白鹭大桥正式通车。大桥全长612米，双向四车道，累计完成投资3.05亿元。"
    "市交通局局长沈芷兰表示，行人和自行车暂时不能上桥，明年3月将增设公交专用道。"
    "通车首日，柳溪街道的李建国带着家人走上观景台。部分村民已领到补偿款。"
)
VERSION = Version(
    article_id="a",
    version=1,
    text=TEXT,
    headline="白鹭大桥通车",
    date=date(2024, 11, 8),
    source_id="a",
    paragraphs=(),
    added_at=datetime(2024, 11, 8),
    **dict.fromkeys("subheadline column byline paper page section url lang source source_sha256".split(), ""),
)
WHOLE = [(VERSION, 0, len(TEXT))]


@pytest.mark.parametrize(
    "claim",
    [
        "大桥全长612米，双向四车道，累计完成投资3.05亿元。",
        "白鹭大桥全长612米。",
        "白鷺大橋全長612米。",
        "白鹭大桥11月7日通车。",
        "沈芷兰表示，行人和自行车暂时不能上桥。",
        "李建国带着家人走上了观景台。",
    ],
)
def test_what_is_printed_passes_with_the_sentence_that_says_it(checker, claim):
    supports, verdict = checker.bind(claim, WHOLE)
    assert verdict.supported
    assert supports and all(TEXT[s.start : s.end] == s.quote for s in supports)


@pytest.mark.parametrize(
    ("claim", "reason", "words"),
    [
        ("白鹭大桥全长621米。", "value", "621米"),
        ("大桥累计完成投资3.05万元。", "value", "3.05万元"),
        ("白鹭大桥2024年11月8日下午3点通车。", "value", "下午3点"),
        ("市交通局局长王海燕表示，行人暂时不能上桥。", "name", "王海燕"),
        ("白鹭大桥在青田县正式通车。", "name", "青田县"),
        ("大桥获得了“鲁班奖”。", "name", "鲁班奖"),
        ("公交专用道已经建成投用。", "polarity", "已经"),
        ("因为居民抗议，大桥才通车。", "meaning", ""),
        ("局长因贪污被捕。", "meaning", ""),
        ("3.05亿。", "fragment", "3.05亿"),
        ("行人可以上桥，白鹭大桥没有通车。", "polarity", "通车"),
    ],
)
def test_what_is_not_printed_is_struck_with_the_reason_and_the_words(checker, claim, reason, words):
    supports, verdict = checker.bind(claim, WHOLE)
    assert supports == () and not verdict.supported
    assert verdict.reasons == (reason,)
    assert words in "".join(verdict.at_fault)


def test_a_sentence_that_has_nothing_in_common_with_the_paper_is_struck(checker):
    _, verdict = checker.bind("Ω≈ç√", WHOLE)
    assert verdict.reasons == ("nothing_printed",)


def test_nothing_supports_an_empty_sentence(checker):
    assert not checker.check("白鹭大桥全长612米。", ()).supported


@pytest.mark.parametrize(
    "claim", ["The bridge is 999 metres long.", "Li Zhiguo said pedestrians cannot use the bridge."]
)
def test_an_english_sentence_is_checked_against_the_chinese_print(checker, claim):
    assert not checker.bind(claim, WHOLE)[1].supported


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("项目春节停工，节后照常。", "项目春节不停工，节后照常。"),
        ("该站并未暂停售票。", "该站暂停售票，并未说明原因。"),
    ],
)
def test_a_negation_more_or_less_turns_a_sentence_round(claim, printed):
    assert turned_round(claim, printed)
    assert not turned_round(printed, printed)
