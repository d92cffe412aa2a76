"""Exports as JSON lines and JSON documents, with the field names of systems whose exports are documented.

WordPress REST: https://developer.wordpress.org/rest-api/reference/posts/ · Drupal: https://jsonapi.org ·
Strapi: https://docs.strapi.io · Ghost: https://ghost.org/docs/content-api/ · The Guardian:
https://open-platform.theguardian.com · Arc XP: https://github.com/washingtonpost/ans-schema ·
Contentful: https://www.contentful.com/developers/docs/ · Sanity: https://github.com/portabletext/portabletext ·
MongoDB: https://www.mongodb.com/docs/database-tools/mongoexport/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from eval.formats.moments import epoch, moment, utc
from eval.formats.sample import Sample, Story, stories

_SITE = "https://news.qichuan.example"


def line_samples() -> Iterator[Sample]:
    """JSON lines: this project's own, a crawler's, a search engine's and a database's."""
    told = stories("bridge", "library", "school")
    own = [
        {"id": n, "title": s.headline, "text": s.text, "date": f"{s.day}", "byline": s.byline}
        for n, s in enumerate(told)
    ]
    yield Sample("articles", "id, title, text, date, byline", "a.jsonl", _lines(*own), told)
    crawled = [
        {"url": f"{_SITE}/{n}", "title": s.headline, "content": s.html, "author": s.byline or None,
         "published": moment(s).isoformat(), "crawled_at": "2025-01-02T03:04:05"}
        for n, s in enumerate(told)
    ]  # fmt: skip
    yield Sample("articles", "a crawler's, HTML, no id", "items.ndjson", _lines(*crawled), told)
    indexed = [
        {"_index": "news", "_id": f"x{n}", "_score": 1, "_source": {
            "headline": s.headline, "body": s.text, "publish_time": epoch(s) * 1000, "author": [s.byline]}}
        for n, s in enumerate(told)
    ]  # fmt: skip
    yield Sample("articles", "Elasticsearch, times in milliseconds", "dump.json", _lines(*indexed), told)
    chinese = [
        {"稿件编号": f"G{n}", "标题": s.headline, "正文": s.text, "作者": s.byline, "见报日期": f"{s.day:%Y年%m月%d日}",
         "版次": "02"}
        for n, s in enumerate(told)
    ]  # fmt: skip
    yield Sample("articles", "Chinese names, GB18030", "b.jsonl", _lines(*chinese, encoding="gb18030"), told)
    stored = [
        {"_id": {"$oid": f"65f7a1c2{n:016x}"}, "title": s.headline, "content": s.text, "writer": s.byline,
         "pubDate": {"$date": utc(s)}}
        for n, s in enumerate(told)
    ]  # fmt: skip
    yield Sample("articles", "MongoDB (mongoexport)", "mongo.json", _lines(*stored), told)
    bulk = [
        line
        for n, record in enumerate(own)
        for line in ({"index": {"_index": "news", "_id": f"b{n}"}}, _without_id(record))
    ]
    yield Sample("articles", "Elasticsearch bulk", "bulk.ndjson", _lines(*bulk), told)
    commas = _lines(*own, encoding="utf-8-sig").replace(b"\n", b",\r\n")
    yield Sample("articles", "commas at the ends, CRLF, a mark", "c.jsonl", commas, told)


def document_samples() -> Iterator[Sample]:
    """JSON documents of editorial systems."""
    told = stories("tea", "museum", "hotline")
    no_names = tuple(replace(story, byline="") for story in told)
    wordpress = [
        {"id": 100 + n, "date": moment(s).replace(tzinfo=None).isoformat(), "slug": f"p{n}", "status": "publish",
         "link": f"{_SITE}/{n}/", "title": {"rendered": s.headline}, "content": {"rendered": s.html, "protected": False},
         "excerpt": {"rendered": f"<p>{s.paragraphs[0][:20]}…</p>"}, "author": 7, "categories": [3]}
        for n, s in enumerate(told)
    ]  # fmt: skip
    yield _document("WordPress REST", wordpress, no_names)
    drupal = {"jsonapi": {"version": "1.0"}, "data": [
        {"type": "node--article", "id": f"0b5e7a3c-0000-4000-8000-00000000000{n}", "attributes": {
            "drupal_internal__nid": n, "title": s.headline, "created": moment(s).isoformat(), "status": True,
            "body": {"value": s.html, "format": "basic_html", "processed": s.html, "summary": ""}}}
        for n, s in enumerate(told)
    ]}  # fmt: skip
    yield _document("Drupal JSON:API", drupal, no_names)
    strapi = {"data": [
        {"id": n + 1, "attributes": {"title": s.headline, "content": s.text, "author": s.byline,
         "publishedAt": moment(s).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"), "createdAt": "2025-01-01T00:00:00.000Z"}}
        for n, s in enumerate(told)
    ], "meta": {"pagination": {"page": 1, "total": 3}}}  # fmt: skip
    yield _document("Strapi", strapi, told)
    ghost = {"posts": [
        {"id": f"5ddc9141c35e7700383b2937{n}", "uuid": f"a5aa9bd8-{n}", "title": s.headline, "status": "published",
         "html": s.html, "plaintext": s.text,
         "url": f"{_SITE}/{n}/", "published_at": moment(s).isoformat(timespec="milliseconds"),
         "authors": [{"id": "1", "name": s.byline}] if s.byline else [], "custom_excerpt": None}
        for n, s in enumerate(told)
    ]}  # fmt: skip
    ghost["posts"] += [{**ghost["posts"][0], "id": "d", "status": "draft", "published_at": None}]
    yield _document("Ghost, with a draft", ghost, told)
    guardian = {"response": {"status": "ok", "results": [
        {"id": f"local/2024/mar/{n}", "type": "article", "sectionName": "本地", "webPublicationDate": utc(s),
         "webTitle": s.headline, "webUrl": f"{_SITE}/{n}", "apiUrl": "https://api.qichuan.example",
         "fields": {"headline": s.headline, "byline": s.byline, "bodyText": s.text, "wordcount": "120"}}
        for n, s in enumerate(told)
    ]}}  # fmt: skip
    yield _document("Guardian Open Platform", guardian, told)
    arc = {"type": "results", "content_elements": [
        {"type": "story", "version": "0.10.9", "_id": f"ABC{n}", "headlines": {"basic": s.headline},
         "display_date": utc(s), "canonical_url": f"/local/{n}/", "credits": {"by": [{"type": "author", "name": s.byline}]},
         "content_elements": [{"type": "text", "content": part} for part in s.paragraphs]}
        for n, s in enumerate(told)
    ]}  # fmt: skip
    yield _document("Arc XP (ANS), a list", arc, told)
    yield _document("Arc XP (ANS), one story", arc["content_elements"][0], told[:1])
    sanity = {"ms": 4, "result": [
        {"_id": f"s{n}", "_type": "post", "title": s.headline, "publishedAt": utc(s), "author": {"name": s.byline},
         "body": [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": part}]} for part in s.paragraphs]}
        for n, s in enumerate(told)
    ]}  # fmt: skip
    contentful = {"sys": {"type": "Array"}, "total": 3, "skip": 0, "limit": 100, "items": [
        {"sys": {"id": f"c{n}", "type": "Entry", "createdAt": "2025-01-01T00:00:00Z"}, "fields": {
            "title": s.headline, "slug": f"a{n}", "body": s.text, "publishDate": moment(s).isoformat(), "author": s.byline}}
        for n, s in enumerate(told)
    ]}  # fmt: skip
    yield _document("Contentful", contentful, told)
    yield _document("Sanity (Portable Text)", sanity, told)
    yield from _more_documents()


def _more_documents() -> Iterator[Sample]:
    """Answers of servers, databases and a standard (ninjs: https://iptc.org/standards/ninjs/)."""
    told = stories("bridge", "museum", "hotline")
    own = [
        {"title": s.headline, "content": s.text, "author": s.byline, "pubtime": f"{s.day} 06:30:00"}
        for s in told
    ]
    mapping = {"code": 0, "msg": "ok", "data": {"total": 3, "list": own}}
    yield _document("a server's answer", mapping, told)
    hits = [
        {"_index": "news", "_id": f"e{n}", "_score": 1.0, "_source": record} for n, record in enumerate(own)
    ]
    yield _document("Elasticsearch search", {"took": 3, "hits": {"total": {"value": 3}, "hits": hits}}, told)
    firebase = {"articles": {f"-N{n}": record for n, record in enumerate(own)}}
    yield _document("Firebase, named by ids", firebase, told)
    followed = "\n".join(json.dumps(record, ensure_ascii=False, indent=2) for record in own)
    yield Sample("json", "objects one after the other (jq)", "export.json", followed.encode(), told)
    shell = ",\n".join(
        f'{{"_id": ObjectId("65f7a1c2{n:016x}"), "title": "{s.headline}", "content": {json.dumps(s.text, ensure_ascii=False)}, '
        f'"author": "{s.byline}", "date": ISODate("{utc(s)}"), }}'
        for n, s in enumerate(told)
    )
    yield Sample("json", "MongoDB shell", "find.json", f"[\n{shell},\n]".encode(), told)
    ninjs = [
        {"uri": f"urn:qichuan:{n}", "type": "text", "pubstatus": status, "versioncreated": moment(s).isoformat(),
         "headline": s.headline, "byline": s.byline, "body_xhtml": s.html, "language": "zh-Hans"}
        for n, (s, status) in enumerate([(s, "usable") for s in told] + [(told[0], "withheld")])
    ]  # fmt: skip
    yield _document("ninjs 1.3, one of them withheld", ninjs, told)


def _without_id(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "id"}


def _document(dialect: str, document: Any, told: tuple[Story, ...]) -> Sample:
    data = json.dumps(document, ensure_ascii=dialect == "Strapi", indent=1).encode()
    return Sample("json", dialect, "export.json", data, told)


def _lines(*records: Mapping[str, Any], encoding: str = "utf-8") -> bytes:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode(encoding)
