"""A saved web page is read as the article that a reader saw, and nothing else of the page."""

from contextlib import suppress
from datetime import date
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from ingest.preview import read_file
from ingest.readers.base import FileUnreadable
from ingest.readers.html_source import LARGEST_HTML
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of
from ingest.readers.web_page import WebPage
from rag.schema import WendaError

LINES = (
    "本报讯（记者 林小舟 通讯员 高远）11月7日上午，白鹭大桥正式通车，全长1.2公里，双向六车道。",
    "大桥总投资“八点六亿元”，工期三年。市民从东岸到西岸的时间由四十分钟缩短到八分钟。",
    "市交通局副局长周宁说，大桥两侧设有人行道和自行车道，夜间照明由太阳能供电。",
)
PAGE = """<!DOCTYPE html><html lang="zh-CN"><head>{head}<title>白鹭大桥通车_栖川新闻网</title>
<meta property="og:site_name" content="栖川新闻网"><link rel="canonical" href="https://news.example.cn/a/123.html">
<script>var a = "<p>脚本里的字。</p>";</script></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/x">要闻</a></div>
<h1>白鹭大桥昨日正式通车</h1><div class="info"><span>2024年11月08日 07:30</span> 来源：<a href="#">栖川日报</a></div>
<div id="content"><p>　　{lines[0]}</p><p align="center"><img src="a.jpg"></p><p align="center">通车现场。（吴越 摄）</p>
<p>　　大桥总投资&ldquo;八点六亿元&rdquo;，工期三年。市民从东岸到西岸<b>的时间</b>由四十分钟
缩短到八分钟。</p><p>　　{lines[2]}</p><p>（责任编辑：王某某）</p><p>阅读全文</p></div>
<div class="share">分享到：<a>微信</a><a>微博</a></div><div class="related"><h3>相关阅读</h3><ul>
<li><a href="/1">东门菜场五月改造</a> 2024-10-01</li><li><a href="/2">图书馆借书上限提高</a></li></ul></div>
<footer>版权所有 栖川新闻网 2020-2025</footer></body></html>"""
TRADITIONAL = (
    "白鷺大橋昨日正式通車，全長一點二公里，雙向六車道。市民從東岸到西岸只要八分鐘，夜間照明由太陽能供電。"
)


def page(head="", lines=LINES):
    return PAGE.format(head=head, lines=lines)


def read(tmp_path, html, name="page.html", encoding="utf-8", **given):
    path = tmp_path / name
    path.write_bytes(html if isinstance(html, bytes) else html.encode(encoding))
    file, article = WebPage().read(path, ReadOptions(**given))
    return file, article.draft


def test_the_article_is_read_without_the_rest_of_the_page(tmp_path):
    _, draft = read(tmp_path, page())
    assert draft.text == "\n".join(LINES)
    assert draft.headline == "白鹭大桥昨日正式通车"
    assert (draft.date, draft.byline) == (date(2024, 11, 8), "林小舟 高远")
    assert draft.url == draft.source_id == "https://news.example.cn/a/123.html"
    assert (draft.paper, draft.lang) == ("栖川新闻网", "zh-Hans")


def test_the_papers_name_of_the_command_line_overrides_the_sites(tmp_path):
    assert read(tmp_path, page(), paper="栖川日报")[1].paper == "栖川日报"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gbk"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-8-sig"),
        ('<meta charset="gb2312">', "utf-8"),
    ],
)
def test_paragraphs_are_found_in_the_file_in_any_encoding(tmp_path, head, encoding):
    file, draft = read(tmp_path, page(head), encoding=encoding)
    decoded = file.data.decode(file.encoding)
    raw = {(p.field, p.start): decoded[p.raw_start : p.raw_end] for p in draft.paragraphs}
    assert raw["text", 0] == LINES[0]
    assert raw["text", len(LINES[0]) + 1].startswith("大桥总投资&ldquo;八点")
    assert raw["text", len(LINES[0]) + 1].endswith("西岸<b>的时间</b>由四十分钟\n缩短到八分钟。")
    assert raw["headline", 0] == draft.headline


