"""Whether the editor was built into this installation; see `hatch_build.py`."""

from pathlib import Path

_BUNDLE = Path(__file__).parents[1] / "static" / "editor" / "editor.js"


def is_bundled() -> bool:
    """Return whether the page has an editor to load; without one it is a plain form."""
    return _BUNDLE.is_file()
