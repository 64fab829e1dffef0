"""What a store on disk says about itself: `casegraph.json`, which is written whole or not at all.

It names the generation that holds the content, so that writing it is what makes new content the
content; and it says what that was built with, and which cases were removed from it.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from casegraph.errors import StoreError
from casegraph.files import write_atomically
from casegraph.store.built import Built

NAME = "casegraph.json"

_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of a manifest.

    generation: the name of the folder with the database, None as long as there is none. built: what
    the content was built with, None before any build. removed: the case documents that were ever
    removed, or were about to be; of those that the content has none is removed now.
    """

    generation: str | None = None
    built: Built | None = None
    removed: frozenset[str] = frozenset()


def read(folder: Path) -> Manifest:
    """Return the manifest of the store *folder*.

    :raises StoreError: when there is no such folder, it is empty, no store, or one of another
        format.
    """
    if not folder.exists():
        raise StoreError(
            "no such store", file=folder, repair="Build one there with `casegraph build --store`."
        )
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if said["format"] != _FORMAT:
            raise StoreError(
                f"a store of format {said['format']}, and this casegraph reads format {_FORMAT}",
                file=folder,
                repair="Build it again with this version.",
            )
        built = said["built"]
        return Manifest(
            said["generation"],
            None if built is None else Built(**built),
            frozenset(said.get("removed", ())),  # which manifests of old do not have
        )
    except (OSError, ValueError, TypeError, KeyError):
        raise (_empty(folder) if _is_empty(folder) else no_store(folder)) from None


def write(folder: Path, manifest: Manifest) -> None:
    """Write *manifest* to the store *folder*; when this returns it is on the disk.

    :raises OSError: when the folder cannot be written.
    """
    said = {"format": _FORMAT, **asdict(manifest), "removed": sorted(manifest.removed)}
    content = json.dumps(said, indent=2)
    write_atomically(folder / NAME, content.encode() + b"\n")


def no_store(folder: Path) -> StoreError:
    """Return the error for a *folder* that is not ours."""
    return StoreError(
        "is not a casegraph store",
        file=folder,
        repair="Name a store, or a new or empty folder to build one in.",
    )


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:  # a file, or a folder that may not be listed
        return False


def _empty(folder: Path) -> StoreError:
    return StoreError(
        "the folder is empty and holds no store",
        file=folder,
        repair="Build one there with `casegraph build --store`.",
    )
