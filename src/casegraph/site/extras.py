"""The files of a site that are no pages."""

from collections.abc import Iterable, Iterator
from importlib.resources import files as resources
from importlib.resources.abc import Traversable

from casegraph.site import downloads, search, sitemap, w3id
from casegraph.site.manifest import Entry
from casegraph.web.addresses import HTML
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site

NAMES = ("sitemap.xml", "robots.txt")
"""Those of them that stand at the top of the folder, where other people's files are too."""


def extras(
    catalogue: Catalogue, site: Site, entries: Iterable[Entry]
) -> Iterator[tuple[str, bytes]]:
    """Yield each file that is no page, with its content. entries: the pages."""
    for file in _below(resources("casegraph.web") / "static"):
        yield f"static/{file.name}", file.read_bytes()
    yield from downloads.model()
    yield from search.files(catalogue)
    pages = sorted(name for entry in entries for name in entry.files if name.endswith(f".{HTML}"))
    yield from sitemap.files(site, pages)
    if site.base_url:
        yield "w3id/.htaccess", w3id.redirects(site.base_url).encode()


def _below(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.is_file()), key=lambda file: file.name)
