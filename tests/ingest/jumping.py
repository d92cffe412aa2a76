"""An edition whose first article goes on on another page, as PDF pages."""

from __future__ import annotations

from pdf_files import PdfPage

EM, LEADING = 10.0, 15.0
HEAD = "栖川日报 2024年3月18日 星期一"
BRIDGE = (
    "本报讯（记者 方知远）昨日上午，白鹭大桥正式通车。大桥全长六百米，双向四车道，从白鹭镇到市区的车程由四十分钟缩短为十五分钟，"
    "沿线六个村的村民"
)
REST = "盼这座桥盼了十几年。市交通局说，大桥夜间限速四十公里，货车须绕行滨江路，桥上不得停车，人行道明年春天建成。"
POOL = (
    "市游泳馆今起开放，票价二十元，每周一闭馆检修。市民可以持身份证在现场购票，也可以在手机上预约入场时段。"
)
LIBRARY = (
    "市图书馆昨日发布年度阅读报告，去年共接待读者三十一万人次，读者最爱借的是文学类图书，其次是少儿图书。"
)


def column(page: PdfPage, x: float, y: float, text: str, *, indent: bool = True, wide: int = 16) -> float:
    """Set a text in a column of `wide` characters; returns where the next line would be."""
    text = f"　　{text}" if indent else text
    rows = [text[i : i + wide] for i in range(0, len(text), wide)]
    page.column(x, y, rows, EM, LEADING)
    return y - LEADING * len(rows)


def first_page(mark: str = "（下转第4版）", *, inline: bool = False) -> PdfPage:
    """Page 1: the bridge, which breaks off, and the pool."""
    page = PdfPage().text(30, 570, HEAD).text(300, 570, "第1版 要闻")
    page.text(30, 500, "白鹭大桥正式通车", 20)
    end = column(page, 30, 470, BRIDGE + (mark if inline else ""))
    if not inline:
        page.text(30 + 160 - EM * len(mark), end, mark, EM)
    page.text(220, 505, "市游泳馆今起开放", 14)
    column(page, 220, 470, POOL)
    return page


def fourth_page(mark: str = "（上接第1版）", *, title: str = "大桥通车", inline: bool = False) -> PdfPage:
    """Page 4: the rest of the bridge, and the library."""
    page = PdfPage().text(30, 570, HEAD).text(300, 570, "第4版 综合")
    if title:
        page.text(30, 505, title, 14)
    top = 485.0
    if not inline:
        page.text(30, top, mark, EM)
        top -= LEADING + 3
    column(page, 30, top, (mark if inline else "") + REST, indent=False)
    page.text(220, 505, "图书馆发布阅读报告", 14)
    column(page, 220, 470, LIBRARY)
    return page
