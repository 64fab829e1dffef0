"""A JSON Schema of case files, with which editors complete keys and words and mark mistakes.

Generated from the contexts (which keys there are), the structure shapes (which class takes which,
how often) and the terms (their labels). It is in draft 07, which editors know best. What it allows
may still be wrong: `casegraph validate` has the last word.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from casegraph.authoring.class_shapes import ClassShape, Values, class_shapes
from casegraph.namespaces import BASE, CG, CONTEXT, ONTOLOGY, RDF, RDFS, SKOS, TERMS, XSD
from casegraph.quads import graph_of, subject_of, value_of
from casegraph.read.keys import AUTHORING_CONTEXT, Key, class_names, keys
from casegraph.read.words import Words, bundled_words
from casegraph.vocabulary import bundled

SCHEMA = f"{BASE}/case.schema.json"
"""The name of the schema."""

Json = dict[str, Any]

_NAME = {"type": "string", "pattern": "^(#|_:|[A-Za-z][A-Za-z0-9+.-]*:)"}
_TEXT = {"type": ["string", "number", "boolean"]}
_DURATION = "^-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9.]+S)?)?$"
_OF_DATATYPE: Mapping[str, Json] = {
    f"{XSD}boolean": {"type": "boolean"},
    f"{XSD}date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"},
    f"{XSD}decimal": {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]*\.?[0-9]+$"},
    f"{XSD}duration": {"type": "string", "pattern": _DURATION},
    f"{XSD}gYear": {"type": ["integer", "string"], "pattern": "^[0-9]{4}$"},
    f"{XSD}integer": {"type": ["integer", "string"], "pattern": "^[+-]?[0-9]+$"},
}
_PARTS = {
    f"{CG}patient": "Patient",
    f"{CG}hasStatement": "Statement",
    f"{CG}hasInference": "Statement",
    f"{CG}hasClaim": "Claim",
    f"{CG}hasFigure": "Figure",
    f"{CG}hasCitation": "Citation",
}


def schema(words: Words | None = None) -> Json:
    """Return the JSON Schema of case files.

    words: for terms, None for the bundled.

    >>> schema()["$id"]
    'https://w3id.org/casegraph/case.schema.json'
    """
    shapes = {
        name: class_shapes()[iri]
        for name, iri in sorted(class_names().items())
        if iri in class_shapes()
    }
    groups = {name: _group() for name, key in keys().items() if key.is_group}
    groups["@context"] = {"enum": [CONTEXT, AUTHORING_CONTEXT]}
    case = _node("Case", shapes["Case"])
    needed = {name: case.pop(name) for name in ("required", "allOf") if name in case}
    statements = [name for name in shapes if name in _subclasses(f"{CG}Statement")]
    definitions: Json = {name: _node(name, shape) for name, shape in shapes.items()}
    definitions["Statement"] = _choice(statements, required=True)
    definitions |= {"node": _choice(list(shapes)) | _any_keys(), "literal": _literal()}
    definitions |= _words(words or bundled_words())
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA,
        "title": "casegraph case file",
        **case,
        "properties": case["properties"] | groups,
        "if": {"required": ["id"]},
        "then": needed,
        "else": {"propertyNames": {"enum": sorted(groups)}},
        "definitions": definitions,
    }


def _node(name: str, shape: ClassShape) -> Json:
    """Return the schema of a node of the class *name*."""
    iri = class_names()[name]
    properties: Json = {"id": {**_NAME, "description": "The name of this node."}}
    properties["type"] = {"const": name}
    required = []
    for property_iri in sorted(shape.allowed):
        values = shape.values.get(property_iri, Values())
        named = _keys_of(property_iri)
        properties |= {key: _values(keys()[key], values) for key in named}
        if values.least and named:
            required.append({"anyOf": [{"required": [key]} for key in named]})
    for choice in shape.one_of:
        if choice & shape.allowed:
            usable = sorted(key for one in choice & shape.allowed for key in _keys_of(one))
            required.append({"oneOf": [{"required": [key]} for key in usable]})
    return {
        "type": "object",
        "description": _definition_of().get(iri, ""),
        "properties": properties,
        "patternProperties": {":": {}},
        "additionalProperties": False,
        "required": ["id", "type"] if iri.startswith(CG) else ["type"],
        **({"allOf": required} if required else {}),
    }


def _values(key: Key, values: Values) -> Json:
    """Return the schema of what stands under *key*."""
    one = _value(key, values)
    described = {"description": _definition_of().get(key.iri, "")}
    if values.most == 1 or key.iri == f"{CG}patient":
        return one | described
    return {"anyOf": [one, {"type": "array", "items": one}]} | described


def _value(key: Key, values: Values) -> Json:
    if key.iri in _PARTS:
        return {"anyOf": [_NAME, {"$ref": f"#/definitions/{_PARTS[key.iri]}"}]}
    if key.takes_terms:
        named = {kind.removeprefix(CG) for kind in values.kinds} & _term_kinds()
        kinds = sorted(named) or ["Term"]
        found = [{"$ref": f"#/definitions/words-{kind}"} for kind in kinds]
        return {"anyOf": [*found, {"type": "string"}, {"$ref": "#/definitions/node"}]}
    if key.words:
        listed = [
            word for word, iri in key.words.items() if not values.listed or iri in values.listed
        ]
        return {"anyOf": [{"enum": listed}, {"type": "string", "pattern": ":"}]}
    if key.coercion in ("@id", "@vocab"):
        return {"anyOf": [_NAME, {"$ref": "#/definitions/node"}]}
    if values.listed:
        return {"enum": sorted(values.listed)}
    plain = _OF_DATATYPE.get(key.coercion, _TEXT)
    if values.pattern and "pattern" in plain:
        plain = {**plain, "pattern": values.pattern}
    return {"anyOf": [plain, {"$ref": "#/definitions/literal"}]}


def _choice(names: list[str], *, required: bool = False) -> Json:
    """Return the schema of a node whose type tells which of the classes *names* it has."""
    return {
        "type": "object",
        "properties": {"type": {"enum": names} if required else {}},
        **({"required": ["type"]} if required else {}),
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": f"#/definitions/{name}"},
            }
            for name in names
        ],
    }


def _any_keys() -> Json:
    """Return what allows a node any key, each with its kind of values."""
    known = {name: _values(key, Values()) for name, key in keys().items() if not key.is_group}
    either = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    return {
        "properties": {"id": _NAME, "type": either, "@list": {"type": "array"}, **known},
        "patternProperties": {":": {}},
        "additionalProperties": False,
    }


def _group() -> Json:
    node = {"$ref": "#/definitions/node"}
    return {"anyOf": [node, {"type": "array", "items": node}]}


def _literal() -> Json:
    return {
        "type": "object",
        "properties": {"@value": _TEXT, "@type": _NAME, "@language": {"type": "string"}},
        "required": ["@value"],
        "additionalProperties": False,
    }


def _words(words: Words) -> Mapping[str, Json]:
    """Return for each kind of term the labels and synonyms of its terms, all under `Term`."""
    found: dict[str, set[str]] = {name: set() for name in _term_kinds()}
    for word, terms in words.terms.items():
        if len(terms) == 1 and not _is_lowered(word, words):
            for kind in _kinds_of_terms().get(min(terms), {"Term"}) | {"Term"}:
                found[kind].add(word)
    return {f"words-{kind}": {"enum": sorted(named)} for kind, named in found.items() if named}


def _is_lowered(word: str, words: Words) -> bool:
    """Return whether *word* is a name that the vocabulary writes otherwise, in lower case."""
    label = words.labels.get(min(words.terms[word]), "")
    return word != label and word == label.lower()


@cache
def _kinds_of_terms() -> Mapping[str, frozenset[str]]:
    """Return the local names of the classes of each bundled term."""
    found: dict[str, frozenset[str]] = {}
    for quad in bundled().quads:
        if quad.predicate.value == f"{RDF}type" and graph_of(quad) == TERMS:
            kind = value_of(quad.object).removeprefix(CG)
            if kind in _term_kinds():
                iri = subject_of(quad).value
                found[iri] = found.get(iri, frozenset()) | {kind}
    return found


@cache
def _term_kinds() -> frozenset[str]:
    return frozenset({"Term"} | _subclasses(f"{CG}Term"))


@cache
def _subclasses(iri: str) -> frozenset[str]:
    """Return the local names of the classes below *iri*."""
    below = {
        subject_of(quad).value
        for quad in bundled().quads
        if quad.predicate.value == f"{RDFS}subClassOf" and value_of(quad.object) == iri
    }
    return frozenset(name for one in below for name in {one.removeprefix(CG)} | _subclasses(one))


@cache
def _definition_of() -> Mapping[str, str]:
    """Return what the ontology says of each class and property."""
    return {
        subject_of(quad).value: value_of(quad.object)
        for quad in bundled().quads
        if quad.predicate.value == f"{SKOS}definition" and graph_of(quad) == ONTOLOGY
    }


@cache
def _keys_of(iri: str) -> tuple[str, ...]:
    return tuple(name for name, key in keys().items() if key.iri == iri)
