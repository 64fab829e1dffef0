"""The folders are found in a checkout, in an editable install and in a wheel."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from casegraph.errors import CasegraphError
from casegraph.resources import data_dir, ontology_dir, queries_dir

ROOT = Path(__file__).parents[1]
OFFLINE = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
ASK = """
from casegraph import resources
for folder in (resources.ontology_dir(), resources.data_dir(), resources.queries_dir()):
    print(folder)
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Return what *command* prints, run without this environment's Python path."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_checkout_has_the_folders_at_its_top() -> None:
    assert [ontology_dir(), data_dir(), queries_dir()] == [
        ROOT / name for name in ("ontology", "data", "queries")
    ]


def test_checkout_works_without_installation(tmp_path: Path) -> None:
    said = run(sys.executable, "-c", ASK, cwd=tmp_path, PYTHONPATH=str(ROOT / "src"))
    assert said.splitlines() == [str(ROOT / name) for name in ("ontology", "data", "queries")]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the checkout, so that building leaves no trace in this one."""
    target = tmp_path_factory.mktemp("checkout") / "casegraph"
    shutil.copytree(ROOT, target, ignore=left_out)
    return target


def left_out(folder: str, names: list[str]) -> set[str]:
    """Return those of *names* in *folder* that no distribution has."""
    made = {"build", "dist"} if Path(folder) == ROOT else set()
    return made | shutil.ignore_patterns(".*", "__pycache__", "node_modules")(folder, names)


@pytest.fixture
def empty_environment(tmp_path: Path) -> Iterator[Path]:
    """Give the Python of an environment without packages of its own, the libraries borrowed."""
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    borrowed = run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=tmp_path)
    # A later path: what the environment has installed itself goes first.
    (Path(borrowed.strip()) / "zz_borrowed.pth").write_text(f"{libraries}\n")
    yield python
    shutil.rmtree(folder)


def test_wheel_has_the_folders_inside_the_package(
    copy: Path, empty_environment: Path, tmp_path: Path
) -> None:
    run(
        sys.executable,
        *("-m", "pip", "wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", tmp_path, copy),
        cwd=tmp_path,
    )
    (wheel,) = tmp_path.glob("casegraph-*.whl")
    run(
        empty_environment,
        *("-m", "pip", "install", *OFFLINE, "--ignore-installed", wheel),
        cwd=tmp_path,
    )
    ontology, data, queries = run(empty_environment, "-c", ASK, cwd=tmp_path).splitlines()
    package = Path(ontology).parent
    assert package.name == "casegraph"
    assert str(package).startswith(str(empty_environment.parents[1]))
    assert [Path(data), Path(queries)] == [package / "data", package / "queries"]
    for name in ("ontology", "data", "queries"):
        assert contents(package / name) == contents(ROOT / name)


def test_editable_install_has_the_folders_of_its_checkout(
    copy: Path, empty_environment: Path, tmp_path: Path
) -> None:
    run(
        empty_environment,
        *("-m", "pip", "install", *OFFLINE, "--no-build-isolation", "--ignore-installed"),
        *("--editable", copy),
        cwd=tmp_path,
    )
    said = run(empty_environment, "-c", ASK, cwd=tmp_path).splitlines()
    assert said == [str(copy / name) for name in ("ontology", "data", "queries")]


def test_incomplete_installation_is_named(tmp_path: Path) -> None:
    package = tmp_path / "casegraph"
    shutil.copytree(ROOT / "src" / "casegraph", package)
    script = (
        "from casegraph.resources import data_dir\n"
        "from casegraph.errors import CasegraphError\n"
        "try: data_dir()\n"
        "except CasegraphError as error: print(error)"
    )
    said = run(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert "has no folder 'data'. Install casegraph again" in said
    assert issubclass(CasegraphError, Exception)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below *folder* that a wheel takes, by relative path."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
