"""How well pages are split into articles: pages made from news text with known truth, and scores.

``python -m eval.pages --corpus PATH [--half tune|report] [--seed N] [--pages N]`` prints a table. The corpus is a
``corpus.jsonl`` of ``{id, title, date, text}``; it is split in halves by the hash of the id: tune on one,
report the other. A page is set as newspapers set them: columns of some width, line breaks after the rules of
Chinese typesetting, justification, headlines above or below and broken over lines. What varies is drawn
per page or per article, see `Manner`.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import rjieba
import typer
from rich.console import Console
from rich.table import Table

from ingest.page import split_page
from rag.schema import Draft

Half = Literal["tune", "report"]


# --- news text ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """A headline and the sentences below it.

    Attributes:
        is_printed: whether the headline is an editor's own; else it was made from the first sentence, and so is
            easier to match with its body than headlines are.
    """

    headline: str
    sentences: tuple[str, ...]
    is_printed: bool = True


_ORIGINAL_TITLE = re.compile(r"^原标题[：:]\s*")
_LEAD = re.compile(
    r"(?:近日|日前|连日来|昨日|昨天|本报讯|今天上午|\d{1,2}月\d{1,2}日|"
    r"(?:新华社|中新网|中新社|人民网|央视网|央广网|参考消息网|证券时报|财联社|极目新闻|红星新闻|华声在线|大河网)"
    r"[\u4e00-\u9fff]{0,8}?\d{1,2}月\d{1,2}日|据[\u4e00-\u9fff]{2,8}(?:消息|报道))"
)
_UNFIT_TITLE = re.compile(
    r"…|股票|快讯：|收盘|本报|编辑|[丨｜|□→↑@#]|记者|[的为在与和从对于将向赋驰获排]$|[A-Za-z]$|^[）)】]"
)
_NOT_LOCAL_NEWS = re.compile(
    r"主力资金|炒股|广告声明|证券之星|[\u4e00-\u9fff]电\s?（记者|消息\s?（.{0,4}记者|截至收盘|IT之家"
)
_UNFIT_LEAD = re.compile(r"^[为在这该员和我他她随从对由因据当]|[时日中下上内里后前天]$|[；：？！]")
_OPENING = re.compile(
    r"^(?:(?:中新网|中新社|新华社|人民网|央广网|央视网|参考消息网|本报讯|[\u4e00-\u9fff]{2,6}(?:网|报|社)讯?)?[^，。]{0,24}?(?:电|讯|消息|报道)\s*)?"
    r"(?:[（(][^（()）]{2,40}[）)]\s*)?"
)
_SENTENCE = re.compile(r"[^。！？]{4,}?[。！？][”’）]*")
_TIME_OPENING = re.compile(
    r"^(?:近日|日前|昨日|今天|连日来|记者[^，]{0,12}|据[^，]{0,12}|(?:\d{4}年)?\d{1,2}月\d{1,2}日[^，]{0,8}|当地时间[^，]*|北京时间[^，]*)，?"
)
_CITY_NEWS = re.compile(r"^[\u4e00-\u9fff，、：；“”《》（）—·％%\d.A-Za-z/+-]+[。！？][”’）]*$")


def stories(corpus: Path, half: Half, *, printed_only: bool = False) -> list[Story]:
    """The usable articles of one half of a corpus, in its order; or only those under an editor's own headline."""
    with corpus.open(encoding="utf-8") as lines:
        found = (_story(json.loads(line)["text"]) for line in lines if _half(json.loads(line)["id"]) == half)
        usable = [story for story in found if story is not None]
    return [story for story in usable if story.is_printed or not printed_only]


def _half(source_id: str) -> Half:
    return "tune" if hashlib.sha256(source_id.encode()).digest()[0] % 2 else "report"


