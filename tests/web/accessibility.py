"""What axe-core finds on a page of the rules of WCAG 2.2, levels A and AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = ["color-contrast"]
"""What a colour scheme changes."""

# What cannot be mended: (rule, selector as axe writes it) and why. Empty: Gradio's own failures are overridden.
KNOWN: dict[tuple[str, str], str] = {}


def violations(page: Page, place: str) -> list[str]:
    """A line for each element that breaks a rule in the light or the dark scheme, except the `KNOWN` ones.

    Args:
        place: says in the lines where this was.
    """
    found = []
    for scheme, rules in (("light", RULES), ("dark", CONTRAST)):
        # colours would fade from one to the next
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += _violations(page, f"{place}, {scheme}", rules)
    return found


def _violations(page: Page, place: str, rules: list[str]) -> list[str]:
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
    return [
        f"{place}: {rule['id']}: {selector}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
        for selector in [" ".join(map(str, node["target"]))]
        if (rule["id"], selector) not in KNOWN
    ]
