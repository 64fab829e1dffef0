"""Triples that an export adds of its own."""

import pyoxigraph as ox

from casegraph.syntaxes.triples import Subject, Value


def triple(subject: Subject, predicate: str, value: Value | str) -> ox.Quad:
    """Return a triple. value: a text is an IRI."""
    thing = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Quad(subject, ox.NamedNode(predicate), thing)
