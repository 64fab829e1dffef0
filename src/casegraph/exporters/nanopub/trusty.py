"""The trusty URI of a nanopublication: the hash of what it says, by the package `nanopub`."""

from collections.abc import Iterable, Sequence
from functools import cache
from types import ModuleType

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from casegraph.exporters.nanopub.naming import NANOPUBS, renamed
from casegraph.exporters.optional import require
from casegraph.quads import graph_of
from casegraph.rdflib_bridge import to_rdflib

_GAP = " "
"""What stands for the hash while it is computed."""


def artefact(quads: Iterable[ox.Quad]) -> str:
    """Return the code of *quads*: `RA` and 43 characters.

    :raises ExportError: when the package is not installed.
    """
    return str(hasher().make_hash(_rows(quads), baseuri=NANOPUBS, hashstr=_GAP))


def normalised(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as the text that is signed.

    :raises ExportError: when the package is not installed.
    """
    return str(hasher().normalize_quads(_rows(quads), baseuri=NANOPUBS, hashstr=_GAP))


def under(code: str, quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return *quads* with the trusty URI of *code* in place of the name they were made with."""
    terms = {term for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    own = {one for one in terms if isinstance(one, ox.NamedNode) and one.value.startswith(NANOPUBS)}
    return renamed(quads, {one: _final(code, one.value.removeprefix(NANOPUBS)) for one in own})


def _final(code: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(f"{NANOPUBS}{code}#{local}" if local else NANOPUBS + code)


@cache
def hasher() -> ModuleType:
    """Return the hasher of the package.

    Importing it turns off rdflib's normalisation of literals for the whole process, which others
    rely on; it is turned on again, since the literals here are made without.

    :raises ExportError: when the package is not installed.
    """
    normalising = rdflib.NORMALIZE_LITERALS
    try:
        return require("nanopub.trustyuri.rdf.RdfHasher", "nanopub")
    finally:
        rdflib.NORMALIZE_LITERALS = normalising


def _rows(quads: Iterable[ox.Quad]) -> list[tuple[Node, ...]]:
    """Return graph, subject, predicate and object of each quad, as the package has them."""
    return [
        (rdflib.URIRef(graph_of(quad)), *(to_rdflib(term) for term in quad.triple))
        for quad in quads
    ]
