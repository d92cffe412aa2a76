"""Prints pages to PDF with Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eval.pages.printed.html import as_html
from eval.pages.printed.marks import DesignedPage
from rag.schema import WendaError

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"


class NoChromium(WendaError):
    """Chromium is not installed. The message says how to get it."""


@contextmanager
def printer() -> Iterator[Page]:
    """A page of a headless browser, for `print_pdf`.

    Raises:
        NoChromium
    """
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        raise NoChromium(
            f"{CHROMIUM} is missing, which prints the pages: `apt install chromium fonts-noto-cjk`."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser.new_page()
        finally:
            browser.close()


def print_pdf(page: DesignedPage, path: Path, browser: Page, *, english: bool = False) -> None:
    """Print one page to a PDF file."""
    browser.set_content(as_html(page, english=english))
    browser.pdf(path=path, prefer_css_page_size=True, print_background=True)
