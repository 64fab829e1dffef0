"""Cases over what they share, in one Oxigraph in memory: what the native engine works on.

The background (vocabulary, publications) is the default graph. Each case is a named graph, and what
follows from it a second one, `inferred_graph(case)`. The batch is small and lives for a moment, so
that what a case costs does not depend on how many are stored elsewhere.

Cases in one batch must not see each other. They do not as long as each describes nodes of its own
and leads to none of another case: then a triple pattern whose subject is known is answered by the
subject's own case or by the background, and the union of all graphs is for each case as good as its
own. `casegraph.grouping` says which cases may share a batch.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from casegraph.namespaces import inferred_graph

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_BACKGROUND = ox.DefaultGraph()


class Unnamed(tuple[ox.Quad, ...]):
    """Quads in the default graph, as the background has them: for what many batches begin with."""

    __slots__ = ()

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> "Unnamed":
        """Return *quads*, of any graphs, in the default graph."""
        return cls(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


class Batch:
    """Named graphs of cases over a background.

    background: quads of any graph, put into the default graph.
    """

    def __init__(self, background: Iterable[ox.Quad]) -> None:
        self.store = ox.Store()
        self._said: dict[str, Sequence[ox.Quad]] = {}
        self.add_background(background)

    @property
    def names(self) -> tuple[str, ...]:
        """The cases in the batch, in the order in which they were added."""
        return tuple(self._said)

    def add_background(self, quads: Iterable[ox.Quad]) -> None:
        """Add *quads*, of any graphs, to the background."""
        self.store.bulk_extend(quads if isinstance(quads, Unnamed) else Unnamed.of(quads))

    @property
    def has_inferred(self) -> bool:
        """Whether the batch holds anything that follows from one of its cases."""
        graphs = (ox.NamedNode(inferred_graph(name)) for name in self._said)
        return any(map(self.store.contains_named_graph, graphs))

    def add(self, name: str, quads: Iterable[ox.Quad]) -> None:
        """Add the case *name*; *quads*: what it asserts, in any graphs, in none a triple twice."""
        graph = ox.NamedNode(name)
        said: list[ox.Quad] = []
        moved: dict[ox.Quad, None] = {}
        for quad in quads:
            if quad.graph_name == graph:
                said.append(quad)
            else:
                moved[ox.Quad(quad.subject, quad.predicate, quad.object, graph)] = None
        self.store.extend(said)
        new = [quad for quad in moved if quad not in self.store]
        self.store.extend(new)
        self._said[name] = [*said, *new]

    def said(self, name: str) -> Sequence[ox.Quad]:
        """Return what the case *name* asserts, each triple once, in the graph of that name."""
        return self._said[name]

    def add_inferred(self, name: str, quads: Iterable[ox.Quad]) -> None:
        """Add *quads* as what follows from the case *name*."""
        graph = ox.NamedNode(inferred_graph(name))
        self.store.extend(
            quad
            if quad.graph_name == graph
            else ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in quads
        )

    def inferred(self, name: str) -> Iterator[ox.Quad]:
        """Yield what follows from the case *name*, as far as it was added."""
        return self.store.quads_for_pattern(None, None, None, ox.NamedNode(inferred_graph(name)))

    def remove(self, name: str) -> None:
        """Remove the case *name* with what follows from it."""
        del self._said[name]
        for graph in (name, inferred_graph(name)):
            self.store.remove_graph(ox.NamedNode(graph))

    def query(self, sparql: str) -> Answer:
        """Answer *sparql* over the union of background and cases; GRAPH ranges over the cases."""
        return self.store.query(sparql, use_default_graph_as_union=True)

    def query_one(self, sparql: str, name: str) -> Answer:
        """Answer *sparql* over the background and the case *name* alone."""
        own: list[ox.NamedNode | ox.BlankNode]
        own = [ox.NamedNode(name), ox.NamedNode(inferred_graph(name))]
        return self.store.query(sparql, default_graph=[_BACKGROUND, *own], named_graphs=own)
