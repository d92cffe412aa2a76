"""Chooses the number type that a model computes in: bfloat16 where this CPU is clearly faster with it.

CPUs with bfloat16 instructions are up to twice as fast with it, others slower than with float32, and no flag
tells it reliably: so it is measured once for a model and a CPU, and kept in the cache.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

NumberType = Literal["float32", "bfloat16"]
Encode = Callable[[list[str]], NDArray[np.float32]]

_FASTER = 1.2
_SAME_DIRECTION = 0.995
_ROUNDS = 3
_SENTENCE = "市应急管理局走访社会应急救援队，2023年各支救援队共开展救援行动1052次，守牢城市运行安全底线。"
_PROBES = ["Which roads are closed?", _SENTENCE, *([_SENTENCE * 4] * 6)]

logger = logging.getLogger(__name__)


def choose_number_type(
    load: Callable[[NumberType], Encode], model_fingerprint: str, cache_dir: Path
) -> NumberType:
    """Returns the number type for this model on this CPU, as measured now or earlier.

    Args:
        load: loads the model in a number type; what it returns turns texts into unit vectors.
        model_fingerprint: names the model in the cache.
    """
    kept = cache_dir / "number-types" / f"{model_fingerprint}-{_cpu_fingerprint()}.json"
    try:
        choice: NumberType = json.loads(kept.read_text())["number_type"]
    except (OSError, ValueError, KeyError):
        choice = _measure(load, kept)
    return choice


def _measure(load: Callable[[NumberType], Encode], kept: Path) -> NumberType:
    exact, short = load("float32"), load("bfloat16")
    cosine = float(np.min(np.sum(exact(_PROBES) * short(_PROBES), axis=1)))
    # In turns, and the best of each: other programs on this machine must not decide.
    seconds = [(_seconds(exact), _seconds(short)) for _ in range(_ROUNDS)]
    float32, bfloat16 = (min(column) for column in zip(*seconds, strict=True))
    faster = float32 > _FASTER * bfloat16 and cosine >= _SAME_DIRECTION
    choice: NumberType = "bfloat16" if faster else "float32"
    measured = {"number_type": choice, "float32_s": float32, "bfloat16_s": bfloat16, "cosine": cosine}
    logger.info("number type measured: %s", measured)
    _keep(kept, json.dumps(measured))
    return choice


def _keep(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(text)
        beside.replace(path)
    except OSError as error:
        logger.warning(
            "The number type is measured again at the next start: cannot write %s (%s)", path, error
        )


def _seconds(encode: Encode) -> float:
    start = time.perf_counter()
    encode(_PROBES)
    return time.perf_counter() - start


def _cpu_fingerprint() -> str:
    """Short hex of what makes the measurement another one: the CPU, the threads, the PyTorch."""
    import torch

    facts = [platform.machine(), _cpu_model_and_flags(), str(torch.get_num_threads()), torch.__version__]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:8]


def _cpu_model_and_flags() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.processor()
    lines = cpuinfo.read_text().split("\n\n")[0].splitlines()
    return "\n".join(line for line in lines if line.startswith(("model name", "flags", "Features")))
