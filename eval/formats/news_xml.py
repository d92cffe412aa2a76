"""News XML: NITF (https://iptc.org/standards/nitf/), NewsML-G2 (https://iptc.org/std/NewsML-G2/) and NewsML 1; and exports of
WordPress (WXR 1.2, https://github.com/WordPress/wordpress-importer)."""

from __future__ import annotations

from collections.abc import Iterator

from eval.formats.moments import moment, utc
from eval.formats.sample import Sample, Story, stories

_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.33" conformance="power"'
_WXR = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def news_xml_samples() -> Iterator[Sample]:
    [bridge] = stories("bridge")
    told = stories("tea", "bus", "museum")
    yield _news("NITF 3.6", '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">\n' + _nitf(bridge), (bridge,))
    [council] = stories("council")
    yield _news(
        "NITF in a namespace, English", _nitf(council, "http://iptc.org/std/NITF/2006-10-18/"), (council,)
    )
    yield _news("NewsML-G2 newsItem, XHTML", _item(bridge, 0, _xhtml(bridge), _G2), (bridge,))
    items = "".join(_item(story, n, _xhtml(story)) for n, story in enumerate(told[:2]))
    items += _item(told[2], 2, _inline("nitf", _nitf(told[2], "http://iptc.org/std/NITF/2006-10-18/")))
    package = (
        '<packageItem guid="urn:q:p" version="1"><itemMeta><itemClass qcode="ninat:composite"/>'
        f'<versionCreated>{utc(told[0])}</versionCreated></itemMeta><groupSet root="g"/></packageItem>'
    )
    message = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>{utc(told[0])}</sent></header>'
        f"<itemSet>{items}{package}</itemSet></newsMessage>"
    )
    yield _news("NewsML-G2 newsMessage with a package", message, told)
    yield _news("NewsML 1.2", _newsml_1(told[:2]), told[:2])
    embargo = "<embargoed>2199-01-01T00:00:00+08:00</embargoed></itemMeta>"
    waiting = _item(told[0], 0, _xhtml(told[0])).replace("</itemMeta>", embargo)
    canceled = _item(told[1], 1, _xhtml(told[1])).replace("stat:usable", "stat:canceled")
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{waiting}{canceled}</itemSet></newsMessage>'
    yield _news("NewsML-G2, under embargo, canceled", message, told[:1])
    declared = '<?xml version="1.0" encoding="GB2312"?>\n'
    yield Sample("newsml", "NITF, GB2312", "gb.xml", (declared + _nitf(bridge)).encode("gb2312"), (bridge,))


def wordpress_samples() -> Iterator[Sample]:
    told = stories("canteen", "flood", "market")
    classic = tuple(s.text.replace("\n", "\n\n") for s in told)
    yield Sample("wordpress", "classic editor, line breaks", "site.xml", _wxr(told, classic), told)
    blocks = tuple(
        "\n\n".join(f"<!-- wp:paragraph -->\n<p>{part}</p>\n<!-- /wp:paragraph -->" for part in s.paragraphs)
        for s in told
    )
    yield Sample(
        "wordpress", "block editor, drafts and pictures beside", "site.xml", _wxr(told, blocks, _OTHERS), told
    )


def _news(dialect: str, text: str, told: tuple[Story, ...]) -> Sample:
    return Sample("newsml", dialect, "news.xml", (_DECLARED + text).encode(), told)


def _nitf(story: Story, namespace: str = "") -> str:
    declared = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<nitf{declared}><head><title>{story.headline}</title><docdata><doc-id id-string="{story.headline}"/>'
        f'<date.issue norm="{moment(story):%Y%m%dT%H%M%S%z}"/></docdata><pubdata type="print" name="栖川日报" '
        f'date.publication="{story.day:%Y%m%d}" position.section="民生"/></head><body><body.head><hedline>'
        f"<hl1>{story.headline}</hl1></hedline><byline><person>{story.byline}</person></byline></body.head>"
        f"<body.content><block>{story.html}</block></body.content><body.end/></body></nitf>"
    )


def _item(story: Story, number: int, content: str, attributes: str = "") -> str:
    return (
        f'<newsItem {attributes} guid="urn:newsml:qichuan.example:{story.day:%Y%m%d}:{number}" version="1" xml:lang="zh-Hans">'
        '<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:QC"><name>栖川日报</name></provider>'
        f'<versionCreated>{moment(story).isoformat()}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>'
        f"<contentMeta><contentCreated>{moment(story).isoformat()}</contentCreated><by>{story.byline}</by>"
        f"<headline>{story.headline}</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def _xhtml(story: Story) -> str:
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{story.html}</body></html>"
    return _inline("xhtml", page)


def _inline(kind: str, markup: str) -> str:
    return f'<inlineXML contenttype="application/{kind}+xml">{markup}</inlineXML>'


def _newsml_1(told: tuple[Story, ...]) -> str:
    items = "".join(
        f"<NewsItem><Identification><NewsIdentifier><ProviderId>qichuan.example</ProviderId><DateId>{s.day:%Y%m%d}</DateId>"
        f"<NewsItemId>n{n}</NewsItemId><RevisionId PreviousRevision='0' Update='N'>1</RevisionId></NewsIdentifier>"
        "</Identification>"
        f"<NewsManagement><NewsItemType FormalName='News'/><FirstCreated>{moment(s):%Y%m%dT%H%M%S%z}</FirstCreated>"
        f"<Status FormalName='Usable'/></NewsManagement><NewsComponent><NewsLines><HeadLine>{s.headline}</HeadLine>"
        f"<ByLine>{s.byline}</ByLine></NewsLines><ContentItem><Format FormalName='NITF'/><DataContent>{_nitf(s)}"
        "</DataContent></ContentItem></NewsComponent></NewsItem>"
        for n, s in enumerate(told)
    )
    return f"<NewsML Version='1.2'><NewsEnvelope><DateAndTime/></NewsEnvelope>{items}</NewsML>"


# --- WordPress ---


_OTHERS = (
    "<item><title>photo</title><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item>"
    "<item><title>未完</title><content:encoded><![CDATA[草稿。]]></content:encoded><wp:post_type>post</wp:post_type>"
    "<wp:status>draft</wp:status></item>"
)


def _wxr(told: tuple[Story, ...], contents: tuple[str, ...], others: str = "") -> bytes:
    accounts = {s.byline: f"u{n}" for n, s in enumerate(told)}
    authors = "".join(
        f"<wp:author><wp:author_login><![CDATA[{account}]]></wp:author_login>"
        f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name></wp:author>"
        for name, account in accounts.items()
    )
    items = "".join(
        f"<item><title><![CDATA[{s.headline}]]></title><link>https://news.qichuan.example/{n}/</link>"
        f"<dc:creator><![CDATA[{accounts[s.byline]}]]></dc:creator><guid isPermaLink='false'>https://qichuan.example/?p={n}</guid>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{n}</wp:post_id><wp:post_date><![CDATA[{s.day} 06:30:00]]></wp:post_date><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type><category domain='category' nicename='m'><![CDATA[民生]]></category></item>"
        for n, (s, content) in enumerate(zip(told, contents, strict=True))
    )
    return (
        f'{_DECLARED}<rss version="2.0" {_WXR}><channel><title>栖川在线</title><wp:wxr_version>1.2</wp:wxr_version>'
        f"{authors}{items}{others}</channel></rss>"
    ).encode()
