"""Quads to JSON-LD 1.1, compacted with the project's context.

The context is written into the document, so that any reader can use it without the network. Each
named graph is one object, and so is each node in it; a blank node stands where it is used.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from casegraph.syntaxes.context import STRING, TYPE, Context, Word, project_context
from casegraph.syntaxes.triples import Triples, Value, by_graph

_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as compacted JSON-LD, one object for each node in each named graph.

    :raises ExportError: when an IRI cannot be told from a short name of the context.
    """
    return "".join(jsonld_pieces([quads]))


def jsonld_pieces(parts: Iterable[Iterable[ox.Quad]]) -> Iterator[str]:
    """Yield one JSON-LD document with the quads of *parts*; an object for each graph of each.

    A blank node has the same label in no two parts.

    :raises ExportError: as `jsonld` does.
    """
    context = project_context()
    yield f'{{\n  "@context": {_indented(context.said, 2)},\n  "@graph": ['
    comma = ""
    for quads in parts:
        for graph, triples in by_graph(quads).items():
            nodes = _nodes(triples, context)
            objects = (
                [{context.keyword("@id"): context.node(graph), "@graph": nodes}] if graph else nodes
            )
            for one in objects:
                yield f"{comma}\n    {_indented(one, 4)}"
                comma = ","
    yield "\n  ]\n}\n"


def _indented(value: Any, by: int) -> str:  # noqa: ANN401 - whatever JSON has
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.replace("\n", f"\n{' ' * by}")


def jsonld_of(triples: Triples) -> str:
    """Return *triples* as JSON-LD without graphs, one node a line.

    :raises ExportError: as `jsonld` does.
    """
    context = project_context()
    nodes = ",\n".join(map(_ON_ONE_LINE.encode, _nodes(triples, context)))
    return f'{{"@context":{context.text},\n"@graph":[\n{nodes}\n]}}\n'


def _nodes(triples: Triples, context: Context) -> list[dict[str, Any]]:
    written = _Written(triples, context)
    return [written.node(subject) for subject in triples.subjects]


class _Written:
    """The triples of one graph as JSON-LD."""

    def __init__(self, triples: Triples, context: Context) -> None:
        self._triples = triples
        self._context = context
        self.id = context.keyword("@id")
        self._type = context.keyword("@type")

    def node(self, node: ox.NamedNode | ox.BlankNode) -> dict[str, Any]:
        """Return what is said of *node*; without a name where it stands in its only place."""
        said = self._triples.of.get(node, {})
        nameless = isinstance(node, ox.BlankNode) and (
            self._triples.is_unnamed(node) or (said and self._triples.is_inline(node))
        )
        written: dict[str, Any] = {} if nameless else {self.id: self._name(node)}
        for predicate, values in self._triples.by_predicate(node):
            if predicate == TYPE:
                classes = [value.value for value in values if isinstance(value, ox.NamedNode)]
                if len(classes) == len(values):
                    named = [self._context.name_of(one) for one in classes]
                    written[self._type] = _one_or_all(named)
                    continue
            word = self._context.word(predicate)
            for key, group in self._grouped(predicate, word, values).items():
                is_set = word is not None and key == word.name and word.container == "@set"
                written[key] = group if is_set else _one_or_all(group)
        return written

    def _grouped(
        self, predicate: str, word: Word | None, values: list[Value]
    ) -> dict[str, list[Any]]:
        """Return *values* by the key under which each is written."""
        found: dict[str, list[Any]] = {}
        for value in values:
            short = None if word is None else self._short(word, value)
            if word is not None and word.container == "@list" and len(values) > 1:
                short = None  # two lists in one array would be read as one
            if word is None:
                found.setdefault(self._context.name_of(predicate), []).append(self._full(value))
            elif short is None:
                found.setdefault(self._context.node(predicate), []).append(self._full(value))
            else:
                found.setdefault(word.name, []).append(short)
        return found

    def _short(self, word: Word, value: Value) -> Any:  # noqa: ANN401 - whatever JSON has
        """Return *value* as *word* says it, None when it cannot."""
        if isinstance(value, ox.Literal):
            plain = value.datatype.value == (word.type or STRING) and value.language is None
            fits = value.language == word.language if word.language else plain
            return value.value if fits and word.container != "@list" else None
        if isinstance(value, ox.BlankNode) and self._triples.is_inline(value):
            items = self._triples.list_items(value)
            if items is None:
                return None if word.container == "@list" else self.node(value)
            shorts = [self._short_item(word, item) for item in items]
            return shorts if word.container == "@list" and None not in shorts else None
        return None if word.container == "@list" else self._short_item(word, value)

    def _short_item(self, word: Word, value: Value) -> Any:  # noqa: ANN401 - whatever JSON has
        """Return the node *value* as *word* says it, None when it cannot."""
        if isinstance(value, ox.NamedNode):
            if word.type == "@vocab":
                return self._context.name_of(value.value)
            return self._name(value) if word.type == "@id" else {self.id: self._name(value)}
        if isinstance(value, ox.BlankNode) and not self._triples.is_inline(value):
            return {self.id: self._name(value)}
        return None

    def _full(self, value: Value) -> Any:  # noqa: ANN401 - whatever JSON has
        """Return *value* so that no word has to say of what kind it is."""
        if isinstance(value, ox.Literal):
            return self._literal(value)
        if isinstance(value, ox.BlankNode) and self._triples.is_inline(value):
            items = self._triples.list_items(value)
            if items is None:
                return self.node(value)
            return {"@list": [self._full(item) for item in items]}
        if isinstance(value, ox.Triple):
            raise TypeError(f"a triple as object: {value}")
        return {self.id: self._name(value)}

    @staticmethod
    def _literal(literal: ox.Literal) -> Any:  # noqa: ANN401 - whatever JSON has
        if literal.language is not None:
            return {"@value": literal.value, "@language": literal.language}
        if literal.datatype.value == STRING:
            return literal.value
        return {"@value": literal.value, "@type": literal.datatype.value}

    def _name(self, node: ox.NamedNode | ox.BlankNode) -> str:
        return self._context.node(node.value) if isinstance(node, ox.NamedNode) else str(node)


def _one_or_all(values: list[Any]) -> Any:  # noqa: ANN401 - whatever JSON has
    """Return the one value alone, or all."""
    return values[0] if len(values) == 1 else values
