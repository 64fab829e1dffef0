"""The triples beside a page, in each syntax that it offers."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from casegraph.syntaxes.jsonld import jsonld_of
from casegraph.syntaxes.triples import Triples
from casegraph.syntaxes.turtle import turtle_of
from casegraph.web.addresses import JSONLD, TURTLE


def syntaxes(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    """Yield the triples of *quads*, whatever their graphs, as (ending, text) for each syntax."""
    triples = Triples(quads)
    yield TURTLE, turtle_of(triples)
    yield JSONLD, jsonld_of(triples)
