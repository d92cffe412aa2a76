"""Saved e-paper sites in the layouts of three publishing systems, with the picture of the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from eval.formats.sample import Sample, Story, stories

_AREAS = ((10, 60, 230, 300), (240, 60, 390, 560))  # pixels of a picture of 400 x 600


def epaper_samples() -> Iterator[Sample]:
    yield founder_site()
    yield cloud_site()
    yield side_site()


def founder_site() -> Sample:
    """Founder's tables of about 2010: GB18030, a picture above the day's folder, fields between npm comments."""
    told = stories("bridge", "pool")
    day = "html/2024-03/18"
    articles = {
        f"{day}/content_{500 + n}.htm": (
            "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>栖川日报</title></head><body>"
            f"<table><tr><td class=font01><!--<npm:article-title>-->{s.headline}<!--</npm:article-title>--></td></tr>"
            f"<tr><td><!--<npm:article-author>-->本报记者 {s.byline}<!--</npm:article-author>--></td></tr></table>"
            f"<div id=ozoom><!--<npm:article-content>-->{_indented(s)}<!--</npm:article-content>--></div>"
            "<a href=content_501.htm>下一篇</a> 放大 缩小 默认</body></html>"
        ).encode("gb18030")
        for n, s in enumerate(told)
    }
    page = (
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>栖川日报数字报</title></head>"
        f"<body><map name=pagepicmap>{_map('content_50{}.htm')}</map><img src=../../../page/1/02.png usemap=#pagepicmap>"
        "<a href=node_1.htm>第A01版：要闻</a><a href=node_2.htm>第A02版：民生</a>"
        f"{_list(told, 'content_50{}.htm')}<td>2024年3月18日 星期一</td></body></html>"
    ).encode("gb18030")
    return Sample(
        "epaper", "node_2.htm, content_500.htm", f"{day}/node_2.htm", page, told, {**articles, "page/1/02.png": _picture()}
    )  # fmt: skip


def cloud_site() -> Sample:
    """Pages below layout/, articles below content/; fields in a comment at the end."""
    told = tuple(replace(story, day=stories("clinic")[0].day) for story in stories("clinic", "school"))
    articles = {
        f"pc/content/202403/19/content_{700 + n}.html": (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{s.headline}</title></head><body><div class=article>"
            f"<h3></h3><h1>{s.headline}</h1><h2></h2><p class=sec>{s.byline}"
            "<span class=date>《栖川晚报》（2024年03月19日 第 03 版）</span></p>"
            f"<div id=ozoom><!--enpcontent-->{_indented(s)}<!--/enpcontent--></div></div>"
            f"<!--enpproperty <articleid>{700 + n}</articleid><date>2024-03-19 02:00:00:0</date><author>{s.byline}</author>"
            f"<title>{s.headline}</title>/enpproperty--></body></html>"
        ).encode()
        for n, s in enumerate(told)
    }
    link = "../../../content/202403/19/content_70{}.html"
    page = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>栖川晚报</title></head><body><div class=paper>"
        '<img src="../../../pic/202403/19/p3.png" style="width: 400px; height: 600px" usemap="#PagePicMap">'
        f'<map name="PagePicMap">{_map(link)}</map></div><a id=pageLink href="node_03.html">03版：民生</a>{_list(told, link)}'
        "</body></html>"
    ).encode()
    files = {**articles, "pc/pic/202403/19/p3.png": _picture()}
    return Sample("epaper", "layout/, content/", "pc/layout/202403/19/node_03.html", page, told, files)


def side_site() -> Sample:
    """Pages nbs.…htm and articles nw.…htm beside each other; no fields but headings, and no byline's element."""
    told = tuple(story.dispatched() for story in stories("flood", "museum"))
    articles = {
        f"nw.D110000qcsb_20240321_{n + 1}-01.htm": (
            f"<html><head><meta charset=utf-8></head><body><div class=text_c><h3></h3><h1>{s.headline}</h1><h2></h2><h4></h4>"
            f"<div class=c_c><div id=ozoom>{_indented(s)}</div></div></div></body></html>"
        ).encode()
        for n, s in enumerate(told)
    }
    names = list(articles)
    areas = "".join(
        f'<area shape="polygon" coords="{_polygon(area)}" href="{name}">'
        for area, name in zip(_AREAS, names, strict=True)
    )
    page = (
        f"<html><head><meta charset=utf-8><title>栖川时报</title></head><body><img src=p1.png usemap=#m><map name=m>{areas}</map>"
        "<div class=ban>第01版：头版</div><div>2024年03月21日 星期四</div></body></html>"
    ).encode()
    return Sample(
        "epaper", "nbs, nw", "nbs.D110000qcsb_01.htm", page, told, {**articles, "p1.png": _picture()}
    )


def _indented(story: Story) -> str:
    return "".join(f"<p>　　{paragraph}</p>" for paragraph in story.paragraphs)


def _map(link: str) -> str:
    return "".join(
        f'<area shape="rect" coords="{",".join(map(str, area))}" href="{link.format(n)}">'
        for n, area in enumerate(_AREAS)
    )


def _polygon(area: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = area
    return f"{left},{top},{right},{top},{right},{bottom},{left},{bottom}"


def _list(told: tuple[Story, ...], link: str) -> str:
    items = "".join(
        f'<li><a href="{link.format(n)}">{story.headline}</a></li>' for n, story in enumerate(told)
    )
    return f"<ul>{items}</ul>"


@cache
def _picture() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(file, "PNG")
    return file.getvalue()
