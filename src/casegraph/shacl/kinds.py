"""Kinds of nodes: nodes that look alike to the shapes, of which one is judged for all.

A case describes a hundred nodes, and thousands of cases describe nodes of few kinds. What most
constraints ask of a node is settled by what is next to it: its classes; for each predicate how many
values there are, of which classes or datatypes, and what the tests of the shapes make of them; the
classes of the nodes that lead to it. All that is its kind. Constraints that ask for no more, which
`compile.sight` finds, are satisfied by all nodes of a kind or by none. They are asked about one
node of each kind, and of a kind that was met before not at all.

That rests on cases that share a batch (`casegraph.grouping`): they keep to themselves, so that what
is known of a node stands in its own case, or in the background if the case does not describe it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from casegraph.batch import Batch
from casegraph.grouping import kept
from casegraph.namespaces import RDF
from casegraph.shacl.compile.sight import MANY, Sight
from casegraph.shacl.compile.traits import Term, traits_of

Kind = frozenset[int]
"""What a kind shows, each thing as a number."""

_TYPE = ox.NamedNode(f"{RDF}type")
_BACKGROUND = ox.DefaultGraph()
_Value = tuple[ox.NamedNode, Term]
"""A predicate and the value that it leads to."""


class Kinds:
    """The kinds of nodes in one batch after another. sight: what kinds have to show."""

    def __init__(self, sight: Sight) -> None:
        self._traits = {
            ox.NamedNode(predicate): tuple(traits) for predicate, traits in sight.traits.items()
        }
        self._leading = frozenset(map(ox.NamedNode, sight.leading))
        self._numbers: dict[tuple[object, ...], int] = {}
        self._predicates: dict[int, ox.NamedNode] = {}
        self._classes: dict[int, Term] = {}
        self._untested: dict[tuple[ox.NamedNode, int], int] = {}

    def samples(self, batch: Batch) -> Mapping[Kind, tuple[str, Term]]:
        """Return the kinds of the nodes of *batch*, for each the name of a case and its node.

        Nothing may have been inferred in the batch.
        """
        found: dict[Kind, tuple[str, Term]] = {}
        shared: dict[_Value, int] = {}
        for name in batch.names:
            for node, kind in self._in_case(name, batch, shared):
                if kind not in found:
                    found[kind] = name, node
        return found

    def predicates(self, kind: Kind) -> frozenset[ox.NamedNode]:
        """Return the predicates of which a node of *kind* has values."""
        return frozenset(self._predicates[number] for number in kind & self._predicates.keys())

    def classes(self, kind: Kind) -> frozenset[Term]:
        """Return the classes of a node of *kind*."""
        return frozenset(self._classes[number] for number in kind & self._classes.keys())

    def _in_case(
        self, name: str, batch: Batch, shared: dict[_Value, int]
    ) -> Iterator[tuple[Term, Kind]]:
        """Yield the nodes that the case *name* describes, with their kinds.

        shared: what is shown of values that no case describes, found out once in a batch.
        """
        shown: dict[Term, list[int]] = defaultdict(list)
        waiting: dict[Term, list[_Value]] = defaultdict(list)
        for quad in batch.said(name):
            subject, said = quad.subject, (quad.predicate, quad.object)
            number = shared.get(said)
            if number is None and quad.predicate == _TYPE:
                number = shared[said] = self._class(quad.object)
            if number is None:
                waiting[subject].append(said)
            else:
                shown[subject].append(number)
        looks = {node: self._look(node, shown[node]) for node in {**shown, **waiting}}
        for node, values in waiting.items():
            for predicate, value in values:
                if value in looks:
                    number = self._inside(predicate, value, looks[value])
                    if predicate in self._leading:
                        shown[value].append(self._number("from", predicate, looks[node]))
                else:
                    number = self._outside(batch, predicate, kept(value))
                    shared[predicate, value] = number
                shown[node].append(number)
        for node, look in looks.items():
            yield node, self._kind((look, *shown[node]))

    def _class(self, class_: Term) -> int:
        """Return what is shown of a node by a *class_* of it."""
        number = self._value(_TYPE, class_)
        self._classes[number] = class_
        return number

    def _look(self, node: Term, shown: Iterable[int]) -> int:
        """Return what is seen of *node* from the nodes around it."""
        return self._number(type(node), frozenset(self._classes.keys() & shown))

    def _inside(self, predicate: ox.NamedNode, value: Term, look: int) -> int:
        """Return what is shown of a *value* that its case describes."""
        number = self._untested.get((predicate, look))
        if number is None:
            asked = self._traits.get(predicate, ())
            number = self._value(predicate, look, traits_of(value, asked))
            if not asked:
                self._untested[predicate, look] = number
        return number

    def _outside(self, batch: Batch, predicate: ox.NamedNode, value: Term) -> int:
        """Return what is shown of a *value* that no case of *batch* describes."""
        traits = traits_of(value, self._traits.get(predicate, ()))
        if isinstance(value, ox.Literal):
            return self._value(predicate, value.datatype, value.language, traits)
        if isinstance(value, ox.Triple):
            return self._value(predicate, value)
        known = batch.store.quads_for_pattern(value, _TYPE, None, _BACKGROUND)
        classes = frozenset(quad.object for quad in known)
        return self._value(predicate, type(value), classes, traits)

    def _value(self, predicate: ox.NamedNode, *shown: object) -> int:
        """Return the number of what is *shown* of a value of *predicate*."""
        number = self._number(predicate, *shown)
        self._predicates[number] = predicate
        return number

    def _kind(self, shown: tuple[int, ...]) -> Kind:
        """Return the kind that shows all that is *shown*, and what of it several times."""
        kind = frozenset(shown)
        if len(kind) == len(shown):
            return kind
        return kind | {
            self._number("several", number, count)
            for number, times in Counter(shown).items()
            for count in range(2, min(times, MANY) + 1)
        }

    def _number(self, *shown: object) -> int:
        """Return the number of what is *shown*."""
        return self._numbers.setdefault(shown, len(self._numbers))
