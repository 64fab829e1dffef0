"""What an address below the base means: a page, a graph that a page tells of, or another name.

A thing has a page or leads to one; and it has triples, unless it is a list that no graph holds.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import pyoxigraph as ox

from casegraph.exporters.datasets import dcat, description
from casegraph.exporters.examples import examples
from casegraph.namespaces import (
    BASE,
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    VOCABULARY,
    document_of,
    inferred_graph,
    provenance_graph,
)
from casegraph.quads import canonical_quads, labelled_for
from casegraph.resources import ontology_dir
from casegraph.serve.linked.counted import tally
from casegraph.serve.linked.media import DATA
from casegraph.serve.linked.places import Place, place
from casegraph.shacl.told import told_shapes
from casegraph.web import addresses
from casegraph.web.addresses import HTML
from casegraph.web.catalogue import Catalogue

Quads = Callable[[], Iterable[ox.Quad]]

_FOLLOWING = "section-following"
"""The part of the page of a case that tells what follows."""

_DESCRIBED = frozenset({"index", "downloads"})
"""The pages that are about the whole."""

_SOURCE = "/source"
_SHAPE = "shape/"
_SHAPES = re.compile(r"shape(?:/\w+/[0-9.]+)?")
_VERSION = re.compile(r"ontology/\d+(?:\.\d+)+")
_PART = re.compile(r"ontology/(?:[0-9.]+/)?(axioms|alignments)")


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address means.

    iri: of the thing, empty for a list. page: there, None when `see` leads to another one. see: a
    path, with the place in its page after `#`. quads: gives the triples, None without any.
    is_large: they are those of a whole graph.
    """

    iri: str = ""
    page: Place | None = None
    see: str = ""
    quads: Quads | None = None
    is_large: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """The endings of its representations, the one for people first."""
        return (HTML,) if self.quads is None else (HTML, *DATA)


def thing(catalogue: Catalogue, path: str) -> Thing | None:
    """Return what *path* means, without an ending; None when it means nothing."""
    found = place(catalogue, path)
    if found is not None:
        return _at(catalogue, found)
    return _graph(catalogue, path) or _other_name(catalogue, path)


def _at(catalogue: Catalogue, found: Place) -> Thing:
    """Return the thing whose page is *found*; its triples stand beside the first."""
    iri = found.key if ":" in found.key else f"{BASE}/{found.path}" if found.key else ""
    if found.number > 1:
        return Thing(iri, found)
    if found.kind.quads is not None:
        return Thing(iri, found, quads=partial(found.kind.quads, catalogue, found.key))
    if found.path in _DESCRIBED:
        return Thing(BASE, found, quads=partial(_description, catalogue))
    lists: dict[str, Quads] = {
        "terms": partial(catalogue.store.graph, TERMS),
        "publications": partial(catalogue.store.graph, PUBLICATIONS),
        "queries": examples,
        "shapes": _shapes,
    }
    return Thing(iri, found, quads=lists.get(found.path), is_large=True)


def _description(catalogue: Catalogue) -> Iterable[ox.Quad]:
    """Return what data catalogues are told of the whole, as far as it takes no time to find out."""
    return dcat(description(catalogue.store, counted=tally(catalogue)))


def _graph(catalogue: Catalogue, path: str) -> Thing | None:
    """Return the named graph called *path*, as far as it is no page's own."""
    name = f"{BASE}/{path}"
    if name not in catalogue.once("graph names", lambda: frozenset(catalogue.graphs)):
        return None
    quads = partial(catalogue.store.graph, name)
    document = document_of(name)
    if document is not None:
        page = addresses.case_path(document)
        if name == inferred_graph(document):
            return Thing(name, see=f"{page}#{_FOLLOWING}", quads=quads)
        return Thing(name, see=page, quads=quads) if name == provenance_graph(document) else None
    if name in (TERMS, TERMS_INFERRED) or name.startswith(VOCABULARY):
        return Thing(name, see="terms", quads=quads, is_large=True)
    if name in (PUBLICATIONS, PUBLICATIONS_INFERRED):
        return Thing(name, see="publications", quads=quads, is_large=True)
    return None


def _other_name(catalogue: Catalogue, path: str) -> Thing | None:
    """Return what *path* is another name of: a version, a shape, a part of the downloads."""
    if part := _PART.fullmatch(path):
        return Thing(see="ontology", quads=partial(_parsed, f"{part[1]}.ttl"), is_large=True)
    if _VERSION.fullmatch(path):
        return _same(catalogue, "ontology")
    if _SHAPES.fullmatch(path):
        return Thing(see="shapes", quads=_shapes)
    if path.startswith(_SHAPE):
        return _shape(path.removeprefix(_SHAPE))
    if path == "query":
        return _same(catalogue, "queries")
    if path == "mappings" or path == "np" or path.startswith("np/"):
        return Thing(see="downloads")
    if path.endswith(_SOURCE):
        return _same(catalogue, path.removesuffix(_SOURCE)) if path.startswith("case/") else None
    iri = f"{BASE}/{path}"
    if document_of(iri) is not None or not catalogue.has_page(iri):
        return None
    return _same(catalogue, *addresses.place_of(iri))


def _same(catalogue: Catalogue, path: str, anchor: str = "") -> Thing | None:
    """Return what stands at *path* under another name, None when nothing does."""
    found = place(catalogue, path)
    if found is None:
        return None
    there = _at(catalogue, found)
    see = f"{path}#{anchor}" if anchor else path
    return Thing(there.iri, see=see, quads=there.quads, is_large=there.is_large)


def _shape(name: str) -> Thing | None:
    """Return the shape *name*, which has its place in the page when it has a message."""
    if f"{BASE}/{_SHAPE}{name}" not in _named_shapes():
        return None
    told = any(shape.name == name for file in told_shapes() for shape in file.shapes)
    return Thing(see=f"shapes#{name}" if told else "shapes", quads=_shapes)


@cache
def _named_shapes() -> frozenset[str]:
    """Return the IRIs of all shapes."""
    return frozenset(
        quad.subject.value for quad in _shapes() if isinstance(quad.subject, ox.NamedNode)
    )


def _shapes() -> Iterator[ox.Quad]:
    """Yield the triples of all shapes."""
    folder = ontology_dir()
    for file in sorted((folder / "shapes").rglob("*.ttl")):
        yield from _parsed(file.relative_to(folder).as_posix())


def _parsed(file: str) -> Iterator[ox.Quad]:
    """Yield the triples of *file* of the ontology, whose blank nodes are like those of no other."""
    yield from labelled_for(file, canonical_quads(ox.parse(path=ontology_dir() / file)))
