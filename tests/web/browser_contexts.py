"""Browser contexts that tests use one after another, so that their cache holds Gradio's code."""

from __future__ import annotations

from collections.abc import Collection

from playwright.sync_api import Browser, BrowserContext

PATIENCE_MS = 30_000  # two cores may be shared with other work


class BrowserContexts:
    """Lends contexts, each to one resident at a time, and takes from them what a resident has left."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    def lend(self, **options: object) -> BrowserContext:
        """A context with these options, without cookies and stored items."""
        free = self._free.get(_key(options))
        if free:
            return free.pop()
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    def take_back(self, context: BrowserContext, origins: Collection[str], **options: object) -> None:
        """Close the pages of a context and remove what they have stored.

        Args:
            origins: of the pages that were opened.
        """
        page, *others = context.pages or [context.new_page()]
        for other in others:
            other.close()
        context.set_offline(False)
        page.goto("about:blank")
        devtools = context.new_cdp_session(page)
        for origin in origins:
            devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
        page.close()
        context.clear_cookies()
        self._free.setdefault(_key(options), []).append(context)


def _key(options: dict[str, object]) -> str:
    return repr(sorted(options.items()))
