"""What a nanopublication is called, so that a list of titles never makes an absence a presence."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from casegraph import curies
from casegraph.exporters.nanopub.encoded import Encoded
from casegraph.namespaces import CG, RDFS, curie
from casegraph.narrative.facts import Facts
from casegraph.narrative.statements import POLARITIES, mention
from casegraph.quads import value_of
from casegraph.syntaxes.triples import Value

_LABEL = f"{RDFS}label"
_BY_A_CURATOR = ox.NamedNode(f"{CG}CuratorInference")


def titles(
    case: Encoded, statement: ox.NamedNode, labels: Mapping[str, str], facts: Facts
) -> Iterator[ox.Literal]:
    """Yield the title of a statement: the word of its line and its term; of a claim, its own label.

    labels: of terms, by IRI. facts: of the case.
    """
    polar = False
    whose = "by the curator: " if _BY_A_CURATOR in case.values(statement, f"{CG}voice") else ""
    for quad in case.about(statement):
        polarity = quad.predicate.value.removeprefix(CG)
        if polarity in POLARITIES:
            polar = True
            word = mention(facts, statement.value).word or POLARITIES[polarity]
            where = _named(case.values(statement, f"{CG}targetSite"), labels)
            word = f"{word} {where}" if polarity == "deniesAt" and where else word
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
