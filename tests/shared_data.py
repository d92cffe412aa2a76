"""Tests of the data in `../shared`, which is not part of the repository: without it they are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
REASON = "../shared is not there"


def needs(path: Path) -> pytest.MarkDecorator:
    """Skips a test where a file of `../shared` is missing."""
    return pytest.mark.skipif(not path.exists(), reason=REASON)
