"""Turns the HTML of web CMSs and feeds into the plain text that a reader saw.

The scanner is our own, because a parser that repairs HTML drops or moves text of fragments. It takes linear time on any
input: no pattern has two ways to match the same characters, and a search for an end that is missing is not repeated.
"""

from __future__ import annotations

import re
from html import unescape

from ingest.clean.characters import is_wide

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)"""
    r"""(?P<attributes>(?:[\s/](?:[^<>=]|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)?+)>"""
)
_DECLARATION = re.compile(r"<[!?][^<>]*+>|\]\]>")
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot "
    "thead tr ul".split()
)
_PARAGRAPHS = re.compile(r"<(?:p|br|div)[\s/>]", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_ESCAPED_BLOCK = re.compile(
    r"&(?:amp;)*+lt;/?(?:p|br|div|h[1-6]|li|ul|table)(?:[\s/](?:[^<>&]|&(?!(?:amp;)*[lg]t;))*+)?&(?:amp;)*+gt;",
    re.IGNORECASE,
)
_HIDDEN_START = re.compile(
    r"<!--|<(?P<name>script|style|head|title|template|noscript|iframe|object|svg|select|button|textarea|audio|video)(?=[\s/>])",
    re.IGNORECASE,
)
_NEVER_SHOWN = ("script", "style")  # even if the end is missing

_SHORTCODE = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][a-z0-9_-]*+)(?P<attributes>(?:[ /=][^\[\]]*+)?+)\]")
_SHORTCODES_ALONE = frozenset("gallery playlist audio video embed caption toc".split())
_FORUM_CODES = frozenset("b i u url img quote size color font align center list attach".split())
_NOT_FOR_READERS = re.compile(
    r"\[(embed|video|audio|img|attach|vc_raw_html|vc_raw_js)(?:[ =][^\[\]]*+)?\][^\[\]]*+\[/\1\]"
)
_BLOCK_SHORTCODES = ("caption", "gallery", "vc_", "et_pb_", "wp_caption")

_ENTITY = r"(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});"
_ESCAPED_TWICE = re.compile(rf"&amp;(?={_ENTITY})")
_ENDLESS_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_BREAK = "\x01"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200c\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\f\v\xa0\u1680\u2000-\u200a\u202f\u205f]+")
_BLANK_LINE = re.compile(r"\n ?(?:\n ?)+")
_LINE_END = re.compile(r"(?<!\s)\s*\n\s*")

_QUOTED = re.compile(
    r"“[^“”\n]{1,80}”|‘[^‘’\n]{1,80}’|「[^「」\n]{1,80}」|『[^『』\n]{1,80}』|《[^《》\n]{1,80}》|`[^`\n]{1,80}`"
    r"""|(?<!=)"[^"\n]{1,80}"|(?<!=)'</?[a-z][^'\n]{0,80}>'|(?<!=)'&[a-z#0-9]{2,30};'"""
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|font|i|img|ins|mark|q|s|small|span|strike|strong|sub|sup|u)"
    r"(?P<attributes>\s[^<>]*+)?>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?!\[)|/?wp:[a-z]+[^<>]*-->")
_TYPED_ENTITY = re.compile(r"&(?:amp|lt|gt|quot);")  # what a person may write of
_WRITTEN_ENTITY = re.compile(
    r"&(?:amp;)?(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|nbsp|apos|[lr][ds]quo|[mn]dash|hellip|middot|bull|e[mn]sp|thinsp|"
    r"[lr]aquo|copy|reg|trade|deg|times|euro|pound|yen|sect|shy|szlig|[AaOo][Ee]lig|"
    r"[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash));"
)
_MANY_TAGS = 4
_MOST_ESCAPED = 4  # times, one within the other


def plain_text(html: str) -> str:
    """What a reader saw of a piece of HTML, line by line.

    A block, a ``<br>``, a list item and a table row end a line. Scripts, styles, comments and WordPress shortcodes are
    left out; entities, also those escaped twice, become their characters. If the HTML has no ``<p>``, ``<br>`` or
    ``<div>``, its own lines are the lines, as WordPress shows them.
    """
    html = _CONTROL.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(_MOST_ESCAPED):
        if _BLOCK_TAG.search(html) or not _ESCAPED_BLOCK.search(html):
            break
        html = _unescape(html)
    by_lines = not _PARAGRAPHS.search(html)
    text = _without_tags(_without_shortcodes(_without_hidden(html)))
    text = _SPACES.sub(" ", _unescape(_ESCAPED_TWICE.sub("&", text)))
    if not by_lines:
        text = joined_source_lines(_BLANK_LINE.sub(_BREAK, text))
    lines = (line.strip() for line in _INVISIBLE.sub("", text).replace("\n", _BREAK).split(_BREAK))
    return "\n".join(line for line in lines if line)


