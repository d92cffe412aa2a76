"""Items of news XML become articles, under their embargo; what is withheld, canceled or expired is not taken, and named."""

from datetime import UTC, date, datetime

import pytest
from reading import read

from ingest.readers.base import Withdrawal

NITF = """<nitf{namespace}><head><title>旧题</title><docdata management-status="{status}"><doc-id id-string="q-1"/>
<date.issue norm="20260506T233000+0800"/></docdata>
<pubdata name="栖川日报" position.section="民生"/></head><body><body.head><hedline><hl1>白鹭大桥通车</hl1>
<hl2>双向四车道</hl2></hedline><byline>By <person>Mara Quill</person><bytag>Staff Writer</bytag></byline>
<abstract><p>摘要。</p></abstract></body.head>
<body.content><media media-type="image"><media-caption>叶青禾 摄</media-caption></media><p>大桥昨日通车&nbsp;。</p>
<hl2>票价</hl2><block><p>票价<em>二元</em>。</p></block></body.content></body></nitf>"""
TEXT = "大桥昨日通车 。\n票价\n票价二元。"


def nitf(status="usable", namespace=""):
    return NITF.format(status=status, namespace=namespace)


def news_item(guid="tag:q,2026:1", version=1, status="usable", content="", meta="", kind="text"):
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}" xml:lang="zh">
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="nprov:QCRB"><name>栖川日报</name></provider>
<versionCreated>2026-05-06T23:30:00Z</versionCreated>{meta}<pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><headline>白鹭大桥通车</headline><headline role="hlrole:sub">双向四车道</headline><by>叶青禾</by></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


def inline(markup):
    return f'<inlineXML contenttype="application/nitf+xml">{markup}</inlineXML>'


def html(text="<p>大桥昨日通车。</p><p>票价二元。</p>"):
    return inline(
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{text}</body></html>'
    )


def message(*items):
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent/></header>'
        f"<itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def test_a_nitf_document_is_an_article(tmp_path):
    found = read(tmp_path, f'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">\n{nitf()}')
    [draft] = found.drafts
    assert found.format == "newsml"
    assert draft.text == TEXT
    assert (draft.headline, draft.subheadline) == ("白鹭大桥通车", "双向四车道")
    assert (draft.byline, draft.date) == ("Mara Quill", date(2026, 5, 6))
    assert (draft.source_id, draft.paper, draft.section) == ("q-1", "栖川日报", "民生")


def test_a_g2_item_has_its_text_inline_as_nitf_xhtml_or_plain_text(tmp_path):
    contents = [
        inline(nitf(namespace=' xmlns="http://iptc.org/std/NITF/2006-10-18/"')),
        html(),
        '<inlineData contenttype="text/plain">大桥昨日通车。\n\n票价二元。</inlineData>',
        '<remoteContent href="a.jpg"/>' + html(),
    ]
    items = [news_item(f"g{i}", content=content) for i, content in enumerate(contents)]
    found = read(tmp_path, message(*items))
    assert [d.text for d in found.drafts] == [TEXT, *["大桥昨日通车。\n票价二元。"] * 3]
    for draft in found.drafts:
        assert (draft.headline, draft.subheadline, draft.byline) == ("白鹭大桥通车", "双向四车道", "叶青禾")
        assert (draft.date, draft.paper, draft.lang) == (date(2026, 5, 7), "栖川日报", "zh-Hans")
    text = found.files[0].data.decode()
    assert [text[d.paragraphs[0].raw_start : d.paragraphs[0].raw_end] for d in found.drafts] == items


def test_an_embargo_is_kept_with_its_item_and_one_without_end_is_a_problem(tmp_path):
    items = [
        news_item("a", meta="<embargoed>2199-01-01T00:00:00+08:00</embargoed>", content=html()),
        news_item("b", meta="<embargoed/>", content=html()),
        news_item("c", meta="<embargoed>2020-01-01T00:00:00+08:00</embargoed>", content=html()),
        news_item("d", status="embargoed", content=html()),
        news_item("e", meta="<embargoed>until noon</embargoed>", content=html()),
        news_item("f", meta="<expires>2020-01-01T00:00:00+08:00</expires>", content=html()),
    ]
    found = read(tmp_path, message(*items))
    until = datetime(2198, 12, 31, 16, tzinfo=UTC)
    assert [(article.draft.source_id, article.until) for article in found.articles] == [
        ("a", until),
        ("c", None),
    ]
    reasons = [
        "item 2: embargoed",
        "item 4: embargoed",
        "item 5: under an embargo whose end",
    ]
    assert all(problem.startswith(reason) for problem, reason in zip(found.problems, reasons, strict=True))
    [expired] = found.notes
    assert expired.startswith("item 6: expired")


