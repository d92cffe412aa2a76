"""Serve 闻答 Wenda: `python app.py`. The residents' page is at `/`, the staff's pages under `/desk`."""

from __future__ import annotations

import signal
import socket
import sys
import threading

from rag.allocator import use_one_arena
from rag.config import Settings
from rag.schema import WendaError
from web.logs import log_to_stderr

SECONDS_TO_FINISH = 3
"""How long running requests may take to finish after the server is told to stop."""


class AddressUnusable(WendaError):
    """The server cannot listen on the configured address."""


def main() -> int:
    """Serve until told to stop.

    Returns:
        The exit status: 0 after a normal stop, 1 if it could not start; the reason is one line on stderr.
    """
    log_to_stderr()
    use_one_arena()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # SIGTERM shuts down as cleanly as Ctrl-C
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
    """Open the socket before anything slow is loaded, so that an address in use is reported at once.

    Raises:
        AddressUnusable
    """
    where = f"{settings.host}:{settings.port}"
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(128)  # with SO_REUSEADDR two servers can bind, but only one can listen
    except OSError as error:
        raise AddressUnusable(
            f"cannot serve on {where} ({error.strerror}). Stop the program that uses it, or set WENDA_HOST "
            "and WENDA_PORT (1024 or higher) to another address."
        ) from error
    return listening


def _serve(settings: Settings, listening: socket.socket) -> None:
    from rag.archive import Archive

    Archive.open(settings).close()  # an unusable data folder or database is reported at once, too
    print("Wenda: loading the model and the archive ...", file=sys.stderr)  # noqa: T201
    # These take seconds to import; what is wrong with settings, address or data folder has been said by now.
    from rag.desk import Users
    from rag.service import Assistant
    from web.desk import desk_link
    from web.server import http_server
    from web.site import build_site

    assistant = Assistant.open(settings, journal=True)
    assistant.indexes.follow()  # indexes new articles as they are added
    threading.Thread(target=assistant.prepare, name="prepare", daemon=True).start()
    try:
        server = http_server(build_site(assistant, settings), SECONDS_TO_FINISH)
        link = desk_link(settings)
        site = link.partition("desk?")[0]
        desk = f"{site}desk/" if Users(assistant.desk).exist() else link
        print(f"Wenda: residents' page {site}", file=sys.stderr)  # noqa: T201
        print(f"Wenda: desk            {desk}", file=sys.stderr)  # noqa: T201
        server.run(sockets=[listening])
    finally:
        assistant.close()


if __name__ == "__main__":
    sys.exit(main())