@pytest.mark.parametrize("head", ['<meta charset="big5">', ""])
def test_a_page_in_big5_keeps_its_script(tmp_path, head):
    title, body = "<title>白鷺大橋通車</title>", f"<body><h1>白鷺大橋通車</h1><p>{TRADITIONAL}</p></body>"
    html = f"<html lang='zh-TW'><head>{head}{title}</head>{body}</html>"
    _, draft = read(tmp_path, html, encoding="big5")
    assert (draft.headline, draft.text, draft.lang) == ("白鷺大橋通車", TRADITIONAL, "zh-Hant")


def test_one_damaged_byte_does_not_refuse_a_page(tmp_path):
    damaged = page().encode().replace("由太阳能".encode(), b"\xff" + "太阳能".encode())
    file, draft = read(tmp_path, damaged)
    assert file.encoding == "utf-8"
    assert draft.text.startswith(LINES[0])


def test_control_characters_do_not_refuse_a_page(tmp_path):
    html = page().replace("夜间照明", "夜间\x00\x08照明&#1;&#xd800;&#xfffe;")
    assert "人行道和自行车道" in read(tmp_path, html)[1].text


def test_what_the_head_says_comes_first(tmp_path):
    head = (
        '<meta name="author" content="记者 丁小禾；通讯员 罗小满"><meta property="article:section" content="民生">'
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
        '"datePublished": "2024-11-07T23:00:00Z"}]}</script>'
    )
    _, draft = read(tmp_path, page(head))
    assert (draft.byline, draft.section, draft.date) == ("丁小禾 罗小满", "民生", date(2024, 11, 8))


def test_an_author_may_stand_between_headline_and_text(tmp_path):
    html = page(lines=(LINES[1], *LINES[1:])).replace(
        "2024年11月08日 07:30</span>", "2024-11-08</span> 作者：丁小禾"
    )
    _, draft = read(tmp_path, html)
    assert (draft.byline, draft.date) == ("丁小禾", date(2024, 11, 8))


def test_an_article_of_wechat(tmp_path):
    """Its paragraphs are sections, the account is what has published it, and a script knows the day."""
    sections = "".join(f"<section><span>{line}</span></section><p><br></p>" for line in LINES[1:])
    html = (
        '<html><head><meta property="og:title" content="白鹭大桥通车"><meta property="og:site_name" content="微信公众平台">'
        '<meta property="og:article:author" content="丁小禾"></head><body><h1 id="activity-name">白鹭大桥通车</h1>'
        f'<a id="js_name">栖川发布</a><em id="publish_time"></em><div id="js_content" style="visibility: hidden">{sections}'
        '</div><div>微信扫一扫<br>关注该公众号</div><script>var ct = "1731020400";</script></body></html>'
    )
    _, draft = read(tmp_path, html)
    assert draft.text == "\n".join(LINES[1:])
    assert (draft.headline, draft.byline, draft.paper) == ("白鹭大桥通车", "丁小禾", "栖川发布")
    assert draft.date == date(2024, 11, 8)
    assert read(tmp_path, html.replace("1731020400", "9999999999"))[1].date is None


def test_a_page_saved_as_one_file_is_the_page_and_not_a_mail(tmp_path):
    html = page().replace('<link rel="canonical" href="https://news.example.cn/a/123.html">', "")
    saved = MIMEMultipart("related")
    saved["From"] = "<Saved by Blink>"
    saved["Snapshot-Content-Location"] = "https://news.example.cn/a/5.html"
    saved["Subject"] = "白鹭大桥"
    saved["Date"] = "Thu, 1 Jan 2026 10:00:00 -0000"
    saved.attach(MIMEText(html, "html", "gb18030"))
    saved.attach(MIMEText("p {}", "css"))
    path = tmp_path / "page.mhtml"
    path.write_bytes(saved.as_bytes())
    assert reader_of(path).name == "web"
    file, article = WebPage().read(path, ReadOptions())
    draft, kept = article.draft, file.beside["text"].decode()
    assert draft.text == "\n".join(LINES)
    assert (draft.date, draft.url) == (date(2024, 11, 8), "https://news.example.cn/a/5.html")
    first = draft.paragraphs[0]
    assert kept[first.raw_start : first.raw_end] == LINES[0]


@pytest.mark.parametrize("body", ["", "\r\n--x\r\nContent-Type: text/css\r\n\r\np {}\r\n--x--", "\0" * 99])
def test_a_saved_page_without_a_page_is_refused(tmp_path, body):
    path = tmp_path / "page.mht"
    path.write_text(
        f'From: "Saved by a browser"\r\nContent-Type: multipart/related; boundary=x\r\n{body}',
        encoding="utf-8",
    )
    with pytest.raises(FileUnreadable, match="no page"):
        read_file(path, ReadOptions())


