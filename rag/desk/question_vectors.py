"""The vectors of residents' questions, kept so that each is embedded once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select

from rag.database import insert_or_replace, reading, writing
from rag.desk.desk import Desk
from rag.desk.tables import question_vectors

Vector = NDArray[np.float32]


class QuestionVectors:
    """Vectors by `question_key`. There are no words in it, and a question that the journal forgot is forgotten here too."""

    def __init__(self, desk: Desk, fingerprint: str) -> None:
        """
        Args:
            fingerprint: of the model that makes the vectors, see `Embedder.query_fingerprint`.
        """
        self._engine = desk.engine
        self._fingerprint = fingerprint

    def all(self) -> dict[str, Vector]:
        """Every vector of this model.

        Raises:
            DeskUnusable
        """
        query = select(question_vectors.c.question_key, question_vectors.c.vector).where(
            question_vectors.c.fingerprint == self._fingerprint
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return {row.question_key: np.frombuffer(row.vector, np.float16).astype(np.float32) for row in rows}

    def add(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors.

        Raises:
            DeskUnusable
        """
        with writing(self._engine) as connection:
            for key, vector in vectors.items():
                row = {
                    "question_key": key,
                    "fingerprint": self._fingerprint,
                    "vector": vector.astype(np.float16).tobytes(),
                }
                insert_or_replace(connection, question_vectors, row)

    def keep_only(self, keys: Collection[str]) -> int:
        """Forget the vectors of all other questions, and those of other models.

        Returns:
            How many were forgotten.

        Raises:
            DeskUnusable
        """
        with writing(self._engine) as connection:
            stored = connection.execute(
                select(question_vectors.c.question_key, question_vectors.c.fingerprint)
            ).all()
            old = [
                row for row in stored if row.fingerprint != self._fingerprint or row.question_key not in keys
            ]
            for row in old:
                connection.execute(
                    delete(question_vectors).where(
                        question_vectors.c.question_key == row.question_key,
                        question_vectors.c.fingerprint == row.fingerprint,
                    )
                )
        return len(old)
