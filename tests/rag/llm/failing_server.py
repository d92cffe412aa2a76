"""A server on loopback that speaks OpenAI's wire format and fails in every way that providers do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sk-very-secret-0123456789"
SENTENCE = "白鹭大桥全长612米。[1]"

Respond = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(respond: Respond) -> Iterator[tuple[str, list[str]]]:
    """A server that answers each request with `respond`; yields its address and the `Authorization` headers it got."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["Authorization"])
            with suppress(BrokenPipeError, ConnectionResetError):  # the program has stopped waiting
                respond(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def status(code: int, **headers: str) -> Respond:
    """Refuses with an HTTP status, and repeats the key, as some providers do."""

    def respond(handler):
        handler.send_response(code)
        handler.send_header("Content-Type", "application/json")
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(json.dumps({"error": {"message": f"wrong key: {KEY}"}}).encode())

    return respond


def stream(*parts: bytes, pause: float = 0.0) -> Respond:
    """Sends the parts of an answer, with a pause before each."""

    def respond(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for part in parts:
            time.sleep(pause)
            handler.wfile.write(part)
            handler.wfile.flush()

    return respond


def piece(text: str, finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def usage(input_tokens: int, output_tokens: int) -> bytes:
    counts = {
        "prompt_tokens": input_tokens,
        "completion_tokens": output_tokens,
        "total_tokens": input_tokens + output_tokens,
    }
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": []}
    return f"data: {json.dumps(chunk | {'usage': counts})}\n\n".encode()


END = piece("", "stop") + b"data: [DONE]\n\n"


def hung(handler):
    """Accepts the question and never says anything."""
    time.sleep(10)


def stalled(handler):
    """Stops within a sentence, with the connection open."""
    stream(piece("白鹭大桥全长"))(handler)
    time.sleep(10)


def endless(handler):
    """Never stops, and never ends a line."""
    stream()(handler)
    while True:
        time.sleep(0.01)
        handler.wfile.write(piece("好" * 50))
