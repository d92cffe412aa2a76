"""Long and short forms of a name (`市人力社保局`, `人社局`): an asker's form becomes the one that the paper prints.

Learnt where an article prints both; the newsroom adds its own in `abbreviations.txt` of the data folder, a line
for each name, its forms with `=` between them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rag.archive import Archive
from rag.language import long_names, name_forms, replace_name
from rag.question.lookup import Lookup
from rag.question.query import Query
from rag.text.normalise import match_form

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
        known = [forms for forms in listed if any(form in match_form(query.search) for form in forms)]
        known += [self._learnt(name) for name in long_names(query.search)]
        for forms in filter(None, known):
            counts = {form: len(self.lookup.passages_with(form)) for form in forms}
            asked = max((form for form in forms if form in query.search), key=len, default="")
            best = max(forms, key=lambda form: (counts[form], form == asked))
            if asked and best != asked:
                search, topic = (replace_name(text, asked, best) for text in (query.search, query.topic))
                query = replace(query, search=search, topic=topic)
        return query

    def _learnt(self, name: str) -> tuple[str, ...]:
        """The name and the forms of it that stand in articles that print the name itself."""
        found = self.archive.passages(self.lookup.passages_with(name)[:READ])
        forms = {form for p in found for form in name_forms(match_form(p.version.text), name)}
        return (name, *sorted(forms)) if forms else ()


def listed_forms(path: Path) -> list[tuple[str, ...]]:
    """The newsroom's list; empty where there is none. Blank lines and lines that begin with `#` say nothing."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = (tuple(match_form(form.strip()) for form in line.split("=") if form.strip()) for line in lines)
    return [row for line, row in zip(lines, rows, strict=True) if len(row) > 1 and not line.startswith("#")]
