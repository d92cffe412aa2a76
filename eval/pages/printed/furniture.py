"""What is printed on a page beside its articles: running heads, the foot, and adverts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from eval.pages.article import reporter_name
from eval.pages.printed.design import Design
from eval.pages.printed.marks import Face, Ground, Mark, TextLine
from eval.pages.printed.typeset import width_em
from ingest.page.printed import Rect

_SECTIONS = ("要闻", "综合", "民生", "社会", "经济", "教育", "县域", "国内")
_ENGLISH_SECTIONS = ("Local", "City", "News", "Business", "Community")
_BRANDS = (
    "白鹭家居广场",
    "栖川农商银行",
    "云浦汽车城",
    "青禾幼儿园",
    "柳渡口腔医院",
    "临溪楼盘·湖畔里",
    "双江旅行社",
)
_SLOGANS = (
    "全场五折起",
    "盛大开业 好礼相送",
    "新春特惠 仅此三天",
    "品质生活从这里开始",
    "火热招生中",
    "诚邀加盟",
)
_DETAILS = (
    "活动时间：即日起至本月28日",
    "地址：栖川市人民路188号",
    "咨询电话：0573-88880000",
    "本活动最终解释权归商家所有",
    "凭本广告到店可领取精美礼品一份",
    "满1000元减300元 满2000元减700元",
)
_ENGLISH_BRANDS = ("EGRET FURNITURE", "QICHUAN SAVINGS BANK", "CLOUD BAY MOTORS", "WILLOW DENTAL")
_ENGLISH_SLOGANS = ("Up to 50% off", "Grand opening", "Three days only", "Call us today")
_ENGLISH_DETAILS = (
    "188 People's Road, Qichuan",
    "Tel. 0573-8888 0000",
    "Open daily 9 a.m. to 8 p.m.",
    "Bring this advertisement for a gift",
    "www.example.com",
)


@dataclass(frozen=True, slots=True)
class Issue:
    """What a running head says."""

    paper: str
    day: date
    page: int
    section: str
    editors: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The marks of the head and foot, and the area between them."""

    marks: list[Mark]
    body: Rect


def draw_issue(design: Design, rng: random.Random) -> Issue:
    day = date(2023, 1, 1) + timedelta(rng.randrange(700))
    names = [reporter_name(rng) for _ in range(3)]
    editors = f"责任编辑：{names[0]} 版式设计：{names[1]} 校对：{names[2]}"
    section = rng.choice(_ENGLISH_SECTIONS if design.english else _SECTIONS)
    return Issue(design.paper, day, rng.randint(1, 12), section, editors)


def frame(design: Design, issue: Issue, rng: random.Random) -> Frame:
    """The head and foot of a page."""
    width, height = design.size
    body = Rect(design.margin, design.margin, width - design.margin, height - design.margin)
    return _HEADS[design.running_head](design, issue, body, rng)


def advert(box: Rect, design: Design, rng: random.Random) -> list[Mark]:
    """An advert: a brand, a slogan and some details in a frame."""
    dark = rng.random() < 0.3
    colour, ground = ("#fff", rng.choice(("#8c1c13", "#14532d", "#1e3a8a"))) if dark else ("#111", "")
    tint = ground or rng.choice(("", "#fdf3d8", "#e8f1fb"))
    marks: list[Mark] = [Ground(box, colour=tint, edge=rng.choice(("1.5pt solid #222", "0.8pt solid #555")))]
    brands = _ENGLISH_BRANDS if design.english else _BRANDS
    slogans = _ENGLISH_SLOGANS if design.english else _SLOGANS
    details = rng.sample(_ENGLISH_DETAILS if design.english else _DETAILS, 4)
    wide, high = box.right - box.left - 16, box.bottom - box.top - 12
    y = box.top + 6

    def add(text: str, size: float, *, bold: bool) -> None:
        nonlocal y
        size = min(size, 0.95 * wide / width_em(text, english=design.english))
        if y + size * 1.35 > box.bottom - 3:
            return
        line = Rect(box.left + 8, y, box.right - 8, y + size * 1.35)
        marks.append(TextLine(text, line, Face(size, False, bold, colour), "advert", align="center"))
        y = line.bottom

    add(rng.choice(slogans), min(54, high * 0.3), bold=True)
    add(rng.choice(brands), min(36, high * 0.2), bold=True)
    for detail in details:
        add(detail, design.body * rng.choice((1.0, 1.2)), bold=False)
    if not design.english:
        label = Rect(box.right - 26, box.bottom - 11, box.right - 3, box.bottom - 2)
        marks.append(TextLine("广告", label, Face(7, False, colour=colour), "advert", align="right"))
    return marks


# --- heads and feet ----------------------------------------------------------------------------------


def printed_day(design: Design, issue: Issue) -> str:
    """The date as it is printed."""
    if design.english:
        return f"{issue.day:%A, %B} {issue.day.day}, {issue.day.year}"
    weekday = "一二三四五六日"[issue.day.weekday()]
    return f"{issue.day.year}年{issue.day.month}月{issue.day.day}日 星期{weekday}"


def _page(design: Design, issue: Issue) -> str:
    return f"Page {issue.page}" if design.english else f"{issue.page:02}版"


def _text(text: str, box: Rect, face: Face, align: str) -> TextLine:
    return TextLine(text, box, face, "furniture", align=align)  # type: ignore[arg-type]


