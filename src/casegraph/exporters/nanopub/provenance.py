"""The provenance of a nanopublication: whose words, where they stand, and who encoded them."""

from collections.abc import Iterator

import pyoxigraph as ox

from casegraph.exporters.nanopub.encoded import Encoded
from casegraph.exporters.nanopub.naming import part
from casegraph.exporters.triple import triple
from casegraph.namespaces import CG, CITO, DCTERMS, OA, PROV, RDF
from casegraph.syntaxes.triples import Value

OF_THE_WORDS = frozenset((f"{CG}voice", f"{CG}evidence", f"{CITO}citesAsEvidence"))
"""The properties of a statement that belong to its provenance."""

_BY_A_CURATOR = ox.NamedNode(f"{CG}CuratorInference")


def provenance(case: Encoded, statement: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield whose words *statement* rests on, where they stand, and who encoded them."""
    assertion = part("assertion")
    yield from (quad for quad in case.about(statement) if quad.predicate.value in OF_THE_WORDS)
    works = tuple(case.values(case.case, f"{CG}reportedIn"))
    texts = tuple(dict.fromkeys(_texts(case, statement)))
    for evidence in case.values(statement, f"{CG}evidence"):
        yield from case.described(evidence)
    for source in (*works, *texts):
        yield triple(assertion, f"{PROV}wasDerivedFrom", source)
        yield from case.about(source)
    for cited in case.values(statement, f"{CITO}citesAsEvidence"):
        yield from case.about(cited)
    for speaker in _speakers(case, statement, works):
        yield triple(assertion, f"{PROV}wasAttributedTo", speaker)
        yield from case.about(speaker)
    yield triple(assertion, f"{PROV}wasGeneratedBy", part("encoding"))
    yield from _encoding(case, texts)


def _texts(case: Encoded, statement: ox.NamedNode) -> Iterator[Value]:
    """Yield the texts in which the evidence stands, else those of the whole case."""
    found = [
        text
        for evidence in case.values(statement, f"{CG}evidence")
        for text in case.values(evidence, f"{OA}hasSource")
    ]
    yield from found or case.of_document(f"{PROV}wasDerivedFrom")


def _speakers(case: Encoded, statement: ox.NamedNode, works: tuple[Value, ...]) -> Iterator[Value]:
    """Yield who says it: the curator what only the curator infers, else the authors."""
    if _BY_A_CURATOR in case.values(statement, f"{CG}voice"):
        yield from case.of_document(f"{DCTERMS}creator")
    else:
        yield from (one for work in works for one in case.values(work, f"{DCTERMS}creator"))


def _encoding(case: Encoded, texts: tuple[Value, ...]) -> Iterator[ox.Quad]:
    encoding = part("encoding")
    yield triple(encoding, f"{RDF}type", f"{PROV}Activity")
    for text in texts:
        yield triple(encoding, f"{PROV}used", text)
    for curator in case.of_document(f"{DCTERMS}creator"):
        yield triple(encoding, f"{PROV}wasAssociatedWith", curator)
