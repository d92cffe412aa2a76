"""A small OpenAI-compatible server on loopback, as a language model to talk to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def served(*lines: str, status: int = 200) -> Iterator[tuple[str, list[dict]]]:
    """A server that says `lines`, streaming where it is asked to; yields its address and what it was asked."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            streaming = bool(asked[-1].get("stream"))
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream" if streaming else "application/json")
            self.end_headers()
            self.wfile.write(_stream("\n".join(lines)) if streaming else _completion("\n".join(lines)))

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
    chunks = (_said("chat.completion.chunk", "delta", piece) for piece in text)
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode() + b"data: [DONE]\n\n"


def _completion(text: str) -> bytes:
    return json.dumps(_said("chat.completion", "message", text)).encode()


def _said(kind: str, part: str, text: str) -> dict:
    choice = {"index": 0, part: {"role": "assistant", "content": text}}
    return {"id": "1", "object": kind, "created": 0, "model": "m", "choices": [choice]}
