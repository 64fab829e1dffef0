"""What casegraph answers for of all that follows, and in which shared graph it stands."""

import pyoxigraph as ox

from casegraph.namespaces import (
    CG,
    CITO,
    DCTERMS,
    PUBLICATION,
    PUBLICATIONS_INFERRED,
    RDF,
    SKOS,
    TERMS_INFERRED,
)
from casegraph.quads import subject_of, value_of

PREDICATES = (CG, CITO, SKOS, DCTERMS)
"""The namespaces of the predicates whose entailments are published."""

CLASSES = CG
"""The namespace of the classes whose entailed members are published."""

_TYPE = f"{RDF}type"


def is_published(triple: ox.Triple | ox.Quad) -> bool:
    """Return whether *triple* is in a vocabulary that casegraph answers for, and about names only.

    A blank node in an inferred graph would be cut off from the graph that it belongs to.
    """
    if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
        return False
    if triple.predicate.value == _TYPE:
        return value_of(triple.object).startswith(CLASSES)
    return triple.predicate.value.startswith(PREDICATES)


def shared_graph(triple: ox.Triple | ox.Quad) -> str:
    """Return the graph of a *triple* that follows without any case, by what it is about."""
    about_publication = subject_of(triple).value.startswith(PUBLICATION)
    return PUBLICATIONS_INFERRED if about_publication else TERMS_INFERRED
