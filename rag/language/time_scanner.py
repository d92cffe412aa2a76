"""Compiles the time rules of all languages into one pattern, at first use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from rag.dates.rules import Rule
from rag.language.base import Language
from rag.language.registry import languages
from rag.language.vocabulary import TimeGrammar


def time_scanner() -> TimeScanner:
    """The scanner for the registered languages."""
    return _scanner_of(languages())


@dataclass(frozen=True, slots=True)
class TimeScanner:
    """The rules of all languages in one pattern, with a group `rule_N` for each rule.

    Attributes:
        groups: for each rule, pairs of a group's name in the rule and its name in the pattern.
        no_groups: every group name of the rules, mapped to an empty text.
    """

    pattern: re.Pattern[str]
    rules: tuple[Rule, ...]
    groups: tuple[tuple[tuple[str, str], ...], ...]
    no_groups: Mapping[str, str]

    @classmethod
    def of(cls, grammars: Sequence[TimeGrammar]) -> TimeScanner:
        """Combine grammars. A grammar's rules are tried only where its `starts` matches, which skips most positions."""
        rules: list[Rule] = []
        parts: list[str] = []
        for grammar in grammars:
            grammar_rules = list(grammar.rules())
            numbered = (_numbered(i, rule.pattern) for i, rule in enumerate(grammar_rules, len(rules)))
            parts.append(rf"(?={grammar.starts})(?:{'|'.join(numbered)})")
            rules += grammar_rules
        groups = tuple(
            tuple((name, f"{name}_{i}_{nth}") for nth, name in enumerate(_GROUP.findall(rule.pattern)))
            for i, rule in enumerate(rules)
        )
        none = {name: "" for named in groups for name, _ in named}
        return cls(re.compile("|".join(parts)), tuple(rules), groups, none)

    def expressions(self, plain: str) -> Iterator[tuple[re.Match[str], Rule, dict[str, str]]]:
        """Each expression of a text in `match_form`, its rule, and that rule's groups (empty if a group did not match)."""
        for match in self.pattern.finditer(plain):
            number = int((match.lastgroup or "").removeprefix("rule_"))
            groups = {name: match[full] for name, full in self.groups[number] if match[full]}
            yield match, self.rules[number], {**self.no_groups, **groups}


@cache
def _scanner_of(known: tuple[Language, ...]) -> TimeScanner:
    return TimeScanner.of([language.time for language in known])


_GROUP = re.compile(r"\(\?P<(\w+)>")


def _numbered(number: int, pattern: str) -> str:
    """A rule's pattern in a group named by its number. Its own groups are numbered too: group names must be unique."""
    position = count()
    return f"(?P<rule_{number}>{_GROUP.sub(lambda group: f'(?P<{group[1]}_{number}_{next(position)}>', pattern)})"
