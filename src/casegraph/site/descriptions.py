"""What a store holds, for catalogues and crawlers, and its questions as linked data."""

from collections.abc import Iterator

from casegraph.exporters.datasets import Download, Tally, dcat, description, void
from casegraph.exporters.datasets import written as described
from casegraph.exporters.examples import examples
from casegraph.namespaces import BASE
from casegraph.site.part import FILES
from casegraph.syntaxes.turtle import turtle
from casegraph.web.catalogue import Catalogue
from casegraph.web.downloads import FOLDER
from casegraph.web.environment import Site

DESCRIPTIONS = tuple(f"{FOLDER}/{name}.ttl" for name in ("void", "dcat", "queries"))
"""The files, all in Turtle."""


def descriptions(catalogue: Catalogue, site: Site, counted: Tally) -> Iterator[tuple[str, bytes]]:
    """Yield each file with its content. counted: the numbers of the store."""
    base = site.base_url or BASE
    downloads = tuple(Download(f"{base}/{file}") for file in FILES.values())
    told = description(catalogue.store, counted=counted)
    texts = (
        described(void(told, downloads=downloads)),
        described(dcat(told, downloads=downloads)),
        turtle(examples()),
    )
    for name, text in zip(DESCRIPTIONS, texts, strict=True):
        yield name, text.encode()
