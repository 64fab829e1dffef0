"""The build hook that puts the editor of the SPARQL page into the wheel.

Enters `src/casegraph/serve/editor/source`, which is JavaScript with the packages that it needs;
leaves `src/casegraph/serve/static/editor`, with the bundle and the licences of what is in it. An
editable install gets them too. The folder is never committed.

Without npm, or where the registry does not answer, the wheel is built without the editor, and its
SPARQL page is a plain form. The environment variable `CASEGRAPH_EDITOR` says otherwise: `required`
makes that an error, `none` does not try, and takes away what an earlier build made.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VARIABLE = "CASEGRAPH_EDITOR"
CHOICES = ("", "none", "required")

SOURCE = "src/casegraph/serve/editor/source"
MADE = "src/casegraph/serve/static/editor"

INSTALL = (
    *("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
    *("--fetch-retries", "1", "--fetch-timeout", "30000", "--loglevel", "error"),
)
PATIENCE = 300
"""Seconds after which npm is taken for stuck."""


class EditorError(Exception):
    """The editor cannot be made; says why and what to do."""


class EditorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the editor, unless it is there and its source has not changed since."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the editor and have it taken into the wheel.

        :raises EditorError: when it is required and cannot be made.
        """
        wish = os.environ.get(VARIABLE, "")
        if wish not in CHOICES:
            raise EditorError(f"{VARIABLE}={wish}: write `required` or `none`, or take it away.")
        made = Path(self.root, MADE)
        if wish == "none":
            shutil.rmtree(made, ignore_errors=True)
            return
        try:
            make(Path(self.root, SOURCE), made)
        except EditorError as error:
            if wish == "required":
                raise
            shutil.rmtree(made, ignore_errors=True)
            self.app.display_warning(f"The wheel has no SPARQL editor: {error}")
            return
        build_data["artifacts"].append(f"/{MADE}/*")


def make(source: Path, made: Path) -> None:
    """Make the folder *made* from the folder *source*, unless it is as it would become.

    :raises EditorError: when npm or node is missing or fails.
    """
    if is_made(source, made):
        return
    if not (shutil.which("npm") and shutil.which("node")):
        raise EditorError("npm is not on the path. Install Node.js with npm and build again.")
    with tempfile.TemporaryDirectory() as scratch:
        for file in files_of(source):
            shutil.copy(file, scratch)
        run(*INSTALL, folder=scratch)
        run("node", "bundle.js", "made", digest_of(source), folder=scratch)
        shutil.rmtree(made, ignore_errors=True)
        shutil.copytree(Path(scratch, "made"), made)


def is_made(source: Path, made: Path) -> bool:
    """Return whether *made* is whole and was made from *source* as it is."""
    bundle = made / "editor.js"
    if not (bundle.is_file() and (made / "LICENCES.txt").is_file()):
        return False
    with bundle.open(encoding="utf-8") as lines:
        return digest_of(source) in lines.readline()


def digest_of(source: Path) -> str:
    """Return the digest of all files in *source*, with which the bundle begins."""
    parts = (part for file in files_of(source) for part in (file.name.encode(), file.read_bytes()))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def files_of(source: Path) -> list[Path]:
    """Return the files of which the editor is made, sorted."""
    return sorted(path for path in source.iterdir() if path.suffix in {".js", ".json"})


def run(*command: str, folder: str) -> None:
    """Run *command* in *folder*.

    :raises EditorError: when it fails or takes too long, with the end of what it said.
    """
    try:
        subprocess.run(  # noqa: S603
            command, cwd=folder, check=True, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.CalledProcessError as error:
        said = " ".join(error.stderr.split())[-400:]
        raise EditorError(
            f"`{' '.join(command[:2])}` failed: {said}. Check that the npm registry answers."
        ) from None
    except subprocess.TimeoutExpired:
        raise EditorError(
            f"`{' '.join(command[:2])}` took over {PATIENCE} seconds. Check the network."
        ) from None
