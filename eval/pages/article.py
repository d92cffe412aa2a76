"""Generates one article of a page: its fields and its printed lines."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eval.pages.lines import set_headline, set_paragraph
from eval.pages.news import Story, headline_from_lead
from eval.pages.similarity import character_pairs
from eval.pages.style import PageStyle

_CLAUSE_ENDS = dict.fromkeys(map(ord, "。；："), "，")
_SURNAMES = "王李张陈胡吕徐应朱程楼施章卢周吴童黄颜潘"
_GIVEN = [
    "晓英",
    "元滔",
    "佳燕",
    "轩",
    "樱子",
    "晓婷",
    "雨桐",
    "建国",
    "思远",
    "一鸣",
    "芷兰",
    "敏",
    "文昕",
    "子涵",
    "凯",
    "慧敏",
    "志强",
    "悦",
]
_COLUMNS = [
    "民生直通车",
    "开好局 起好步",
    "记者走基层",
    "最美永康人",
    "平安夜话",
    "文明之光",
    "乡村振兴看亮点",
    "五金之声",
    "一线传真",
    "奋进新征程 建功新时代",
    "项目攻坚进行时",
    "优化营商环境",
    "法治在线",
    "两会特写",
    "匠心",
    "绿水青山",
    "部门动态",
    "警方发布",
    "健康讲堂",
    "教育视窗",
    "我为群众办实事",
    "学习贯彻党的二十大精神",
    "身边的榜样",
    "创城进行时",
    "镇街快递",
    "热点追踪",
    "对话企业家",
    "丰收图景",
    "暖新闻",
    "百姓问政",
    "打好“三大攻坚战”",
    "清廉家园",
    "夜学堂",
    "非遗传承人",
    "老字号",
]
_QUESTIONS = [
    "请您介绍一下这项工作的背景和意义。",
    "目前这项工作进展如何？",
    "接下来还有哪些打算？",
    "在推进过程中遇到了哪些困难，是如何解决的？",
    "这对普通居民的生活意味着什么？",
    "围绕这一目标，具体将采取哪些举措？",
    "市民朋友最关心的问题有哪些？",
]


@dataclass(frozen=True, slots=True)
class Truth:
    """The true fields of a generated article. Spaces are ignored when they are compared."""

    headline: str
    subheadline: str
    column: str
    byline: str
    text: str


def set_article(story: Story, width: int, style: PageStyle, rng: random.Random) -> tuple[Truth, list[str]]:
    """Turn a story into an article; return its fields and its printed lines, with headline, in a column of `width` em."""
    story = replace(story, sentences=story.sentences[: rng.randint(4, 26)])
    kind = rng.choices(["dispatch", "end", "interview", "none"], [0.58, 0.2, 0.08, 0.14])[0]
    names = [reporter_name(rng) for _ in range(1 if rng.random() < 0.8 else 2)]
    paragraphs = _interview(story, rng) if kind == "interview" else _paragraphs(story.sentences, rng)
    if kind == "dispatch":
        paragraphs[0] = f"本报讯（{style.reporter} {' '.join(names)}）{paragraphs[0]}"
    byline_line = [f"{style.reporter} {' '.join(names)}"] if kind in ("end", "interview") else []
    column = column_title(rng) if rng.random() < 0.12 else ""
    subheadline, is_shoulder = _subheadline(story, rng)
    truth = Truth(
        story.headline,
        subheadline,
        column,
        "" if kind == "none" else " ".join(names),
        "\n".join([*paragraphs, *byline_line]),
    )
    body = [line for paragraph in paragraphs for line in set_paragraph(paragraph, width, style, rng)]
    return truth, _all_lines(truth, is_shoulder, body + byline_line, width, style, rng)


def reporter_name(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def column_title(rng: random.Random) -> str:
    return rng.choice(_COLUMNS)


def _paragraphs(sentences: Sequence[str], rng: random.Random) -> list[str]:
    paragraphs: list[str] = []
    remaining = list(sentences)
    while remaining:
        size = rng.choice([1, 1, 2, 2, 3, 4])
        paragraphs.append("".join(remaining[:size]))
        remaining = remaining[size:]
    return paragraphs


def _interview(story: Story, rng: random.Random) -> list[str]:
    paragraphs = _paragraphs(story.sentences, rng)
    dialogue = [
        part for paragraph in paragraphs[1:] for part in (f"问：{rng.choice(_QUESTIONS)}", f"答：{paragraph}")
    ]
    return [paragraphs[0], *dialogue]


def _subheadline(story: Story, rng: random.Random) -> tuple[str, bool]:
    """A sub-headline, and whether it stands above the headline. Either a clause of the text with a dash in front, a
    headline made from the lead (above), or none."""
    draw = rng.random()
    if draw < 0.18:
        clauses = [
            c
            for s in story.sentences[:5]
            for c in s.translate(_CLAUSE_ENDS).split("，")
            if _is_clause(c, story.headline)
        ]
        return (f"——{rng.choice(clauses)}", False) if clauses else ("", False)
    lead = headline_from_lead(story.sentences[0]).replace(" ", "")
    if draw < 0.36 and len(lead) >= 10 and character_pairs(lead) != character_pairs(story.headline):
        return lead, True
    return "", False


def _is_clause(text: str, headline: str) -> bool:
    return 8 <= len(text) <= 20 and not set(text) & set("“”‘’？！（）") and text not in headline


def _all_lines(
    truth: Truth, is_shoulder: bool, body: list[str], width: int, style: PageStyle, rng: random.Random
) -> list[str]:
    title = set_headline(truth.headline, width, rng)
    if truth.subheadline:
        title = [truth.subheadline, *title] if is_shoulder else [*title, truth.subheadline]
    column = [truth.column + (rng.choice("KDGS") if rng.random() < 0.5 else "")] if truth.column else []
    if rng.random() >= style.headline_below:
        return [*column, *title, *body]
    return [*column, *body, *title] if rng.random() < 0.5 else [*body, *column, *title]