def _story(text: str) -> Story | None:
    text = text.replace("(", "（").replace(")", "）").replace("\xa0", " ")
    title = _ORIGINAL_TITLE.match(text)
    headline, body = _printed_title(text, title.end()) if title else ("", text)
    if (title and not headline) or _NOT_LOCAL_NEWS.search(text):
        return None
    body = re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", _OPENING.sub("", body, count=1)).lstrip(
        "，。、；：？！”）"
    )
    sentences = tuple(
        s
        for s in _SENTENCE.findall(body)
        if 8 <= len(s) <= 160 and _CITY_NEWS.match(s) and "记者" not in s[:6]
    )
    if len(sentences) < 4:
        return None
    headline = headline or _headline_from_lead(sentences[0])
    return (
        Story(headline, sentences, is_printed=title is not None)
        if headline and not _UNFIT_TITLE.search(headline)
        else None
    )


def _printed_title(text: str, start: int) -> tuple[str, str]:
    """A web title runs into its text; only those with a lead that is recognised are used."""
    lead = _LEAD.search(text, start + 8)
    if lead is None or lead.start() - start > 28:
        return "", ""
    return text[start : lead.start()].strip(), text[lead.start() :]


def _headline_from_lead(sentence: str) -> str:
    """A plain headline as local pages have it: what the first sentence says, without when."""
    clauses = _TIME_OPENING.sub("", sentence).rstrip("。！？”").split("，")
    headline = clauses[0]
    if len(headline) < 8 and len(clauses) > 1:
        headline = f"{clauses[0]} {clauses[1]}"
    whole = all(headline.count(a) == headline.count(b) for a, b in ("“”", "《》", "（）"))
    return headline if 8 <= len(headline) <= 26 and whole and not _UNFIT_LEAD.search(headline) else ""


# --- how a page is set -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Manner:
    """How one page is set; the same for all its articles.

    Attributes:
        blank: share of lines with an empty line after them.
        indent: "lost" (first lines two em narrower), "flush" (no indent) or "kept" (two full-width spaces).
        headline_below: share of articles whose headline stands below.
        digit_space: share of borders between digits and Chinese with a strewn space.
        strewn: share of ordinary lines that are letter-spaced by justification.
        reporter: what this paper calls its reporters.
    """

    blank: float
    indent: Literal["lost", "flush", "kept"]
    headline_below: float
    digit_space: float
    strewn: float
    reporter: str


@dataclass(frozen=True, slots=True)
class Truth:
    """An article as it was before it was set. Spaces do not count."""

    headline: str
    subheadline: str
    column: str
    byline: str
    text: str


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page's text as a PDF-to-text step would leave it, and what it holds."""

    raw: str
    articles: tuple[Truth, ...]


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
_NO_LINE_START = "，。、；：？！”’）》】…％%"
_NO_LINE_END = "“‘（《【"


def make_pages(source: Sequence[Story], pages: int, seed: int) -> Iterator[MadePage]:
    """Pages of three to seven articles, drawn without repeating a story on a page."""
    rng = random.Random(seed)
    for _ in range(pages):
        yield make_page(rng.sample(source, rng.randint(3, 7)), rng)


def make_page(chosen: Sequence[Story], rng: random.Random) -> MadePage:
    """One page of these stories."""
    manner = _manner(rng)
    lines = _masthead(rng)
    truths: list[Truth] = []
    width = rng.randint(11, 22)
    for story in chosen:
        width = width if rng.random() < 0.35 else rng.randint(11, 22)
        truth, printed = _set_article(story, width, manner, rng)
        truths.append(truth)
        lines.extend(printed)
        if rng.random() < 0.06:
            lines.append(rng.choice("KDABTX■●"))
    lines.extend(_foot(rng))
    return MadePage(_with_blank_lines(lines, manner, rng), tuple(truths))


def _manner(rng: random.Random) -> Manner:
    return Manner(
        blank=rng.choice([0.0, 0.5, 0.9, 0.95, 0.97, 1.0]),
        indent=rng.choices(["lost", "flush", "kept"], [0.6, 0.25, 0.15])[0],  # type: ignore[arg-type]
        headline_below=rng.choice([0.0, 0.2, 0.5, 0.5, 0.8, 1.0]),
        digit_space=rng.choice([0.0, 0.3, 0.6, 0.9]),
        strewn=rng.choice([0.0, 0.01, 0.03]),
        reporter=rng.choice(["融媒记者", "记者", "全媒体记者", "本报记者"]),
    )


