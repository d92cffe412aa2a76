"""The log on stderr: one JSON object a line. Nothing in it was said by a resident, and no address is in it.

Of an error that this program did not foresee only its type and its place in the code are logged: its message may repeat what
somebody typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from rag.limits import Asker
from rag.schema import Answer, WendaError

ANSWERS = logging.getLogger("wenda.answers")


class JsonLines(logging.Formatter):
    """Formats a record as a JSON object; `extra={"fields": {…}}` adds members."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["error"] = _described(error)
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send warnings of all parts, and a line about each answer, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    ANSWERS.setLevel(logging.INFO)


def log_answer(answer: Answer, asker: Asker) -> None:
    """Log that an answer was given; an observer of the assistant."""
    fields = {
        "answer": answer.answer_id,
        "status": answer.status,
        "door": asker.door,
        "key": asker.key,
        "timings_ms": answer.timings_ms,
        "without_model": answer.without_model,
    }
    ANSWERS.info("answered", extra={"fields": fields})


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    described: dict[str, Any] = {
        "type": type(error).__name__,
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, WendaError):
        described["message"] = str(error)
    return described
