"""A case file in YAML to quads with their lines (YAML-LD: YAML read as JSON-LD 1.1).

Oxigraph reads the document under the project's contexts, as it reads other JSON-LD. What differs
from YAML-LD is in plain values alone: they keep the characters that are written, where the JSON
model has floating point and truth, and numbers are `xsd:integer` or `xsd:decimal`, as in Turtle.
"""

import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.namespaces import RDF
from casegraph.quads import value_of
from casegraph.read.authored import Authored, authored
from casegraph.read.meaning import NAMELESS
from casegraph.read.reading import Location
from casegraph.read.words import Words
from casegraph.read.yaml import tree

_LIST = (f"{RDF}first", f"{RDF}rest")


def quads_in_yaml(text: str, file: str, words: Words) -> list[tuple[ox.Quad, Location]]:
    """Return what the YAML *text* says, in the default graph, in the order of its lines.

    file: its name in places and errors. words: for terms.

    :raises ReadError: as `tree` and `authored` do, and when something written does not arrive.
    """
    written = authored(tree(text, file), file, words)
    try:
        quads = list(ox.parse(json.dumps(document(written)).encode(), format=ox.RdfFormat.JSON_LD))
    except SyntaxError as error:
        raise ReadError(
            f"is not JSON-LD: {error.msg}", file=file, repair="Write it as docs/yaml.md shows."
        ) from None
    _check_complete(quads, written, file)
    located = [
        (_with_blank_nodes(quad), Location(file, line))
        for quad, line in zip(quads, _lines_of(quads, written), strict=True)
    ]
    return sorted(located, key=lambda one: one[1].line or 0)


def document(written: Authored) -> dict[str, Any]:
    """Return *written* as JSON-LD with its contexts and its base."""
    base = {"@base": written.base} if written.base else {}
    return {"@context": [*written.contexts(), base], **written.document}


def _with_blank_nodes(quad: ox.Quad) -> ox.Quad:
    """Return *quad* with blank nodes for those that were given a name only for their lines."""
    subject, predicate, value, _ = quad
    return ox.Quad(_blank(subject), predicate, _blank(value))


def _blank(term: Any) -> Any:  # noqa: ANN401 - any term
    if isinstance(term, ox.NamedNode) and term.value.startswith(NAMELESS):
        return ox.BlankNode(term.value.removeprefix(NAMELESS))
    return term


def _lines_of(quads: Sequence[ox.Quad], written: Authored) -> list[int | None]:
    """Return the line of each of *quads*: that of the value, else of the list or the node."""
    known = written.lines
    holders = {
        quad.object.value: (value_of(quad.subject), quad.predicate.value)
        for quad in quads
        if isinstance(quad.object, ox.BlankNode)
    }
    lines: list[int | None] = []
    for quad in quads:
        subject, predicate, value = _places(quad)
        line = known.get((subject, predicate, value))
        while line is None and predicate in _LIST and subject in holders:
            subject, predicate = holders[subject]
        lines.append(line or known.get((subject, predicate, "@list")) or known.get(subject))
    return lines


def _check_complete(quads: Sequence[ox.Quad], written: Authored, file: str) -> None:
    """Check that each value that was written is in *quads*.

    :raises ReadError: for the first that JSON-LD has left out.
    """
    said = set(map(_places, quads))
    for place, line in written.lines.items():
        if isinstance(place, tuple) and place[2] != "@list" and place not in said:
            raise ReadError(
                "a value that does not reach the graph",
                file=file,
                line=line,
                node=place[2],
                repair="Write it otherwise, and report it: this is a fault of casegraph.",
            )


def _places(quad: ox.Quad) -> tuple[str, str, str]:
    return value_of(quad.subject), quad.predicate.value, value_of(quad.object)
