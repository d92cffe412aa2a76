"""Ports for servers that bind them later."""

from __future__ import annotations

import random
import socket


def free_port() -> int:
    """A free port on loopback, below those that the system gives to connections, one of which could take it at any moment, and
    between those that Ray uses itself (10002 to 19999, 23000 to 23999)."""
    while True:
        port = random.SystemRandom().randrange(20_000, 23_000)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
