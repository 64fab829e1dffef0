"""Canonical quads are those of RDFC-1.0, and what is put together shares no blank node."""

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from casegraph.quads import canonical_quads, labelled_for

NODES = [
    *(ox.BlankNode(f"b{number}") for number in range(5)),
    *(ox.NamedNode(f"https://example.org/n{number}") for number in range(3)),
]
SUBJECTS = st.sampled_from(NODES)
PREDICATES = st.sampled_from([ox.NamedNode(f"https://example.org/p{number}") for number in (1, 2)])
VALUES = st.sampled_from([*NODES, ox.Literal("a"), ox.Literal("_:b0"), ox.Literal("\n\u2028")])
GRAPHS = st.sampled_from([NODES[0], *NODES[-2:], ox.DefaultGraph()])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(ox.Quad, SUBJECTS, PREDICATES, VALUES, GRAPHS), max_size=14))
def test_labels_are_those_of_canonicalising_everything(quads: list[ox.Quad]) -> None:
    everything = ox.Dataset(quads)
    everything.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert canonical_quads([*quads, *quads]) == sorted(everything, key=str)


def test_a_part_gets_blank_nodes_of_its_own_and_nothing_else_changes() -> None:
    blank, node = ox.BlankNode("c14n0"), ox.NamedNode("https://example.org/n")
    quads = [ox.Quad(node, node, blank), ox.Quad(blank, node, blank), ox.Quad(node, node, node)]
    first, again, second = (list(labelled_for(name, quads)) for name in ("1", "1", "2"))
    assert first == again
    assert canonical_quads(first) == canonical_quads(second) == canonical_quads(quads)
    assert {first[0].object}.isdisjoint({second[0].object, blank})
    assert first[0].object == first[1].subject == first[1].object
    assert first[2] == second[2] == quads[2]
