"""SPARQL 1.1 Update texts (sections 3.1.1 and 3.2.2): whole graphs out, whole graphs in."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.quads import graph_of


def removal(graphs: Iterable[str]) -> str:
    r"""Return the update that removes *graphs*, whether they are there or not.

    >>> removal(["http://example.org/a", "http://example.org/b"])
    'DROP SILENT GRAPH <http://example.org/a> ;\nDROP SILENT GRAPH <http://example.org/b>'
    """
    return " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs)


def deletion(quads: Iterable[ox.Quad]) -> str:
    """Return the update that deletes *quads*, whatever the store calls their blank nodes.

    quads: all that is said of these blank nodes. Each is found by what leads to it, as a variable.

    >>> graph, node = ox.NamedNode("http://example.org/g"), ox.BlankNode("b")
    >>> print(deletion([ox.Quad(node, ox.NamedNode("x:p"), ox.Literal("1"), graph)]))
    DELETE WHERE {
    GRAPH <http://example.org/g> {
    ?b0 <x:p> "1" .
    }
    }
    """
    variables: dict[object, str] = {}

    def term(part: object) -> str:
        if isinstance(part, ox.BlankNode):
            return variables.setdefault(part, f"?b{len(variables)}")
        return str(part)

    pattern = _by_graph(
        (graph_of(quad), f"{term(quad.subject)} {quad.predicate} {term(quad.object)}")
        for quad in quads
    )
    return f"DELETE WHERE {{\n{pattern}}}" if pattern else ""


def replacement(
    graphs: Iterable[str], quads: Iterable[ox.Quad], pages: Iterable[Iterable[ox.Quad]] = ()
) -> str:
    """Return the update that removes *graphs* and deletes *pages*, and then inserts *quads*."""
    inserts = _by_graph((graph_of(quad), str(quad.triple)) for quad in quads)
    parts = (removal(graphs), *map(deletion, pages), f"INSERT DATA {{\n{inserts}}}")
    return " ;\n".join(filter(None, parts))


def _by_graph(triples: Iterable[tuple[str, str]]) -> str:
    """Return *triples*, each with the name of its graph, as the inside of an update."""
    grouped: dict[str, list[str]] = {}
    for graph, triple in triples:
        grouped.setdefault(graph, []).append(f"{triple} .\n")
    return "".join(f"GRAPH <{graph}> {{\n{''.join(said)}}}\n" for graph, said in grouped.items())
