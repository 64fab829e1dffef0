"""The JSON-LD context covers the vocabulary, and what is written with it reads back the same."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, XSD

from casegraph.namespaces import CG, PREFIXES
from casegraph.rdflib_bridge import to_graph
from casegraph.resources import data_dir, ontology_dir

Definition = dict[str, str]


@cache
def context() -> dict[str, str | Definition]:
    text = (ontology_dir() / "context.jsonld").read_text(encoding="utf-8")
    document = json.loads(text, object_pairs_hook=_without_repeated_keys)
    return document["@context"]  # type: ignore[no-any-return]


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


@cache
def vocabulary() -> Graph:
    graph = Graph()
    for name in ("casegraph.ttl", "axioms.ttl"):
        graph.parse(ontology_dir() / name)
    return graph


def own(*kinds: URIRef) -> dict[str, URIRef]:
    """Return the names of the vocabulary that are of one of *kinds*, by their local names."""
    return {
        str(subject).removeprefix(CG): URIRef(str(subject))
        for kind in kinds
        for subject in vocabulary().subjects(RDF.type, kind)
        if str(subject).startswith(CG)
    }


def definition(key: str) -> Definition:
    found = context()[key]
    return {"@id": found} if isinstance(found, str) else found


def test_every_prefix_of_the_project_is_there() -> None:
    assert {key: context().get(key) for key in PREFIXES} == PREFIXES


def test_classes_and_individuals_are_written_by_their_local_names() -> None:
    names = sorted(own(OWL.Class, OWL.NamedIndividual))
    read = read_json({"@context": context(), "id": "https://example.org/x", "type": names})
    assert {quad.object for quad in read} == {ox.NamedNode(CG + name) for name in names}


def test_every_property_has_its_local_name_as_key_and_the_type_of_its_values() -> None:
    closed_lists = {CG + name for name in own(OWL.Class)} & {
        str(kind)
        for individual in own(OWL.NamedIndividual).values()
        for kind in vocabulary().objects(individual, RDF.type)
    }
    for name, iri in own(OWL.ObjectProperty).items():
        in_a_list = str(vocabulary().value(iri, RDFS.range)) in closed_lists
        assert definition(name)["@id"] == f"cg:{name}"
        assert definition(name)["@type"] == ("@vocab" if in_a_list else "@id"), name
    for name, iri in own(OWL.DatatypeProperty).items():
        datatype = vocabulary().value(iri, RDFS.range)
        datatype = XSD.integer if datatype == XSD.nonNegativeInteger else datatype
        written = definition(name).get("@type", "xsd:string").replace("xsd:", str(XSD))
        assert (definition(name)["@id"], written) == (f"cg:{name}", str(datatype))
    for name in own(OWL.AnnotationProperty):
        expected = "xsd:gYear" if name == "inYear" else "xsd:duration"
        assert context()[name] == {"@id": f"cg:{name}", "@type": expected}


def test_no_key_leads_to_a_name_that_nobody_defined() -> None:
    known = set(own(OWL.Class, OWL.NamedIndividual))
    known |= set(own(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty))
    for key in context():
        if key.startswith("@") or key in PREFIXES:
            continue
        target = definition(key)["@id"]
        assert not target.startswith("cg:") or target.removeprefix("cg:") in known


def test_the_order_of_authors_is_kept() -> None:
    assert definition("authorList")["@container"] == "@list"


# Round trips


def read_json(document: object) -> list[ox.Quad]:
    return list(ox.parse(json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD))


def read_turtle(turtle: str) -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return list(ox.parse((prefixes + turtle).encode(), format=ox.RdfFormat.TURTLE))


def canonical(quads: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


BUNDLED = sorted(
    [*data_dir().rglob("*.ttl"), *(ontology_dir() / "terms").glob("*.ttl")],
    key=lambda path: path.name,
)


@pytest.mark.parametrize("path", BUNDLED, ids=[path.name for path in BUNDLED])
def test_what_is_written_with_the_context_reads_back_the_same(path: Path) -> None:
    quads = list(ox.parse(path=path))
    written = to_graph(quads).serialize(format="json-ld", context=context())
    document = {"@context": context()} | json.loads(written)
    assert isomorphic(to_graph(read_json(document)), to_graph(quads))


def test_a_case_written_by_hand_reads_as_its_turtle() -> None:
    document = {
        "@context": [context(), {"@base": "https://w3id.org/casegraph/case/example"}],
        "@graph": [
            {
                "id": "#case",
                "type": "Case",
                "patient": {"id": "#patient", "ageAtPresentation": "P38Y", "sex": "Female"},
                "hasStatement": [
                    {
                        "id": "#crp",
                        "type": "Measurement",
                        "label": "raised C-reactive protein",
                        "affirms": "term:elevated-c-reactive-protein",
                        "value": "0.72",
                        "unit": "mg/dL",
                        "referenceHigh": "0.3",
                        "boundsExclusive": True,
                        "interpretation": "High",
                        "voice": "AuthorObservation",
                        "atOffset": "-P14D",
                        "inYear": "2010",
                    }
                ],
            },
            {
                "id": "#text-1-9",
                "type": "SpecificResource",
                "hasSource": "#text",
                "hasSelector": [{"type": "TextPositionSelector", "start": 1, "end": 9}],
            },
            {"id": "publication:example", "authorList": ["publication:b", "publication:a"]},
        ],
    }
    turtle = """
        @base <https://w3id.org/casegraph/case/example> .
        <#case> a cg:Case ; cg:patient <#patient> ; cg:hasStatement <#crp> .
        <#patient> cg:ageAtPresentation "P38Y"^^xsd:duration ; cg:sex cg:Female .
        <#crp> a cg:Measurement ; rdfs:label "raised C-reactive protein"@en ;
            cg:affirms term:elevated-c-reactive-protein ; cg:value 0.72 ; cg:unit "mg/dL" ;
            cg:referenceHigh 0.3 ; cg:boundsExclusive true ; cg:interpretation cg:High ;
            cg:voice cg:AuthorObservation ; cg:atOffset "-P14D"^^xsd:duration ;
            cg:inYear "2010"^^xsd:gYear .
        <#text-1-9> a oa:SpecificResource ; oa:hasSource <#text> ;
            oa:hasSelector [ a oa:TextPositionSelector ; oa:start 1 ; oa:end 9 ] .
        publication:example bibo:authorList ( publication:b publication:a ) .
    """
    assert canonical(read_json(document)) == canonical(read_turtle(turtle))


def test_a_misspelt_key_is_kept_for_the_shapes_to_report() -> None:
    document = {"@context": context(), "@id": "https://example.org/statement", "afirms": "x"}
    (quad,) = read_json(document)
    assert quad.predicate == ox.NamedNode(f"{CG}afirms")
