"""XML of no standard of news: text corpora, database dumps, exports of systems.

Sogou: the corpora SogouCA and SogouCS · TREC: https://trec.nist.gov/data/ · mysqldump: https://dev.mysql.com/doc/refman/8.0/en/ ·
phpMyAdmin: https://docs.phpmyadmin.net · Solr: https://solr.apache.org/guide/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from eval.formats.moments import epoch, utc
from eval.formats.sample import Sample, Story, stories

_SOGOU_BREAK = "\ue40c\u3000\u3000"


def xml_samples() -> Iterator[Sample]:
    told = stories("bridge", "tea", "hotline")
    bare = tuple(replace(s, byline="", day=None) for s in told)
    corpus = "".join(
        f"<doc>\n<url>http://news.qichuan.example/20240318/n{n}.shtml</url>\n<docno>{n}a7b-c{n}</docno>\n"
        f"<contenttitle>{s.headline}</contenttitle>\n<content>{_SOGOU_BREAK.join(s.paragraphs)}</content>\n</doc>\n"
        for n, s in enumerate(told)
    )
    yield Sample("xml", "Sogou corpus, GB18030", "news_xml.dat", corpus.encode("gb18030"), bare)
    trec = "".join(
        f"<DOC>\n<DOCNO> QC-{n} </DOCNO>\n<DATE>{s.day}</DATE>\n<HEADLINE>\n{s.headline}\n</HEADLINE>\n<TEXT>\n"
        f"{_marked(s, 'P')}</TEXT>\n</DOC>\n"
        for n, s in enumerate(told)
    )
    yield Sample("xml", "TREC", "qc.sgml", trec.encode(), tuple(replace(s, byline="") for s in told))
    rows = "".join(
        f'<row><field name="id">{n}</field><field name="title">{s.headline}</field><field name="writer">{s.byline}</field>'
        f'<field name="body">{escape(s.html)}</field><field name="pubdate">{epoch(s)}</field></row>'
        for n, s in enumerate(told)
    )
    dump = f'<mysqldump><database name="cms"><table_data name="article">{rows}</table_data></database></mysqldump>'
    yield _declared("mysqldump --xml", dump, told)
    tables = "".join(
        f'<table name="news"><column name="id">{n}</column><column name="标题">{s.headline}</column><column name="作者">'
        f'{s.byline}</column><column name="正文">{s.text}</column><column name="见报日期">{s.day}</column></table>'
        for n, s in enumerate(told)
    )
    phpmyadmin = f'<pma_xml_export version="1.0"><database name="cms">{tables}</database></pma_xml_export>'
    yield _declared("phpMyAdmin, GB2312", phpmyadmin, told, "gb2312")
    docs = "".join(
        f'<doc><str name="id">q{n}</str><str name="title">{s.headline}</str><arr name="author"><str>{s.byline}</str></arr>'
        f'<arr name="content">{_marked(s, "str")}</arr><date name="publish_date">{utc(s)}</date></doc>'
        for n, s in enumerate(told)
    )
    yield _declared(
        "Solr", f'<response><result name="response" numFound="3">{docs}</result></response>', told
    )
    articles = "".join(
        f'<article id="{n}" status="published"><title>{s.headline}</title><author>{s.byline}</author>'
        f"<pubDate>{s.day} 06:30</pubDate><content><![CDATA[{s.html}]]></content></article>"
        for n, s in enumerate(told)
    )
    draft = '<article id="d" status="draft"><title>未完</title><content>草稿。</content></article>'
    yield _declared("a system's own, with a draft", f"<articles>{articles}{draft}</articles>", told)


def _marked(story: Story, tag: str) -> str:
    return "".join(f"<{tag}>\n{part}\n</{tag}>\n" for part in story.paragraphs)


def _declared(dialect: str, text: str, told: tuple[Story, ...], encoding: str = "utf-8") -> Sample:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return Sample("xml", dialect, "export.xml", (declaration + text).encode(encoding), told)
