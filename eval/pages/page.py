"""Generates pages: articles below each other, between a masthead and a foot."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.pages.article import Truth, set_article
from eval.pages.news import Story
from eval.pages.style import PageStyle, draw_style


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """The text of a page as a PDF-to-text tool would extract it, and its true articles."""

    raw: str
    articles: tuple[Truth, ...]


def make_pages(source: Sequence[Story], pages: int, seed: int) -> Iterator[GeneratedPage]:
    """Pages of three to seven articles, each story at most once per page."""
    rng = random.Random(seed)
    for _ in range(pages):
        yield make_page(rng.sample(source, rng.randint(3, 7)), rng)


def make_page(chosen: Sequence[Story], rng: random.Random) -> GeneratedPage:
    """One page with the given stories."""
    style = draw_style(rng)
    lines = _masthead(rng)
    truths: list[Truth] = []
    width = rng.randint(11, 22)
    for story in chosen:
        width = width if rng.random() < 0.35 else rng.randint(11, 22)
        truth, printed = set_article(story, width, style, rng)
        truths.append(truth)
        lines.extend(printed)
        if rng.random() < 0.06:
            lines.append(rng.choice("KDABTX■●"))
    lines.extend(_foot(rng))
    return GeneratedPage(_with_blank_lines(lines, style, rng), tuple(truths))


def _masthead(rng: random.Random) -> list[str]:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    date_line = f"2024年{month}月{day}日 星期{rng.choice('一二三四五六日')}"
    page_line = rng.choice(["02 要闻", "第3版 综合", "要闻 2版", "A04", "4", "03 民生"])
    lines = ["城市日报", date_line, page_line]
    return [line for line in lines if rng.random() < 0.4]


def _foot(rng: random.Random) -> list[str]:
    lines = ["责任编辑：胡莹 版式设计：陈大为 校对：徐晶", "新闻热线：0579-87138888"]
    return [line for line in lines if rng.random() < 0.3]


def _with_blank_lines(lines: Sequence[str], style: PageStyle, rng: random.Random) -> str:
    return "".join(line + ("\n\n" if rng.random() < style.blank else "\n") for line in lines)
