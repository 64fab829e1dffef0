"""How nodes are named to a reader: short, exact, and harmless whatever characters they hold."""

import re

import pyoxigraph as ox

from casegraph.namespaces import CASE, curie

SHAPE = "https://w3id.org/casegraph/shape/"
"""The namespace of the shapes."""

_IRI = re.compile(r"<([^<>\s]*)>")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^<[^<>\s]*>)?', re.DOTALL)


def node_name(node: str) -> str:
    """Return the short name of *node*, an IRI or `_:label`.

    >>> node_name("https://w3id.org/casegraph/case/neck-pain#patient")
    'neck-pain#patient'
    >>> node_name("https://w3id.org/casegraph/ontology#affirms")
    'cg:affirms'
    >>> node_name("https://w3id.org/casegraph/shape/one-polarity")
    'one-polarity'
    """
    if node.startswith("_:"):
        return "blank node"
    for space in (CASE, SHAPE):
        if node.startswith(space):
            return node.removeprefix(space)
    return curie(node)


def term_name(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    """Return *term* as a message has it: a node's short name, a literal's lexical form."""
    match term:
        case ox.NamedNode():
            return node_name(term.value)
        case ox.BlankNode():
            return "a blank node"
        case ox.Literal():
            return term.value


def value_name(value: str) -> str:
    """Return *value*, given in N-Triples, with short names.

    >>> value_name("<https://w3id.org/casegraph/term/neck-pain>")
    'term:neck-pain'
    >>> value_name('"2.30"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    '"2.30"'
    """
    if iri := _IRI.fullmatch(value):
        return node_name(iri[1])
    if literal := _LITERAL.fullmatch(value):
        return f'"{literal[1]}"'
    return node_name(value)


def path_name(path: str) -> str:
    """Return *path*, an IRI or a SPARQL property path, with short names.

    >>> path_name("https://w3id.org/casegraph/ontology#because")
    'cg:because'
    >>> path_name(
    ...     "<https://w3id.org/casegraph/ontology#site>/<https://w3id.org/casegraph/ontology#partOf>"
    ... )
    'cg:site/cg:partOf'
    """
    if "<" not in path:
        return node_name(path)
    return _IRI.sub(lambda found: node_name(found[1]), path)


def one_line(text: str) -> str:
    r"""Return *text* on one line, with all that does not print as itself written out.

    That is line breaks, control characters, terminal escapes, bidirectional overrides.

    >>> one_line("neck\npain\x1b[31m")
    'neck\\npain\\x1b[31m'
    """
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
