"""Articles of web sites, as browsers save them: with structured data (https://schema.org/NewsArticle), with Open Graph
(https://ogp.me), and without either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from eval.formats.moments import epoch, moment
from eval.formats.sample import Sample, Story, stories

_SITE = "https://news.qichuan.example"
_NAVIGATION = "<nav><a href=/>首页</a> <a href=/local>本地</a> <a href=/sport>体育</a></nav>"
_AROUND = (
    "<div class=share><a>分享到微信</a> <a>微博</a></div><aside><h3>相关阅读</h3><ul>"
    "<li><a href=/1>三条夜间公交线下月开通</a></li><li><a href=/2>云栖山春茶开采</a></li></ul></aside>"
    "<footer>版权所有 栖川在线 未经授权不得转载</footer>"
)


def web_samples() -> Iterator[Sample]:
    [bridge] = stories("bridge")
    yield Sample("web", "JSON-LD", "bridge.html", _linked_data(bridge).encode(), (bridge,))
    yield Sample("web", "saved by a browser as one file (MHTML)", "bridge.mhtml", _mhtml(bridge), (bridge,))
    yield Sample("web", "an article of WeChat", "s.html", _wechat(bridge).encode(), (bridge,))
    [library] = stories("library")
    yield Sample("web", "no metadata, GBK", "4711.htm", _old(library).encode("gbk"), (library,))
    [ferry] = stories("ferry")
    yield Sample("web", "Open Graph, traditional script", "ferry.html", _open_graph(ferry).encode(), (ferry,))
    [council] = stories("council")
    saved = _microdata(council).encode()
    yield Sample("web", "microdata, English, saved by a browser", "council.html", saved, (council,))


def _linked_data(story: Story) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": moment(story).isoformat(),
        "author": [{"@type": "Person", "name": story.byline}],
        "publisher": {"@type": "Organization", "name": "栖川在线"},
    }
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{story.headline}_栖川在线</title>'
        f'<link rel="canonical" href="{_SITE}/a/1.html"><script type="application/ld+json">'
        f"{json.dumps(data, ensure_ascii=False)}</script></head><body>{_NAVIGATION}<main><article><h1>{story.headline}</h1>"
        f"<div class=content>{story.html}</div></article></main>{_AROUND}</body></html>"
    )


def _mhtml(story: Story) -> bytes:
    """As Chromium writes it; it was saved on another day than the article's."""
    saved = MIMEMultipart("related", type="text/html")
    saved["From"] = "<Saved by Blink>"
    saved["Snapshot-Content-Location"] = f"{_SITE}/a/1.html"
    saved["Subject"] = story.headline
    saved["Date"] = "Thu, 2 Jan 2025 10:00:00 -0000"
    saved.attach(MIMEText(_linked_data(story), "html", "utf-8"))
    saved.attach(MIMEText("p { margin: 0 }", "css"))
    return saved.as_bytes()


def _wechat(story: Story) -> str:
    """As it is downloaded: a script has not yet shown the day."""
    sections = "".join(f"<section><span>{part}</span></section><p><br></p>" for part in story.paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><meta property="og:title" content="{story.headline}">'
        '<meta property="og:site_name" content="微信公众平台">'
        f'<meta property="og:article:author" content="{story.byline}"></head><body id="activity-detail"><div id="img-content">'
        f'<h1 class="rich_media_title" id="activity-name">{story.headline}</h1><span>{story.byline}</span>'
        '<a id="js_name">栖川发布</a><em id="publish_time"></em><div class="rich_media_content" id="js_content" '
        f'style="visibility: hidden;">{sections}<p>编辑：王某 审核：李某</p></div></div><div>微信扫一扫<br>关注该公众号</div>'
        f'<script>var ct = "{epoch(story)}";</script></body></html>'
    )


def _old(story: Story) -> str:
    """Tables, no metadata; date and source in a line below the headline."""
    paragraphs = "".join(f"<p>　　{paragraph}</p>" for paragraph in story.paragraphs)
    return (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'>"
        f"<title>{story.headline}-栖川新闻网</title></head><body><table width=960><tr><td>{_NAVIGATION}</td></tr>"
        f"<tr><td><h1>{story.headline}</h1>"
        f"<div class=info>2024年03月18日 06:30　来源：栖川日报　作者：{story.byline}</div><div id=content>{paragraphs}</div>"
        f"<p>[责任编辑：王某]</p></td></tr></table>{_AROUND}</body></html>"
    )


def _open_graph(story: Story) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-HK"><head><meta charset="utf-8"><title>{story.headline} | 棲川時報</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{story.headline}">'
        f'<meta property="og:url" content="{_SITE}/hk/7"><meta property="og:site_name" content="棲川時報">'
        f'<meta property="article:published_time" content="{moment(story).isoformat()}">'
        f'<meta name="author" content="{story.byline}"></head><body><header><a href=/>棲川時報</a></header>'
        f'<div class="entry"><h1 class="entry-title">{story.headline}</h1><div class="entry-content">{story.html}</div>'
        "</div><div class=related>延伸閱讀：<a href=/8>舊碼頭倉庫改建</a></div></body></html>"
    )


def _microdata(story: Story) -> str:
    return (
        f'<!DOCTYPE html>\n<!-- saved from url=(0042){_SITE}/council.html -->\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{story.headline} - Qichuan Herald</title></head><body><nav><a href=/>Home</a></nav>"
        f'<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{story.headline}</h1>'
        f'<p>By <span itemprop="author">{story.byline}</span> <time itemprop="datePublished" '
        f'datetime="{moment(story).isoformat()}">March 18, 2024</time></p>'
        f'<div itemprop="articleBody">{story.html}</div></article>'
        "<section class=newsletter><p>Sign up for our newsletter.</p></section><footer>© Qichuan Herald</footer></body></html>"
    )
