"""Who asks, how much each may ask, and the one line in which everybody waits, whichever door they came by.

A key, or without one a browser tab and a network address, may ask so many questions a minute, a day and at the same time.
Nothing about an asker is written down.
"""

from rag.limits.asker import Asker, Door
from rag.limits.limits import Limits
from rag.limits.line import LineFull, Place, Stopped, WaitingLine
from rag.limits.quotas import Refused, TooMany

__all__ = [
    "Asker",
    "Door",
    "Limits",
    "LineFull",
    "Place",
    "Refused",
    "Stopped",
    "TooMany",
    "WaitingLine",
]
