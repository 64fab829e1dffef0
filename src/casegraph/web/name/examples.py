"""What cases say with a name, one triple each, as a reader understands it.

A statement keeps its polarity, a claim its sign, and whose word either is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from casegraph.namespaces import CG, case_iri, curie, document_of
from casegraph.narrative.background import Term
from casegraph.narrative.facts import Facts
from casegraph.narrative.statements import POLARITIES, outline, voice
from casegraph.web.catalogue import Catalogue
from casegraph.web.name.uses import pattern
from casegraph.web.ontology.said import name
from casegraph.web.tally import RELATIONS
from casegraph.web.values import Link

_KEPT = 16
"""Of how many cases the facts are kept."""

_STATEMENTS = {"Finding", "Measurement", "Diagnosis", "Investigation", "Treatment", "Outcome"}


@dataclass(frozen=True, slots=True)
class Thing:
    """One end of a triple.

    polarity: the local name of the predicate that says how it stands, None when none does. word:
    how it stands in words, of a statement or a claim. voice: whose word it is, empty for what the
    authors observed.
    """

    link: Link
    polarity: str | None = None
    word: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A triple of a case. value: None where the subject says it all."""

    case: Link
    subject: Thing
    property: Link
    value: Thing | None


def example(catalogue: Catalogue, iri: str, kind: str, graph: str) -> Example:
    """Return the first use of the name *iri* in the *graph* of a case, in the order of its text.

    kind: of the name, in words.
    """
    document = document_of(graph) or graph
    facts = _facts(catalogue)(document)
    sparql = f"SELECT * WHERE {{ GRAPH <{graph}> {{ {pattern(iri, kind)} }} }}"
    first = min(catalogue.solutions(sparql), key=lambda solution: _rank(facts, solution))
    case = case_iri(document)
    step = iri if kind.endswith("property") else ""
    if kind == "individual":
        step = first["property"].value
    local = step.removeprefix(CG)
    value = first["value"] if kind.endswith("property") else ox.NamedNode(iri)
    is_said = not step or local in POLARITIES
    return Example(
        Link(catalogue.label(case), case),
        _thing(facts, first["subject"]),
        Link(catalogue.label(step), step) if step else Link(""),
        None if is_said else _thing(facts, value, local if local in RELATIONS else None),
    )


def _facts(catalogue: Catalogue) -> Callable[[str], Facts]:
    """Return what gives the facts of a case; the names share their first cases."""

    def read(document: str) -> Facts:
        return Facts(catalogue.store, document, catalogue.background)

    return catalogue.once("facts of examples", lambda: lru_cache(_KEPT)(read))


def _rank(facts: Facts, solution: ox.QuerySolution) -> tuple[object, ...]:
    """Return what sorts uses: what leads to a thing with a label first, then as the text goes."""
    ends = [end.value for end in solution if isinstance(end, ox.NamedNode)]
    bare = sum(facts.label_of(end) == curie(end) for end in ends)
    return bare, facts.order(name(solution["subject"])), str(solution)


def _thing(facts: Facts, value: Term, polarity: str | None = None) -> Thing:
    """Return *value* in words. polarity: of the property that leads to it."""
    if isinstance(value, ox.Literal):
        return Thing(Link(value.value))
    if isinstance(value, ox.BlankNode):
        return Thing(Link("something without a name"))
    node = value.value
    if facts.types(node) & _STATEMENTS:
        line = outline(facts, node)
        return Thing(Link(line.text, node), line.polarity, line.word, voice(facts, node))
    sign = " ".join(map(facts.label_of, facts.nodes_of(node, f"{CG}relation", f"{CG}positivity")))
    return Thing(Link(facts.words_for(node), node), polarity, sign)
