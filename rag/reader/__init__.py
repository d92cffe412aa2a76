"""The reader: takes question and passage together, and says whether the answer is there, and where.

Errors, all `WendaError`:
    ReaderNotLoaded: the reader that the settings name cannot be had, or does not fit the embedded model.
"""

from rag.reader.reader import AnswerSpan, Reader, ReaderInput, ReaderNotLoaded, Reading, load_reader

__all__ = [
    "AnswerSpan",
    "Reader",
    "ReaderInput",
    "ReaderNotLoaded",
    "Reading",
    "load_reader",
]
