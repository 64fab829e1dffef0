"""A store's description to a file."""

from collections.abc import Callable, Iterable
from os import PathLike

import pyoxigraph as ox

from casegraph.build import opened
from casegraph.exporters.datasets.dcat import dcat
from casegraph.exporters.datasets.description import TITLE, Description, description
from casegraph.exporters.datasets.download import Download
from casegraph.exporters.datasets.tally import Tally
from casegraph.exporters.datasets.triples import DESCRIBING
from casegraph.exporters.datasets.void import void
from casegraph.exporters.file import Out, pieces_to
from casegraph.progress import Progress, silent
from casegraph.store import Store
from casegraph.syntaxes.turtle import turtle

_NOTHING = Description(Tally())


def export_void(
    out: Out[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    title: str = TITLE,
    downloads: Iterable[Download] = (),
    endpoint: str | None = None,
    progress: Progress = silent,
) -> None:
    """Write the VoID description of *store* to *out*, in Turtle.

    out: a file, or what takes the text. store: a store, the path of one, or None for the bundled
    cases. downloads: files that hold all of it. endpoint: the URL of its SPARQL endpoint.

    :raises ExportError: when the file cannot be written, or a URL is none.
    :raises StoreError: when *store* cannot be opened.
    """
    _export(out, void, store, title, downloads, endpoint, progress)


def export_dcat(
    out: Out[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    title: str = TITLE,
    downloads: Iterable[Download] = (),
    endpoint: str | None = None,
    progress: Progress = silent,
) -> None:
    """Write the DCAT description of *store* to *out*, in Turtle. The rest is as for `export_void`.

    :raises ExportError: when the file cannot be written, or a URL is none.
    :raises StoreError: when *store* cannot be opened.
    """
    _export(out, dcat, store, title, downloads, endpoint, progress)


def written(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of a description as Turtle."""
    return turtle(quads, DESCRIBING)


def _export(
    out: Out[str],
    describing: Callable[..., list[ox.Quad]],
    store: Store | str | PathLike[str] | None,
    title: str,
    downloads: Iterable[Download],
    endpoint: str | None,
    progress: Progress,
) -> None:
    files = tuple(downloads)
    describing(_NOTHING, downloads=files, endpoint=endpoint)  # a wrong URL before the counting
    with opened(store) as source:
        described = description(source, title=title, progress=progress)
    with pieces_to(out) as put:
        put(written(describing(described, downloads=files, endpoint=endpoint)))
