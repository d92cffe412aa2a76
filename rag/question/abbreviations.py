"""Replaces names in a question by the form that the paper prints most: `人社局` by `市人力社保局`.

Forms are learnt from articles that print both. The newsroom can add its own in `abbreviations.txt` in the data folder:
one name per line, its forms separated by `=`.
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
MAX_PASSAGES = 20  # passages with a name that are read for its other forms


class Abbreviations:
    """The forms of names that one archive prints."""

    def __init__(self, archive: Archive, lookup: Lookup) -> None:
        self.archive = archive
        self.lookup = lookup

    def as_printed(self, query: Query) -> Query:
        """The query with each name in the form that most passages contain."""
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
        """The name and its other forms in articles that print the name; empty if there are none."""
        found = self.archive.passages(self.lookup.passages_with(name)[:MAX_PASSAGES])
        forms = {form for p in found for form in name_forms(match_form(p.version.text), name)}
        return (name, *sorted(forms)) if forms else ()


def listed_forms(path: Path) -> list[tuple[str, ...]]:
    """The newsroom's list; empty if the file does not exist. Blank lines and lines that begin with `#` are ignored."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = (tuple(match_form(form.strip()) for form in line.split("=") if form.strip()) for line in lines)
    return [row for line, row in zip(lines, rows, strict=True) if len(row) > 1 and not line.startswith("#")]
