"""The graphs that a query or a request names: those of the store, and no others."""

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.lookup import suggestion
from casegraph.store import Store
from casegraph.store.database import Dataset

_LISTED = "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } } lists them."


def check_graphs(store: Store, dataset: Dataset) -> None:
    """Check that *store* has each graph of *dataset*.

    :raises QueryError: when it lacks one, or one is named by no IRI; with what is near.
    """
    for graph in dict.fromkeys((*dataset.default, *dataset.named)):
        if not has_graph(store, graph):
            raise QueryError(
                "the store has no such graph, and fetches none",
                node=f"<{graph}>",
                repair=near(store, graph),
            )


def has_graph(store: Store, graph: str) -> bool:
    """Return whether *store* has a graph called *graph*.

    :raises QueryError: when that is no absolute IRI.
    """
    try:
        name = ox.NamedNode(graph)
    except ValueError:
        raise QueryError(
            f"{graph[:200]!r} is no absolute IRI",
            repair="Name a graph by its whole IRI, such as https://w3id.org/casegraph/term.",
        ) from None
    return bool(store.query(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"))


def near(store: Store, graph: str) -> str:
    """Return a sentence that tells graphs of *store* whose names are near to *graph*."""
    return suggestion(graph, store.graphs()) or _LISTED
