"""A store to a folder of pages that needs no server."""

import os
import re
from dataclasses import dataclass
from importlib.metadata import version
from os import PathLike
from pathlib import Path

from casegraph.build import opened
from casegraph.build.crew import Crew
from casegraph.errors import ExportError
from casegraph.progress import Progress, silent
from casegraph.site.folder import Folder
from casegraph.site.ground import shared
from casegraph.site.run import Run
from casegraph.site.whole import Whole
from casegraph.site.work import Worker
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site

_AHEAD = 32
_DIED = "a process died that made pages; the next run goes on from here"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. pages, files: how many the site has. written, removed: files that changed."""

    pages: int
    files: int
    written: int
    removed: int


def write_site(
    out: str | PathLike[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    sources: str | PathLike[str] | None = None,
    base_url: str = "",
    workers: int = 1,
    progress: Progress = silent,
) -> Summary:
    """Write the pages of *store* to the folder *out*, those that have changed.

    out: a new or empty folder, or that of a site, of which pages go that the store no longer has.
    store: a store, the path of one, or None for the bundled cases. sources: a folder with the texts
    of the reports. base_url: where the site will be. workers: how many processes make pages, 0 for
    all cores; one when *store* is no path.

    :raises ExportError: when *out* has files and is no site, has one of somebody else's where ours
        belongs, or cannot be written.
    :raises StoreError: when *store* cannot be opened.
    :raises EvidenceError: when *sources* is no folder.
    """
    site = Site(version("casegraph"), _checked(base_url))
    texts = None if sources is None else Path(sources)
    folder = Folder(Path(out))
    with opened(store) as source:
        own = source if store is None or isinstance(store, Store) else os.fspath(store)
        catalogue = Catalogue(source, texts)
        ground = shared(catalogue, site)  # what cannot be used is said before a folder is made
        worker = Worker(own, texts, site, ground, folder.path)
        processes = 1 if isinstance(own, Store) else workers or os.cpu_count() or 1
        with (
            folder.locked(),
            Crew(processes, worker, ahead=_AHEAD, died=_DIED) as crew,
            Whole(folder.scratch) as parts,
        ):
            run = Run(folder, catalogue, site, ground, crew, progress, parts)
            run.write_pages()
            run.write_extras()
            run.write_graph()
            removed = run.finish()
    return Summary(run.pages, run.files, run.written, removed)


def _checked(base_url: str) -> str:
    """Return *base_url* without a slash at its end.

    :raises ExportError: when it is given and is no address of the web.
    """
    if base_url and not re.fullmatch(r"https?://[^\s<>\"#?]+", base_url):
        raise ExportError(
            f"{base_url!r} is not where a site can be",
            repair="Give an address such as https://example.org/casegraph.",
        )
    return base_url.rstrip("/")
