"""The folder in which a run keeps its temporary files, those of the processes that it starts included."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "wenda-"  # short, like what follows: the path of a socket in it must not exceed 100 characters
_AFTER_MULTIPROCESSING = -200  # its own files, which lie in here, are deleted at priority -100


def use_run_folder() -> None:
    """Keep temporary files in a folder of this process's own, which is deleted when it ends.

    What runs have left that were killed is deleted now: their folders are locked no more.

    Raises:
        OSError: there is no folder for temporary files.
    """
    parent = Path(tempfile.gettempdir())
    for left in parent.glob(f"{PREFIX}*.lock"):
        _delete_if_left(left)
    folder = parent / f"{PREFIX}{secrets.token_hex(4)}"
    lock = _lock(folder)
    lock.acquire()
    folder.mkdir(mode=0o700)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    Finalize(None, _delete, (folder, lock), exitpriority=_AFTER_MULTIPROCESSING)


def _lock(folder: Path) -> FileLock:
    return FileLock(folder.with_name(f"{folder.name}.lock"))


def _delete_if_left(lock_file: Path) -> None:
    lock = FileLock(lock_file)
    try:
        lock.acquire(blocking=False)
    except (Timeout, OSError):  # it is in use, or another user's
        return
    _delete(lock_file.with_suffix(""), lock)


def _delete(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)
