"""What a nanopublication is called, so that a list of titles never makes an absence a presence."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from casegraph import curies
from casegraph.exporters.nanopub.encoded import Encoded
from casegraph.namespaces import CG, RDF, RDFS, curie
from casegraph.narrative.polarity import mark
from casegraph.narrative.statements import POLARITIES
from casegraph.quads import value_of
from casegraph.syntaxes.triples import Value

_LABEL = f"{RDFS}label"
_BY_A_CURATOR = ox.NamedNode(f"{CG}CuratorInference")
_DIAGNOSIS = ox.NamedNode(f"{CG}Diagnosis")


def titles(
    case: Encoded, statement: ox.NamedNode, labels: Mapping[str, str]
) -> Iterator[ox.Literal]:
    """Yield the title of a statement: its polarity and its term; of a claim, its own label.

    labels: of terms, by IRI.
    """
    polar = False
    step = "ruled out" if _DIAGNOSIS in case.values(statement, f"{RDF}type") else ""
    whose = "by the curator: " if _BY_A_CURATOR in case.values(statement, f"{CG}voice") else ""
    for quad in case.about(statement):
        polarity = quad.predicate.value.removeprefix(CG)
        if polarity in POLARITIES:
            polar = True
            found = mark(polarity, step)
            where = _named(case.values(statement, f"{CG}targetSite"), labels)
            word = f"{found.word} {where}" if found.name == "absent-at" and where else found.word
            title = f"{whose}{word}: {_named(iter([quad.object]), labels)}"
            yield ox.Literal(title, language="en")
    if not polar:
        own = case.values(statement, _LABEL)
        yield from (label for label in own if isinstance(label, ox.Literal))


def _named(values: Iterator[Value], labels: Mapping[str, str]) -> str:
    iris = (value_of(value) for value in values)
    return ", ".join(
        sorted(labels.get(iri) or curies.contracted(iri) or curie(iri) for iri in iris)
    )
