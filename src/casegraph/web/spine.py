"""The page of the spine: where on it something is present, in how many cases, and in which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casegraph.namespaces import BASE
from casegraph.pictures import spine
from casegraph.pictures.picture import Picture
from casegraph.pictures.spine import Place, Spine
from casegraph.pictures.spine.values import SIDES, Side
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import thing
from casegraph.web.values import Link, Page

_PATH = "spine"
_FEW = 500
"""Of how many cases at most the page lists those of each place; else the term's page has them."""

_WORDS = {
    "left": "left",
    "midline": "in the midline",
    "right": "right",
    "unknown": "side not told",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A place with its cases. sides: each with its id in the page, its words and its cases."""

    place: Link
    sides: tuple[tuple[str, str, tuple[Link, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Spines(Page):
    """The pictures of the whole spine and of the neck, and the cases behind their numbers."""

    whole: Picture
    neck: Picture
    places: tuple[Listed, ...]


def _values(catalogue: Catalogue, _: str, __: int) -> Spines:
    counted = catalogue.once("spine", lambda: spine.of_store(catalogue.store))
    places = _listed(catalogue, counted) if len(catalogue.cases) <= _FEW else ()
    here = {anchor for place in places for anchor, _, _ in place.sides}

    def href(iri: str, side: str) -> str:
        anchor = _anchor(iri, side or "any")
        if anchor in here:
            return f"#{anchor}"
        return addresses.relative(addresses.term_path(iri), _PATH)

    return Spines(
        title="The spine",
        description="Where on the spine the reports tell something to be present, by level.",
        whole=spine.picture(counted, prefix="spine", href=href),
        neck=spine.cervical(counted, prefix="neck", href=href),
        places=places,
        schema=thing("WebPage", f"{BASE}/{_PATH}", "The spine"),
    )


def _listed(catalogue: Catalogue, counted: Spine) -> tuple[Listed, ...]:
    found = spine.cases_at(catalogue.store, counted)
    return tuple(
        Listed(Link(place.name, place.iri), sides)
        for place in _places(counted)
        if (sides := tuple(_sides(catalogue, place, found)))
    )


def _places(counted: Spine) -> Sequence[Place]:
    """Return every place of the pictures, from above, each level before the segment below it."""
    places: list[Place] = []
    for level in counted.levels:
        region = counted.regions.get(level.label)
        segment = counted.segments.get(level.label)
        places += [place for place in (region, level, segment) if place is not None]
    return [*places, *(structure.place for structure in counted.structures)]


def _sides(
    catalogue: Catalogue, place: Place, found: Mapping[tuple[str, Side], tuple[str, ...]]
) -> Sequence[tuple[str, str, tuple[Link, ...]]]:
    sides = [
        (side, words, found[place.iri, side])
        for side, words in ((side, _WORDS[side]) for side in SIDES)
        if (place.iri, side) in found
    ]
    every = found.get((place.iri, ""), ())
    if every and len(sides) != 1:
        sides.insert(0, ("", "in all", every))
    return [
        (
            _anchor(place.iri, side or "any"),
            words,
            tuple(Link(catalogue.label(case), case) for case in cases),
        )
        for side, words, cases in sides
    ]


def _anchor(place: str, side: str) -> str:
    return f"at-{addresses.term_path(place).removeprefix('term/')}-{side}"


KIND = Kind("spine", keys=lambda _: ("",), path=lambda _: _PATH, values=_values)