def joined_source_lines(text: str) -> str:
    """The text between two tags as a reader sees its line ends: spaces, but nothing between two Chinese characters."""
    return _LINE_END.sub(_source_line_end, text)


def has_markup(text: str) -> bool:
    """Whether a text is HTML: it has block markup, tags with attributes, or entities all through.

    A text that only mentions a tag or an entity in quotation marks is none.
    """
    if "<" not in text and "&" not in text and "[/" not in text:
        return False
    unquoted = _QUOTED.sub('""', text)
    if _BLOCK_TAG.search(unquoted) or _COMMENT.search(unquoted) or _ESCAPED_BLOCK.search(unquoted):
        return True
    tags = list(_INLINE_TAG.finditer(unquoted))
    if len(tags) >= _MANY_TAGS or any(tag["attributes"] and "=" in tag["attributes"] for tag in tags):
        return True
    known = _SHORTCODES_ALONE | _FORUM_CODES
    if any(code["end"] and code["name"] in known for code in _SHORTCODE.finditer(unquoted)):
        return True
    return _WRITTEN_ENTITY.search(unquoted) is not None or len(_TYPED_ENTITY.findall(unquoted)) > 1


def has_tags(text: str) -> bool:
    """Whether a text has any tag, outside quotation marks."""
    return "<" in text and _INLINE_TAG.search(_QUOTED.sub('""', text)) is not None


def _unescape(text: str) -> str:
    return unescape(_ENDLESS_NUMBER.sub("\ufffd", text))


def _source_line_end(line_end: re.Match[str]) -> str:
    text, start, end = line_end.string, line_end.start(), line_end.end()
    is_between_wide = start > 0 and end < len(text) and is_wide(text[start - 1]) and is_wide(text[end])
    return "" if is_between_wide else " "


def _without_hidden(html: str) -> str:
    """HTML without comments and without elements that a reader does not see, such as scripts."""
    parts: list[str] = []
    missing: set[str] = set()
    position = 0
    while start := _HIDDEN_START.search(html, position):
        parts.append(html[position : start.start()])
        name = (start["name"] or "").lower()
        end = None if name in missing else _end_of(name).search(html, start.end())
        if end is not None:
            position = end.end()
        elif name in _NEVER_SHOWN:
            return "".join(parts)
        else:
            missing.add(name)
            parts.append("" if not name else html[start.start() : start.end()])
            position = start.end()
    return "".join([*parts, html[position:]])


def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*+>" if name else "-->", re.IGNORECASE)


def _without_shortcodes(html: str) -> str:
    """HTML without WordPress shortcodes such as ``[gallery ids="1,2"]``; what a pair of them encloses stays."""
    if "[" not in html:
        return html
    html = _NOT_FOR_READERS.sub("", html)
    closed = {match["name"] for match in _SHORTCODE.finditer(html) if match["end"]}

    def replacement(match: re.Match[str]) -> str:
        name = match["name"]
        attributes = match["attributes"]
        if (
            name in closed
            or name in _SHORTCODES_ALONE
            or "_" in name
            or "=" in attributes
            or "://" in attributes
        ):
            return _BREAK if name.startswith(_BLOCK_SHORTCODES) else ""
        return match[0]

    return _SHORTCODE.sub(replacement, html)


def _without_tags(html: str) -> str:
    """HTML without tags, with `_BREAK` where a line ends. Line ends of ``<pre>`` are kept."""
    parts: list[str] = []
    position = preformatted = 0
    html = _DECLARATION.sub("", html)
    for tag in _TAG.finditer(html):
        piece = html[position : tag.start()]
        parts.append(piece.replace("\n", _BREAK) if preformatted > 0 else piece)
        position = tag.end()
        name = tag["name"].lower()
        if name == "pre":
            preformatted += -1 if tag["end"] else 1
        if name in _BLOCKS:
            parts.append(_BREAK)
        elif name in ("td", "th"):
            parts.append(" ")
        elif name == "q":
            parts.append("”" if tag["end"] else "“")
    return "".join([*parts, html[position:]])
