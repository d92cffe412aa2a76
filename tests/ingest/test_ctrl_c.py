"""Ctrl-C stops a command that waits, even where Python drops the exception."""

from __future__ import annotations

import signal

import pytest

from ingest.commands.shared import ctrl_c


class PressedWhileDeleted:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_is_noticed_while_an_object_is_deleted():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with ctrl_c() as pressed:
            PressedWhileDeleted()
            assert pressed.is_set()
        with ctrl_c() as pressed, pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert pressed.is_set()
    finally:
        signal.signal(signal.SIGINT, before)
