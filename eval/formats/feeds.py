"""Feeds: RSS 2.0 (https://www.rssboard.org/rss-specification), RSS 1.0 (https://web.resource.org/rss/1.0/spec), Atom
(https://www.rfc-editor.org/rfc/rfc4287), JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from email.utils import format_datetime
from html import escape

from eval.formats.moments import moment, utc
from eval.formats.sample import Sample, Story, stories

_SITE = "https://news.qichuan.example"
_MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def feed_samples() -> Iterator[Sample]:
    told = stories("bridge", "clinic", "museum")
    yield _sample("RSS 2.0, content:encoded", "rss.xml", _rss(told), told)
    undated = tuple(replace(story, byline="", day=None) for story in told)
    yield _sample("RSS 2.0, GB2312, undated", "feed.xml", _plain_rss(told), undated, "gb2312")
    yield _sample("RSS 1.0 (RDF)", "index.rdf", _rdf(told), told)
    yield _sample("Atom, XHTML content", "atom.xml", _atom(told), told)
    yield _sample("Atom, an export of Blogger", "blog.xml", _blogger(told), told)
    yield _sample("JSON Feed 1.1", "feed.json", _json(told), told)
    yield from _older_feeds(told)


def _older_feeds(told: tuple[Story, ...]) -> Iterator[Sample]:
    no_names = tuple(replace(s, byline="") for s in told)
    undated = tuple(replace(s, day=None) for s in no_names)
    items = "".join(
        f"<item><title>{s.headline}</title><link>{_SITE}/{n}</link><description>{escape(s.html)}</description></item>"
        for n, s in enumerate(told)
    )
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    old = f'<?xml version="1.0"?>{doctype}<rss version="0.91"><channel><title>栖川日报</title>{items}</channel></rss>'
    yield _sample("RSS 0.91", "rss091.xml", old, undated)
    items = "".join(
        f"<item><title>{s.headline}</title><guid>y{n}</guid><pubDate>{format_datetime(moment(s))}</pubDate>"
        f"<description>{s.paragraphs[0][:20]}…</description><yandex:full-text>{escape(s.html)}</yandex:full-text>"
        '<enclosure url="https://news.qichuan.example/a.jpg" type="image/jpeg" length="1"/></item>'
        for n, s in enumerate(told)
    )
    full = f'<rss version="2.0" xmlns:yandex="http://news.yandex.ru"><channel><title>栖川日报</title>{items}</channel></rss>'
    yield _sample("RSS 2.0, yandex:full-text", "ya.xml", full, no_names)
    entries = "".join(
        f"<entry><id>a{n}</id><title>{s.headline}</title><issued>{moment(s).isoformat()}</issued><author><name>{s.byline}</name>"
        f'</author><content type="text/html" mode="escaped">{escape(s.html)}</content></entry>'
        for n, s in enumerate(told)
    )
    atom = f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>栖川日报</title>{entries}</feed>'
    yield _sample("Atom 0.3", "atom03.xml", atom, told)
    items_1 = [
        {"id": f"{n}", "title": s.headline, "content_html": s.html, "date_published": moment(s).isoformat(),
         "author": {"name": s.byline}}
        for n, s in enumerate(told)
    ]  # fmt: skip
    version_1 = {"version": "https://jsonfeed.org/version/1", "title": "栖川日报", "items": items_1}
    yield _sample("JSON Feed 1.0", "feed1.json", json.dumps(version_1, ensure_ascii=False), told)


def _sample(dialect: str, path: str, text: str, told: tuple[Story, ...], encoding: str = "utf-8") -> Sample:
    return Sample("feed", dialect, path, text.encode(encoding), told)


def _rss(told: tuple[Story, ...]) -> str:
    items = "".join(
        f"<item><title><![CDATA[{s.headline}]]></title><link>{_SITE}/{n}</link><guid isPermaLink='false'>qc-{n}</guid>"
        f"<dc:creator>{s.byline}</dc:creator><pubDate>{format_datetime(moment(s))}</pubDate><category>民生</category>"
        f"<description>{s.paragraphs[0][:20]}…</description><content:encoded><![CDATA[{s.html}]]></content:encoded></item>"
        for n, s in enumerate(told)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {_MODULES}><channel><title>栖川日报</title>'
        f"<link>{_SITE}</link><description>本地新闻</description><language>zh-cn</language>{items}</channel></rss>"
    )


def _plain_rss(told: tuple[Story, ...]) -> str:
    """No dates, no authors; the whole text is the description, its markup escaped."""
    items = "".join(
        f"<item><title>{s.headline}</title><link>{_SITE}/{n}</link><description>{escape(s.html)}</description></item>"
        for n, s in enumerate(told)
    )
    return (
        f'<?xml version="1.0" encoding="gb2312"?>\n<rss version="2.0"><channel><title>栖川在线</title>{items}'
        "</channel></rss>"
    )


def _rdf(told: tuple[Story, ...]) -> str:
    items = "".join(
        f'<item rdf:about="{_SITE}/{n}"><title>{s.headline}</title><link>{_SITE}/{n}</link><dc:date>{moment(s).isoformat()}'
        f"</dc:date><dc:creator>{s.byline}</dc:creator><content:encoded>{escape(s.html)}</content:encoded></item>"
        for n, s in enumerate(told)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {_MODULES}><channel rdf:about="{_SITE}/">'
        f"<title>栖川日报</title><link>{_SITE}</link></channel>{items}</rdf:RDF>"
    )


def _atom(told: tuple[Story, ...]) -> str:
    entries = "".join(
        f"<entry><id>tag:qichuan.example,2024:{n}</id><title>{s.headline}</title><link rel='alternate' href='{_SITE}/{n}'/>"
        f"<published>{utc(s)}</published><updated>2024-12-31T00:00:00Z</updated><author><name>{s.byline}</name></author>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{s.html}</div></content></entry>"
        for n, s in enumerate(told)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>栖川日报</title>'
        f"<id>{_SITE}/</id><updated>2024-12-31T00:00:00Z</updated>{entries}</feed>"
    )


def _blogger(told: tuple[Story, ...]) -> str:
    """With settings, a template and comments, which are entries too."""
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{}'/>"
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-7.{}</id>{}<published>{}</published><title type='text'>{}</title>"
        "<content type='html'>{}</content><author><name>{}</name></author></entry>"
    )
    others = [
        ("settings", "博客名称", "栖川"),
        ("template", "模板", "&lt;b/&gt;"),
        ("comment", "好", "说得好，支持。"),
    ]
    entries = [
        entry.format(name, kind.format(name), utc(told[0]), title, text, "读者")
        for name, title, text in others
    ]
    entries += [
        entry.format(n, kind.format("post"), moment(s).isoformat(), s.headline, escape(s.html), s.byline)
        for n, s in enumerate(told)
    ]
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>栖川</title>"
        f"<id>tag:blogger.com,1999:blog-7</id>{''.join(entries)}</feed>"
    )


def _json(told: tuple[Story, ...]) -> str:
    items = [
        {"id": f"{_SITE}/{n}", "url": f"{_SITE}/{n}", "title": s.headline, "content_html": s.html,
         "date_published": moment(s).isoformat(), "authors": [{"name": s.byline}], "tags": ["民生"]}
        for n, s in enumerate(told)
    ]  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "栖川日报",
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False)
