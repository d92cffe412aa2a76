"""Entries of feeds become articles with their own ids, dates, authors and full text."""

import json
from datetime import date

import pytest
from reading import read

from ingest.readers.base import HEAD, FileUnreadable
from ingest.readers.feeds import Feed

LONG = "白鹭大桥昨日正式通车，全长612米，双向四车道，设人行道和自行车道。" * 8
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(*items, head='<?xml version="1.0" encoding="UTF-8"?>'):
    entries = "\n".join(f"<item>{item}</item>" for item in items)
    return (
        f'{head}\n<rss version="2.0" {NAMESPACES}><channel><title>栖川日报</title>{entries}</channel></rss>'
    )


def item(more="", title="白鹭大桥通车", text=LONG):
    return f"<title>{title}</title><guid>g-1</guid><description><![CDATA[<p>{text}</p>]]></description>{more}"


def dated(tmp_path, element, **given):
    [draft] = read(tmp_path, rss(item(element)), **given).drafts
    return draft.date


def test_an_entry_has_the_full_text_its_guid_link_creator_and_category(tmp_path):
    entry = item(
        "<link>https://qichuan.example/news/1.html</link><dc:creator>叶青禾</dc:creator><category>民生</category>"
        f"<content:encoded><![CDATA[<p>{LONG}</p><p>票价二十元。</p>]]></content:encoded>",
        text="大桥昨日通车。",
    )
    [article] = read(tmp_path, rss(entry)).articles
    draft = article.draft
    assert draft.text == f"{LONG}\n票价二十元。"
    assert (draft.headline, draft.byline, draft.section) == ("白鹭大桥通车", "叶青禾", "民生")
    assert (draft.source_id, draft.url) == ("g-1", "https://qichuan.example/news/1.html")
    assert (draft.paper, article.note) == ("栖川日报", "")


def test_of_an_exported_blog_only_the_published_posts_are_articles(tmp_path):
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{}'/>"
    entries = [
        ("template", ""),
        ("comment", ""),
        (
            "post",
            "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>",
        ),
        ("post", "<category scheme='http://www.blogger.com/atom/ns#' term='民生'/>"),
    ]
    written = "".join(
        f"<entry><id>b-{n}</id><title>白鹭大桥通车</title>{kind.format(name)}{more}<content type='html'>{LONG}</content></entry>"
        for n, (name, more) in enumerate(entries)
    )
    found = read(tmp_path, f"<feed xmlns='http://www.w3.org/2005/Atom'><title>栖川</title>{written}</feed>")
    assert [(draft.source_id, draft.section) for draft in found.drafts] == [("b-3", "民生")]
    assert found.notes == [": not published, so not taken: 1 template, 1 comment and 1 draft"]
    assert not found.problems


def test_the_place_of_an_entry_is_its_element_in_the_file(tmp_path):
    found = read(tmp_path, rss(item(title="一"), item("<guid>g-2</guid>", title="二")))
    text = found.files[0].data.decode(found.files[0].encoding)
    places = [article.draft.paragraphs[0] for article in found.articles]
    assert ["<title>二" in text[place.raw_start : place.raw_end] for place in places] == [False, True]
    assert all(text[place.raw_start : place.raw_end].endswith("</item>") for place in places)


@pytest.mark.parametrize(
    ("element", "day"),
    [
        ("<pubDate>Wed, 06 May 2026 23:30:00 GMT</pubDate>", date(2026, 5, 7)),
        ("<pubDate>Wed, 06 May 2026 23:30:00 +0800</pubDate>", date(2026, 5, 6)),
        ("<pubDate>2026-05-06 23:30:00</pubDate>", date(2026, 5, 6)),
        ("<dc:date>2026-05-06T23:30:00Z</dc:date>", date(2026, 5, 7)),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
        ("<pubDate>yesterday</pubDate>", None),
        ("", None),
    ],
)
def test_an_entry_is_of_the_day_in_the_papers_time_zone_or_undated(tmp_path, element, day):
    assert dated(tmp_path, element) == day


