"""Serve 闻答 Wenda: `python app.py`. The residents' page is at `/`, the checking page at `/check`."""

from __future__ import annotations

import logging
import signal
import socket
import sys

import uvicorn

from rag.config import Settings
from rag.schema import WendaError
from rag.service import Assistant
from web.allocator import use_one_arena
from web.check import check_link
from web.site import build_site

SECONDS_TO_FINISH = 3
"""How long open answers may go on when the server is asked to stop."""


class AddressUnusable(WendaError):
    """The address to serve on cannot be had."""


def main() -> int:
    """Serve until asked to stop.

    Returns:
        The exit status: 0 when stopped, 1 when it could not start; the reason is one line on stderr.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    use_one_arena()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that SIGTERM closes as cleanly as Ctrl-C
    try:
        settings = Settings.load()
        with _listen(settings) as listening:
            _serve(settings, listening)
    except WendaError as error:
        print(f"Wenda: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _listen(settings: Settings) -> socket.socket:
    """Take the address before anything slow is loaded.

    Raises:
        AddressUnusable
    """
    where = f"{settings.host}:{settings.port}"
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(128)  # SO_REUSEADDR alone lets two servers bind; only one can listen
    except OSError as error:
        raise AddressUnusable(
            f"cannot serve on {where} ({error.strerror}). Stop the program that uses it, or set WENDA_HOST "
            "and WENDA_PORT (1024 or higher) to another address."
        ) from error
    return listening


def _serve(settings: Settings, listening: socket.socket) -> None:
    print("Wenda: loading the model and the archive ...", file=sys.stderr)  # noqa: T201
    assistant = Assistant.open(settings, journal=True)
    assistant.indexes.follow()  # new articles are answered from as they come
    try:
        config = uvicorn.Config(
            build_site(assistant, settings),
            log_level="warning",
            access_log=False,  # addresses are nobody's business, and the checking page's link holds a key
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        link = check_link(settings)
        print(f"Wenda: residents' page {link.partition('check?')[0]}", file=sys.stderr)  # noqa: T201
        print(f"Wenda: checking page   {link}", file=sys.stderr)  # noqa: T201
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        assistant.close()


if __name__ == "__main__":
    sys.exit(main())
