"""Ports for servers that bind them later."""

from __future__ import annotations

import random
import socket


def free_port() -> int:
    """A free port on loopback below those that the system gives to connections, one of which could take it at any moment."""
    while True:
        port = random.SystemRandom().randrange(10_000, 22_000)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
