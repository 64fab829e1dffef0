"""Property paths (SHACL, section 2.3.1): from the shapes graph to SPARQL, and where they lead.

A path is `own` when it surely ends at a node that the case at hand describes. A case describes its
nodes alone, so that a step backwards from its own node stays in it, while a step forwards may lead
to the background that all cases share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from casegraph.shacl.compile.errors import CannotCompile


@dataclass(frozen=True)
class Predicate:
    """One step forwards. iri: the predicate."""

    iri: str


@dataclass(frozen=True)
class Inverse:
    """A path walked backwards."""

    path: "Path"


@dataclass(frozen=True)
class InTurn:
    """Paths walked one after the other."""

    paths: tuple["Path", ...]


@dataclass(frozen=True)
class AnyOf:
    """Paths of which one is walked."""

    paths: tuple["Path", ...]


@dataclass(frozen=True)
class Repeated:
    """A path walked several times; times: `*`, `+` or `?`."""

    path: "Path"
    times: str


Path = Predicate | Inverse | InTurn | AnyOf | Repeated

_REPEATED: dict[Node, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def read_path(graph: rdflib.Graph, node: Node, above: frozenset[Node] = frozenset()) -> Path:
    """Return the path that *node* is in the shapes *graph*.

    :raises CannotCompile: when it is none, or leads to itself.
    """
    if isinstance(node, rdflib.URIRef):
        return Predicate(str(node))
    if node in above or not isinstance(node, rdflib.BNode):
        raise CannotCompile("sh:path leads to what is no property path")
    above |= {node}
    if (node, RDF.rest, None) in graph:
        return InTurn(_paths(graph, node, above))
    for predicate, value in graph.predicate_objects(node):
        if predicate == SH.inversePath:
            return Inverse(read_path(graph, value, above))
        if predicate == SH.alternativePath:
            return AnyOf(_paths(graph, value, above))
        if predicate in _REPEATED:
            return Repeated(read_path(graph, value, above), _REPEATED[predicate])
    raise CannotCompile("sh:path leads to what is no property path")


def _paths(graph: rdflib.Graph, node: Node, above: frozenset[Node]) -> tuple[Path, ...]:
    members = list(Collection(graph, node))
    if len(members) < 2:
        raise CannotCompile("a property path of several has fewer than two members")
    return tuple(read_path(graph, member, above) for member in members)


def sparql(path: Path) -> str:
    """Return *path* as SPARQL has it, with parentheses inside but none around it.

    >>> sparql(InTurn((Predicate("x:a"), Repeated(Inverse(Predicate("x:b")), "*"))))
    '<x:a> / (^<x:b>)*'
    """
    match path:
        case Predicate(iri):
            return f"<{iri}>"
        case Inverse(inner):
            return f"^{_inside(inner, whole=True)}"
        case InTurn(paths):
            return " / ".join(map(_inside, paths))
        case AnyOf(paths):
            return " | ".join(map(_inside, paths))
        case Repeated(inner, times):
            return f"{_inside(inner, whole=True)}{times}"


def _inside(path: Path, *, whole: bool = False) -> str:
    """Return *path* as a part of another; whole: of one that binds closer than it does."""
    loose = (InTurn, AnyOf, Inverse, Repeated) if whole else (InTurn, AnyOf)
    return f"({sparql(path)})" if isinstance(path, loose) else sparql(path)


class Reach(NamedTuple):
    """Where a path leads.

    own: whether it surely ends at a node of the case. loose: the predicates that were walked
    backwards from a node that may be shared; the case that has led there is the only one to be
    seen as long as no case uses these.
    """

    own: bool
    loose: frozenset[str]


def reach(path: Path, own: bool, *, backwards: bool = False) -> Reach:
    """Return where *path* leads from a node; own: whether that is surely the case's own."""
    match path:
        case Predicate(iri):
            if not backwards:
                return Reach(False, frozenset())
            return Reach(own, frozenset() if own else frozenset((iri,)))
        case Inverse(inner):
            return reach(inner, own, backwards=not backwards)
        case InTurn(paths):
            return _in_turn(reversed(paths) if backwards else paths, own, backwards)
        case AnyOf(paths):
            return _any_of([reach(inner, own, backwards=backwards) for inner in paths])
        case Repeated(inner, times):
            once = reach(inner, own, backwards=backwards)
            twice = reach(inner, own and once.own, backwards=backwards)
            stays = () if times == "+" else (Reach(own, frozenset()),)
            return _any_of([once, twice, *stays])


def _in_turn(paths: Iterable[Path], own: bool, backwards: bool) -> Reach:
    loose: frozenset[str] = frozenset()
    for path in paths:
        own, more = reach(path, own, backwards=backwards)
        loose |= more
    return Reach(own, loose)


def _any_of(reached: Sequence[Reach]) -> Reach:
    loose: frozenset[str] = frozenset()
    return Reach(all(one.own for one in reached), loose.union(*(one.loose for one in reached)))
