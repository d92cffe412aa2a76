"""All samples, by format."""

from __future__ import annotations

from collections.abc import Iterator

from eval.formats.documents import markdown_samples, word_samples
from eval.formats.epapers import epaper_samples
from eval.formats.feeds import feed_samples
from eval.formats.json_exports import document_samples, line_samples
from eval.formats.mails import mail_samples, mailbox_samples, zip_samples
from eval.formats.news_xml import news_xml_samples, wordpress_samples
from eval.formats.page_text import page_samples, release_samples
from eval.formats.sample import Sample
from eval.formats.table_exports import table_samples
from eval.formats.web_pages import web_samples
from eval.formats.xml_exports import xml_samples


def samples() -> Iterator[Sample]:
    """The samples that need no browser to make."""
    yield from page_samples()
    yield from release_samples()
    yield from markdown_samples()
    yield from word_samples()
    yield from epaper_samples()
    yield from line_samples()
    yield from document_samples()
    yield from table_samples()
    yield from web_samples()
    yield from feed_samples()
    yield from news_xml_samples()
    yield from wordpress_samples()
    yield from xml_samples()
    yield from mail_samples()
    yield from mailbox_samples()
    yield from zip_samples()
