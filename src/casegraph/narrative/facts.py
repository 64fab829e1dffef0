"""What a store says about one case, by node and property."""

import re
import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import TypeVar, cast
from weakref import proxy

import pyoxigraph as ox

from casegraph import lookup, namespaces
from casegraph.namespaces import CG, OA, RDF, RDFS, SKOS
from casegraph.narrative.background import Background, Properties, Term
from casegraph.narrative.pieces import Piece, Pieces
from casegraph.narrative.words import from_camel_case
from casegraph.store import Store
from casegraph.syntaxes.triples import natural

_SOURCE = f"{OA}hasSource"
_TYPE = f"{RDF}type"
_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")
_EVIDENCE = f"{CG}evidence"
_SELECTOR, _START, _END = (f"{OA}{name}" for name in ("hasSelector", "start", "end"))
_IN_YEAR = f"{CG}inYear"
_OFFSET_DAYS = f"{CG}offsetDays"
_INTEGER = re.compile(r"[+-]?[0-9]+")

_Parts = tuple[Term, ox.NamedNode, Term, ox.NamedNode]
"""A quad taken apart."""

_About = TypeVar("_About", bound=Hashable)
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a statement are.

    spans: start and end of each part, in Unicode code points, end exclusive; empty when the place
    is none in a text. said: the place in words. source: the IRI of what has it. resource: its own.
    """

    spans: tuple[tuple[int, int], ...]
    said: str
    source: str
    resource: str


class Facts:
    """The triples of one case: asserted, inferred and of its provenance; and the words for them.

    A property is given by its IRI. Values come in a fixed order, that of `order`.
    background: what the store says of all else, to be shared between cases.
    """

    def __init__(self, store: Store, document: str, background: Background | None = None) -> None:
        self.document = document
        self._store = store
        self._background = background or Background(store)
        self._asserted = self._of_graph(document)
        self._following = self._of_graph(namespaces.inferred_graph(document))
        self._provenance = self._of_graph(namespaces.provenance_graph(document))
        own = proxy(self)  # no circle through what it remembers, so that it goes when it is told
        self.label_of = cache(partial(Facts._label_of, own))
        self.position = cache(partial(Facts._position, own))
        self.order = cache(partial(Facts._order, own))
        self.reached = cache(partial(Facts._reached, own))
        self.places = cache(partial(Facts._places, own))
        self.properties = cache(partial(Facts._properties, own))
        self.types = cache(partial(Facts._types, own))
        self._sorted_at = cache(partial(Facts._sorted_nodes, own))
        self._next = cache(partial(Facts._at_any_of, own))
        self._kept: dict[object, object] = {}

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The IRIs of which the case's graph asserts something, in no order."""
        return tuple(node for node in self._asserted if not node.startswith("_:"))

    def instances(self, kind: str) -> list[str]:
        """Return those of `nodes` that have the `cg:` class *kind*, in the order of `order`."""
        return sorted((node for node in self.nodes if kind in self.types(node)), key=self.order)

    def once(self, find: Callable[["Facts", _About], _Found], about: _About) -> _Found:
        """Return what *find* gives for these facts and *about*; it is asked only once."""
        key = find, about
        if key not in self._kept:
            self._kept[key] = find(self, about)
        return cast("_Found", self._kept[key])

    def _properties(self, node: str) -> Properties:
        """Return what is asserted of *node* by property, in the case or else in the store."""
        said = self._asserted.get(node) or self._provenance.get(node)
        if said is not None:
            return said
        return {} if node.startswith("_:") else self._background.properties(node)

    def nodes_of(self, node: str, step: str, *further: str) -> list[str]:
        """Return the nodes to which *step*, and then each of *further*, leads from *node*."""
        reached = list(self._nodes_at(node, step))
        for other in further:
            found = [end for start in reached for end in self._nodes_at(start, other)]
            reached = sorted(dict.fromkeys(found), key=self.order)
        return reached

    def values_of(self, node: str, step: str) -> list[str]:
        """Return the nodes and the lexical forms of the literals at *step*, in no order."""
        return [name(value) for value in self.properties(node).get(step, ())]

    def list_at(self, node: str, step: str) -> list[str]:
        """Return the nodes of the RDF list at *step*, in the order of the list."""
        if step not in self._background.properties(node):
            return []
        sparql = f"""
        SELECT ?subject ?item (COUNT(?cell) AS ?position)
        WHERE {{
          ?subject <{step}>/<{RDF}rest>* ?cell .
          ?cell <{RDF}rest>*/<{RDF}first> ?item .
        }}
        GROUP BY ?subject ?item
        ORDER BY ?position
        """
        found = self._store.query(sparql, {ox.Variable("subject"): ox.NamedNode(node)})
        return [name(solution["item"]) for solution in cast("ox.QuerySolutions", found)]

    def literals(self, node: str, step: str) -> list[str]:
        """Return the lexical forms of the literals at *step*."""
        values = self.properties(node).get(step)
        if not values:
            return []
        return sorted([value.value for value in values if isinstance(value, ox.Literal)])

    def literal(self, node: str, step: str) -> str | None:
        """Return the first literal at *step*, None when there is none."""
        literals = self.literals(node, step)
        return literals[0] if literals else None

    def following(self, node: str, step: str) -> str | None:
        """Return what the rules computed for *node* at *step*, None when they did not."""
        values = self._following.get(node, {}).get(step, [])
        return next((name(value) for value in values), None)

    def labels_of(self, node: str, step: str) -> list[str]:
        """Return the labels of the things at *step*."""
        return [self.label_of(value) for value in self._nodes_at(node, step)]

    def named(self, node: str, step: str) -> list[Pieces]:
        """Return the labels of the things at *step*, each with what it names."""
        return [(Piece(self.label_of(value), value),) for value in self._nodes_at(node, step)]

    def words_for(self, iri: str) -> str:
        """Return the label of *iri*, or else the words in the last part of it."""
        label = self.label_of(iri)
        return (
            from_camel_case(re.split(r"[/#:]", iri)[-1])
            if label == namespaces.curie(iri)
            else label
        )

    def _types(self, node: str) -> frozenset[str]:
        """Return the names of the `cg:` classes that *node* is asserted to have."""
        kinds = self.properties(node).get(_TYPE, ())
        iris = [kind.value for kind in kinds if isinstance(kind, ox.NamedNode)]
        return frozenset([iri.removeprefix(CG) for iri in iris if iri.startswith(CG)])

    def days(self, node: str) -> Decimal:
        """Return when *node* was, in days from presentation, 0 when no time is given."""
        return Decimal(self.following(node, _OFFSET_DAYS) or 0)

    def _reached(self, node: str, steps: tuple[str, ...]) -> frozenset[str]:
        """Return the nodes to which any number of *steps*, one at least, lead from *node*."""
        reached: set[str] = set()
        waiting = [node]
        while waiting:
            new = self._next(waiting.pop(), steps) - reached
            reached |= new
            waiting += new
        return frozenset(reached)

    def _at_any_of(self, node: str, steps: tuple[str, ...]) -> frozenset[str]:
        """Return the nodes to which one of *steps* leads from *node*."""
        return frozenset(other for step in steps for other in self._nodes_at(node, step))

    def _nodes_at(self, node: str, step: str) -> tuple[str, ...]:
        """Return the nodes at *step*, of which most nodes have none."""
        return self._sorted_at(node, step) if step in self.properties(node) else ()

    def _sorted_nodes(self, node: str, step: str) -> tuple[str, ...]:
        values = self.properties(node)[step]
        found = {name(value): None for value in values if not isinstance(value, ox.Literal)}
        return tuple(sorted(found, key=self.order)) if len(found) > 1 else tuple(found)

    def _order(self, node: str) -> tuple[object, ...]:
        """Return the sort key of *node*: its time, its year, the place of its words, its name.

        A calendar year in a report is that of something earlier, so it goes before what has none.
        Numbers within names count as numbers.
        """
        year = _integer(self.literal(node, _IN_YEAR))
        return self.days(node), 9999 if year is None else year, self.position(node), natural(node)

    def evidence(self, node: str) -> tuple[str, ...]:
        """Return the positions of the words on which *node* rests, in the order of the text."""
        return tuple(place.said for place in self.places(node))

    def _places(self, node: str) -> tuple[Place, ...]:
        """Return where the words are on which *node* rests, in the order of the text."""
        found = []
        for resource in map(name, self.properties(node).get(_EVIDENCE, [])):
            spans = self._spans(resource)
            said = "+".join(f"{start}-{end}" for start, end in spans)
            said = said or resource.rpartition("#")[2]
            sources = [name(source) for source in self.properties(resource).get(_SOURCE, [])]
            found.append(Place(spans, said, min(sources, default=""), resource))
        if len(found) > 1:
            found.sort(key=lambda place: (place.spans, natural(place.said)))
        return tuple(found)

    def followed(self, node: str, step: str) -> list[str]:
        """Return the IRIs that were inferred for *node* at *step*, sorted."""
        values = self._following.get(node, {}).get(step, [])
        return sorted(value.value for value in values if isinstance(value, ox.NamedNode))

    def _position(self, node: str) -> tuple[int, int]:
        """Return where the first evidence of *node* begins and ends, behind all others without.

        A caption stands wherever the page had room, so it counts only for what no other words tell.
        """
        extents = [_extent(place) for place in self.places(node) if place.spans]
        told = [extent for extent in extents if not self._is_in_a_caption(extent)]
        return min(told or extents, default=(sys.maxsize, sys.maxsize))

    def _is_in_a_caption(self, extent: tuple[int, int]) -> bool:
        return any(start <= extent[0] and extent[1] <= end for start, end in self._captions)

    @cached_property
    def _captions(self) -> tuple[tuple[int, int], ...]:
        """Where the words of the figures are."""
        return tuple(
            _extent(place)
            for node in self._asserted
            if "Figure" in self.types(node)
            for place in self.places(node)
            if place.spans
        )

    def _spans(self, resource: str) -> tuple[tuple[int, int], ...]:
        selectors = [name(value) for value in self.properties(resource).get(_SELECTOR, [])]
        bounds = [
            (_integer(self.literal(selector, _START)), _integer(self.literal(selector, _END)))
            for selector in selectors
        ]
        return tuple(
            sorted((start, end) for start, end in bounds if start is not None and end is not None)
        )

    def _label_of(self, iri: str) -> str:
        if iri.startswith("_:"):
            return namespaces.curie(iri)
        said = self._asserted.get(iri)
        own = said and lookup.best_label(
            (step, label)
            for step in _LABELS
            for label in said.get(step, ())
            if isinstance(label, ox.Literal)
        )
        return own or self._background.label(iri) or namespaces.curie(iri)

    def _of_graph(self, graph: str) -> Mapping[str, Properties]:
        found: dict[str, dict[str, list[Term]]] = {}
        quads = cast("Iterable[_Parts]", self._background.graph(graph))
        before: Term | None = None
        for subject, predicate, value, _ in quads:
            if subject != before:  # a store gives what it says of one node together
                properties = found.setdefault(name(subject), {})
                before = subject
            properties.setdefault(predicate.value, []).append(value)
        return found


def _extent(place: Place) -> tuple[int, int]:
    return place.spans[0][0], place.spans[-1][1]


def _integer(lexical: str | None) -> int | None:
    """Return the integer or the year that *lexical* begins with, None when it does not."""
    found = _INTEGER.match(lexical or "")
    return int(found.group()) if found else None


def name(term: Term) -> str:
    """Return the IRI, the label of a blank node with `_:`, or the lexical form of *term*."""
    return str(term) if isinstance(term, ox.BlankNode) else term.value
