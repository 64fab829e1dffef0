"""The stored cases that use the terms of public ontologies.

Enters a store and names of graphs; leaves case documents. A case uses a term when it says something
by it, not when that follows from what it says.
"""

from collections.abc import Collection
from typing import cast

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.namespaces import TERMS, document_of
from casegraph.ontologies.graphs import stored
from casegraph.store import Store

_AT_A_TIME = 500
_DESCRIBED = "SELECT DISTINCT ?term WHERE {{ GRAPH <{}> {{ ?term ?property ?value }} }}"
_NAMING = """SELECT DISTINCT ?graph WHERE {{
  VALUES ?term {{ {} }}
  GRAPH ?graph {{ ?node ?property ?term }}
}}"""


def using(store: Store, graphs: Collection[str]) -> list[str]:
    """Return the cases of *store* that use a term which only the ontologies *graphs* describe.

    graphs: the named graphs of public ontologies. The cases are documents, sorted.
    """
    others = {TERMS, *(ontology.iri for ontology in stored(store))}.difference(graphs)
    terms = sorted(_described(store, graphs) - _described(store, others))
    found: set[str] = set()
    for some in batched(terms, _AT_A_TIME):
        naming = {row["graph"].value for row in _rows(store, _NAMING.format(" ".join(some)))}
        found |= {graph for graph in naming if document_of(graph) == graph}
    return sorted(found)


def _described(store: Store, graphs: Collection[str]) -> set[str]:
    """Return the terms that *graphs* say something of, as SPARQL has them."""
    return {
        str(row["term"])
        for graph in graphs
        for row in _rows(store, _DESCRIBED.format(graph))
        if isinstance(row["term"], ox.NamedNode)
    }


def _rows(store: Store, sparql: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(sparql))
