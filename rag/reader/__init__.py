"""The reader: given a question and a passage, decides whether the passage contains the answer, and where.

Errors, all `WendaError`:
    ReaderNotLoaded: the reader named in the settings cannot be loaded, or does not fit the embedded model.
"""

from rag.reader.reader import (
    TALK,
    AnswerSpan,
    Reader,
    ReaderInput,
    ReaderNotLoaded,
    Reading,
    TrainedReader,
    load_reader,
)

__all__ = [
    "TALK",
    "AnswerSpan",
    "Reader",
    "ReaderInput",
    "ReaderNotLoaded",
    "Reading",
    "TrainedReader",
    "load_reader",
]
