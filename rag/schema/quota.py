"""How much one asker may ask: `12 a minute, 300 a day, 2 at once`, as the settings and the command line write it."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Quota:
    """The most questions a minute, a day and at the same time; None: as many as one likes."""

    minute: int | None = None
    day: int | None = None
    at_once: int | None = None

    @classmethod
    def parse(cls, text: str) -> Quota:
        """A quota from `12 a minute, 300 a day, 2 at once`; each part may be left out.

        Raises:
            ValueError: it is not written like this; the message says how to write it.
        """
        limits: dict[str, int] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            number, _, unit = part.partition(" ")
            name = unit.strip().removeprefix("a ").replace(" ", "_")
            if name not in _NAMES or name in limits or not (number.isdecimal() and int(number)):
                raise ValueError(
                    f"{part!r} is no limit; write it like `12 a minute, 300 a day, 2 at once`, or leave it empty"
                )
            limits[name] = int(number)
        return cls(**limits)

    def __str__(self) -> str:
        words = {"minute": "a minute", "day": "a day", "at_once": "at once"}
        limits = {name: getattr(self, name) for name in words}
        return ", ".join(f"{limit} {words[name]}" for name, limit in limits.items() if limit is not None)


_NAMES = frozenset(field.name for field in fields(Quota))
