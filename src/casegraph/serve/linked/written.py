"""The triples beside a page, in the syntaxes that its address offers."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from casegraph.serve.linked.media import TYPES
from casegraph.serve.syntaxes import pieces
from casegraph.syntaxes.jsonld import jsonld_of
from casegraph.syntaxes.triples import Triples
from casegraph.syntaxes.turtle import turtle
from casegraph.web.addresses import JSONLD, TURTLE


def written(quads: Iterable[ox.Quad], ending: str) -> Iterator[bytes]:
    """Yield the triples of *quads* in the syntax of *ending*.

    Turtle and JSON-LD are those that stand beside a page of the site, however long.

    :raises RefusedError: 406, when the syntax cannot say one of them.
    """
    if ending == TURTLE:
        yield turtle(quads).encode()
    elif ending == JSONLD:
        yield jsonld_of(Triples(quads)).encode()
    else:
        yield from pieces(quads, TYPES[ending])