def test_the_options_date_fills_in_for_an_undated_entry(tmp_path):
    assert dated(tmp_path, "", date=date(2026, 5, 1)) == date(2026, 5, 1)


def test_atom_is_dated_by_its_publication_and_not_by_its_last_change(tmp_path):
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>栖川日报</title><entry><id>urn:q:1</id>
      <title type="html">Bridge &amp;amp; tolls</title><author><name>Mara Quill</name></author>
      <author><name>Tomas Ferreira</name></author><link rel="alternate" href="https://qichuan.example/1"/>
      <published>2026-05-06T08:00:00+08:00</published><updated>2026-05-09T08:00:00+08:00</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p><p>二</p></div></content>
      </entry></feed>"""
    [draft] = read(tmp_path, feed).drafts
    assert (draft.date, draft.byline, draft.headline) == (
        date(2026, 5, 6),
        "Mara Quill and Tomas Ferreira",
        "Bridge & tolls",
    )
    assert (draft.text, draft.source_id) == (f"{LONG}\n二", "urn:q:1")


def test_rss_1_is_a_feed(tmp_path):
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel><title>栖川日报</title></channel><item rdf:about="https://q.example/1"><title>通车</title>
      <link>https://q.example/1</link><description>{LONG}</description></item></rdf:RDF>"""
    [draft] = read(tmp_path, feed).drafts
    assert (draft.headline, draft.source_id, draft.text) == ("通车", "https://q.example/1", LONG)


def test_a_json_feed_is_read_as_far_as_it_is_intact(tmp_path):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "栖川日报",
        "authors": [{"name": "叶青禾"}],
        "items": [
            {
                "id": 7,
                "title": "通车",
                "content_html": f"<p>{LONG}</p>",
                "date_published": "2026-05-06T23:30:00Z",
            },
            {"id": "8", "content_text": f"{LONG}\n二", "url": "https://q.example/8", "tags": ["民生"]},
        ],
    }
    text = json.dumps(feed, ensure_ascii=False)
    found = read(tmp_path, text)
    assert [(d.source_id, d.date, d.section) for d in found.drafts] == [
        ("7", date(2026, 5, 7), ""),
        ("8", None, "民生"),
    ]
    place = found.drafts[1].paragraphs[0]
    assert json.loads(text[place.raw_start : place.raw_end])["id"] == "8"
    cut = read(tmp_path, text[: text.index('{"id": "8"') + 20])
    assert [d.source_id for d in cut.drafts] == ["7"]
    assert "damaged" in cut.problems[0]


def test_halves_of_characters_and_control_characters_do_not_reach_the_archive(tmp_path):
    entry = '{"id": "1\\ud800", "title": "\\udfff通车", "content_text": "a\\u0001\\ud83c", "tags": ["\\ud800"], "url": "\\ud800"}'
    found = read(tmp_path, f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{entry}]}}')
    [draft] = found.drafts
    assert (draft.text, draft.source_id) == ("a\ufffd", "1\ufffd")
    assert repr(draft).isprintable() and "\\ud" not in repr(found.articles)


@pytest.mark.parametrize(
    ("text", "shown", "teaser"),
    [
        (f"{LONG}阅读全文", LONG, True),
        (f"{LONG}</p><p><a href='x'>Read more »</a>", LONG, True),
        (f"{LONG[:-1]}…", f"{LONG[:-1]}…", True),
        (f"{LONG[:-1]} [&#8230;]", f"{LONG[:-1]} […]", True),
        ("大桥昨日通车。", "大桥昨日通车。", True),
        (LONG, LONG, False),
    ],
)
def test_a_teaser_is_noted(tmp_path, text, shown, teaser):
    [article] = read(tmp_path, rss(item(text=text))).articles
    assert article.draft.text == shown
    assert (article.note == "only a summary") is teaser


