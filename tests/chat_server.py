"""A small OpenAI-compatible server on loopback, as a language model to talk to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = {"prompt_tokens": 500, "completion_tokens": 20, "total_tokens": 520}


@contextmanager
def served(*lines: str, status: int = 200, first: str | None = None) -> Iterator[tuple[str, list[dict]]]:
    """A server that streams `lines`; yields its address and what it was asked.

    Args:
        first: what it says when it is asked for the first time, in place of `lines`.
    """
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            opening = first if len(asked) == 1 else None
            self.wfile.write(_stream("\n".join(lines) if opening is None else opening))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def _stream(text: str) -> bytes:
    chunks = [*map(_said, text), _said("", end="stop"), {**_said(""), "choices": [], "usage": USAGE}]
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode() + b"data: [DONE]\n\n"


def _said(text: str, end: str | None = None) -> dict:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": end}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
