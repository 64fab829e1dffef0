"""The reference engine of inference: axioms by owlrl, then rules; complete, slow, the judge.

In: what is asserted. Out: only what is new, in the `/inferred` graphs. Each case is closed by
itself over the same background (vocabulary, publications, the input's own terms), so that what
follows for a case does not depend on which cases it came with.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox
import rdflib

from casegraph.errors import InferenceError
from casegraph.namespaces import (
    TERMS_INFERRED,
    curie,
    document_of,
    inferred_graph,
)
from casegraph.rdflib_bridge import from_graph, to_graph
from casegraph.read import Reading
from casegraph.reason import owl, rules
from casegraph.reason.published import is_published, shared_graph
from casegraph.vocabulary import Vocabulary

_IRI = re.compile(r"https?://[^\s()<>,']+")


def entailments(reading: Reading, vocabulary: Vocabulary) -> tuple[ox.Quad, ...]:
    """Return what follows from *reading* and *vocabulary* and what neither says, sorted.

    What follows from the background alone goes to the inferred graph of the publications or of the
    terms, by its subject; whatever needs a case goes to the inferred graph of that case.

    :raises InferenceError: when the axioms contradict what is said, or a rule cannot run.
    """
    try:
        known = (*vocabulary.quads, *vocabulary.lent)
        background = _background(frozenset((*known, *reading.background().quads)))
        new = {_quad(triple, shared_graph(triple)) for triple in background.new}
        new |= set(vocabulary.lent)
        for document in reading.cases:
            graph = inferred_graph(document)
            case = _close(reading.case(document).quads, background)
            new |= {_quad(triple, graph) for triple in case.new}
    except owl.Contradiction as contradiction:
        raise _located(contradiction, reading) from None
    return tuple(sorted(new, key=str))


@dataclass(frozen=True)
class _Closed:
    """Quads with all that follows from them.

    graph: closed under the axioms. known: the same with what the rules make, as far as it is RDF.
    new: what is known, was not said, and is in the scope of publication.
    """

    graph: rdflib.Graph
    known: frozenset[ox.Triple]
    new: frozenset[ox.Triple]


_NOTHING = _Closed(rdflib.Graph(), frozenset(), frozenset())


@lru_cache(maxsize=4)
def _background(quads: frozenset[ox.Quad]) -> _Closed:
    """Return the closure of the background, computed once for each content."""
    return _close(quads, _NOTHING)


def _close(said: Iterable[ox.Quad], background: _Closed) -> _Closed:
    """Return what is *said* with all that follows from it over *background*."""
    said = tuple(said)
    graph = to_graph(said)
    for triple in background.graph:
        graph.add(triple)
    before = set(graph)
    owl.close(graph)
    added = from_graph((triple for triple in graph if triple not in before), TERMS_INFERRED)
    entailed = frozenset(quad.triple for quad in added)
    known = background.known | {quad.triple for quad in said} | entailed
    made = rules.apply(rules.bundled(), known)
    new = frozenset(filter(is_published, entailed | made)) - background.known
    return _Closed(graph, known | made, new)


def _quad(triple: ox.Triple, graph: str) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))


def _located(contradiction: owl.Contradiction, reading: Reading) -> InferenceError:
    """Return *contradiction* as an error at the best known place in *reading*."""
    clash = contradiction.clashes[0]
    named = _IRI.findall(clash)
    nodes = sorted(named, key=lambda iri: (document_of(iri) is None, named.index(iri)))
    places = {node: where for node in nodes if (where := reading.location(node))}
    node, where = next(iter(places.items()), (None, None))
    return InferenceError(
        "the axioms contradict what is said: " + _IRI.sub(lambda found: curie(found[0]), clash),
        file=where.file if where else None,
        line=where.line if where else None,
        node=node and curie(node),
        repair="Correct one of the two statements.",
    )
