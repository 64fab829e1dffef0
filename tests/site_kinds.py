"""Which pages of a written site are of which kind."""

from casegraph.store import Store
from casegraph.web.catalogue import Catalogue
from casegraph.web.kinds import KINDS


def paths(store: Store) -> dict[str, list[str]]:
    """Return the paths of the first pages of each kind, by its name."""
    catalogue = Catalogue(store)
    return {kind.name: [kind.path(key) for key in kind.keys(catalogue)] for kind in KINDS}


def spread(found: list[str], count: int) -> list[str]:
    """Return at most *count* of *found*, evenly spread over it."""
    if len(found) <= count:
        return found
    return [found[index * len(found) // count] for index in range(count)]
