"""`Asker`: who asks, as far as the limits need to know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from rag.schema.quota import Quota

Role = Literal["resident", "staff", "program"]
Door = Literal["page", "rest", "openai", "mcp"]

HOUSEHOLD_PREFIX = 64  # bits of an IPv6 address that all devices of one connection share


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. It is held while the answer is given, and never stored or logged.

    Attributes:
        door: where the question came in.
        session: the browser tab; empty if there is none.
        address: the network address; empty if it is not known.
        key: the name of the program's key; empty without one.
        quota: the key's own quota; None: the one of the settings.
    """

    door: Door
    role: Role = "resident"
    session: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    key: str = ""
    quota: Quota | None = None

    @property
    def source(self) -> str:
        """The address that is counted: that of the connection. Empty for this machine's own, behind which anybody may be: a
        proxy that does not say for whom it asks."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return ""
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        if address.is_loopback:
            return ""
        if isinstance(address, IPv6Address):
            return str(ip_network((address, HOUSEHOLD_PREFIX), strict=False))
        return str(address)

    @property
    def party(self) -> tuple[str, str]:
        """Those who wait as one: with the same key, else at the same address, else in the same browser tab."""
        names = {"key": self.key, "address": self.source, "session": self.session}
        return next(((kind, name) for kind, name in names.items() if name), ("nobody", ""))
