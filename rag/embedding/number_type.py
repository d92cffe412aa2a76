"""Chooses the number type that a model computes in: bfloat16 if this CPU is clearly faster with it, else float32.

CPUs with bfloat16 instructions are up to twice as fast with it; others are slower than with float32. No CPU flag says so
reliably, so the speed is measured once per model and CPU, and the choice is cached.
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

_MIN_SPEEDUP = 1.2
_MIN_COSINE = 0.995  # between the bfloat16 and the float32 vectors of each probe
_ROUNDS = 3
_SENTENCE = "市应急管理局走访社会应急救援队，2023年各支救援队共开展救援行动1052次，守牢城市运行安全底线。"
_PROBES = ["Which roads are closed?", _SENTENCE, *([_SENTENCE * 4] * 6)]

logger = logging.getLogger(__name__)


def choose_number_type(
    load: Callable[[NumberType], Encode], model_fingerprint: str, cache_dir: Path
) -> NumberType:
    """The number type for this model on this CPU, from the cache or measured now.

    Args:
        load: loads the model in a number type and returns its encode function (texts to unit vectors).
        model_fingerprint: identifies the model in the cache.
    """
    cached = cache_dir / "number-types" / f"{model_fingerprint}-{_cpu_fingerprint()}.json"
    try:
        choice: NumberType = json.loads(cached.read_text())["number_type"]
    except (OSError, ValueError, KeyError):
        choice = _measure(load, cached)
    return choice


def _measure(load: Callable[[NumberType], Encode], cached: Path) -> NumberType:
    encode_float32, encode_bfloat16 = load("float32"), load("bfloat16")
    cosine = float(np.min(np.sum(encode_float32(_PROBES) * encode_bfloat16(_PROBES), axis=1)))
    # Alternate and take the best of each, so that other programs on this machine do not decide the result.
    seconds = [(_seconds(encode_float32), _seconds(encode_bfloat16)) for _ in range(_ROUNDS)]
    float32, bfloat16 = (min(column) for column in zip(*seconds, strict=True))
    faster = float32 > _MIN_SPEEDUP * bfloat16 and cosine >= _MIN_COSINE
    choice: NumberType = "bfloat16" if faster else "float32"
    measured = {"number_type": choice, "float32_s": float32, "bfloat16_s": bfloat16, "cosine": cosine}
    logger.info("measured number type: %s", measured)
    _write(cached, json.dumps(measured))
    return choice


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text)
        temporary.replace(path)
    except OSError as error:
        logger.warning(
            "cannot write %s (%s); the number type will be measured again at the next start", path, error
        )


def _seconds(encode: Encode) -> float:
    start = time.perf_counter()
    encode(_PROBES)
    return time.perf_counter() - start


def _cpu_fingerprint() -> str:
    """Short hex of what the measurement depends on: CPU, number of threads, PyTorch version."""
    import torch

    facts = [platform.machine(), _cpu_model_and_flags(), str(torch.get_num_threads()), torch.__version__]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:8]


def _cpu_model_and_flags() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.processor()
    lines = cpuinfo.read_text().split("\n\n")[0].splitlines()
    return "\n".join(line for line in lines if line.startswith(("model name", "flags", "Features")))
