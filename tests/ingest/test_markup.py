"""HTML becomes what a reader saw; plain text that only speaks of tags stays as it is."""

from __future__ import annotations

import time

import pytest

from ingest.clean import has_markup, plain_text

WORDPRESS = """<!-- wp:paragraph {"align":"left"} -->
<p>The Egret Bridge closes on June&nbsp;2 for repairs,
the county said.</p>
<!-- /wp:paragraph -->
[caption id="attachment_3" width="300"]<img src="a.jpg" alt="a > b"/>The old bridge[/caption]
[gallery ids="1,2"]
<ul><li>Buses 3 &amp; 7 turn back.</li><li>The ferry is free; it stops at the caf&eacute;.</li></ul>
<table><tr><td>Bus 3</td><td>06:10</td></tr><tr><td>Bus 7</td><td>06:25</td></tr></table>
<script>if (a < b) { document.write("<p>x</p>") }</script><style>p { color: red }</style>"""


def test_wordpress_html_becomes_what_a_reader_saw() -> None:
    assert has_markup(WORDPRESS)
    assert plain_text(WORDPRESS).split("\n") == [
        "The Egret Bridge closes on June 2 for repairs, the county said.",
        "The old bridge",
        "Buses 3 & 7 turn back.",
        "The ferry is free; it stops at the café.",
        "Bus 3 06:10",
        "Bus 7 06:25",
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>白鹭大桥<b>六月</b>\n封闭。</p><p>　　公交&ldquo;绕行&rdquo;。",
            "白鹭大桥六月封闭。\n公交“绕行”。",
        ),
        ("一<br>二<br/>三<BR />四", "一\n二\n三\n四"),
        ("&lt;p&gt;一 &amp;amp; 二&lt;/p&gt;&lt;p&gt;三&lt;/p&gt;", "一 & 二\n三"),
        ("<p>AT&amp;amp;T&amp;nbsp;opens</p>", "AT&T opens"),
        ("<p>The form says &lt;b&gt;.</p>", "The form says <b>."),
        ("<p>[sic] 5 < 6, write to <desk@example.org></p>", "[sic] 5 < 6, write to <desk@example.org>"),
        ("First <em>line</em>\nSecond line\n\nThird", "First line\nSecond line\nThird"),
        ("<p>kept <!-- never closed", "kept never closed"),
        ("<pre>06:10\n06:25</pre>", "06:10\n06:25"),
        ("<p>&#99999999999999999999;&#0;</p>", "\ufffd\ufffd"),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "text",
    [
        "系统显示‘<b>已受理</b>’，窗口却说没有收到。",
        "The screen read “<p>&nbsp;</p>” for an hour.",
        "若 a<b 且 c>d，则取 a&b。",
        "页面显示‘<b>已受理</b>’ &amp; <script>alert(1)</script>[1]",
        "The clerk [sic] wrote to AT&T about 5 < 6.",
    ],
)
def test_text_that_speaks_of_markup_has_none(text: str) -> None:
    assert not has_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "一<br>二",
        "Tolls &#8216;to end&#8217;",
        "Parks &amp; gardens, cars &amp; buses",
        '<a href="https://example.org/">栖川</a>新闻',
        "&lt;p&gt;一&lt;/p&gt;",
        "<!--more-->",
    ],
)
def test_markup_of_a_cms_is_noticed(text: str) -> None:
    assert has_markup(text)


@pytest.mark.parametrize(
    "piece", ["<p>一二三</p>\n", "<!--", '<a ="', "<", "&lt;p ", "&", "[a=b]", "<script>", "“", "\n "]
)
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    html = piece * (1_000_000 // len(piece))
    began = time.process_time()
    plain_text(html)
    has_markup(html)
    assert time.process_time() - began < 4  # quadratic time would be hours
