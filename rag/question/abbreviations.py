"""Long and short forms of a name (`市人力社保局`, `人社局`): an asker's form becomes the one that the paper prints.

Learnt where an article prints both; the newsroom adds its own in `abbreviations.txt` of the data folder, a line
for each name, its forms with `=` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rag.archive import Archive
from rag.question.lookup import Lookup
from rag.question.query import Query
from rag.text.normalise import matched

FILE = "abbreviations.txt"
READ = 20  # passages in which a form stands


class Abbreviations:
    """Knows the forms of the names in one archive."""

    def __init__(self, archive: Archive, lookup: Lookup) -> None:
        self.archive = archive
        self.lookup = lookup

    def printed(self, query: Query) -> Query:
        """The query with each of its names in the form that most passages have."""
        listed = listed_forms(self.archive.data_dir / FILE)
        known = [forms for forms in listed if any(form in matched(query.search) for form in forms)]
        known += [self._learnt(name) for name in names(query.search)]
        for forms in filter(None, known):
            counts = {form: len(self.lookup.passages_with(form)) for form in forms}
            asked = max((form for form in forms if form in query.search), key=len, default="")
            best = max(forms, key=lambda form: (counts[form], form == asked))
            if asked and best != asked:
                city = "市?" if best.startswith("市") else ""
                form = re.compile(city + re.escape(asked))
                query = replace(query, search=form.sub(best, query.search), topic=form.sub(best, query.topic))
        return query

    def _learnt(self, name: str) -> tuple[str, ...]:
        """The name and the forms of it that stand in articles that print the name itself."""
        found = self.archive.passages(self.lookup.passages_with(name)[:READ])
        forms = {form for p in found for form in forms_in(matched(p.version.text), name)}
        return (name, *sorted(forms)) if forms else ()


def listed_forms(path: Path) -> list[tuple[str, ...]]:
    """The newsroom's list; empty where there is none. Blank lines and lines that begin with `#` say nothing."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = (tuple(matched(form.strip()) for form in line.split("=") if form.strip()) for line in lines)
    return [row for line, row in zip(lines, rows, strict=True) if len(row) > 1 and not line.startswith("#")]


def names(question: str) -> list[str]:
    """What in a question may be the name of an office or a school: the characters up to one of their endings."""
    text = matched(question)
    found = [
        text[end - length : end]
        for match in _ENDING.finditer(text)
        for end in [match.end()]
        for length in range(min(LONGEST, end), 2, -1)
    ]
    return [name for name in dict.fromkeys(found) if _OFFICE.fullmatch(name)]


def forms_in(text: str, name: str) -> Iterable[str]:
    """The other forms of `name` that a text prints: named so (`以下简称“人社局”`), or made of its characters."""
    for match in _SO_CALLED.finditer(text):
        long, short = _full_name(match["long"], match["short"]), match["short"]
        if long and name in (long, short):
            yield short if name == long else long
    for match in _OFFICE.finditer(text):
        other = match.group()
        for start in range(len(other) - 1):
            form = other[start:]
            if is_form(form, name) or is_form(name, form):
                yield form
                break


def is_form(short: str, long: str) -> bool:
    """Whether `short` abbreviates `long`: its characters in their order, the first and the last of `long`; a part
    of it that stands in one piece is not one (`水利局` of `市水利局` is found without help)."""
    body = long.removeprefix("市").removeprefix("省").removeprefix("县")
    if len(short) >= len(body) or short in long or len(short) < 2:
        return False
    end = body.removesuffix("学") if short.endswith("大") else body
    rest = iter(end)
    return short[0] == body[0] and short[-1] == end[-1] and all(character in rest for character in short)


def _full_name(before: str, short: str) -> str:
    """The shortest end of `before` that `short` abbreviates."""
    ends = (before[start:] for start in range(len(before) - len(short), -1, -1))
    return next((end for end in ends if is_form(short, end)), "")


LONGEST = 8
_ENDINGS = "局|委员会|办公室|中心|大学|医院|学院|公司|总会|工大|师大"
_ENDING = re.compile(_ENDINGS)
_OFFICE = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?(?:{_ENDINGS})")
_SO_CALLED = re.compile(
    r"(?P<long>[\u4e00-\u9fff]{4,20})[（(](?:以下)?简称[“\"「]?(?P<short>[\u4e00-\u9fff]{2,8})"
)
