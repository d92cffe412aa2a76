"""The base class of the project's errors."""

from __future__ import annotations


class WendaError(Exception):
    """Base class of all errors that users can see. The message says what is wrong and what to do."""
