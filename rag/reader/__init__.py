"""The reader: takes question and passage together, and says whether the answer is there, and where."""

from rag.reader.reader import Reader, ReaderNotLoaded, Reading, Text, load_reader

__all__ = ["Reader", "ReaderNotLoaded", "Reading", "Text", "load_reader"]
