"""Programs from npm that check what others read, where `make browser` has put them."""

import os
from pathlib import Path

import pytest

MODULES = "CASEGRAPH_NODE_MODULES"
"""The environment variable that names the folder with the packages."""

_HERE = Path(__file__).parent / "browser" / "node_modules"


def installed(*path: str) -> Path:
    """Return the file at *path* below `node_modules`; skip where it is not."""
    file = Path(os.environ.get(MODULES) or _HERE, *path)
    if not file.exists():
        pytest.skip(f"no {path[0]} in tests/browser/node_modules, and {MODULES} names no other")
    return file
