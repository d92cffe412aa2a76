"""A small web site on loopback."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serving(answers):
    """A site on loopback: path -> (status, headers, body); yields its address and the headers that it was asked with."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            status, headers, body = answers.get(self.path, (404, {}, b""))
            if self.headers.get("If-None-Match") == headers.get("ETag", "-"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def dripping(start):
    """A site on loopback that answers with `start`, then with a byte every tenth of a second; yields its address."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def answer():
        while not ended.is_set():
            try:
                connection, _ = server.accept()
                with connection:
                    connection.recv(1 << 16)
                    connection.sendall(start)
                    while not ended.is_set():
                        connection.sendall(b"x")
                        time.sleep(0.1)
            except OSError:  # the other side has hung up
                continue

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        ended.set()
        server.close()
