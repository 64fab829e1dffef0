"""What a store has of one case, in a few lines that a clinician can read."""

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.narrative import Line, Narrative, show
from casegraph.store import Store

_COUNT = """
SELECT ?graph (COUNT(*) AS ?triples)
WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
GROUP BY ?graph
"""


def summary(store: Store, document: str) -> Iterator[tuple[str, str]]:
    """Return what to say of *document*: a heading and the words under it, line by line."""
    narrative = show(document, store=store)
    lines = list(narrative.lines())
    inferences = [line for line in lines if line.polarity and line.voice]
    stated = [line for line in lines if line.polarity and not line.voice]
    kinds = Counter(line.kind for line in lines)
    yield "", narrative.title
    yield "case", narrative.slug
    yield "patient", _patient(narrative)
    yield "statements", _counted(stated)
    others = [
        _number(kinds["claim"], "claim"),
        _number(kinds["citation"], "citation"),
        _number(kinds["figure"], "figure"),
        _number(len(inferences), "inference of the curator", "inferences of the curator"),
    ]
    yield "besides", ", ".join(others)
    positions = {position for line in lines for position in line.evidence}
    yield "evidence", _number(len(positions), "place in the text", "places in the text")
    asserted = _triples(store, document) + _triples(store, namespaces.provenance_graph(document))
    inferred = _triples(store, namespaces.inferred_graph(document))
    yield "triples", f"{asserted} asserted, {inferred} inferred"


def _patient(narrative: Narrative) -> str:
    """Return the patient with the diseases that were known before."""
    lines = [line for section in narrative.sections[:2] for line in section.lines]
    patients = [line.text for line in lines if line.kind == "patient"]
    known = [line.text for line in lines if line.kind == "diagnosis"]
    return ", with ".join([*patients, *([" and ".join(known)] if known else [])])


def _counted(lines: list[Line]) -> str:
    words = Counter(line.word for line in lines)
    counts = ", ".join(f"{count} {word}" for word, count in words.most_common())
    return f"{len(lines)}: {counts}" if lines else "none"


def _triples(store: Store, graph: str) -> int:
    found = store.query(_COUNT, {ox.Variable("graph"): ox.NamedNode(graph)})
    return sum(int(solution["triples"].value) for solution in cast("ox.QuerySolutions", found))


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"
