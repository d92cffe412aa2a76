"""What axe-core finds on a page of the rules of WCAG 2.2, levels A and AA, and the looks in which pages are tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from proofs import sized

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}

# What cannot be mended: (rule, selector as axe writes it) and why. Empty: Gradio's own failures are overridden.
KNOWN: dict[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Look:
    """How somebody sees a page."""

    locale: str
    size: str
    scheme: str

    def __str__(self) -> str:
        return f"{self.locale} {self.size} {self.scheme}"

    def visit(self, visit: Callable[..., Page]) -> Page:
        # with motion, colours would fade from one to the next
        options = {"locale": self.locale, "color_scheme": self.scheme, "reduced_motion": "reduce"}
        return visit(*SIZES[self.size], **options)


in_each_look = pytest.mark.parametrize(
    "look",
    sized(
        [Look("zh-CN", "desktop", "light"), Look("en-GB", "phone", "dark")],
        [Look(*each) for each in product(["zh-CN", "en-GB"], SIZES, ["light", "dark"])],
    ),
    ids=str,
)


def violations(page: Page, place: str) -> list[str]:
    """A line for each element that breaks a rule, except the `KNOWN` ones.

    Args:
        place: says in the lines where this was.
    """
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        f"{place}: {rule['id']}: {selector}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
        for selector in [" ".join(map(str, node["target"]))]
        if (rule["id"], selector) not in KNOWN
    ]
