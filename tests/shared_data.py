"""Marks tests that need the data in `../shared`, which is not in the repository; without it they are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
REASON = "../shared is missing"


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip the test if a file of `../shared` is missing."""
    return pytest.mark.skipif(not path.exists(), reason=REASON)
