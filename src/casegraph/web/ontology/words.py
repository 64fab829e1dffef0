"""Pieces of sentences about the ontology: names that lead to their pages, articles, lists."""

import re
from collections.abc import Sequence

from casegraph import curies
from casegraph.namespaces import CG, PREFIXES, RDFS, XSD, curie
from casegraph.web.ontology.said import Said
from casegraph.web.values import Link

Words = tuple[Link, ...]
"""A sentence in pieces; those with a target name what has that IRI."""

DATATYPES = {
    f"{XSD}boolean": "true or false",
    f"{XSD}decimal": "a decimal number",
    f"{XSD}integer": "a whole number",
    f"{XSD}nonNegativeInteger": "a whole number from 0 on",
    f"{XSD}string": "a text",
}
"""The datatypes of properties, in words."""

_PREFIXES = {
    **PREFIXES,
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "sio": "http://semanticscience.org/resource/",
}

_NAME = re.compile(r"\bcg:(\w+)")


def one(ontology: Said, iri: str) -> Link:
    """Return the label of *iri*, or its CURIE when the ontology gives it none."""
    return Link(ontology.text(iri, f"{RDFS}label") or short(iri), iri)


def short(iri: str) -> str:
    """Return the CURIE of *iri*, a name of any vocabulary or a public term.

    >>> short("http://semanticscience.org/resource/SIO_000080")
    'sio:SIO_000080'
    """
    return curies.contracted(iri) or curie(iri, _PREFIXES)


def a(ontology: Said, iri: str) -> Words:
    """Return the label of the class *iri* with its article."""
    named = one(ontology, iri)
    return Link("an " if named.text[:1] in "aeiou" else "a "), named


def quoted(ontology: Said, iri: str) -> Link:
    """Return the label of *iri* in quotation marks, or its CURIE as it is."""
    named = one(ontology, iri)
    return named if ":" in named.text else Link(f"“{named.text}”", iri)


def listing(words: Sequence[Link], last: str) -> Words:
    """Return *words* with commas between them, and *last* before the last one."""
    found: list[Link] = []
    for rank, word in enumerate(words):
        if rank:
            found.append(Link(f" {last} " if rank == len(words) - 1 else ", "))
        found.append(word)
    return tuple(found)


def mentioned(text: str) -> Words:
    """Return *text* with the names of `cg:` in it apart, each leading to its page.

    >>> [word.target for word in mentioned("Needs cg:site.") if word.target]
    ['https://w3id.org/casegraph/ontology#site']
    """
    found, at = [], 0
    for match in _NAME.finditer(text):
        found += [Link(text[at : match.start()])] if match.start() > at else []
        found.append(Link(match[0], CG + match[1]))
        at = match.end()
    return (*found, Link(text[at:])) if text[at:] else tuple(found)
