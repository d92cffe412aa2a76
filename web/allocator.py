"""Limits the memory that the C library keeps for threads that no longer need it."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8  # malloc.h of glibc


def use_one_arena() -> None:
    """Make all threads allocate memory from one arena. Has no effect if the C library is not glibc.

    By default glibc creates up to eight arenas per core, and each keeps the most memory that its threads ever needed:
    with dozens of threads, 150 MB after 50 people asked at once. Only one thread at a time holds Python's global lock,
    so threads rarely wait for the arena. Call this before starting threads.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
