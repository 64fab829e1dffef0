"""What the words of a case file mean: keys, classes, terms, names.

Each is looked up before JSON-LD sees it, and what nobody defined is an error that says what may be
meant.
"""

import difflib
import json
import re
import reprlib

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from casegraph.errors import ReadError
from casegraph.namespaces import CG, curie
from casegraph.read.keys import Key, class_names, full, keys, prefixes, property_key
from casegraph.read.words import Words, is_word, statement_classes
from casegraph.read.yaml import Entry, Node, Scalar

NAMELESS = "x-casegraph-node:"
"""Begins the names that nodes without one have until they are quads (RDF 1.1, section 3.5)."""

_SHORT = reprlib.Repr()
_SHORT.maxstring = 80

_EVIDENCE = f"{CG}evidence"
_BARE = re.compile(r"[^\W\d_](?:[\w .;()/%+-]*[\w.)%])?")
"""A text that needs no quotation marks wherever it stands in YAML."""

_SCHEMES = ("http", "https", "urn", "doi", "mailto", "tag", "info", "file")


class Meaning:
    """What words mean in one file.

    file: its name in errors. words: for terms. base: the document against which local names
    resolve, empty when there is none.
    """

    def __init__(self, file: str, words: Words, base: str = "") -> None:
        self._file = file
        self._words = words
        self._base = base

    def key(self, entry: Entry) -> Key:
        """Return what the key of *entry* means, which may also be the IRI of a property.

        :raises ReadError: when it is not known.
        """
        key = keys().get(entry.key)
        if key is not None:
            return key
        prefix, colon, _ = entry.key.partition(":")
        if colon and (prefix in prefixes() or prefix in _SCHEMES):
            return property_key(self._valid(full(entry.key), entry))
        near = difflib.get_close_matches(entry.key, keys(), n=3, cutoff=0.6)
        raise self.error(
            f"the key {quoted(entry.key)} is not known",
            entry,
            f"Did you mean {', '.join(near)}?" if near else "See docs/yaml.md for the keys.",
        )

    def word(self, key: Key, name: str, node: Scalar) -> tuple[str, str]:
        """Return the value *node* of the key called *name* as JSON-LD takes it, and its IRI.

        :raises ReadError: when it is no word for one of the key's values, or for several terms.
        """
        text = node.text
        if ":" in text:
            return self.name(node)
        found = {key.words[text]} if key.words and text in key.words else set[str]()
        if key.takes_terms:
            found = set(self._words.named(text))
        if len(found) > 1:
            terms = sorted(map(curie, found))
            raise self.error(
                f"{name}: {quoted(text)} is a name of {' and of '.join(terms)}",
                node,
                f"Write the one that is meant: {' or '.join(terms)}.",
            )
        if not found:
            fault, repair = self._unknown(key, text)
            raise self.error(f"{name}: {quoted(text)} {fault}", node, repair)
        return text, found.pop()

    def _unknown(self, key: Key, text: str) -> tuple[str, str]:
        """Return what is wrong with the unknown word *text*, and the repair."""
        if key.words:
            return "is not one of its values", f"Write one of {', '.join(_nearest(key, text))}."
        if text.startswith("#"):
            return "is a node of this file, where a term is meant", "Write the label of a term."
        if not is_word(text):
            return "cannot be a word, because of its slash", "Write the IRI, such as term:c3-c4."
        near = [
            f"{word} ({' '.join(map(curie, sorted(self._words.named(word))))})"
            for word in self._words.nearest(text)
        ]
        bring = "bring a term of that name under `terms`"
        return (
            "is not the name of a term",
            f"Did you mean {', '.join(near)}? Else {bring}." if near else f"Check it, or {bring}.",
        )

    def class_of(self, node: Node) -> tuple[str, str]:
        """Return the value *node* of `type` as JSON-LD takes it, and the IRI of the class.

        :raises ReadError: when it is not known.
        """
        if not isinstance(node, Scalar):
            raise self.error("a type is not a word", node, "Write one, such as Finding.")
        self.refuse_null(node)
        if ":" in node.text:
            return self.name(node)
        if node.text in class_names():
            return node.text, class_names()[node.text]
        near = difflib.get_close_matches(node.text, class_names(), n=3, cutoff=0.5)
        raise self.error(
            f"the type {quoted(node.text)} is not known",
            node,
            (f"Did you mean {', '.join(near)}? " if near else "")
            + f"A statement is one of {', '.join(statement_classes())}.",
        )

    def name(self, node: Node, key: Key | None = None) -> tuple[str, str]:
        """Return the name *node* as JSON-LD takes it, and its IRI. key: that leads to it.

        :raises ReadError: when it does not resolve, or to no IRI.
        """
        if not isinstance(node, Scalar):
            raise self.error("a name is not a word", node, "Write one name.")
        self.refuse_null(node)
        text = node.text
        prefix, colon, rest = text.partition(":")
        if prefix == "_" and colon:
            name = self._valid(f"{NAMELESS}b{rest}", node)
            return name, name
        if text.startswith("#") and self._base:
            return text, self._valid(self._base + text, node)
        if colon and (prefix in prefixes() and not rest.startswith("//")):
            return text, self._valid(full(text), node)
        if colon and prefix in _SCHEMES:
            return text, self._valid(text, node)
        what = (
            f"the prefix {quoted(prefix)} is not known"
            if colon
            else f"{quoted(text)} is not a name"
        )
        if text.startswith("#"):
            what = f"{quoted(text)} belongs to no case, since the file has no id"
        if key is not None and key.iri == _EVIDENCE and not text.startswith("#"):
            repair = f"Write evidence: {{quote: {_words(text)}}} for words of the report."
        else:
            some = "name" if colon or text.startswith("#") else _SHORT.repr(text)[1:-1]
            repair = (
                f'Write "#{some.replace(" ", "-")}" for a node of this file, or an IRI, also with '
                "a prefix: case:SLUG#case, publication:SLUG, HP:0001250."
            )
        raise self.error(what, node, repair)

    def _valid(self, iri: str, node: Node | Entry) -> str:
        try:
            return ox.NamedNode(iri).value
        except ValueError:
            raise self.error(
                f"{quoted(iri)} is not an IRI",
                node,
                "Use letters, digits, hyphens and points; no blanks.",
            ) from None

    def shown(self, iri: str) -> str:
        """Return *iri* as a reader of the file knows it."""
        base = self._base
        return iri.removeprefix(base) if base and iri.startswith(f"{base}#") else curie(iri)

    def refuse_null(self, node: Scalar) -> None:
        """Refuse what YAML takes for no value.

        :raises ReadError: naming its line.
        """
        if node.is_null:
            raise self.error(
                "a key has no value" if not node.text else f"{node.text} is no value",
                node,
                "Write one, or remove the key. A value that begins with # or is the word null "
                'stands in quotation marks: "#name".',
            )

    def error(self, what: str, node: Node | Entry, repair: str) -> ReadError:
        """Return the error that says *what* is wrong at *node*."""
        return ReadError(what, file=self._file, line=node.line, repair=repair)


def quoted(text: str) -> str:
    """Return *text* in quotation marks, its middle left out when it is long."""
    return _SHORT.repr(text)


def _nearest(key: Key, text: str) -> list[str]:
    """Return the labels of a closed list, those first that *text* is likely to mean."""
    labels = [word for word in key.words or () if word[0].islower()]
    near = process.extract(text.lower(), labels, scorer=fuzz.WRatio, limit=None)
    return [label for label, _, _ in near]


def _words(text: str) -> str:
    """Return *text* as a value inside braces in YAML, or what to put there when it is long."""
    if len(text) > _SHORT.maxstring:
        return "the words"
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
