"""What a command works on: files, or what a store holds."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from casegraph.build import lent, open_store, versions, words_in
from casegraph.cli.output import message, working
from casegraph.errors import CasegraphError
from casegraph.namespaces import ONTOLOGY, VOCABULARY
from casegraph.quads import graph_of
from casegraph.read import Location, Reading, Words, read
from casegraph.store import Store
from casegraph.vocabulary import Vocabulary

_BACKGROUND = (ONTOLOGY, VOCABULARY)
"""What graphs begin with that every case is read against."""


def reading(paths: Sequence[Path] | None, store: str | None) -> Reading:
    """Return what the files *paths* say, or what *store* has as asserted, or the bundled cases.

    :raises CasegraphError: when both are given.
    """
    if paths and store:
        raise CasegraphError(
            "both files and --store are given", repair="Give one of them: files, or a store."
        )
    if store is None:
        return read(*(paths or ()))
    with open_store(store) as source:
        asserted = source.quads(asserted_only=True)
        quads = tuple(quad for quad in asserted if not graph_of(quad).startswith(_BACKGROUND))
    return Reading(quads, dict.fromkeys(quads, Location(store, None)))


def judged(paths: Sequence[Path] | None, store: str | None) -> tuple[Reading, Vocabulary | None]:
    """Return what `reading` does, and the vocabulary for it, None for the bundled one.

    With both, files are read with the terms and publications of *store*.
    """
    if store is None:
        return reading(paths, None), None
    with open_store(store) as source:
        tell_differences(source)
        said = read(*paths, words=words_in(source)) if paths else reading(None, store)
        return lent(source, said)


Around = Callable[[Reading], tuple[Reading, Vocabulary | None]]


@contextmanager
def lending(store: str | None) -> Iterator[tuple[Words | None, Around]]:
    """Give what *store* lends to files until the block ends, nothing when it is None.

    That is the words of its terms, and what gives a reading with its publications and terms.
    """
    if store is None:
        yield None, lambda reading: (reading, None)
        return
    with open_store(store) as source:
        yield words_in(source), partial(lent, source)


@contextmanager
def store_at(path: str | None) -> Iterator[Store]:
    """Give the store at *path*, or the bundled cases in memory, until the block ends."""
    with working("Opening the store" if path else "Building the bundled cases"):
        store = open_store(path)
    with store:
        tell_differences(store)
        yield store


def tell_differences(store: Store) -> None:
    """Print in what *store* was built with something else than there is now."""
    if store.built is not None:
        for difference in store.built.differences(versions.current()):
            repair = "`casegraph build --again` brings its cases up to date"
            message("note", f"{difference}; {repair}")
