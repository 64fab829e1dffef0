"""What each key of a case file means, as the two contexts say.

`ontology/context.jsonld` has a key for each property; `ontology/authoring.jsonld` adds plainer
words for some, and the groups into which a file may sort its nodes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from casegraph.namespaces import BASE, CG
from casegraph.read.words import classes, closed_list, term_properties
from casegraph.resources import ontology_dir

AUTHORING_CONTEXT = f"{BASE}/authoring.jsonld"
"""The name of the context for files written by hand."""

GROUP = "@included"
"""What the key of a group of nodes means (JSON-LD 1.1, section 4.13)."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key: the IRI of its property, or `GROUP`, and what its values are.

    coercion: `@id`, `@vocab`, the IRI of a datatype, or empty. container: `@set`, `@list` or empty.
    language: of its texts, or empty. words: the closed list of its values, by word.
    takes_terms: whether its values are terms.
    """

    iri: str
    coercion: str = ""
    container: str = ""
    language: str = ""
    words: Mapping[str, str] | None = None
    takes_terms: bool = False

    def definition(self) -> dict[str, Any]:
        """Return the definition of this key in a JSON-LD context."""
        members = {
            "@id": self.iri,
            "@type": self.coercion,
            "@container": self.container,
            "@language": self.language,
        }
        return {name: value for name, value in members.items() if value}

    @property
    def is_group(self) -> bool:
        """Whether the values are nodes that the file holds beside its case."""
        return self.iri == GROUP

    @property
    def takes_words(self) -> bool:
        """Whether a value is a word for an IRI."""
        return self.takes_terms or bool(self.words)


@cache
def contexts() -> tuple[dict[str, Any], ...]:
    """Return the two contexts, in their order."""
    return tuple(
        json.loads((ontology_dir() / name).read_text(encoding="utf-8"))["@context"]
        for name in ("context.jsonld", "authoring.jsonld")
    )


@cache
def prefixes() -> Mapping[str, str]:
    """Return the prefixes of the contexts with their namespaces."""
    found: dict[str, str] = {}
    for context in contexts():
        for name, value in context.items():
            if isinstance(value, dict) and value.get("@prefix"):
                found[name] = value["@id"]
            elif isinstance(value, str) and value.startswith("http") and name[0] != "@":
                found[name] = value
    return found


@cache
def keys() -> Mapping[str, Key]:
    """Return the keys of properties and groups."""
    found: dict[str, Key] = {}
    for context in contexts():
        for name, value in context.items():
            definition = {"@id": value} if isinstance(value, str) else value
            if name in prefixes() or name.startswith("@") or not isinstance(definition, dict):
                continue
            if definition["@id"] == GROUP or _is_property(definition["@id"]):
                found[name] = _key(definition)
    return found


@cache
def class_names() -> Mapping[str, str]:
    """Return the words for classes, as values of `type`, with the IRIs of the classes."""
    found = {name: CG + name for name in classes()}
    for name, value in contexts()[0].items():
        if isinstance(value, str) and ":" in value and not value.startswith(("@", "http")):
            iri = full(value)
            if not _is_property(value):
                found[name] = iri
    return found


def full(name: str) -> str:
    """Return the IRI that *name* abbreviates with one of the `prefixes`, else *name*.

    >>> full("term:neck")
    'https://w3id.org/casegraph/term/neck'
    """
    prefix, colon, rest = name.partition(":")
    space = prefixes().get(prefix)
    return space + rest if colon and space and not rest.startswith("//") else name


def short(iri: str) -> str:
    """Return *iri* abbreviated with the longest of the `prefixes` that fits, as `full` undoes it.

    >>> short("http://purl.obolibrary.org/obo/HP_0001250")
    'HP:0001250'
    """
    fitting = [
        (len(space), name)
        for name, space in prefixes().items()
        if iri.startswith(space) and iri != space and not iri[len(space) :].startswith("//")
    ]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"


def property_key(iri: str) -> Key:
    """Return what a key means that is itself the IRI of a property.

    It is the same as that of the property's own key. Only a list is written as one there: under
    the IRI it may be anything.
    """
    same = (key for key in keys().values() if key.iri == iri and key.container != "@list")
    return next(same, Key(iri))


def _key(definition: Mapping[str, str]) -> Key:
    iri = full(definition["@id"])
    coercion = definition.get("@type", "")
    return Key(
        iri,
        full(coercion) if ":" in coercion else coercion,
        definition.get("@container", ""),
        definition.get("@language", ""),
        closed_list(iri) if coercion == "@vocab" else None,
        iri in term_properties(),
    )


def _is_property(name: str) -> bool:
    """Return whether *name* is a property by its spelling: its local part begins in lower case."""
    return ":" in name and name.rpartition(":")[2][:1].islower()