def test_an_entry_without_text_is_a_problem_and_the_others_are_read(tmp_path):
    found = read(tmp_path, rss("<title>无文</title><guid>0</guid>", item()))
    assert found.problems == ["entry 1: no text"]
    assert len(found.drafts) == 1


def test_a_feed_with_broken_xml_is_read_and_the_damage_named(tmp_path):
    broken = rss(item(title="A & B <b>"), item("<guid>g-2</guid>"))
    found = read(tmp_path, broken)
    assert len(found.drafts) == 2
    assert "the XML is damaged in line 2" in found.problems[0]


def test_output_of_a_program_before_a_feed_does_not_hide_it(tmp_path):
    found = read(tmp_path, f"\nWarning: foo() is deprecated in x.php\n{rss(item(), head='')}")
    assert (found.format, len(found.drafts)) == ("feed", 1)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"),
        ("big5", "big5"),
        ("utf-16", "UTF-16"),
        ("utf-8-sig", "utf-8"),
        ("utf-8", "gb2312"),
    ],
)
def test_a_feed_is_decoded_as_it_is_and_not_only_as_it_says(tmp_path, encoding, declared):
    text = rss(
        item(title="大橋通車", text="桥" if encoding == "gb18030" else "橋"),
        head=f'<?xml version="1.0" encoding="{declared}"?>',
    )
    found = read(
        tmp_path,
        text.replace("栖川日报", "").encode(encoding) if encoding == "big5" else text.encode(encoding),
    )
    assert found.drafts[0].headline == "大橋通車"
    place = found.drafts[0].paragraphs[0]
    decoded = found.files[0].data.decode(found.files[0].encoding)
    assert decoded[place.raw_start : place.raw_end].startswith("<item>")


def test_one_damaged_byte_does_not_refuse_a_feed(tmp_path):
    data = rss(item()).encode()
    damaged = data.replace("双向".encode(), b"\xe5\x8f", 1)
    found = read(tmp_path, damaged)
    assert len(found.drafts) == 1
    assert found.problems == [": 1 character is not valid UTF-8 and shown as \ufffd"]


def test_entities_of_the_file_itself_are_not_expanded(tmp_path):
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = rss(
        item("<category>&e11;</category>"),
        head=f'<!DOCTYPE rss [<!ENTITY e0 "lol">{levels}<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    )
    [draft] = read(tmp_path, bomb).drafts
    assert len(draft.section) < 100


def test_a_page_of_text_is_no_feed():
    assert Feed().sniff("栖川日报 2026年5月6日\n\n<rss> 是什么".encode()[:HEAD], "a.xml") == 0


def test_what_is_no_feed_is_refused(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text("<html><body>oops</body></html>")
    with pytest.raises(FileUnreadable, match="no feed"):
        list(Feed().read(path, None))


@pytest.mark.parametrize("element", ["yandex:full-text", "fulltext", "content:encoded", "body"])
def test_the_full_text_counts_whatever_the_feed_calls_it(tmp_path, element):
    full = f"<{element}><![CDATA[<p>{LONG}</p><p>票价二元。</p>]]></{element}>"
    spaces = 'xmlns:yandex="http://news.yandex.ru" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    entry = f"<item><title>大桥</title><description>短。</description>{full}</item>"
    found = read(tmp_path, f'<rss version="2.0" {spaces}><channel><title>q</title>{entry}</channel></rss>')
    assert [d.text for d in found.drafts] == [f"{LONG}\n票价二元。"]


def test_a_feed_of_headlines_alone_says_so(tmp_path):
    found = read(
        tmp_path,
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>q</title></channel>'
        "<item><title>大桥通车</title><link>http://q.example/1</link></item></rdf:RDF>",
    )
    assert found.format == "feed" and found.problems == ["entry 1: no text"]
