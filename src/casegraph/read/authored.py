"""A case file's YAML tree to a JSON-LD document, everything in it checked beforehand.

JSON-LD leaves out what its context does not know, without a word: a misspelt key, a label that
nobody defined, a name that does not resolve. So each key and each value is looked up first, and
the tree goes on as it is; what its words mean is left to the contexts.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from casegraph.errors import ReadError
from casegraph.namespaces import CONTEXT, RDF
from casegraph.read.checks import fault_of, number_type
from casegraph.read.keys import AUTHORING_CONTEXT, Key, contexts, full, keys
from casegraph.read.meaning import NAMELESS, Meaning, quoted
from casegraph.read.words import LABEL, SYNONYM, Words, words_of
from casegraph.read.yaml import Entry, Mapping, Node, Scalar, Sequence

_ID = ("id", "@id")
_TYPE = ("type", "@type")
_LITERAL = {"@value", "@type", "@language"}
_MOST_NOTES = 19
"""So many more faults of a file are told beside its first."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


@dataclass
class Authored:
    """A JSON-LD document and where its parts are written.

    base: against which its local names resolve, empty when it has none. keys: those that the
    contexts define only for this file: IRIs of properties, and keys with words. words: by key, the
    words that it uses as values. lines: of each node, and of each value by subject, predicate and
    value.
    """

    base: str = ""
    document: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str | tuple[str, str, str], int] = field(default_factory=dict)

    def contexts(self) -> list[dict[str, Any]]:
        """Return the contexts under which the document is JSON-LD.

        Each key with words has a context of its own (JSON-LD 1.1, section 4.1.4), which holds for
        its values alone, so that a label is never taken for a property.
        """
        scoped: dict[str, Any] = {"@version": 1.1}
        for name, key in self.keys.items():
            words = self.words.get(name)
            scoped[name] = scoped_key(key, words) if words else key.definition()
        return [*contexts(), scoped]


def scoped_key(key: Key, words: dict[str, str]) -> dict[str, Any]:
    """Return the definition of *key* under which *words* are values of it."""
    scope = {"@propagate": False, **words}
    return key.definition() | {"@type": "@vocab", "@context": scope}


def authored(root: Node, file: str, words: Words) -> Authored:
    """Return the JSON-LD document that *root* is.

    file: its name in errors. words: for terms; those that the file itself brings are added.

    :raises ReadError: for an unknown key or word, an ambiguous word, a value of another kind than
        its key takes, or a name that does not resolve; each with its line. When the file has
        several such faults, it is the first of them, and the others are its `__notes__`.
    """
    meaning = Meaning(file, words)
    if not isinstance(root, Mapping):
        raise meaning.error(
            "is not a mapping of keys to values",
            root,
            "Begin with `id: case:SLUG#case`, `type: Case` and the keys of the case.",
        )
    base = _base(root, meaning)
    meaning = Meaning(file, words, base)
    meaning = Meaning(file, words | words_of(_names_in(root, meaning)), base)
    entries = tuple(entry for entry in root.entries if not _is_context(entry, meaning))
    return _Author(meaning, base).document(Mapping(entries, root.line))


def _base(root: Mapping, meaning: Meaning) -> str:
    """Return the document that the file's own id belongs to, empty when it has none."""
    own = next((entry.value for entry in root.entries if entry.key in _ID), None)
    if own is None:
        return ""
    if isinstance(own, Scalar) and own.text.startswith("#"):
        raise meaning.error(
            f"{own.text!r} does not say which case this is",
            own,
            "Write `id: case:SLUG#case`; SLUG is letters, digits and hyphens.",
        )
    return meaning.name(own)[1].partition("#")[0]


