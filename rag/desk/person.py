"""`Person`: who is signed in, and what the role allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["checker", "editor", "admin"]

ROLES: tuple[Role, ...] = ("checker", "editor", "admin")
"""Each role may do what the ones before it may."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who uses the desk.

    Attributes:
        name: as it is shown; empty for who came with the key of a newsroom without users.
    """

    name: str
    role: Role

    def may_act_as(self, least: Role) -> bool:
        """Whether the person's role is `least` or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(least)