def _masthead(rng: random.Random) -> list[str]:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    date_line = f"2024年{month}月{day}日 星期{rng.choice('一二三四五六日')}"
    page_line = rng.choice(["02 要闻", "第3版 综合", "要闻 2版", "A04", "4", "03 民生"])
    lines = ["城市日报", date_line, page_line]
    return [line for line in lines if rng.random() < 0.4]


def _foot(rng: random.Random) -> list[str]:
    lines = ["责任编辑：胡莹 版式设计：陈大为 校对：徐晶", "新闻热线：0579-87138888"]
    return [line for line in lines if rng.random() < 0.3]


# --- one article -------------------------------------------------------------------------------------


def _set_article(story: Story, width: int, manner: Manner, rng: random.Random) -> tuple[Truth, list[str]]:
    story = replace(story, sentences=story.sentences[: rng.randint(4, 26)])
    kind = rng.choices(["dispatch", "end", "interview", "none"], [0.58, 0.2, 0.08, 0.14])[0]
    names = [_name(rng) for _ in range(1 if rng.random() < 0.8 else 2)]
    paragraphs = _interview(story, rng) if kind == "interview" else _paragraphs(story.sentences, rng)
    if kind == "dispatch":
        paragraphs[0] = f"本报讯（{manner.reporter} {' '.join(names)}）{paragraphs[0]}"
    byline_line = [f"{manner.reporter} {' '.join(names)}"] if kind in ("end", "interview") else []
    column = rng.choice(_COLUMNS) if rng.random() < 0.12 else ""
    subheadline, is_shoulder = _subheadline(story, rng)
    truth = Truth(
        story.headline,
        subheadline,
        column,
        "" if kind == "none" else " ".join(names),
        "\n".join([*paragraphs, *byline_line]),
    )
    body = [line for paragraph in paragraphs for line in _set_paragraph(paragraph, width, manner, rng)]
    return truth, _placed(truth, is_shoulder, body + byline_line, width, manner, rng)


