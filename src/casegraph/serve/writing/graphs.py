"""Which graphs a client may write, and what stands in them."""

from dataclasses import dataclass
from enum import Enum

import pyoxigraph as ox

from casegraph.namespaces import (
    BASE,
    CASE,
    ONTOLOGY,
    PUBLICATIONS,
    TERMS,
    VOCABULARY,
    document_of,
    is_inferred_graph,
    provenance_graph,
)
from casegraph.serve.errors import RefusedError


class Holds(Enum):
    """What a graph holds."""

    CASE = "what a case says"
    PROVENANCE = "what is said of a case"
    PUBLICATIONS = "publications"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph that may be written. document: of the case that it belongs to, empty without one."""

    name: str
    holds: Holds
    document: str = ""


def writable(name: str) -> Graph:
    """Return the graph called *name*.

    >>> writable("https://w3id.org/casegraph/case/neck-pain").holds
    <Holds.CASE: 'what a case says'>

    :raises RefusedError: 400 when that is no absolute IRI, 403 when nobody may write it.
    """
    _check_iri(name)
    if name == PUBLICATIONS:
        return Graph(name, Holds.PUBLICATIONS)
    if name == TERMS:
        return Graph(name, Holds.TERMS)
    document = document_of(name)
    if document == name:
        return Graph(name, Holds.CASE, document)
    if document and name == provenance_graph(document):
        return Graph(name, Holds.PROVENANCE, document)
    raise _refusal(name)


def default_graph() -> RefusedError:
    """Return the refusal to write the default graph."""
    return RefusedError(
        403,
        "the default graph is the union of all graphs, and nothing can be put into it",
        repair=f"Name the graph: {CASE}SLUG for a case.",
    )


def _check_iri(name: str) -> None:
    try:
        ox.NamedNode(name)
    except ValueError:
        raise RefusedError(
            400,
            "the graph is no absolute IRI",
            node=repr(name[:200]),
            repair=f"Write it in full, such as {CASE}SLUG.",
        ) from None


def _refusal(name: str) -> RefusedError:
    """Return why nobody may write the graph called *name*."""
    if is_inferred_graph(name):
        why = "it holds what follows from others, and casegraph makes it"
        repair = "Write what it follows from."
    elif name == ONTOLOGY or name.startswith(VOCABULARY):
        why = "it holds a vocabulary on which all cases rest"
        repair = "Change it where the store is: casegraph vocab, casegraph build --again."
    elif name.startswith(CASE):
        why = "a case has no such graph"
        repair = f"Name the graph {CASE}SLUG; SLUG is letters, digits and hyphens."
    else:
        why = "a store has the graphs of cases, publications and terms, and no others"
        repair = f"Name a graph below {BASE}, such as {CASE}SLUG."
    return RefusedError(403, f"nobody may write it: {why}", node=f"<{name}>", repair=repair)