def test_an_undated_page_stays_undated_whatever_dates_are_around_it(tmp_path):
    html = page().replace("2024年11月08日 07:30", "")
    assert read(tmp_path, html)[1].date is None


def test_an_english_page(tmp_path):
    body = "".join(
        f"<p>{line}</p>"
        for line in (
            "Tolls on the Alder Bridge will end on May 31, the county council decided on Monday by 7 votes to 2.",
            "Share this article",
            "Cars now pay $3.50 &amp; lorries pay $9. The toll house, built in 1931, will become a caf&eacute;.",
            "Read more: Old mill to close",
            "Photo: Tomas Ferreira / Courier",
        )
    )
    html = (
        "<html lang='en-GB'><head><title>Bridge tolls to end in May | Pinevale Courier</title>"
        "<meta name='author' content='By Mara Quill and Tomas Ferreira'><meta property='og:url' content='https://example.org/'>"
        "<meta property='article:published_time' content='2026-04-20T08:00:00+08:00'></head>"
        f"<body><article><h1>Bridge tolls to end in May</h1>{body}</article></body></html>"
    )
    _, draft = read(tmp_path, html)
    assert draft.text.split("\n") == [
        "Tolls on the Alder Bridge will end on May 31, the county council decided on Monday by 7 votes to 2.",
        "Cars now pay $3.50 & lorries pay $9. The toll house, built in 1931, will become a café.",
    ]
    assert (draft.headline, draft.byline) == ("Bridge tolls to end in May", "Mara Quill, Tomas Ferreira")
    assert (draft.date, draft.lang, draft.url) == (date(2026, 4, 20), "en", "")
    assert draft.source_id.startswith("page.html#")


LIST = "".join(
    f'<li><a href="/{i}">白鹭大桥第{i}期工程昨日开工建设。</a> 2024-10-0{i}</li>' for i in range(1, 9)
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"<html><title>要闻列表</title><body><ul>{LIST}</ul></body></html>", "a list of links"),
        (
            "<html><title>404 Not Found</title><body><h1>404</h1><p>抱歉，您访问的页面不存在，请返回首页。</p></body></html>",
            "error page",
        ),
        (
            "<html><head><title>栖川新闻</title></head><body><div id='app'></div><script>start()</script></body></html>",
            "no article",
        ),
        ("<html></html>", "no"),
        ("<html>\x00\x00\x00", "binary"),
        (" \n", "empty"),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_what_to_do(tmp_path, html, reason):
    with pytest.raises(WendaError, match=reason) as refused:
        read(tmp_path, html)
    assert "save" in str(refused.value)


def test_a_page_of_many_megabytes_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match="too large"):
        read(tmp_path, b"<html>" + b"x" * LARGEST_HTML)


def test_html_in_a_text_file_is_recognised_and_read(tmp_path):
    path = tmp_path / "page.html.txt"
    path.write_text(page(), encoding="utf-8")
    assert read_file(path, ReadOptions()).drafts[0].headline == "白鹭大桥昨日正式通车"


@pytest.mark.parametrize(
    ("start", "reader"),
    [
        ("<!DOCTYPE html>\n<html>", "web"),
        ('<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "x"><html>', "web"),
        ("<!-- saved from url=(0011)http://a.b -->\r\n<HTML>", "web"),
        ('<?xml version="1.0"?><rss version="2.0">', "feed"),
        ("栖川日报 <html> 是网页的标记", "pages"),
        ("", "pages"),
    ],
)
def test_html_is_recognised_by_its_content(tmp_path, start, reader):
    path = tmp_path / "a.txt"
    path.write_text(start, encoding="utf-8")
    assert reader_of(path).name == reader


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x。",
        "<html><body>" + "<p>白鹭大桥正式通车，全长一点二公里。</p>" * 3 + "<b" * 300_000,
        "<html><body><!--" * 200_000,
        "<html>&amp" * 100_000,
        "<html><script>" * 100_000,
    ],
    ids=("nested", "unclosed tags", "unclosed comments", "entities", "scripts"),
)
def test_hostile_pages_are_read_or_refused_soon(tmp_path, html):
    with suppress(FileUnreadable):
        read(tmp_path, html)
