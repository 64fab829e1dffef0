"""Quads to a case file in YAML as a person writes it, which reads back as the same graph.

Terms by their labels, the statements inside the case in the order in which they come, what the
file holds beside the case in groups after it, and each position in a source text on one line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import pyoxigraph as ox

from casegraph.errors import ExportError
from casegraph.namespaces import CG, OA, PUBLICATION, RDF, TERM, XSD, case_iri, document_of, slug_of
from casegraph.quads import value_of
from casegraph.read.checks import fault_of, number_type
from casegraph.read.keys import Key, class_names, keys, property_key, short
from casegraph.read.words import LABEL, SYNONYM, Words, bundled_words, words_of
from casegraph.syntaxes.triples import Subject, Triples, Value
from casegraph.syntaxes.yaml_nodes import Node, bare, dumped, mapping, sequence, text, written

_TYPE = f"{RDF}type"
_PARTS = ("patient", "statements", "inferences", "claims", "figures", "citations")
_POLARITIES = (
    "present",
    "suspected",
    "absent",
    "absent at site",
    "resolved",
    "done",
    "not done",
)
_PLAINER = ("age", "source", "at", *_POLARITIES, *_PARTS)
"""The keys of `ontology/authoring.jsonld` that are written instead of the vocabulary's own."""

_HELD = {f"{CG}patient", "http://purl.org/ontology/bibo/authorList"} | {
    f"{CG}has{part}" for part in ("Statement", "Inference", "Claim", "Figure", "Citation")
}
"""The properties whose values are described where they stand."""

_GROUPS = ("document", "texts", "references", "publications", "terms", "others", "places")
_GROUP_OF_TYPE = {
    f"{CG}SourceText": "texts",
    f"{CG}UnresolvedReference": "references",
    f"{OA}SpecificResource": "places",
}
_DEEPEST = 12
"""A blank node deeper than this has a label and stands by itself."""


def yaml(quads: Iterable[ox.Quad], words: Words | None = None) -> str:
    """Return the triples of *quads*, whatever their graphs, as a case file in YAML.

    words: for terms, None for the bundled.

    :raises ExportError: when *quads* have more than one case document.
    """
    return _Writer(list(quads), words or bundled_words()).text()


