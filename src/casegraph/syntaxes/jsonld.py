"""Quads to JSON-LD 1.1, compacted with the project's context.

The context is written into the document, so that any reader can use it without the network. Each
named graph is one object, and so is each node in it; a blank node stands where it is used.
"""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

import pyoxigraph as ox
from pyld import jsonld as processor

from casegraph.errors import ExportError
from casegraph.namespaces import RDF, XSD
from casegraph.resources import ontology_dir
from casegraph.syntaxes.triples import Triples, Value, by_graph, by_predicate

_TYPE = f"{RDF}type"


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as compacted JSON-LD, one object for each node in each named graph."""
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))
    options = {"documentLoader": _never_load, "processingMode": "json-ld-1.1", "graph": True}
    compacted = processor.compact(_expanded(quads), context, options)
    compacted["@graph"] = [_graph_last(written) for written in compacted["@graph"]]
    return json.dumps(compacted, ensure_ascii=False, indent=2) + "\n"


def _expanded(quads: Iterable[ox.Quad]) -> list[dict[str, Any]]:
    """Return *quads* as expanded JSON-LD, the default graph's nodes beside the named graphs."""
    document: list[dict[str, Any]] = []
    for graph, triples in by_graph(quads).items():
        nodes = [_node(subject, triples) for subject in triples.subjects()]
        document += [{"@id": graph, "@graph": nodes}] if graph else nodes
    return document


def _node(node: ox.NamedNode | ox.BlankNode, triples: Triples) -> dict[str, Any]:
    """Return what *triples* say of *node*; without a name where it stands in its only place."""
    said = triples.of.get(node, {})
    nameless = isinstance(node, ox.BlankNode) and said and triples.is_inline(node)
    written: dict[str, Any] = {} if nameless else {"@id": _name(node)}
    for predicate, values in by_predicate(said):
        for value in values:
            if predicate == _TYPE and isinstance(value, ox.NamedNode):
                written.setdefault("@type", []).append(value.value)
            else:
                written.setdefault(predicate, []).append(_value(value, triples))
    return written


def _value(value: Value, triples: Triples) -> dict[str, Any]:
    if isinstance(value, ox.Literal):
        return _literal(value)
    if isinstance(value, ox.BlankNode) and triples.is_inline(value):
        items = triples.list_items(value)
        if items is None:
            return _node(value, triples)
        return {"@list": [_value(item, triples) for item in items]}
    if isinstance(value, ox.Triple):
        raise TypeError(f"a triple as object: {value}")
    return {"@id": _name(value)}


def _literal(literal: ox.Literal) -> dict[str, Any]:
    if literal.language is not None:
        return {"@value": literal.value, "@language": literal.language}
    if literal.datatype.value == f"{XSD}string":
        return {"@value": literal.value}
    return {"@value": literal.value, "@type": literal.datatype.value}


def _name(node: ox.NamedNode | ox.BlankNode) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _graph_last(written: dict[str, Any]) -> dict[str, Any]:
    """Return *written* with the name of a graph before its nodes, which are always an array."""
    if "@graph" not in written:
        return written
    nodes = written.pop("@graph")
    return {**written, "@graph": nodes if isinstance(nodes, list) else [nodes]}


def _never_load(url: str, *_: object) -> NoReturn:
    raise ExportError(
        "the project's context names another one, which is never fetched",
        file=str(ontology_dir() / "context.jsonld"),
        node=f"<{url}>",
        repair="Write it out.",
    )