def _name(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def _paragraphs(sentences: Sequence[str], rng: random.Random) -> list[str]:
    paragraphs: list[str] = []
    rest = list(sentences)
    while rest:
        size = rng.choice([1, 1, 2, 2, 3, 4])
        paragraphs.append("".join(rest[:size]))
        rest = rest[size:]
    return paragraphs


def _interview(story: Story, rng: random.Random) -> list[str]:
    paragraphs = _paragraphs(story.sentences, rng)
    asked = [
        part for paragraph in paragraphs[1:] for part in (f"问：{rng.choice(_QUESTIONS)}", f"答：{paragraph}")
    ]
    return [paragraphs[0], *asked]


def _subheadline(story: Story, rng: random.Random) -> tuple[str, bool]:
    """A sub-headline with a dash (a clause of the text), or a shoulder above a title (what the lead reports), or none."""
    draw = rng.random()
    if draw < 0.18:
        clauses = [
            c
            for s in story.sentences[:5]
            for c in re.split(r"[，。；：]", s)
            if _is_clause(c, story.headline)
        ]
        return (f"——{rng.choice(clauses)}", False) if clauses else ("", False)
    lead = _headline_from_lead(story.sentences[0]).replace(" ", "")
    if draw < 0.36 and len(lead) >= 10 and _pairs(lead) != _pairs(story.headline):
        return lead, True
    return "", False


def _is_clause(text: str, headline: str) -> bool:
    return 8 <= len(text) <= 20 and not re.search(r"[“”‘’？！（）]", text) and text not in headline


def _placed(
    truth: Truth, is_shoulder: bool, body: list[str], width: int, manner: Manner, rng: random.Random
) -> list[str]:
    title = _broken(truth.headline, width, rng)
    if truth.subheadline:
        title = [truth.subheadline, *title] if is_shoulder else [*title, truth.subheadline]
    column = [truth.column + (rng.choice("KDGS") if rng.random() < 0.5 else "")] if truth.column else []
    if rng.random() >= manner.headline_below:
        return [*column, *title, *body]
    return [*column, *body, *title] if rng.random() < 0.5 else [*body, *column, *title]


def _broken(headline: str, width: int, rng: random.Random) -> list[str]:
    """A headline over as many lines as its place asks for: at its gap, else evenly."""
    room = width * rng.uniform(0.45, 0.8) if rng.random() < 0.5 else 30.0
    length = len(headline)
    if length <= room:
        return [headline]
    pieces = headline.split(" ")
    if len(pieces) == 2 and max(map(len, pieces)) <= room * 1.3:
        return pieces
    count = min(4, max(2, round(length / max(room, 4))))
    borders = _word_borders(headline)
    cuts = sorted({min(borders, key=lambda at: abs(at - length * i / count)) for i in range(1, count)})
    lines = [headline[a:b].strip() for a, b in zip([0, *cuts], [*cuts, length], strict=True)]
    return [line for line in lines if line]


def _word_borders(headline: str) -> list[int]:
    """Where a headline may be broken: between words, and not before closing or after opening punctuation."""
    ends = itertools.accumulate(len(word) for word in rjieba.cut(headline))
    return [
        at
        for at in ends
        if at == len(headline)
        or (headline[at] not in _NO_LINE_START and headline[at - 1] not in _NO_LINE_END)
    ]


# --- setting a paragraph in a column -----------------------------------------------------------------


def _set_paragraph(text: str, width: int, manner: Manner, rng: random.Random) -> list[str]:
    """Lines of a column: Chinese may break anywhere but before closing and after opening punctuation."""
    indent = 0 if manner.indent == "flush" else 2
    lines: list[str] = []
    rest = _tokens(text)
    while rest:
        line, rest = _fill(rest, width - (indent if not lines else 0), rng)
        lines.append(_spaced("".join(line).strip(), manner, rng, last=not rest, short=_em(line) < width - 1))
    if manner.indent == "kept":
        lines[0] = "\u3000\u3000" + lines[0]
    return lines


def _tokens(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+ ?|\d[\d.,]*%?|.", text)


def _em(tokens: Sequence[str]) -> float:
    return sum(0.5 if ord(char) < 128 else 1.0 for token in tokens for char in token)


def _fill(tokens: list[str], room: float, rng: random.Random) -> tuple[list[str], list[str]]:
    """The tokens of one line. Punctuation that may not begin the next line is squeezed in or takes its word along."""
    used = 0.0
    end = 0
    while end < len(tokens) and (used + _em(tokens[end : end + 1]) <= room or end == 0):
        used += _em(tokens[end : end + 1])
        end += 1
    if end < len(tokens) and tokens[end] in _NO_LINE_START:
        squeezable = sum(token in "，。、；：”“（）《》" for token in tokens[:end]) >= 1
        if squeezable and rng.random() < 0.8:
            end += 1
        elif end > 2:
            end -= 1
    while end > 1 and end < len(tokens) and tokens[end - 1] in _NO_LINE_END:
        end -= 1
    while 1 < end < len(tokens) and tokens[end] in _NO_LINE_START:
        end += 1
    return tokens[:end], tokens[end:]


def _spaced(line: str, manner: Manner, rng: random.Random, *, last: bool, short: bool) -> str:
    if not last and rng.random() < (0.4 if short else manner.strewn):
        return " ".join(re.findall(r"[A-Za-z\d.,%]+|.", line.replace(" ", "")))
    return re.sub(
        r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])",
        lambda _: " " if rng.random() < manner.digit_space else "",
        line,
    )


def _with_blank_lines(lines: Sequence[str], manner: Manner, rng: random.Random) -> str:
    return "".join(line + ("\n\n" if rng.random() < manner.blank else "\n") for line in lines)