def _names_in(node: Node, meaning: Meaning) -> Iterator[tuple[str, str, str]]:
    """Yield the names of the terms that the file brings: term, property and name."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _names_in(item, meaning)
    elif isinstance(node, Mapping):
        own = next((entry.value for entry in node.entries if entry.key in _ID), None)
        iri = meaning.name(own)[1] if own else NAMELESS
        for entry in node.entries:
            key = keys().get(entry.key)
            if key and key.iri in (LABEL, SYNONYM) and not iri.startswith(NAMELESS):
                for name in _items(entry.value):
                    if isinstance(name, Scalar):
                        yield iri, key.iri, name.text
            yield from _names_in(entry.value, meaning)


def _is_context(entry: Entry, meaning: Meaning) -> bool:
    if entry.key != "@context":
        return False
    for name in _items(entry.value):
        if not isinstance(name, Scalar) or name.text not in (CONTEXT, AUTHORING_CONTEXT):
            raise meaning.error(
                "a context other than the project's, which is never fetched",
                entry,
                f"Leave @context out, or name {AUTHORING_CONTEXT}.",
            )
    return True


class _Author:
    """The document of one file, and which of its nodes are described already."""

    def __init__(self, meaning: Meaning, base: str) -> None:
        self._meaning = meaning
        self._found = Authored(base)
        self._described: dict[str, int] = {}
        self._nameless = 0
        self._faults: list[ReadError] = []

    def document(self, root: Mapping) -> Authored:
        named = any(entry.key in _ID for entry in root.entries)
        alone = all((key := keys().get(entry.key)) and key.is_group for entry in root.entries)
        if not named and not alone:
            raise self._meaning.error(
                "the case has no id",
                root,
                "Write `id: case:SLUG#case` first; SLUG is letters, digits and hyphens.",
            )
        self._found.document = self._node(root, named=named)
        if self._faults:
            raise _together(self._faults)
        return self._found

    @contextmanager
    def _collecting(self) -> Iterator[None]:
        """Keep the fault of what the block reads, so that the rest of the file is looked at too."""
        try:
            yield
        except ReadError as fault:
            self._faults.append(fault)

    def _node(self, node: Mapping, *, named: bool = True) -> dict[str, Any]:
        """Return *node* as a JSON-LD node object, with a name when it has none."""
        identified = next((entry for entry in node.entries if entry.key in _ID), None)
        written: dict[str, Any] = {}
        if identified is not None:
            written[identified.key], iri = self._meaning.name(identified.value)
        elif named:
            self._nameless += 1
            written["@id"] = iri = f"{NAMELESS}n{self._nameless}"
        else:
            iri = ""
        rest = [entry for entry in node.entries if entry is not identified]
        if rest and iri:
            self._describe(iri, node)
        for entry in rest:
            with self._collecting():
                written[entry.key] = self._said(iri, entry)
        return written

    def _said(self, subject: str, entry: Entry) -> Any:  # noqa: ANN401 - JSON
        """Return the values of *entry*."""
        if entry.key in _TYPE:
            return [self._class(one, subject) for one in _items(entry.value)]
        key = self._meaning.key(entry)
        if entry.key not in keys():
            self._found.keys[entry.key] = key
        return self._values(subject, key, entry)

    def _describe(self, iri: str, node: Mapping) -> None:
        if iri in self._described:
            raise self._meaning.error(
                f"{self._meaning.shown(iri)} is described here and on line {self._described[iri]}",
                node,
                "Give one of the two another id, or describe the node in one place and write "
                "only its id in the other.",
            )
        self._described[iri] = node.line
        self._found.lines.setdefault(iri, node.line)

    def _values(self, subject: str, key: Key, entry: Entry) -> Any:  # noqa: ANN401 - JSON
        if key.container == "@list":
            return self._list(subject, key, entry.key, entry.value)
        if isinstance(entry.value, Sequence):
            values = []
            for one in entry.value.items:
                with self._collecting():
                    values.append(self._value(subject, key, entry.key, one))
            return values
        return self._value(subject, key, entry.key, entry.value)

    def _list(self, subject: str, key: Key, name: str, node: Node) -> list[Any]:
        items = _items(node)
        if subject:
            self._found.lines.setdefault((subject, key.iri, "@list"), node.line)
        return [self._value("", key, name, item) for item in items]

    def _value(self, subject: str, key: Key, name: str, node: Node) -> Any:  # noqa: ANN401 - JSON
        """Return one value of *key*; *subject* is empty where no triple leads to it directly."""
        if isinstance(node, Sequence):
            raise self._meaning.error("a list inside a list", node, "Write one list.")
        if isinstance(node, Mapping) and _keys_of(node) == {"@list"}:
            return {"@list": self._list(subject, key, name, node.entries[0].value)}
        written: Any
        if isinstance(node, Mapping):
            if "@value" in _keys_of(node):
                written, value = self._literal_object(node)
            else:
                written = self._node(node)
                value = self._iri_of(written)
        else:
            self._meaning.refuse_null(node)
            written, value = self._scalar(key, name, node)
        if subject and not key.is_group:
            self._found.lines.setdefault((subject, key.iri, value), node.line)
        return written

    def _scalar(self, key: Key, name: str, node: Scalar) -> tuple[Any, str]:
        if key.is_group:
            raise self._meaning.error(
                f"{quoted(node.text)} is not a node", node, "Write its id and its keys here."
            )
        if key.takes_words:
            written, iri = self._meaning.word(key, name, node)
            if ":" not in written:
                self._found.keys[name] = key
                self._found.words.setdefault(name, {})[written] = iri
            return written, iri
        if key.coercion in ("@id", "@vocab"):
            return self._meaning.name(node, key)
        fault = fault_of(node.text, key.coercion)
        if fault:
            raise self._meaning.error(f"{name}: {quoted(node.text)} {fault[0]}", node, fault[1])
        datatype = number_type(node.text) if node.plain else ""
        if datatype and key.coercion.endswith(("#decimal", "#integer")):
            return {"@value": node.text, "@type": datatype}, node.text
        return node.text, node.text

    def _class(self, node: Node, subject: str) -> str:
        written, iri = self._meaning.class_of(node)
        self._found.lines.setdefault((subject, f"{RDF}type", iri), node.line)
        return written

    def _literal_object(self, node: Mapping) -> tuple[dict[str, str], str]:
        said: dict[str, str] = {}
        for entry in node.entries:
            if entry.key not in _LITERAL or not isinstance(entry.value, Scalar):
                raise self._meaning.error(
                    f"{entry.key!r} beside @value",
                    entry,
                    "A literal has @value, and @type or @language.",
                )
            said[entry.key] = entry.value.text
            if entry.key == "@type":
                said[entry.key] = self._meaning.name(entry.value)[0]
            elif entry.key == "@language" and not _LANGUAGE.fullmatch(entry.value.text):
                raise self._meaning.error(
                    f"{entry.value.text!r} is not a language", entry, "Write one such as en."
                )
        if len(said) == len(_LITERAL):
            raise self._meaning.error(
                "a literal with both @type and @language", node, "Keep one of them."
            )
        return said, said["@value"]

    def _iri_of(self, written: dict[str, Any]) -> str:
        name = str(written.get("id", written.get("@id", "")))
        return self._found.base + name if name.startswith("#") else full(name)


def _together(faults: list[ReadError]) -> ReadError:
    """Return the first of *faults* by line, with the others as its notes (PEP 678)."""
    first, *others = sorted(faults, key=lambda fault: fault.line or 0)
    for other in others[:_MOST_NOTES]:
        first.add_note(str(other))
    if len(others) > _MOST_NOTES:
        first.add_note(f"{first.file}: and {len(others) - _MOST_NOTES} more like these")
    return first


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def _keys_of(node: Mapping) -> set[str]:
    return {entry.key for entry in node.entries}
