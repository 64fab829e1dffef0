"""The four graphs of a nanopublication, under names that its trusty URI replaces."""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from casegraph.exporters.nanopub.encoded import Encoded
from casegraph.exporters.nanopub.naming import NP, NPX, PAV, part, without_blank_nodes
from casegraph.exporters.nanopub.provenance import OF_THE_WORDS, provenance
from casegraph.exporters.nanopub.titles import titles
from casegraph.exporters.triple import triple
from casegraph.namespaces import BASE, CG, DCTERMS, PROV, RDF, RDFS, SKOS
from casegraph.narrative.facts import Facts
from casegraph.quads import value_of
from casegraph.syntaxes.triples import Value

_TYPE = f"{RDF}type"
_OF_A_PATIENT = frozenset((_TYPE, f"{CG}ageAtPresentation", f"{CG}sex"))


def parts(
    case: Encoded,
    statement: ox.NamedNode,
    held: ox.Quad,
    labels: Mapping[str, str],
    facts: Facts,
    *,
    creator: str | None = None,
) -> list[ox.Quad]:
    """Return the graphs of the nanopublication of *statement*, without blank nodes.

    held: the quad that gives it to the case. labels: of terms, by IRI. facts: of the case, for
    its title. creator: who publishes it, None for who encoded the case.
    """
    asserted = _Graph("assertion", _assertion(case, statement, held))
    whose = _Graph("provenance", provenance(case, statement))
    info = _Graph("pubinfo", _info(case, statement, asserted, labels, facts, creator))
    return without_blank_nodes([*_Graph("Head", _head()), *asserted, *whose, *info])


class _Graph(list[ox.Quad]):
    """Quads that are put into one graph of the nanopublication, each once."""

    def __init__(self, name: str, quads: Iterable[ox.Quad]) -> None:
        graph = part(name)
        super().__init__(dict.fromkeys(_in(quad, graph) for quad in quads))


def _head() -> Iterator[ox.Quad]:
    itself = part("")
    yield triple(itself, _TYPE, f"{NP}Nanopublication")
    yield triple(itself, f"{NP}hasAssertion", part("assertion"))
    yield triple(itself, f"{NP}hasProvenance", part("provenance"))
    yield triple(itself, f"{NP}hasPublicationInfo", part("pubinfo"))


def _assertion(case: Encoded, statement: ox.NamedNode, held: ox.Quad) -> Iterator[ox.Quad]:
    """Yield what is said, of which case and, unless it is a claim, of which patient."""
    yield held
    yield from _chosen(case, case.case, (_TYPE,))
    if held.predicate.value != f"{CG}hasClaim":
        for patient in case.values(case.case, f"{CG}patient"):
            yield triple(case.case, f"{CG}patient", patient)
            yield from _chosen(case, patient, _OF_A_PATIENT)
    yield from case.described(statement, leaving_out=OF_THE_WORDS)


def _info(
    case: Encoded,
    statement: ox.NamedNode,
    asserted: Iterable[ox.Quad],
    labels: Mapping[str, str],
    facts: Facts,
    creator: str | None,
) -> Iterator[ox.Quad]:
    """Yield what is said of the nanopublication itself, and the labels of the terms in it."""
    itself = part("")
    for label in titles(case, statement, labels, facts):
        yield triple(itself, f"{RDFS}label", label)
    for key in ("created", "license", "conformsTo"):
        for value in case.of_document(f"{DCTERMS}{key}"):
            yield triple(itself, f"{DCTERMS}{key}", value)
    curators = case.of_document(f"{DCTERMS}creator")
    for one in (ox.NamedNode(creator),) if creator else curators:
        yield triple(itself, f"{DCTERMS}creator", one)
    yield triple(itself, f"{PROV}wasDerivedFrom", case.document)
    yield triple(itself, f"{PAV}createdWith", BASE)
    yield triple(itself, f"{NPX}describes", statement)
    for kind in case.values(statement, _TYPE):
        yield triple(itself, f"{NPX}hasNanopubType", kind)
    for iri in sorted({value_of(quad.object) for quad in asserted} & labels.keys()):
        name = ox.Literal(labels[iri], language="en")
        yield triple(ox.NamedNode(iri), f"{SKOS}prefLabel", name)


def _chosen(case: Encoded, node: Value, names: Iterable[str]) -> Iterator[ox.Quad]:
    return (quad for quad in case.about(node) if quad.predicate.value in names)


def _in(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)
