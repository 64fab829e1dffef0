"""The closure of a graph under OWL 2 RL (OWL 2 Profiles, section 4.3), by owlrl over rdflib.

owlrl is used as it is, but for four things, none of which changes what is entailed of names:

- Reflexive equality (rule eq-ref) is not written down. Nobody publishes `x owl:sameAs x`, and the
  other equality rules make nothing of it that is not there.
- Only triples that can start a rule are handed to the rules. In owlrl each rule starts from the
  axiom that it needs, so those are the triples in the vocabularies of RDFS and OWL.
- The disjointness rules prp-adp and eq-diff2/3 leave the last member of each list out (owlrl 7.6).
  Each list is therefore written out in pairs first, which OWL 2 defines to mean the same.
- A contradiction is raised. owlrl adds it to the graph as a node of a daml vocabulary, and fails
  on a decimal that is none, so that rule dt-not-type is applied here as well.

The first two make it three times as fast. `tests/test_infer.py` compares with owlrl untouched.
"""

from itertools import combinations

import owlrl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

_STARTS_A_RULE = (str(OWL), str(RDFS))
_PAIRS = (
    (OWL.AllDisjointProperties, OWL.members, OWL.propertyDisjointWith),
    (OWL.AllDifferent, OWL.members, OWL.differentFrom),
    (OWL.AllDifferent, OWL.distinctMembers, OWL.differentFrom),
)


class Contradiction(Exception):  # noqa: N818  the word for it
    """The graph has no model; *clashes*: what owlrl says of each clash, sorted."""

    def __init__(self, clashes: list[str]) -> None:
        super().__init__(clashes[0])
        self.clashes = clashes


def close(graph: rdflib.Graph) -> None:
    """Add to *graph* the triples that OWL 2 RL entails, also those with a literal as subject.

    :raises Contradiction: when the graph has no model.
    """
    ill_typed = [  # RULE dt-not-type
        f"{subject} has {predicate} {str(value)!r}, which {value.datatype} does not allow"
        for subject, predicate, value in graph
        if isinstance(value, rdflib.Literal) and value.ill_typed
    ]
    if ill_typed:
        raise Contradiction(sorted(ill_typed))
    closure = _Closure(graph, axioms=False, daxioms=False)
    closure.closure()
    if closure.error_messages:
        raise Contradiction(sorted(closure.error_messages))


class _Closure(owlrl.OWLRL_Semantics):  # type: ignore[misc]
    def pre_process(self) -> None:
        for kind, members, pair in _PAIRS:
            for axiom in self.graph.subjects(RDF.type, kind):
                for members_list in self.graph.objects(axiom, members):
                    for one, other in combinations(Collection(self.graph, members_list), 2):
                        self.graph.add((one, pair, other))

    def rules(self, t: tuple[Node, Node, Node], cycle_num: int) -> None:
        _, predicate, value = t
        decisive = value if predicate == RDF.type else predicate
        if str(decisive).startswith(_STARTS_A_RULE) or value == RDF.Property:
            super().rules(t, cycle_num)

    def _equality(self, triple: tuple[Node, Node, Node], cycle_num: int) -> None:
        subject, predicate, value = triple
        if predicate == OWL.differentFrom and subject == value:  # RULE eq-diff1 on x sameAs x
            self.add_error(f"{subject} is said to differ from itself")
        elif predicate == OWL.sameAs and subject != value:
            super()._equality(triple, cycle_num)
