"""The names by which this server is reached. Pages, links and redirects may name the server as a request does, so a made-up
name must not get that far: a cache in front would give it to others.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

UNKNOWN_NAME = PlainTextResponse(
    "This name is not known here. If it is the site's own, add it to WENDA_HOSTNAMES.", status_code=421
)
FOR_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by whatever name a container or a monitor has for this server; no answer contains it."""


class KnownHosts:
    """Names given by the settings, `localhost`, and numeric addresses."""

    def __init__(self, hostnames: str) -> None:
        """
        Args:
            hostnames: names separated by spaces, see `WENDA_HOSTNAMES`.
        """
        self.given = frozenset(hostnames.casefold().split())

    def __contains__(self, host: str) -> bool:
        """Whether a Host header has such a name, with or without a port."""
        name = _name(host)
        try:
            ip_address(name)
        except ValueError:
            return name == "localhost" or name in self.given
        return True


class HostCheck:
    """An ASGI middleware that refuses unknown names where the settings give names, and forgets what other headers say.

    X-Forwarded-Host may come from anybody, also through a proxy: it counts only if it is a name from the settings.
    """

    def __init__(self, app: ASGIApp, known: KnownHosts) -> None:
        self.app = app
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_checked = bool(self._known.given) and scope["path"] not in FOR_MACHINES
        if is_checked and headers.get("host", "") not in self._known:
            await UNKNOWN_NAME(scope, receive, send)
            return
        forgotten = {b"x-gradio-server"}  # Gradio would take it for the address of its page
        forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
        if _name(forwarded) not in self._known.given:
            forgotten.add(b"x-forwarded-host")
        kept = [(name, value) for name, value in scope["headers"] if name not in forgotten]
        await self.app({**scope, "headers": kept}, receive, send)


def _name(host: str) -> str:
    """The name without the port; empty if it is neither a name nor an address."""
    try:
        parts = urlsplit(f"//{host}")
    except ValueError:  # brackets that enclose no address
        return ""
    return (parts.hostname or "") if parts.netloc == host and "@" not in host else ""
