"""Reads Word documents: `package` opens the file, `paragraphs` its paragraphs in reading order with their type (`styles`) and
their automatic numbers (`numbers`), and `articles` finds where in a document an article begins."""

from ingest.document.word.articles import WordText, split_articles
from ingest.document.word.package import BadWordFile, WordParts, open_word
from ingest.document.word.paragraphs import WordParagraph, read_paragraphs

__all__ = [
    "BadWordFile",
    "WordParagraph",
    "WordParts",
    "WordText",
    "open_word",
    "read_paragraphs",
    "split_articles",
]