# --- scoring -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Counts on one page. Headline and the like are counted over the articles found.

    Attributes:
        true, predicted, found: articles that there are, that were predicted, that match one to one.
        joined: predicted articles that hold most of two true ones.
        headline, subheadline, byline, column: exactly right, spaces ignored.
    """

    true: int = 0
    predicted: int = 0
    found: int = 0
    joined: int = 0
    headline: int = 0
    subheadline: int = 0
    byline: int = 0
    column: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def score_page(truths: Sequence[Truth], drafts: Sequence[Draft]) -> Score:
    """A page's counts: a draft is a true article when their character pairs overlap with F of 0.9 or more."""
    pairs_true = [_pairs(truth.text) for truth in truths]
    pairs_made = [_pairs(draft.text) for draft in drafts]
    matches = _matches(pairs_true, pairs_made)
    joined = sum(sum(_share(true, made) >= 0.5 for true in pairs_true) >= 2 for made in pairs_made)
    right = {
        name: sum(_same(getattr(truths[t], name), getattr(drafts[d], name)) for t, d in matches)
        for name in ("headline", "subheadline", "byline", "column")
    }
    return Score(len(truths), len(drafts), len(matches), joined, **right)


def _matches(true: Sequence[Counter[str]], made: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for t, pairs in enumerate(true):
        best = max(range(len(made)), key=lambda d: _overlap_f(pairs, made[d]), default=None)
        if best is not None and _overlap_f(pairs, made[best]) >= 0.9 and best not in [d for _, d in found]:
            found.append((t, best))
    return found


def _pairs(text: str) -> Counter[str]:
    text = _bare(text)
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _same(a: str, b: str) -> bool:
    return _bare(a) == _bare(b)


def _overlap_f(a: Counter[str], b: Counter[str]) -> float:
    """2 |a ∩ b| / (|a| + |b|), as multisets."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _share(part: Counter[str], whole: Counter[str]) -> float:
    return (part & whole).total() / part.total() if part else 0.0


MEASURES: dict[str, Callable[[Score], float]] = {
    "articles found, F1": lambda s: 2 * s.found / max(1, s.true + s.predicted),
    "predicted that join two": lambda s: s.joined / max(1, s.predicted),
    "headline right": lambda s: s.headline / max(1, s.found),
    "sub-headline right": lambda s: s.subheadline / max(1, s.found),
    "byline right": lambda s: s.byline / max(1, s.found),
    "column right": lambda s: s.column / max(1, s.found),
}


def evaluate(
    corpus: Path, *, half: Half = "report", seed: int = 1, pages: int = 100, printed_only: bool = False
) -> list[Score]:
    """The score of each of `pages` pages made from one half of a corpus (`printed_only`: see `stories`)."""
    made = make_pages(stories(corpus, half, printed_only=printed_only), pages, seed)
    return [score_page(page.articles, split_page(page.raw).articles) for page in made]


def interval(
    scores: Sequence[Score], measure: Callable[[Score], float], draws: int = 500
) -> tuple[float, float]:
    """The 95% interval of a measure by bootstrap over pages."""
    rng = random.Random(0)
    values = sorted(measure(sum(rng.choices(scores, k=len(scores)), Score())) for _ in range(draws))
    return values[int(0.025 * draws)], values[int(0.975 * draws) - 1]


def table(scores: Sequence[Score], title: str) -> Table:
    """The measures of some pages with their intervals."""
    made = Table("measure", "value", "95% interval", title=title)
    total = sum(scores, Score())
    for name, measure in MEASURES.items():
        low, high = interval(scores, measure)
        made.add_row(name, f"{measure(total):.3f}", f"{low:.3f} to {high:.3f}")
    return made


def main(
    corpus: Annotated[Path, typer.Option(help="A corpus.jsonl of news text.")],
    half: Annotated[str, typer.Option(help="tune or report")] = "report",
    seed: Annotated[int, typer.Option()] = 1,
    pages: Annotated[int, typer.Option()] = 100,
    printed_only: Annotated[bool, typer.Option(help="Only stories under an editor's own headline.")] = False,
) -> None:
    """Make pages, split them, print how well it went."""
    chosen: Half = "tune" if half == "tune" else "report"
    scores = evaluate(corpus, half=chosen, seed=seed, pages=pages, printed_only=printed_only)
    articles = sum(scores, Score()).true
    Console(file=sys.stdout).print(
        table(
            scores,
            f"{len(scores)} pages, {articles} articles, half: {chosen}{', printed headlines only' if printed_only else ''}",
        )
    )


if __name__ == "__main__":
    typer.run(main)
