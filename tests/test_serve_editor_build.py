"""The build hook: a wheel has the editor where npm has its packages, and is whole without it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/casegraph/serve/editor/source"
MADE = "casegraph/serve/static/editor"
BUNDLE, LICENCES = f"{MADE}/editor.js", f"{MADE}/LICENCES.txt"
NOTHING = {"PATH": "", "CASEGRAPH_EDITOR": ""}
"""An environment in which nobody asks for the editor and npm is not found."""

PAGE = """
from pathlib import Path
from casegraph.serve import Settings
from casegraph.serve.editor import tasks
from casegraph.serve.editor.asked import Question
from casegraph.serve.workers import Context
from casegraph.store import Store
context = Context(Settings(store=Path("unused")), Store.open())
print(b"".join(tasks.page(context, Question(), "https://x/sparql").body).decode())
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with the package and nothing of its data, in which nothing was built."""
    target = tmp_path / "casegraph"
    target.mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, target)
    for name in ("data", "ontology", "queries"):
        (target / name).mkdir()
    shutil.copytree(ROOT / "src/casegraph", target / "src/casegraph", ignore=left_out)
    shutil.copytree(ROOT / "queries", target / "queries", dirs_exist_ok=True)
    return target


def left_out(folder: str, names: list[str]) -> set[str]:
    """Return those of *names* in *folder* that were made there."""
    made = {"__pycache__", "editor"} if Path(folder).name == "static" else {"__pycache__"}
    return made.intersection(names)


def build(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Return how building a wheel in *checkout* ended."""
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel"],
        cwd=checkout,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def names_in(checkout: Path) -> list[str]:
    """Return the names of the files in the wheel."""
    with ZipFile(wheel(checkout)) as opened:
        return opened.namelist()


def wheel(checkout: Path) -> Path:
    (found,) = (checkout / "dist").glob("casegraph-*.whl")
    return found


def hook() -> ModuleType:
    """Return the module of the hook, which is in no package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_wheel_has_the_editor_and_the_licences_of_what_is_in_it(checkout: Path) -> None:
    done = build(checkout, CASEGRAPH_EDITOR="required")
    wanted = os.environ.get("CASEGRAPH_EDITOR") == "required"
    if done.returncode and not wanted and "`node bundle.js`" not in done.stderr:
        pytest.skip(f"the editor cannot be built here: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    names = names_in(checkout)
    assert BUNDLE in names
    assert not any("editor/source" in name or "node_modules" in name for name in names)
    with ZipFile(wheel(checkout)) as opened:
        bundle, licences = (opened.read(name).decode() for name in (BUNDLE, LICENCES))
    assert hook().digest_of(SOURCE) in bundle.splitlines()[0]
    package = json.loads((SOURCE / "package.json").read_text())
    for name, version in package["dependencies"].items():
        assert f"\n{name} {version}, MIT\n" in licences
    assert licences.count("Permission is hereby granted") >= len(package["dependencies"])
    assert str(checkout) not in bundle


def test_wheel_without_npm_has_the_plain_form(checkout: Path, tmp_path: Path) -> None:
    done = build(checkout, **NOTHING)
    assert done.returncode == 0, done.stderr
    assert "The wheel has no SPARQL editor: npm is not on the path." in done.stdout + done.stderr
    assert not any(name.startswith(MADE) for name in names_in(checkout))
    site = tmp_path / "site"
    with ZipFile(wheel(checkout)) as opened:
        opened.extractall(site)
    page = subprocess.run(
        [sys.executable, "-c", PAGE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "<textarea" in page
    assert "sparql.css" in page
    assert "editor.js" not in page


def test_wheel_that_must_have_the_editor_is_not_built_without(checkout: Path) -> None:
    done = build(checkout, **NOTHING | {"CASEGRAPH_EDITOR": "required"})
    assert done.returncode != 0
    assert "npm is not on the path. Install Node.js with npm" in done.stderr
    assert not (checkout / "dist").exists() or not list((checkout / "dist").glob("*.whl"))


def test_editor_of_another_source_is_not_taken(checkout: Path) -> None:
    made = checkout / "src" / MADE
    made.mkdir(parents=True)
    (made / "editor.js").write_text("/* of yesterday */\n")
    (made / "LICENCES.txt").write_text("None.\n")
    assert build(checkout, **NOTHING).returncode == 0
    assert not any(name.startswith(MADE) for name in names_in(checkout))


def test_editor_that_was_built_before_is_taken_without_npm(checkout: Path) -> None:
    made = checkout / "src" / MADE
    made.mkdir(parents=True)
    (made / "editor.js").write_text(f"/* {hook().digest_of(SOURCE)} */\n")
    (made / "LICENCES.txt").write_text("None.\n")
    assert build(checkout, **NOTHING).returncode == 0
    assert {BUNDLE, LICENCES} <= set(names_in(checkout))
    assert build(checkout, **NOTHING | {"CASEGRAPH_EDITOR": "none"}).returncode == 0
    assert not any(name.startswith(MADE) for name in names_in(checkout))


def test_misspelt_wish_is_named(checkout: Path) -> None:
    done = build(checkout, **NOTHING | {"CASEGRAPH_EDITOR": "yes"})
    assert done.returncode != 0
    assert "CASEGRAPH_EDITOR=yes: write `required` or `none`" in done.stderr


def test_editor_here_is_that_of_its_source() -> None:
    made = ROOT / "src" / MADE
    if not made.is_dir():
        pytest.skip("the editor was not built; `make editor` does")
    assert hook().is_made(SOURCE, made), "run `make editor`"


def test_packages_are_pinned_and_their_lock_names_no_server() -> None:
    package = json.loads((SOURCE / "package.json").read_text())
    lock = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    pinned = package["dependencies"] | package["devDependencies"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in pinned} == pinned
    fetched = [entry for place, entry in lock.items() if place]
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched)
    assert not any("resolved" in entry for entry in fetched)
