"""How many cases have something at each place of the spine, from a store.

The terms are found first; then one query counts the cases, so that ten thousand cases cost what the
store needs to count them. A case counts at a place when its authors affirm a finding or diagnosis
whose stated site, or whose meaning, is the place or lies in it or spans it (as `cg:involves` has
it). It counts as one where something is absent when they deny something there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import TERM
from casegraph.pictures.spine.anatomy import LEVELS, REGIONS, SEGMENTS, STRETCHES
from casegraph.pictures.spine.questions import CASES, COUNTS, LEVELS_OF, TERMS
from casegraph.pictures.spine.values import Count, Place, Side, Spine, Structure
from casegraph.store import Store

_LEVELS_NAMED = re.compile(r"\bC([1-7])(?:\s*[\N{EN DASH}/-]\s*C?([1-7]))?\b")


def of_store(store: Store) -> Spine:
    """Return the spine with the cases of *store*."""
    known, structures = _terms(store)
    counts = _counts(store, {*known.values(), *structures})
    reached = _levels_reached(store, known)

    def place(label: str, names: Iterable[str]) -> Place:
        named = list(names)
        iri = next((known[name] for name in named if name in known), "")
        return Place(iri, label, named[0], counts.get(iri, {}))

    def reach(iri: str, name: str) -> tuple[str, str]:
        found = sorted(reached.get(iri, ()), key=list(LEVELS).index)
        return STRETCHES.get(iri) or ((found[0], found[-1]) if found else _named_levels(name))

    segments = {upper: place(label, [name]) for upper, (label, name) in SEGMENTS.items()}
    regions = {first: place(names[0], names) for first, names in REGIONS.items()}
    levels = tuple(place(label, names) for label, names in LEVELS.items())
    drawn = {one.iri for one in (*levels, *segments.values(), *regions.values())}
    return Spine(
        levels=levels,
        segments=segments,
        regions=regions,
        structures=tuple(
            Structure(Place(iri, name, name, counts.get(iri, {})), *reach(iri, name))
            for iri, name in sorted(structures.items(), key=lambda item: (item[1], item[0]))
            if iri not in drawn and iri in counts
        ),
    )


def cases_at(store: Store, spine: Spine) -> Mapping[tuple[str, Side], tuple[str, ...]]:
    """Return the cases in which something is present, sorted, by place and side.

    spine: what `of_store` gave for *store*. Each place is given by its IRI.
    """
    places = {
        place.iri
        for place in (
            *spine.levels,
            *spine.segments.values(),
            *spine.regions.values(),
            *(structure.place for structure in spine.structures),
        )
        if place.iri and place.count().present
    }
    found: dict[tuple[str, Side], set[str]] = defaultdict(set)
    written = " ".join(str(ox.NamedNode(iri)) for iri in sorted(places))
    for solution in _solutions(store, CASES % written):
        side = cast("Side", solution["column"].value)
        found[solution["place"].value, side].add(solution["case"].value)
    return {key: tuple(sorted(cases)) for key, cases in found.items()}


def _terms(store: Store) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the terms of the levels by label, and the labels of the neck's structures by term.

    A term of the project goes before one of a public ontology.
    """
    wanted = [
        *(name for names in (*LEVELS.values(), *REGIONS.values()) for name in names),
        *(name for _, name in SEGMENTS.values()),
    ]
    spelled = " ".join(f'"{name}"{language}' for name in wanted for language in ("@en", ""))
    known: dict[str, str] = {}
    structures: dict[str, str] = {}
    for solution in _solutions(store, TERMS % spelled):
        iri, label = solution["term"].value, solution["label"].value
        if solution["inNeck"].value == "true":
            structures[iri] = label
        elif label not in known or (not iri.startswith(TERM), iri) < (
            not known[label].startswith(TERM),
            known[label],
        ):
            known[label] = iri
    return known, structures


def _counts(store: Store, places: Iterable[str]) -> Mapping[str, Mapping[Side, Count]]:
    found: dict[str, dict[Side, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    written = " ".join(str(ox.NamedNode(iri)) for iri in sorted(places))
    for solution in _solutions(store, COUNTS % written):
        side = cast("Side", solution["column"].value)
        kind = "present" if solution["present"].value == "true" else "absent"
        found[solution["place"].value][side][kind] = int(solution["cases"].value)
    return {
        iri: {side: Count(**counted) for side, counted in sides.items()}
        for iri, sides in found.items()
    }


def _levels_reached(store: Store, known: Mapping[str, str]) -> Mapping[str, set[str]]:
    """Return the labels of the levels of which each structure is a part, or which it spans."""
    labels = {
        known[name]: label for label, names in LEVELS.items() for name in names if name in known
    }
    written = " ".join(str(ox.NamedNode(iri)) for iri in sorted(labels))
    found: dict[str, set[str]] = defaultdict(set)
    for solution in _solutions(store, LEVELS_OF % written):
        found[solution["term"].value].add(labels[solution["level"].value])
    return found


def _named_levels(name: str) -> tuple[str, str]:
    """Return the first and the last cervical level that *name* tells, empty when it tells none.

    >>> _named_levels("spinal cord at C3\N{EN DASH}C4"), _named_levels("paraspinal soft tissue")
    (('C3', 'C4'), ('', ''))
    """
    found = _LEVELS_NAMED.search(name)
    if found is None:
        return "", ""
    first = found.group(1)
    return f"C{first}", f"C{found.group(2) or first}"


def _solutions(store: Store, sparql: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(sparql))
