"""A sentence whose subject is bare is given with what it stands for."""

from __future__ import annotations

import pytest
from newsroom import add, draft

from rag.answer.subject import with_subjects
from rag.cite import Citations, Claim, Support

FIRST = "昨日，市水务局通报了白鹭水库的水质。"


def said(archive, text, *quotes, headline="白鹭水库水质达标"):
    """What is said of an article where these sentences of it are chosen, as checked statements."""
    [outcome] = add(archive, [draft("1", text, headline=headline)])
    version = archive.version(outcome.article_id)
    places = [text.index(quote) for quote in quotes]
    supports = [
        Support(version, "text", start, start + len(q)) for start, q in zip(places, quotes, strict=True)
    ]
    citations = Citations(archive, "zh-Hans")
    claims = with_subjects((Claim(s.quote, "quoted", (s,)) for s in supports), "zh-Hans")
    statements = [citations.statement(claim)[0] for claim in claims]
    assert all(version[c.field][c.start : c.end] == c.quote for c in citations.cited)
    return [(statement.text, statement.kind) for statement in statements]


@pytest.mark.parametrize(
    "bare",
    [
        "该项目每月检测一次。",
        "他说，水质很好。",
        "會議要求加强巡查。",
        "此次活动持续三天。",
        "其水质达到二类标准。",
        "双方签了协议。",
        "The meeting lasted two days.",
    ],
)
def test_a_bare_subject_gets_the_sentence_before_it(archive, bare):
    assert said(archive, FIRST + bare, bare) == [(FIRST + bare, "quoted")]


@pytest.mark.parametrize(
    "whole",
    ["会议室可以借用。", "其中三处已修好。", "该不该收费？", "工程部负责抢修。", "市水务局每月检测一次。"],
)
def test_a_sentence_that_names_its_subject_stands_alone(archive, whole):
    assert said(archive, FIRST + whole, whole) == [(whole, "quoted")]


@pytest.mark.parametrize(
    ("before", "bare", "name"),
    [
        (FIRST, "该局每月检测一次。", "市水务局"),
        ("记者从栖川市第一中学获悉，新楼开工。", "该校有两千名学生。", "栖川市第一中学"),
        ("市水务局说了水质。栖川市水务局还说了水量。", "該局每月檢測一次。", "栖川市水务局"),
    ],
)
def test_an_office_that_only_one_name_fits_is_led_by_its_name(archive, before, bare, name):
    assert said(archive, before + bare, bare) == [(f"“{bare[:2]}”指{name}。", "added"), (bare, "quoted")]


@pytest.mark.parametrize(
    "before",
    ["市水务局和市气象局开会。", "一名居民来到水务局。", "市民来到水务局。", "今年管网换新。"],
)
def test_an_office_that_no_name_or_more_than_one_fits_gets_the_sentence_before_it(archive, before):
    [(text, kind)] = said(archive, before + "该局每月检测一次。", "该局每月检测一次。")
    assert (kind, text) == ("quoted", before + "该局每月检测一次。")


def test_two_bare_subjects_reach_back_to_the_name(archive):
    text = "站长戚红霞值了二十年班。她每天巡库两次。她说，水质很好。"
    assert said(archive, text, "她说，水质很好。") == [(text, "quoted")]


def test_without_a_sentence_before_it_the_headline_is_named(archive):
    assert said(archive, "会议要求加强巡查。", "会议要求加强巡查。") == [
        ("下面这句出自《白鹭水库水质达标》。", "added"),
        ("会议要求加强巡查。", "quoted"),
    ]


def test_the_sentence_before_is_not_given_twice(archive):
    bare = "他每月检测一次。"
    assert said(archive, FIRST + bare, FIRST, bare) == [(FIRST, "quoted"), (bare, "quoted")]
    assert said(archive, FIRST + bare, bare, FIRST) == [(FIRST + bare, "quoted")]