def _line(design: Design, issue: Issue, body: Rect, rng: random.Random) -> Frame:
    """Page and section at the left, the paper in the middle, the date at the right, a rule below; editors in small."""
    row = Rect(body.left, body.top, body.right, body.top + 26)
    small = Face(10, serif=False)
    marks: list[Mark] = [
        _text(f"{_page(design, issue)} {issue.section}", row, Face(18, False, True), "left"),
        _text(issue.paper, row, Face(16, True, True), "center"),
        _text(printed_day(design, issue), Rect(row.left, row.top, row.right, row.top + 14), small, "right"),
        Ground(Rect(body.left, row.bottom + 2, body.right, row.bottom + 2), edge="1.2pt solid #000"),
    ]
    if not design.english:
        below = Rect(row.left, row.top + 13, row.right, row.bottom)
        marks.append(_text(issue.editors, below, Face(8, False), "right"))
    return Frame(marks, Rect(body.left, row.bottom + 14, body.right, body.bottom))


def _band(design: Design, issue: Issue, body: Rect, rng: random.Random) -> Frame:
    """White on a coloured band."""
    band = Rect(body.left, body.top, body.right, body.top + 30)
    inner = Rect(band.left + 10, band.top + 3, band.right - 10, band.bottom - 3)
    white = Face(13, False, True, "#fff")
    marks: list[Mark] = [
        Ground(band, colour=rng.choice(("#1f4e79", "#8b1a1a", "#2f5d3a"))),
        _text(issue.section, inner, Face(19, True, True, "#fff"), "left"),
        _text(f"{printed_day(design, issue)} {issue.paper}", inner, Face(10, False, colour="#fff"), "center"),
        _text(_page(design, issue), inner, white, "right"),
    ]
    return Frame(marks, Rect(body.left, band.bottom + 12, body.right, body.bottom))


def _foot(design: Design, issue: Issue, body: Rect, rng: random.Random) -> Frame:
    """Only the page number and section above; paper, date, editors and telephone below a rule at the foot."""
    top = Rect(body.left, body.top, body.right, body.top + 24)
    foot = Rect(body.left, body.bottom - 14, body.right, body.bottom)
    hotline = "News desk: 0573-8888 1234" if design.english else "新闻热线：0573-88881234"
    editors = [] if design.english else [_text(issue.editors, foot, Face(8.5, False), "center")]
    marks: list[Mark] = [
        _text(f"{issue.page:02}", top, Face(22, False, True), "right"),
        _text(
            issue.section, Rect(top.left, top.top, top.right - 36, top.bottom), Face(15, True, True), "right"
        ),
        Ground(Rect(body.left, foot.top - 2, body.right, foot.top - 2), edge="0.8pt solid #000"),
        _text(f"{issue.paper} {printed_day(design, issue)}", foot, Face(8.5, False), "left"),
        *editors,
        _text(hotline, foot, Face(8.5, False), "right"),
    ]
    return Frame(marks, Rect(body.left, top.bottom + 8, body.right, foot.top - 12))


def _folio(design: Design, issue: Issue, body: Rect, rng: random.Random) -> Frame:
    """One small line at the top, no rule."""
    row = Rect(body.left, body.top, body.right, body.top + 14)
    small = Face(9, False)
    left, right = f"{_page(design, issue)} | {issue.section}", f"{issue.paper} | {printed_day(design, issue)}"
    if rng.random() < 0.5:
        left, right = right, left
    marks: list[Mark] = [_text(left, row, small, "left"), _text(right, row, small, "right")]
    return Frame(marks, Rect(body.left, row.bottom + 12, body.right, body.bottom))


def _front(design: Design, issue: Issue, body: Rect, rng: random.Random) -> Frame:
    """A nameplate with everything that is printed around it, and a foot."""
    width = body.right - body.left
    plate = Rect(body.left + width * 0.2, body.top, body.right - width * 0.2, body.top + 78)
    left = Rect(body.left, body.top, plate.left, plate.bottom)
    right = Rect(plate.right, body.top, body.right, plate.bottom)
    marks: list[Mark] = [_text(issue.paper, plate, Face(62, True, True, "#b01217"), "center")]

    def stack(box: Rect, lines: tuple[str, ...], size: float) -> None:
        for i, line in enumerate(lines):
            y = box.top + 6 + i * size * 1.7
            marks.append(
                _text(line, Rect(box.left, y, box.right, y + size * 1.7), Face(size, False), "center")
            )

    number = rng.randint(3000, 9999)
    if design.english:
        stack(left, ("Est. 1952", f"No. {number}"), 10)
        stack(right, (printed_day(design, issue), "Today: sunny, 12 to 21 °C"), 10)
    else:
        stack(left, (printed_day(design, issue), "农历癸卯年 今日12版", f"第{number}期"), 10)
        stack(right, ("国内统一连续出版物号", "CN 00-0000", "今天多云到晴 12～21℃"), 10)
    y = plate.bottom + 4
    marks.append(Ground(Rect(body.left, y, body.right, y), edge="2pt solid #b01217"))
    foot = Rect(body.left, body.bottom - 12, body.right, body.bottom)
    publisher = (
        "Published by the Qichuan Herald"
        if design.english
        else f"{issue.paper}社出版 邮发代号：00-00 {issue.editors}"
    )
    marks.append(_text(publisher, foot, Face(8.5, False), "center"))
    return Frame(marks, Rect(body.left, y + 14, body.right, foot.top - 10))


_HEADS = {"line": _line, "band": _band, "foot": _foot, "folio": _folio, "front": _front}
