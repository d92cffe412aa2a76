"""Saved e-paper sites of a paper that does not exist, in the dialects of several publishing systems."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

BRIDGE = (
    "本报讯（记者 林小舟 通讯员 高远）11月7日上午，白鹭大桥正式通车。",
    "大桥全长1.2公里，双向六车道，总投资“八点六亿元”。",
)
POOL = ("栖川游泳馆改造后昨日重新开放，票价不变。", "馆长苏晴说，水温全年保持在二十七度。")
SCHOOL = ("北岸小学秋季起增开两个班，新生可到校报名。",)


def write(folder: Path, name: str, html: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(html.encode(encoding))
    return path


def picture(folder: Path, name: str, width: int = 350, height: int = 500) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), "white").save(path)


def founder_site(folder: Path) -> Path:
    """Founder's tables: unquoted attributes, GB18030, polygons, the property comment after </html>, npm comments."""
    day = folder / "html" / "2024-11" / "08"
    node = write(
        day,
        "node_188.htm",
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>栖川日报数字报</title></head>'
        "<body><table><tr><td><MAP NAME=pagepicmap>"
        '<Area coords="5,72,228,72,228,207,5,207" shape="polygon" href="content_401862.htm">'
        '<Area coords="232,73,344,288" shape="rect" href="content_401863.htm">'
        '<Area coords="0,300,100,400" shape="rect" href="content_401864.htm">'
        '<Area coords="0,400,100,500" shape="rect" href="content_401865.htm"></MAP>'
        "<img src=../../../page/A02/p.jpg border=0 USEMAP=#pagepicmap></td></tr>"
        "<tr><td>第A02版：<STRONG>要闻</STRONG></td></tr></table>"
        "<a id=pageLink href=node_187.htm>第A01版：头版</a><a id=pageLink href=node_188.htm>第A02版：要闻</a>"
        "<a href=content_401862.htm><div id=mp401862>白鹭大桥通车</div></a>"
        "<a href=content_401864.htm><div id=mp401864>明日天气</div></a>"
        "<td>2024 年 11 月 8 日　星期五</td></body></html><!--enpproperty <founder-date>2024-11-08 23:59:57</founder-date>"
        "<founder-pagenum>A02</founder-pagenum><founder-papername>栖川日报</founder-papername><founder-type>2</founder-type>"
        "<founder-content>栖川日报</founder-content> /enpproperty-->",
        "gb18030",
    )
    write(
        day,
        "content_401862.htm",
        '<html><head><meta charset="gbk"><title>栖川日报数字报</title></head><body><a href=node_187.htm>A01</a><table>'
        "<tr><td class=font02><!--<npm:article-pretitle>-->历时三年 全长一点二公里<!--</npm:article-pretitle>--></td></tr>"
        "<tr><td class=font01><founder-title><!--<npm:article-title>-->白鹭大桥<br>正式通车<!--</npm:article-title>-->"
        "</founder-title></td></tr><tr><td><!--<npm:article-subtitle>-->东西两岸八分钟可达<!--</npm:article-subtitle>--></td></tr>"
        "<tr><td><founder-author><!--<npm:article-author>-->本报记者 林小舟<!--</npm:article-author>--></founder-author>"
        "</td></tr></table><table id=newspic><tr><td><img src=a.jpg></td></tr><tr><td><!--<npm:article-pic-text>-->通车现场。"
        "<!--</npm:article-pic-text>--></td></tr></table><div id=ozoom><founder-content><!--<npm:article-content>-->"
        f"{''.join(f'<P>　　{line}</P>' for line in BRIDGE)}<!--</npm:article-content>--></founder-content></div>"
        "<a>上一篇</a> 放大 缩小 默认</body></html>",
        "gb18030",
    )
    write(
        day,
        "content_401863.htm",
        "<html><head><meta charset=gbk></head><body><founder-title>游泳馆重新开放</founder-title><div id=ozoom><founder-content>"
        f"<P>　　{POOL[0]}</P><P>　　{POOL[1]}</P></founder-content></div></body></html>",
        "gb18030",
    )
    write(
        day,
        "content_401865.htm",
        "<html><head><meta charset=gbk></head><body><founder-title>广告</founder-title>"
        "<div id=ozoom><founder-content></founder-content></div></body></html>",
        "gb18030",
    )
    picture(folder, "page/A02/p.jpg", 700, 1000)
    return node


def cloud_site(folder: Path) -> Path:
    """Pages under layout/, articles under content/, pictures under pic/; the map in pixels of a styled picture."""
    node = write(
        folder,
        "pc/layout/202411/08/node_03.html",
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>栖川晚报</title></head><body>'
        '<div class="paper"><img src="../../../pic/202411/08/p3.png" style="width: 400px" usemap="#PagePicMap">'
        '<map name="PagePicMap"><area shape="poly" coords="40,60,200,60,200,300,40,300" '
        'href="../../../content/202411/08/content_77.html"></map></div>'
        '<div class="swiper-slide"><a id="pageLink" href="node_03.html">03版：民生</a></div>'
        '<ul class="news-list"><li><a href="../../../content/202411/08/content_77.html">游泳馆重新开放</a></li></ul>'
        "</body></html>",
    )
    write(
        folder,
        "pc/content/202411/08/content_77.html",
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>游泳馆重新开放</title></head><body><div class="article">'
        '<h3>便民服务</h3><h1>游泳馆重新开放</h1><h2>票价不变</h2><p class="sec">苏小满 周宁<span class="date">《栖川晚报》（'
        '<span class="newstime">2024年11月08日</span> 第 03 版）</span></p><div id="ozoom"><!--enpcontent-->'
        f"<p>　　{POOL[0]}</p><p>　　{POOL[1]}</p><p>（责任编辑：王某）</p><!--/enpcontent-->"
        "<!--enpproperty <articleid>77</articleid><date>2024-11-08 02:00:00:0</date><author></author>"
        "<url>http://epaper.example.cn/pc/content/202411/08/content_77.html</url><title>游泳馆重新开放</title>/enpproperty-->"
        "</div></div></body></html>",
    )
    picture(folder, "pc/pic/202411/08/p3.png", 800, 1200)
    return node


def people_site(folder: Path) -> Path:
    """nbs.*.htm and nw.*.htm beside each other, headings in div.text_c, no property comment."""
    node = write(
        folder,
        "nbs.D110000qcrb_01.htm",
        '<html><head><meta charset="utf-8"><title>栖川时报</title></head><body>'
        '<img src="p1.jpg" usemap="#m" width="350" height="500">'
        '<map name="m"><area shape="polygon" coords="10,10,90,10,90,50,10,50" href="nw.D110000qcrb_20241108_1-01.htm?v=1">'
        '<area shape="polygon" coords="10,60,90,60,90,90,10,90" href="nw.D110000qcrb_20241108_1-01.htm?v=1"></map>'
        '<div class="ban">第01版：头版</div><div>2024年11月08日 星期五</div></body></html>',
    )
    write(
        folder,
        "nw.D110000qcrb_20241108_1-01.htm",
        '<html><head><meta charset="utf-8"></head><body><div class="text_c"><h3></h3><h1>北岸小学增开两个班</h1><h2></h2>'
        f'<h4>本报记者　田野</h4><div class="c_c"><div id="ozoom"><p>　　{SCHOOL[0]}</p></div></div></div></body></html>',
    )
    picture(folder, "p1.jpg")
    return node
