"""`Limits`: what every door asks before it begins an answer: may this asker ask, and when is it their turn."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing

from rag.config import Settings
from rag.limits.asker import Asker
from rag.limits.line import AT_ONCE, AT_ONCE_WITH_MODEL, Place, WaitingLine
from rag.limits.quotas import Quotas
from rag.schema import Event
from rag.schema.quota import Quota


class Limits:
    """The quotas of all askers and the line in which they wait."""

    def __init__(self, quotas: Quotas, line: WaitingLine) -> None:
        self.quotas = quotas
        self.line = line

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        quotas = Quotas(
            Quota.parse(settings.session_limit),
            Quota.parse(settings.address_limit),
            Quota.parse(settings.key_limit),
        )
        return cls(quotas, WaitingLine(AT_ONCE_WITH_MODEL if settings.llm else AT_ONCE))

    async def events(
        self, asker: Asker, stream: Callable[[], Generator[Event]]
    ) -> AsyncGenerator[Place | tuple[Event, ...]]:
        """See `WaitingLine.events`.

        Raises:
            TooMany, LineFull, Stopped
        """
        with self.quotas.held(asker):
            async with aclosing(self.line.events(asker, stream)) as steps:
                async for step in steps:
                    yield step
