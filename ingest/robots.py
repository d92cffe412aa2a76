"""What a site's robots.txt allows, as RFC 9309 says. Its patterns need no time to speak of, whatever they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

LARGEST = 500 << 10  # bytes that are read of a robots.txt; the RFC asks for no less
_UNQUOTED = "/?&=;:@+,!~*'()$-._"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one crawler.

    Attributes:
        rules: patterns of paths, and whether they may be fetched.
    """

    rules: tuple[tuple[str, bool], ...] = ()

    @classmethod
    def parse(cls, data: bytes, agent: str) -> Robots:
        """
        Args:
            data: the robots.txt.
            agent: the crawler's name, such as `wenda`; its own rules count instead of those for all.
        """
        own: list[tuple[str, bool]] = []
        everyone: list[tuple[str, bool]] = []
        is_named = False
        agents: set[str] = set()
        in_rules = False
        for key, value in _lines(data[:LARGEST]):
            if key == "user-agent":
                if in_rules:
                    agents, in_rules = set(), False
                agents.add(value.partition("/")[0].strip().lower())
                is_named = is_named or agent.lower() in agents
            elif key in ("allow", "disallow"):
                in_rules = True
                if not value:
                    continue
                rule = (_normal(value), key == "allow")
                if agent.lower() in agents:
                    own.append(rule)
                if "*" in agents:
                    everyone.append(rule)
        return cls(tuple(own if is_named else everyone))

    def allow(self, url: str) -> bool:
        """Whether an address of the site may be fetched: the longest pattern that fits decides."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _normal(path: str) -> str:
    """A path or a pattern with the same characters percent-encoded, however it was written."""
    return quote(unquote_to_bytes(path), safe=_UNQUOTED)


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says; `*` is any characters, and `$` the end."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return path == first if ends else True
    position = len(first)
    *between, last = others
    for piece in between:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return (
        path.endswith(last) and len(path) - len(last) >= position if ends else path.find(last, position) >= 0
    )
