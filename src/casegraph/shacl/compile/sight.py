"""Which shapes can be judged by the kind of a node, and what a kind has to show for that.

A kind (`shacl.kinds`) shows the classes of a node; by predicate its values, each with its node
kind, datatype, language, classes and the traits that shapes ask for, and how many look the same as
far as `MANY`; and the classes of the nodes that lead to it. A constraint that asks for no more has
the same answer for all nodes of a kind. There is one small function for each component that does;
whatever is not here, such as two steps in turn, cannot be seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from casegraph.grouping import kept
from casegraph.rdflib_bridge import from_rdflib
from casegraph.shacl.compile.path import AnyOf, Inverse, Path, Predicate
from casegraph.shacl.compile.shape import Shape, ShapesGraph
from casegraph.shacl.compile.traits import Among, Beside, Formed, Long, Matching, Trait

MANY = 2
"""As far as this a kind counts the values that look the same."""


class HiddenError(Exception):
    """A kind does not show what a shape asks for."""


@dataclass(frozen=True)
class Focus:
    """The node itself, of which a kind does not show the name."""


@dataclass(frozen=True)
class Values:
    """The values of any of *predicates*."""

    predicates: Sequence[str]


@dataclass(frozen=True)
class Leading:
    """The nodes that lead to the node by *predicate*, of which a kind shows the classes."""

    predicate: str


@dataclass(frozen=True)
class Classes:
    """The classes of a node, of which a kind shows the names."""


Place = Focus | Values | Leading | Classes
Asked = tuple[str, Trait | None]
"""A predicate, and the trait that is asked for of its values; None: of what leads to a node."""


class Sight:
    """What kinds have to show of nodes.

    traits: those asked for, by predicate. leading: the predicates of which the backward direction
    is asked for. subclasses: as `Components` takes them.
    """

    def __init__(
        self, graph: ShapesGraph, subclasses: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._graph = graph
        self._subclasses = subclasses or {}
        self.traits: dict[str, dict[Trait, None]] = {}
        self.leading: set[str] = set()

    def shows(self, shape: Shape) -> bool:
        """Return whether the components of *shape* can be judged by the kind of its focus node.

        That is all but `sh:property` and `sh:sparql`, which are queries of their own. What is asked
        for is remembered.
        """
        try:
            asked = [*self._components(shape, Focus(), apart=frozenset((SH.property, SH.sparql)))]
        except HiddenError:
            return False
        for predicate, trait in asked:
            if trait is None:
                self.leading.add(predicate)
            else:
                self.traits.setdefault(predicate, {})[trait] = None
        return True

    def are_targets_shown(self, shape: Shape) -> bool:
        """Return whether a kind shows if *shape* targets a node."""
        targets = shape.targets
        known = all(class_ in self._subclasses for class_ in targets.classes)
        return known and not targets.nodes and not targets.objects_of

    def conforming(self, node: Node, at: Place) -> Iterator[Asked]:
        """Yield what is asked for when the nodes *at* a place are to conform to the shape *node*.

        :raises HiddenError: when a kind does not show it.
        """
        shape = self._graph.shape(node)
        if not shape.deactivated:
            yield from self._components(shape, at)

    def members(self, node: Node) -> Sequence[Node]:
        """Return the members of the list *node*."""
        return self._graph.members(node)

    def has_subclasses_of(self, class_: Node) -> bool:
        """Return whether the subclasses of *class_* are known beforehand."""
        return str(class_) in self._subclasses

    def _components(
        self, shape: Shape, place: Place, apart: frozenset[Node] = frozenset()
    ) -> Iterator[Asked]:
        at = place
        if shape.path is not None:
            at = _along(place, shape.path)
            if isinstance(at, Leading):
                yield at.predicate, None
        for parameter in shape.parameters.keys() - apart:
            if parameter not in _SEEN:
                raise HiddenError
            for node in shape.parameters[parameter]:
                yield from _SEEN[parameter](self, node, at, shape)


def _along(place: Place, path: Path) -> Place:
    match place, path:
        case (Focus() | Values() | Leading(), Predicate(iri)) if iri == str(RDF.type):
            return Classes()
        case (Focus(), Predicate(iri)):
            return Values((iri,))
        case (Focus(), AnyOf(paths)) if str(RDF.type) not in (several := _predicates(paths)):
            return Values(several)
        case (Focus(), Inverse(Predicate(iri))):
            return Leading(iri)
        case _:
            raise HiddenError


def _predicates(paths: Sequence[Path]) -> tuple[str, ...]:
    predicates = tuple(path.iri for path in paths if isinstance(path, Predicate))
    if len(predicates) < len(paths):
        raise HiddenError
    return predicates


def _of_value(at: Place, trait: Callable[[], Trait]) -> Iterator[Asked]:
    """Yield the trait that is asked for of the values *at* a place."""
    match at:
        case Values(predicates):
            yield from ((predicate, trait()) for predicate in predicates)
        case Classes():
            return
        case _:
            raise HiddenError


def _nothing_else(_: Sight, __: Node, ___: Place, ____: Shape) -> Iterator[Asked]:
    yield from ()


def _class(self: Sight, node: Node, at: Place, _: Shape) -> Iterator[Asked]:
    if isinstance(at, Classes) or not self.has_subclasses_of(node):
        raise HiddenError
    yield from ()


def _datatype(_: Sight, node: Node, at: Place, __: Shape) -> Iterator[Asked]:
    if isinstance(at, Values):
        yield from _of_value(at, lambda: Formed(str(node)))


def _counted(extra: int) -> "_Look":
    """Return the look at a number of values, of which *extra* more are counted."""

    def look(_: Sight, node: Node, at: Place, __: Shape) -> Iterator[Asked]:
        count = int(str(node)) + extra
        if not isinstance(at, Classes) and count > (1 if _is_several(at) else MANY):
            raise HiddenError
        yield from ()

    return look


def _is_several(at: Place) -> bool:
    """Return whether a value *at* a place may be there by several predicates."""
    return isinstance(at, Values) and len(at.predicates) > 1


def _bound(_: Sight, node: Node, at: Place, __: Shape) -> Iterator[Asked]:
    return _of_value(at, lambda: Beside(from_rdflib(node)))


def _length(_: Sight, node: Node, at: Place, __: Shape) -> Iterator[Asked]:
    return _of_value(at, lambda: Long(int(str(node))))


def _pattern(_: Sight, node: Node, at: Place, shape: Shape) -> Iterator[Asked]:
    flags = shape.one(SH.flags)
    return _of_value(at, lambda: Matching(str(node), "" if flags is None else str(flags)))


def _unique_lang(_: Sight, __: Node, at: Place, ___: Shape) -> Iterator[Asked]:
    if _is_several(at):
        raise HiddenError
    yield from ()


def _conforming(self: Sight, node: Node, at: Place, _: Shape) -> Iterator[Asked]:
    return self.conforming(node, at)


def _conforming_to_some(self: Sight, node: Node, at: Place, _: Shape) -> Iterator[Asked]:
    for member in self.members(node):
        yield from self.conforming(member, at)


def _disjoint_shapes(_: Sight, node: Node, __: Place, ___: Shape) -> Iterator[Asked]:
    if str(node) in ("true", "1"):
        raise HiddenError
    yield from ()


def _closed(_: Sight, __: Node, at: Place, ___: Shape) -> Iterator[Asked]:
    if not isinstance(at, Focus):
        raise HiddenError
    yield from ()


def _has_value(_: Sight, node: Node, at: Place, __: Shape) -> Iterator[Asked]:
    return _of_value(at, lambda: _among((node,)))


def _in(self: Sight, node: Node, at: Place, _: Shape) -> Iterator[Asked]:
    members = self.members(node)
    return _of_value(at, lambda: _among(members))


def _among(nodes: Sequence[Node]) -> Among:
    return Among(frozenset(kept(from_rdflib(node)) for node in nodes))


_Look = Callable[[Sight, Node, Place, Shape], Iterator[Asked]]

_SEEN: Mapping[rdflib.URIRef, _Look] = {
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.nodeKind: _nothing_else,
    SH.minCount: _counted(0),
    SH.maxCount: _counted(1),
    SH.minExclusive: _bound,
    SH.minInclusive: _bound,
    SH.maxExclusive: _bound,
    SH.maxInclusive: _bound,
    SH.minLength: _length,
    SH.maxLength: _length,
    SH.pattern: _pattern,
    SH.flags: _nothing_else,
    SH.languageIn: _nothing_else,
    SH.uniqueLang: _unique_lang,
    SH["not"]: _conforming,
    SH["and"]: _conforming_to_some,
    SH["or"]: _conforming_to_some,
    SH.xone: _conforming_to_some,
    SH.node: _conforming,
    SH.property: _conforming,
    SH.qualifiedValueShape: _conforming,
    SH.qualifiedMinCount: _counted(0),
    SH.qualifiedMaxCount: _counted(1),
    SH.qualifiedValueShapesDisjoint: _disjoint_shapes,
    SH.closed: _closed,
    SH.ignoredProperties: _nothing_else,
    SH.hasValue: _has_value,
    SH["in"]: _in,
}
"""What each component asks for of the value nodes at a place."""
