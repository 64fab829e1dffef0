"""Whole graphs cleared, dropped, copied and moved (SPARQL 1.1 Update, section 3.2).

There are no empty graphs, so that to clear a graph and to drop it are the same, and to create one
does nothing.
"""

import pyoxigraph as ox

from casegraph.serve.errors import RefusedError
from casegraph.serve.writing.carrying import named
from casegraph.serve.writing.draft import Draft, check_graph
from casegraph.serve.writing.graphs import default_graph
from casegraph.serve.writing.operations import Manage


def manage(draft: Draft, operation: Manage) -> None:
    """Change *draft* as *operation* says.

    :raises RefusedError: 403 for graphs that nobody may write or that are not named, 409 when one
        is there, or is not, against what the operation expects.
    """
    graphs = [_name(operation.prologue, graph) for graph in operation.graphs]
    match operation.verb:
        case "CLEAR" | "DROP":
            _expect(draft, graphs[0], operation, is_there=True)
            draft.change(draft.graph(graphs[0]), ())
        case "CREATE":
            check_graph(graphs[0])
            _expect(draft, graphs[0], operation, is_there=False)
        case _:
            _expect(draft, graphs[0], operation, is_there=True)
            _move(draft, operation.verb, *graphs)


def _move(draft: Draft, verb: str, source: str, target: str) -> None:
    """Add, copy or move what *source* says to *target*."""
    if source == target:
        return
    said = draft.graph(source)
    graph = ox.NamedNode(target)
    deleted = set() if verb == "ADD" else draft.graph(target)
    if verb == "MOVE":
        deleted |= said
    draft.change(
        deleted, (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in said)
    )


def _name(prologue: str, graph: str) -> str:
    """Return the name of *graph*, which is as the request writes it.

    :raises RefusedError: when it is the default graph, or stands for many.
    """
    if graph == "DEFAULT":
        raise default_graph()
    if graph in {"ALL", "NAMED"}:
        raise RefusedError(
            403,
            f"{graph} would empty the store",
            repair="Name the graphs that shall go, one after the other.",
        )
    return named(prologue, graph)


def _expect(draft: Draft, graph: str, operation: Manage, *, is_there: bool) -> None:
    """Check that *graph* says something, or does not, unless *operation* is SILENT."""
    check_graph(graph)
    if not operation.silent and bool(draft.graph(graph)) != is_there:
        raise RefusedError(
            409,
            f"{operation.verb}: the graph is {'not there' if is_there else 'there already'}",
            node=f"<{graph}>",
            repair="Say SILENT when that does not matter.",
        )
