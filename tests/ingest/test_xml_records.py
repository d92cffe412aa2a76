"""XML of no standard of news is read record by record: database dumps, exports of systems, corpora."""

from datetime import date

import pytest
from reading import read

TEXT = "白鹭大桥六月起封闭维修，市民可绕行二桥。"
SECOND = "市游泳馆今起重新开放，票价二十元。"


def records(layout, *pairs):
    return "".join(layout.format(n=n, title=title, text=text) for n, (title, text) in enumerate(pairs, 1))


PAIRS = [("大桥维修", TEXT), ("泳馆开放", SECOND)]
SYSTEMS = {
    "Sogou": "<doc>\n<url>http://q.example/{n}.shtml</url>\n<docno>{n}</docno>\n<contenttitle>{title}</contenttitle>\n"
    "<content>{text}</content>\n</doc>\n",
    "TREC": "<DOC>\n<DOCNO> {n} </DOCNO>\n<HEADLINE>\n{title}\n</HEADLINE>\n<TEXT>\n<P>\n{text}\n</P>\n</TEXT>\n</DOC>\n",
    "mysqldump": '<row><field name="id">{n}</field><field name="title">{title}</field>'
    '<field name="content">&lt;p&gt;{text}&lt;/p&gt;</field><field name="note" xsi:nil="true" /></row>',
    "phpMyAdmin": '<table name="news"><column name="id">{n}</column><column name="title">{title}</column>'
    '<column name="body">{text}</column></table>',
    "Solr": '<doc><str name="id">{n}</str><str name="title">{title}</str><arr name="content"><str>{text}</str></arr></doc>',
    "attributes": '<ROW id="{n}" title="{title}" content="{text}"/>',
    "groups": '<article id="{n}"><head><title>{title}</title></head><body><content><![CDATA[<p>{text}</p>]]></content></body>'
    "</article>",
    "comments": '<article id="{n}"><title>{title}</title><content><p>{text}</p></content><comments>'
    '<comment id="1"><text>好</text></comment><comment id="2"><text>好</text></comment></comments></article>',
    "Chinese": "<稿件><编号>{n}</编号><标题>{title}</标题><正文>{text}</正文></稿件>",
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_records_are_read_as_each_system_writes_them(tmp_path, system):
    found = read(
        tmp_path, f"<?xml version='1.0'?><export xmlns:xsi='x'>{records(SYSTEMS[system], *PAIRS)}</export>"
    )
    assert found.format == "xml" and not found.problems
    assert [(d.source_id, d.headline, d.text) for d in found.drafts] == [
        ("1", "大桥维修", TEXT),
        ("2", "泳馆开放", SECOND),
    ]
    text = found.files[0].data.read_text()
    [place] = found.drafts[1].paragraphs
    assert (
        text[place.raw_start : place.raw_end].startswith("<")
        and SECOND in text[place.raw_start : place.raw_end]
    )


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="gb2312"?>'])
def test_a_corpus_in_gb18030_without_a_root_and_without_escapes_is_read(tmp_path, declaration):
    pairs = [("大桥", f"{TEXT}\ue40c\u3000\u3000车速<40公里，A&B标段。"), ("泳馆", SECOND)]
    content = f"{declaration}{records(SYSTEMS['Sogou'], *pairs)}".encode("gb18030")
    found = read(tmp_path, content)
    assert [d.text for d in found.drafts] == [f"{TEXT}\n车速<40公里，A&B标段。", SECOND]
    assert found.drafts[0].url == "http://q.example/1.shtml" and found.drafts[0].date is None
    assert not found.problems


def test_the_columns_can_be_named_and_statuses_hold(tmp_path):
    rows = "".join(
        f"<row><n>{n}</n><titel>{title}</titel><content>{text}</content><pubdate>2026-05-06</pubdate>"
        f"<status>{n - 1}</status></row>"
        for n, (title, text) in enumerate(PAIRS, 1)
    )
    found = read(tmp_path, f"<rows>{rows}</rows>", fields={"title": ("titel",)})
    assert [(d.headline, d.date) for d in found.drafts] == [("泳馆开放", date(2026, 5, 6))]
    assert found.notes == [": not published, so not taken: 1 with status 0"]


def test_a_damaged_record_does_not_affect_the_others(tmp_path):
    cut = "<doc><docno>3</docno><contenttitle>旧闻</contenttitle><content>半篇"
    found = read(tmp_path, records(SYSTEMS["Sogou"], *PAIRS) + cut)
    assert [d.text for d in found.drafts] == [TEXT, SECOND, "半篇"]
    assert "the XML is damaged" in found.articles[2].note


@pytest.mark.parametrize(
    "text",
    [
        "<urlset><url><loc>http://q.example/1</loc><text>a</text></url></urlset>",
        "<config><item id='1'><value>a</value></item></config>",
        "<html><head><title>a</title></head><body><article id='1'><p>a</p></article></body></html>",
        "<稿件>只有正文</稿件>",
    ],
)
def test_other_xml_is_not_taken_for_records(tmp_path, text):
    from ingest.readers.xml_records import XmlRecords

    assert XmlRecords().sniff(text.encode(), "made.xml") == 0


def test_entities_of_the_file_itself_are_not_expanded(tmp_path):
    (tmp_path / "secret").write_text("geheim")
    head = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY y "{"a" * 99}">]>'
    found = read(tmp_path, f"{head}<a>{records(SYSTEMS['Sogou'], ('大桥', TEXT + '&x;&y;'), PAIRS[1])}</a>")
    assert (
        all("geheim" not in d.text and "aaa" not in d.text for d in found.drafts) and len(found.drafts) == 2
    )
