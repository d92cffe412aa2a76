"""Reading made files in tests."""

from ingest.readers.base import Article, Note, Page, Problem
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of
from rag.archive import SourceFile


class Read:
    """What a reader found in a file: the reader's name, source files, articles, pages' drafts, and problems and notes as text."""

    def __init__(self, path, **given):
        reader = reader_of(path)
        self.format = reader.name
        self.items = list(reader.read(path, ReadOptions(**given)))
        self.files = [item for item in self.items if isinstance(item, SourceFile)]
        self.articles = [item for item in self.items if isinstance(item, Article)]
        self.pages = [item for item in self.items if isinstance(item, Page)]
        self.notes = [f"{i.where}: {i.text}" for i in self.items if isinstance(i, Note)]
        self.problems = [f"{i.where}: {i.reason}" for i in self.items if isinstance(i, Problem)]

    @property
    def drafts(self):
        return [article.draft for article in self.articles] + [d for page in self.pages for d in page.drafts]


def read(tmp_path, content, name="made.txt", **given):
    """Read a file with this content (text or bytes); its name says nothing of its format."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Read(path, **given)
