"""What a kind of pages is: which there are, what each shows, and the triples beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Page

Keys = Callable[[Catalogue], Iterable[str]]
Values = Callable[[Catalogue, str, int], Page]
Quads = Callable[[Catalogue, str], Iterable[ox.Quad]]
Ground = Callable[[Catalogue, str], Iterable[bytes]]


@dataclass(frozen=True)
class Kind:
    """A kind of pages.

    name: of the kind, and of its template `templates/NAME.html`. keys: what has such a page, each
    an IRI or a name. path: from a key to the page's path, as in `addresses`. values: from a key
    and a number to what the page shows; where its `pager` counts more pages there are more.
    quads: the triples that stand beside the first page as Turtle and JSON-LD, None without any.
    ground: all that its pages rest on besides the vocabulary, so that they are made again only when
    that has changed; None when it is not known or as dear as the page, which then is made again
    when anything in the store has changed.
    """

    name: str
    keys: Keys
    path: Callable[[str], str]
    values: Values
    quads: Quads | None = None
    ground: Ground | None = None
