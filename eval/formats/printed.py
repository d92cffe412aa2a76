"""Printed pages: PDF by Chromium, and scans of them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.formats.sample import Sample, Story, stories
from eval.pages.printed.chromium import printer
from eval.pages.printed.scan import DPI, scan

if TYPE_CHECKING:
    from playwright.sync_api import Page

_STYLE = """@page { size: 270mm 390mm; margin: 12mm }
body { font: 11pt/1.55 'Noto Serif CJK SC', serif; margin: 0 }
header { display: flex; justify-content: space-between; border-bottom: 2pt solid; padding-bottom: 2mm; page-break-before: always }
header:first-child { page-break-before: auto }
h1 { font: bold 24pt/1.3 'Noto Sans CJK SC', sans-serif; margin: 7mm 0 3mm; text-align: center }
div { column-count: 3; column-gap: 8mm; text-align: justify; border-bottom: .5pt solid #999; padding-bottom: 4mm }
p { margin: 0; text-indent: 2em }"""
_EDITION = 10  # pages


def printed_samples() -> Iterator[Sample]:
    """
    Raises:
        NoChromium: Chromium is not installed, which prints them.
    """
    front = tuple(story.dispatched() for story in stories("bridge", "library", "pool"))
    inside = tuple(
        replace(story, day=front[0].day).dispatched() for story in stories("clinic", "canteen", "flood")
    )
    with printer() as browser:
        one = _pdf([front], browser)
        yield Sample("pdf", "one page", "02.pdf", one, front, pages=1)
        yield Sample(
            "pdf", "two pages", "edition.pdf", _pdf([front, inside], browser), front + inside, pages=2
        )
        yield _edition([front, inside], browser)
    yield Sample("scan", f"PNG, {DPI} dpi, turned and noisy", "02.png", _scan(one), front, pages=1)


def _edition(pages: Sequence[Sequence[Story]], browser: Page) -> Sample:
    """A file of `_EDITION` pages."""
    many = [pages[number % len(pages)] for number in range(_EDITION)]
    told = tuple(story for page in many for story in page)
    return Sample(
        "pdf", f"an edition of {_EDITION} pages", "all.pdf", _pdf(many, browser), told, pages=_EDITION
    )


def _pdf(pages: Sequence[Sequence[Story]], browser: Page) -> bytes:
    body = "".join(_page(told, number) for number, told in enumerate(pages, 2))
    browser.set_content(
        f"<!doctype html><html lang='zh-CN'><style>{_STYLE}</style><body>{body}</body></html>"
    )
    return browser.pdf(prefer_css_page_size=True, print_background=True)


def _page(told: Sequence[Story], number: int) -> str:
    articles = "".join(f"<h1>{story.headline}</h1><div>{story.html}</div>" for story in told)
    return f"<header><b>{number:02}版 民生</b><b>栖川日报</b><span>2024年3月18日 星期一</span></header>{articles}"


def _scan(pdf: bytes) -> bytes:
    from PIL import Image

    with TemporaryDirectory() as folder:
        page, picture = Path(folder, "page.pdf"), Path(folder, "page.jpg")
        page.write_bytes(pdf)
        scan(page, picture, random.Random(1))
        file = io.BytesIO()
        with Image.open(picture) as scanned:
            scanned.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()
