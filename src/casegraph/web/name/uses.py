"""How often the collection uses a name, and the first cases that do."""

from dataclasses import dataclass

from casegraph.namespaces import CASE, ONTOLOGY, RDF, inferred_graph
from casegraph.web.catalogue import Catalogue

_PATTERNS = {
    "class": f"?subject <{RDF}type> <%s>",
    "individual": "?subject ?property <%s>",
    "property": "?subject <%s> ?value",
}
"""What is a use of a name, by the last word of its kind."""

_INFERRED = inferred_graph("")
"""How the names of graphs with what follows end."""

_HOW = {False: "asserted", True: "inferred"}
"""How a triple came about, by whether it follows."""


@dataclass(frozen=True, slots=True)
class Use:
    """How many triples use a name. how: in words. cases: in how many, 0 outside the cases."""

    triples: int
    how: str
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Uses:
    """All that use a name, what is asserted and what follows apart, without those of no triple.

    graphs: the first graphs of cases with what is asserted, or where nothing is, with what follows.
    """

    counted: tuple[Use, ...]
    graphs: tuple[str, ...]


def pattern(iri: str, kind: str) -> str:
    """Return the triple pattern of a use of the name *iri*. kind: of the name, in words."""
    return _PATTERNS[kind.split()[-1]] % iri


def uses(catalogue: Catalogue, iri: str, kind: str, most: int) -> Uses:
    """Return how often the name *iri* is used, by one pass over the triples with it.

    most: of how many graphs the names are returned.
    """
    sparql = f"""
    SELECT ?graph (COUNT(*) AS ?triples)
    WHERE {{ GRAPH ?graph {{ {pattern(iri, kind)} }} }}
    GROUP BY ?graph
    """
    of_cases: dict[bool, dict[str, int]] = {False: {}, True: {}}
    elsewhere = {False: 0, True: 0}
    for solution in catalogue.solutions(sparql):
        graph, count = solution["graph"].value, int(solution["triples"].value)
        follows = graph.endswith(_INFERRED)
        if graph.startswith(CASE):
            of_cases[follows][graph] = count
        elif graph != ONTOLOGY:
            elsewhere[follows] += count
    counted = (
        *(
            Use(sum(of_cases[follows].values()), how, len(of_cases[follows]))
            for follows, how in _HOW.items()
        ),
        *(
            Use(elsewhere[follows], f"{how} among terms and publications")
            for follows, how in _HOW.items()
        ),
    )
    graphs = of_cases[False] or of_cases[True]
    return Uses(tuple(use for use in counted if use.triples), tuple(sorted(graphs)[:most]))
