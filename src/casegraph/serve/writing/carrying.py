"""What an operation of a SPARQL Update deletes and inserts, found by queries.

What a template says is a CONSTRUCT over the pattern of its operation; so what a solution leaves
unbound is left out, and blank nodes are new for each solution, as SPARQL says (SPARQL 1.1 Update,
section 3.1.3; SPARQL 1.1 Query, section 16.2). A blank node that one operation writes into two
graphs would be two; a build refuses it anyway.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.query.checks import check_services
from casegraph.query.sparql import Sparql
from casegraph.serve.writing.draft import Draft, check_graph
from casegraph.serve.writing.graphs import default_graph
from casegraph.serve.writing.operations import Modify, Template
from casegraph.store.database import Dataset

_Options = Mapping[str, object]
"""Which graphs a query is about, as Oxigraph takes it."""


def modify(draft: Draft, operation: Modify, using: Dataset | None) -> None:
    """Change *draft* as *operation* says. using: which graphs it reads, None when it says itself.

    :raises QueryError: when it cannot be answered, or says WITH or USING beside *using*.
    :raises RefusedError: for a graph that nobody may write.
    """
    if using and (operation.default or operation.using or operation.using_named):
        raise QueryError(
            "the update says WITH or USING, and the request says using-graph-uri",
            repair="Name the graphs in one of the two places.",
        )
    pattern = _Pattern(draft, operation, using)
    deleted = list(pattern.made(operation.delete))
    inserted = list(pattern.made(operation.insert))
    draft.change(deleted, inserted)


def named(prologue: str, graph: str) -> str:
    """Return the IRI that *graph* is after the *prologue*; it is as the request writes it.

    >>> named("PREFIX a: <http://example.org/>", "a:graph")
    'http://example.org/graph'
    """
    row = next(iter(_rows(ox.Store(), f"{prologue}\nSELECT ({graph} AS ?graph) WHERE {{}}", {})))
    return cast("ox.NamedNode", row[0]).value


class _Pattern:
    """The pattern of *operation* over a *draft*."""

    def __init__(self, draft: Draft, operation: Modify, using: Dataset | None) -> None:
        self._draft = draft
        self._prologue = operation.prologue
        self._where = operation.where
        self._default = named(operation.prologue, operation.default) if operation.default else ""
        self._options = self._graphs(operation, using)

    def made(self, templates: Sequence[Template]) -> Iterator[ox.Quad]:
        """Yield the quads that *templates* make of each solution.

        :raises RefusedError: for a graph that nobody may write.
        """
        for template in templates:
            for graph, where in self._targets(template.graph):
                check_graph(graph)
                asked = f"{self._prologue}CONSTRUCT {{\n{template.triples}\n}} WHERE {where}"
                name = ox.NamedNode(graph)
                answer = _answer(self._draft.database, asked, self._options)
                for triple in cast("ox.QueryTriples", answer):
                    yield ox.Quad(triple.subject, triple.predicate, triple.object, name)

    def _targets(self, graph: str) -> Iterator[tuple[str, str]]:
        """Yield the name of each graph that *graph* is, and the pattern of what goes there.

        :raises RefusedError: when it is the default graph.
        """
        if not graph:
            if not self._default:
                raise default_graph()
            yield self._default, self._where
        elif graph[0] in "?$":
            asked = f"{self._prologue}SELECT DISTINCT {graph} WHERE {self._where}"
            for row in _rows(self._draft.database, asked, self._options):
                if isinstance(row[0], ox.NamedNode):
                    where = f"{{ {self._where} FILTER(sameTerm({graph}, {row[0]})) }}"
                    yield row[0].value, where
        else:
            yield named(self._prologue, graph), self._where

    def _graphs(self, operation: Modify, using: Dataset | None) -> _Options:
        if operation.using or operation.using_named:
            using = Dataset(
                tuple(named(self._prologue, graph) for graph in operation.using),
                tuple(named(self._prologue, graph) for graph in operation.using_named),
            )
        if using is not None:
            return {
                "default_graph": [ox.NamedNode(graph) for graph in using.default],
                "named_graphs": [ox.NamedNode(graph) for graph in using.named],
            }
        if self._default:
            return {"default_graph": [ox.NamedNode(self._default)]}
        return {"use_default_graph_as_union": True}


def _rows(database: ox.Store, sparql: str, options: _Options) -> list[ox.QuerySolution]:
    return list(cast("ox.QuerySolutions", _answer(database, sparql, options)))


def _answer(
    database: ox.Store, sparql: str, options: _Options
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Return what *database* answers.

    :raises QueryError: when it cannot, or *sparql* asks another server.
    """
    check_services(Sparql(sparql))
    try:
        return database.query(sparql, **options)  # type: ignore[arg-type]
    except (SyntaxError, OSError, ValueError, RuntimeError) as error:
        raise QueryError(
            f"the update cannot be carried out: {error}", repair="Change the operation."
        ) from None
