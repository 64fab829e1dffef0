"""What comes of some cases: N-Quads for the store, and what a curator has to know."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from casegraph.build.packed import Packed
from casegraph.errors import CasegraphError
from casegraph.shacl.result import Result


@dataclass(frozen=True)
class Outcome:
    """What comes of some cases and of the publications that they lead to.

    cases: how many. stored: the documents of those that may be stored; nquads: what they assert and
    what follows. shared: N-Quads of what follows from the publications.
    pages: these publications; refused_pages: those with a violation. results: those that are told.
    errors: why a case could not be examined. counts: findings of every severity, by shape.
    """

    cases: int = 0
    stored: tuple[str, ...] = ()
    nquads: Packed = field(default_factory=lambda: Packed.of(b""))
    shared: bytes = b""
    pages: frozenset[str] = frozenset()
    refused_pages: frozenset[str] = frozenset()
    results: tuple[Result, ...] = ()
    errors: Mapping[str, CasegraphError] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