class _Writer:
    """One file: what is already written, and how names and words are written in it."""

    def __init__(self, quads: list[ox.Quad], words: Words) -> None:
        self._triples = Triples(quads)
        self._words = words | words_of(_names_in(quads))
        self._root = self._case()
        self._base = self._root.value.partition("#")[0] if self._root else ""
        self._done: set[Subject] = set()
        self._labelled: dict[ox.BlankNode, None] = {}

    def text(self) -> str:
        blocks: list[str] = []
        if self._root:
            entries = self._entries(self._root, 0)
            blocks.append(dumped(mapping(one for one in entries if one[0] not in _PARTS)))
            blocks += [written(*one) for one in entries if one[0] in _PARTS]
        groups: dict[str, list[Node]] = {}
        for subject in self._waiting():
            name = self._group_of(subject)
            node = mapping(self._entries(subject, 0), on_one_line=name == "places")
            groups.setdefault(name, []).append(node)
        for name in _GROUPS:
            if name in groups:
                alone = name == "document" and len(groups[name]) == 1
                blocks.append(written(name, groups[name][0] if alone else sequence(groups[name])))
        return "\n".join(blocks)

    def _case(self) -> ox.NamedNode | None:
        """Return the node that the file is about.

        :raises ExportError: when there are several case documents.
        """
        local = [
            subject
            for subject in self._triples.of
            if isinstance(subject, ox.NamedNode) and document_of(subject.value)
        ]
        documents = sorted({str(document_of(subject.value)) for subject in local})
        if len(documents) > 1:
            raise ExportError(
                f"YAML has one case a file, and here are {len(documents)}: "
                f"{', '.join(map(slug_of, documents[:4]))}{', ...' if documents[4:] else ''}",
                repair="Convert each case by itself, or write TriG.",
            )
        case = ox.NamedNode(case_iri(documents[0])) if documents else None
        return case if case in local or not local else local[0]

    def _waiting(self) -> Iterator[Subject]:
        """Yield each subject that is not described yet, in order, labelled blank nodes last."""
        for subject in self._triples.subjects:
            if subject not in self._done:
                yield subject
        while self._labelled:
            node = self._labelled.popitem()[0]
            if node not in self._done and node in self._triples.of:
                yield node

    def _group_of(self, subject: Subject) -> str:
        if isinstance(subject, ox.NamedNode):
            if subject.value == self._base:
                return "document"
            if subject.value.startswith(PUBLICATION):
                return "publications"
            if subject.value.startswith(TERM):
                return "terms"
        types = set(map(value_of, self._triples.of[subject].get(_TYPE, ())))
        return next((group for kind, group in _GROUP_OF_TYPE.items() if kind in types), "others")

    def _entries(self, node: Subject, depth: int) -> list[tuple[str, Node]]:
        """Return the keys of *node* with their values, its id and type first.

        depth: 0 for a node that does not stand inside another.
        """
        self._done.add(node)
        entries: list[tuple[str, Node]] = []
        if isinstance(node, ox.NamedNode) or not depth:
            is_root = node == self._root
            entries.append(("id", text(short(value_of(node)) if is_root else self._name(node))))
        keyed: list[tuple[str, Key, list[Value]]] = []
        for predicate, values in self._triples.of.get(node, {}).items():
            classes = [value for value in values if isinstance(value, ox.NamedNode)]
            if predicate == _TYPE and len(classes) == len(values):
                types: list[Node] = [text(self._class(value.value)) for value in classes]
                entries.append(("type", types[0] if len(types) == 1 else sequence(types)))
            else:
                keyed.append((*self._key(predicate, values, depth + 1), values))
        for name, key, values in sorted(keyed, key=lambda one: _order().get(one[0], (9, 0))):
            nodes = [self._value(value, key, depth + 1) for value in values]
            several = len(nodes) > 1 or name in _PARTS[1:]
            entries.append((name, sequence(nodes) if several else nodes[0]))
        return entries

    def _key(self, predicate: str, values: list[Value], depth: int) -> tuple[str, Key]:
        """Return the key to write for *predicate*."""
        name = _names_of_properties().get(predicate)
        if name is None:
            return short(predicate), property_key(predicate)
        is_list = len(values) == 1 and self._items(values[0], depth) is not None
        if keys()[name].container == "@list" and not is_list:
            return short(predicate), property_key(predicate)
        return name, keys()[name]

    def _value(self, value: Value, key: Key, depth: int) -> Node:
        if isinstance(value, ox.Literal):
            return _literal(value, key)
        if isinstance(value, ox.Triple):
            raise TypeError(f"a triple as object: {value}")
        items = self._items(value, depth)
        if items is not None:
            inner = replace(key, container="")
            whole = sequence([self._value(item, inner, depth + 1) for item in items])
            return whole if key.container == "@list" else mapping([("@list", whole)])
        if self._is_held(value, key, depth):
            part_of_case = depth == 1 and isinstance(value, ox.NamedNode)
            entries = self._entries(value, depth)
            return mapping(entries, on_one_line=False if part_of_case else None)
        word = self._word(value_of(value), key)
        if word is not None:
            return text(word)
        name = self._name(value)
        if key.coercion in ("@id", "@vocab") and not (key.takes_words and name.startswith("#")):
            return text(name)
        return mapping([("id", text(name))], on_one_line=True)

    def _items(self, value: Value, depth: int) -> list[Value] | None:
        """Return the items of *value* when it is written as a list."""
        if isinstance(value, ox.BlankNode) and depth < _DEEPEST:
            return self._triples.list_items(value)
        return None

    def _is_held(self, value: Subject, key: Key, depth: int) -> bool:
        """Return whether *value* is described where it stands."""
        if isinstance(value, ox.NamedNode):
            return key.iri in _HELD and value in self._triples.of and value not in self._done
        if self._triples.is_inline(value) and depth < _DEEPEST:
            return True
        self._labelled.setdefault(value)
        return False

    def _word(self, iri: str, key: Key) -> str | None:
        if key.takes_terms:
            return self._words.word_for(iri)
        return next((word for word, one in (key.words or {}).items() if one == iri), None)

    def _class(self, iri: str) -> str:
        named = (name for name, one in class_names().items() if one == iri)
        return next(named, None) or short(iri)

    def _name(self, node: Subject) -> str:
        if isinstance(node, ox.BlankNode):
            return str(node)
        local = node.value.removeprefix(self._base) if self._base else ""
        return local if local.startswith("#") else short(node.value)


def _names_in(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str, str]]:
    """Yield the names of terms that *quads* bring and that stand in the file as plain texts."""
    for quad in quads:
        if quad.predicate.value in (LABEL, SYNONYM) and isinstance(quad.subject, ox.NamedNode):
            name = quad.object
            if isinstance(name, ox.Literal) and name.language == "en":
                yield quad.subject.value, quad.predicate.value, name.value


def _literal(literal: ox.Literal, key: Key) -> Node:
    value, datatype = literal.value, literal.datatype.value
    if literal.language is not None:
        if literal.language == key.language:
            return text(value)
        said = [("@value", text(value)), ("@language", text(literal.language))]
        return mapping(said, on_one_line=True)
    if datatype == f"{XSD}string":
        if not key.coercion and not key.language:
            return text(value)
        return mapping([("@value", text(value))], on_one_line=True)
    is_number = key.coercion in (f"{XSD}decimal", f"{XSD}integer")
    if is_number and datatype == number_type(value) and not _is_octal(value):
        return bare(value)
    if datatype == key.coercion and not fault_of(value, datatype):
        return text(value) if is_number else bare(value)
    return mapping([("@value", text(value)), ("@type", text(short(datatype)))], on_one_line=True)


def _is_octal(number: str) -> bool:
    """Return whether YAML 1.1 takes *number* for one in base eight."""
    return re.fullmatch(r"[+-]?0[0-9]+", number) is not None


@cache
def _names_of_properties() -> Mapping[str, str]:
    """Return the key to write for each property: the context's own, or one of the plainer."""
    named: dict[str, str] = {}
    for name, key in keys().items():
        if name in _PLAINER:
            named[key.iri] = name
        else:
            named.setdefault(key.iri, name)
    return named


@cache
def _order() -> Mapping[str, tuple[int, int]]:
    """Return the place of each key: texts first, then the context's order, the parts last."""
    leading = ("prefLabel", "altLabel", "definition", "label", "comment", "title")
    ranks = (_names_of_properties().values(), leading, ("voice", "evidence"), _PARTS)
    return {
        name: (0 if names is leading else rank + 1, index)
        for rank, names in enumerate(ranks)
        for index, name in enumerate(names)
    }
