"""Dockerfile and compose.yaml agree with the code. No image is built here."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from models import open_assistant

from rag.config import Settings
from web.site import build_site

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
APP = COMPOSE["services"]["app"]
SETTINGS = {f"WENDA_{name.upper()}" for name in Settings.model_fields}


def instructions():
    """The instructions of the Dockerfile, in order: (name, arguments)."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def arguments(name):
    return [given for found, given in instructions() if found == name]


def environment():
    return dict(pair.split("=", 1) for given in arguments("ENV") for pair in shlex.split(given))


def test_what_the_image_copies_exists_and_is_sent_to_the_builder():
    sent = re.findall(r"^!(.+)", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = [name for given in arguments("COPY") for name in given.split()[:-1]]
    assert sorted(copied) == sorted(sent)
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_has_all_that_the_app_imports():
    copied = {given.split()[0] for given in arguments("COPY")}
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    assert rooms - copied == {"eval"}
    assert not any(
        re.search(r"^\s*(?:from|import) eval\b", path.read_text("utf-8"), re.MULTILINE)
        for room in rooms - {"eval"}
        for path in (ROOT / room).rglob("*.py")
    )


@pytest.mark.parametrize("given", [environment(), APP["environment"]], ids=["Dockerfile", "compose.yaml"])
def test_the_settings_exist_and_are_valid(given, monkeypatch):
    named = {name: value for name, value in given.items() if name.startswith("WENDA_")}
    assert named.keys() <= SETTINGS
    for name, value in named.items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?[^}]*\}", "filled1in", value))
    settings = Settings(_env_file=None)
    assert str(settings.data_dir) == APP["volumes"][0].split(":")[1] == arguments("VOLUME")[0]
    assert str(settings.cache_dir) in "".join(arguments("RUN"))
    assert [str(settings.port)] == arguments("EXPOSE")
    assert f"dynamic a app {settings.port}\n" in COMPOSE["configs"]["caddyfile"]["content"]
    assert f"http://127.0.0.1:{settings.port}/" in arguments("HEALTHCHECK")[0]


def test_it_runs_the_app_and_not_as_root():
    names = [name for name, _ in instructions()]
    assert json.loads(arguments("CMD")[-1]) == ["python", "app.py"]
    assert arguments("USER") == ["wenda"] and names.index("USER") < names.index("ENV")
    assert "--uid 10001 wenda" in "".join(arguments("RUN"))


def test_the_app_reaches_the_database_that_compose_starts():
    database = COMPOSE["services"]["postgres"]["environment"]
    user, name, password = (database[f"POSTGRES_{key}"] for key in ("USER", "DB", "PASSWORD"))
    assert APP["environment"]["WENDA_ARCHIVE"] == f"postgresql+psycopg://{user}:{password}@postgres/{name}"
    assert APP["build"]["args"] == {"EXTRAS": "-r requirements-scale.txt"}
    assert 'EXTRAS=""' in arguments("ARG") and "${EXTRAS}" in "".join(arguments("RUN"))


def test_its_python_is_one_that_wenda_runs_on():
    needed = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))[1]
    assert arguments("FROM") == [f"python:{needed}-slim-bookworm"]


def test_what_the_health_check_asks_for_is_served(settings):
    assistant = open_assistant(settings, journal=True)
    [path] = re.findall(r"http://127\.0\.0\.1:\d+(/[^']*)'", arguments("HEALTHCHECK")[0])
    with TestClient(build_site(assistant, settings)) as client:
        assert client.get(path).json()["ready"] is True
    assistant.close()


def test_every_volume_and_config_that_is_used_is_defined():
    services = COMPOSE["services"].values()
    volumes = {volume.split(":")[0] for service in services for volume in service.get("volumes", ())}
    assert volumes == COMPOSE["volumes"].keys()
    assert {used["source"] for service in services for used in service.get("configs", ())} == COMPOSE[
        "configs"
    ].keys()
    assert {name for s in services for name in s.get("depends_on", ())} <= COMPOSE["services"].keys()


@pytest.mark.parametrize("command", re.findall(r"python -m [^&]+", "".join(arguments("RUN"))))
def test_its_commands_are_those_of_the_readme(command):
    program = " ".join(command.split()[:4])
    assert program in (ROOT / "README.md").read_text("utf-8")