@pytest.mark.parametrize(
    ("docdata", "until", "left_out", "note"),
    [
        ('<date.release norm="21990101T000000+0800"/>', datetime(2198, 12, 31, 16, tzinfo=UTC), "", ""),
        (
            '<doc.rights startdate="21990101" enddate="22000101"/>',
            datetime(2198, 12, 31, 16, tzinfo=UTC),
            "",
            "",
        ),
        ('<date.expire norm="20200101T000000+0800"/>', None, "expired (20200101", ""),
        ('<doc.rights enddate="20200101"/>', None, "expired (20200101", ""),
        ('<doc.rights enddate="20200101"/><doc.rights agent="Q"/>', None, "", ""),
        (f'<date.expire norm="{date.today().year + 2}0101"/>', None, "", "remove it then"),
        ('<date.expire norm="infinity"/>', None, "", ""),
    ],
)
def test_the_rights_that_a_nitf_document_names_are_kept(tmp_path, docdata, until, left_out, note):
    found = read(tmp_path, nitf().replace("<date.issue", f"{docdata}<date.issue"))
    if left_out:
        assert not found.articles and not found.problems and left_out in found.notes[0]
    else:
        [article] = found.articles
        assert article.until == until and note in article.note and bool(note) == bool(article.note)


def test_a_canceled_item_is_withdrawn(tmp_path):
    items = [news_item("a", status="canceled", content=html()), news_item("b", status="withheld")]
    found = read(tmp_path, message(*items))
    assert not found.drafts and not found.problems
    withdrawn = [item for item in found.items if isinstance(item, Withdrawal)]
    assert [(item.source_id, item.paper, item.reason) for item in withdrawn] == [
        ("a", "栖川日报", "canceled by its sender"),
        ("b", "栖川日报", "withheld by its sender"),
    ]


def test_pictures_packages_and_earlier_versions_are_counted(tmp_path):
    package = '<packageItem guid="p" version="1"><itemMeta/><groupSet><group/></groupSet></packageItem>'
    picture = news_item("b", kind="picture", content='<remoteContent href="a.jpg"/>')
    found = read(
        tmp_path, message(news_item(version=2, content=html()), news_item(content=html()), picture, package)
    )
    assert len(found.drafts) == 1
    [note] = found.notes
    assert not found.problems and all(
        part in note for part in ("1 earlier version", "1 picture", "1 package")
    )


def test_newsml_1_is_read(tmp_path):
    text = f"""<NewsML><NewsEnvelope/><NewsItem><Identification><NewsIdentifier><ProviderId>qichuan.example</ProviderId>
      <DateId>20260506</DateId><NewsItemId>7</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>
      <NewsManagement><Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsLines>
      <HeadLine>大桥通车了</HeadLine><ByLine>叶青禾</ByLine></NewsLines><ContentItem><DataContent>{nitf()}</DataContent>
      </ContentItem></NewsComponent></NewsItem></NewsML>"""
    [draft] = read(tmp_path, text).drafts
    assert (draft.headline, draft.byline, draft.text) == ("大桥通车了", "叶青禾", TEXT)
    assert (draft.source_id, draft.date) == ("qichuan.example:20260506:7", date(2026, 5, 6))


def test_a_damaged_item_does_not_affect_the_others(tmp_path):
    broken = news_item("a", content=html("<p>大桥 & 通车。</p><p>未完"))
    found = read(tmp_path, message(broken, news_item("b", content=html())))
    assert [draft.source_id for draft in found.drafts] == ["a", "b"]
    assert "XML is damaged" in found.articles[0].note
    assert found.drafts[0].text == "大桥 & 通车。\n未完"
