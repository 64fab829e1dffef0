"""JSON-LD as it is written: other processors read it back the same, and nothing is guessed."""

import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld as processor

from casegraph.errors import ExportError
from casegraph.namespaces import BASE, CG, RDF, RDFS, TERM, XSD
from casegraph.quads import canonical
from casegraph.store import Store
from casegraph.syntaxes.context import Context, project_context
from casegraph.syntaxes.jsonld import jsonld, jsonld_of
from casegraph.syntaxes.triples import Triples

NODE = ox.NamedNode("https://w3id.org/casegraph/case/neck#fever")


def quad(predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Quad:
    return ox.Quad(NODE, ox.NamedNode(predicate), value)


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{datatype}"))


def node(*quads: ox.Quad) -> Mapping[str, Any]:
    """Return the one node of what *quads* are written as."""
    (written,) = json.loads(jsonld(quads))["@graph"]
    assert isinstance(written, dict)
    return written


def expanded(text: str) -> list[ox.Quad]:
    """Return the quads of JSON-LD as PyLD reads it."""
    nquads = processor.to_rdf(json.loads(text), {"format": "application/n-quads"})
    return list(ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS))


def test_another_processor_reads_the_bundled_cases_back(bundled_store: Store) -> None:
    for document in bundled_store.cases():
        quads = list(bundled_store.graph(document))
        assert canonical(expanded(jsonld(quads))) == canonical(quads)
        union = [ox.Quad(*quad.triple) for quad in quads]
        assert canonical(expanded(jsonld_of(Triples(quads)))) == canonical(union)


@pytest.mark.parametrize(
    "value",
    [
        ox.NamedNode(f"{TERM}fever"),
        ox.NamedNode(f"{CG}Left"),
        ox.NamedNode("urn:x:y"),
        ox.Literal("words"),
        ox.Literal("Wörter", language="de"),
        ox.Literal("words", language="en"),
        literal("1.50", "decimal"),
        literal("01", "integer"),
        literal("true", "boolean"),
        literal("P1D", "duration"),
    ],
)
@pytest.mark.parametrize(
    "predicate",
    [
        f"{CG}site",
        f"{CG}laterality",
        f"{CG}value",
        f"{CG}asWritten",
        f"{CG}ofNoWord",
        f"{RDFS}label",
        "http://purl.org/ontology/bibo/authorList",
        "http://example.org/other",
        f"{RDF}type",
    ],
)
def test_any_value_stands_under_any_property(
    predicate: str, value: ox.NamedNode | ox.Literal
) -> None:
    quads = [quad(predicate, value)]
    assert canonical(expanded(jsonld(quads))) == canonical(quads)


def test_words_of_the_context_say_what_they_can() -> None:
    written = node(
        quad(f"{CG}site", ox.NamedNode(f"{TERM}c4")),
        quad(f"{CG}laterality", ox.NamedNode(f"{CG}Left")),
        quad(f"{CG}value", literal("2.30", "decimal")),
        quad(f"{RDFS}label", ox.Literal("fever", language="en")),
        quad(f"{RDF}type", ox.NamedNode(f"{CG}Finding")),
    )
    assert written == {
        "id": "case:neck#fever",
        "type": "Finding",
        "label": "fever",
        "laterality": "Left",
        "site": ["term:c4"],
        "value": "2.30",
    }


def test_two_lists_of_one_property_stay_two() -> None:
    steps = []
    for name in ("a", "b"):
        cell = ox.BlankNode(name)
        steps += [
            quad("http://purl.org/ontology/bibo/authorList", cell),
            ox.Quad(cell, ox.NamedNode(f"{RDF}first"), ox.NamedNode(f"{BASE}/{name}")),
            ox.Quad(cell, ox.NamedNode(f"{RDF}rest"), ox.NamedNode(f"{RDF}nil")),
        ]
    assert canonical(expanded(jsonld(steps))) == canonical(steps)


def test_iri_that_would_be_read_as_a_short_name_is_refused() -> None:
    with pytest.raises(ExportError, match="is a prefix of the JSON-LD context"):
        jsonld([quad(f"{CG}site", ox.NamedNode("term:fever"))])


def test_definition_that_the_writer_does_not_know_is_refused() -> None:
    said = {**project_context().said, "back": {"@reverse": "cg:because"}}
    with pytest.raises(ExportError, match="defines 'back' in a way that no writer here knows"):
        Context(said)


def test_nodes_of_any_number_of_cases_take_bounded_memory() -> None:
    context = Context(project_context().said)
    for number in range(20_000):
        assert context.node(f"{NODE.value}-{number}") == f"case:neck#fever-{number}"
    assert context.node.cache_info().currsize < 20_000


def test_the_shortest_of_several_prefixes_is_taken_and_none_for_a_space_alone() -> None:
    context = Context({"@vocab": "x:", "a": "https://e.org/", "b": "https://e.org/b#", "c": "y:z:"})
    assert context.node("https://e.org/b#1") == "b:1"
    assert context.node("https://e.org/b#") == "a:b#"
    assert context.node("y:z:1") == "c:1"
    assert context.node("https://e.org/") == "https://e.org/"
