"""Reads what articles of WeChat accounts (mp.weixin.qq.com) have elsewhere than other web pages: text, account and day."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ingest.readers.html_source import shown_text
from ingest.readers.options import calendar_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = re.compile(r"""\bvar\s+(?:ct|create_time)\s*=\s*["'](\d{10})["']""")


def wechat_content(tree: HtmlElement) -> HtmlElement | None:
    """The element that holds the text; None if this is no article of WeChat."""
    found = tree.xpath("//*[@id='js_content']")
    return found[0] if found and tree.xpath("//*[@id='activity-name' or @id='js_name']") else None


def wechat_account(tree: HtmlElement) -> str:
    """The account that has published it, which is what a paper is elsewhere."""
    found = tree.xpath("//*[@id='js_name']")
    return shown_text(found[0])[:60] if found else ""


def wechat_day(tree: HtmlElement, timezone: str) -> date | None:
    """The day that its scripts know; where the page shows it, a script has written it."""
    for script in tree.iter("script"):
        if match := _PUBLISHED.search(script.text or ""):
            with suppress(ValueError):
                return calendar_day(int(match[1]), timezone)
    return None
