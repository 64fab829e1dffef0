"""The first look at the input: which cases, publications and terms there are, and where."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph.build.crew import Crew, batched
from casegraph.build.parts import Part, Parts, chunks_of, name_of
from casegraph.build.scratch import scratch_folder
from casegraph.build.shared import Brought, Stored
from casegraph.build.stored_cases import StoredCases
from casegraph.errors import ReadError
from casegraph.grouping import SIZE
from casegraph.namespaces import PUBLICATIONS, TERMS
from casegraph.progress import Progress, silent
from casegraph.quads import graph_of, nquads
from casegraph.read import Reading

_CHUNK = 50
"""How many parts a process scans at a time."""


@dataclass(frozen=True)
class Scanned:
    """What a part of the input holds.

    cases: their documents. publications: N-Quads of those that it brings. has_terms: whether it
    brings terms. error: why it holds nothing.
    """

    cases: tuple[str, ...] = ()
    publications: bytes = b""
    has_terms: bool = False
    error: ReadError | None = None


@dataclass
class Plan:
    """What the whole input holds, and what of it cannot be built.

    parts: all of them. read: reads them. home: the part with each case. brought: takes the
    publications. terms: those that the input brings. errors: by the case or the file that is left
    out.
    """

    parts: Sequence[Part]
    read: Parts
    brought: Brought
    home: dict[str, Part] = field(default_factory=dict)
    terms: Reading = field(default_factory=lambda: Reading((), {}))
    errors: dict[str, ReadError] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to build."""
        return not (self.home or self.terms.quads or any(True for _ in self.brought.pages()))

    def add(self, part: Part, scanned: Scanned) -> None:
        """Add what *part* holds. A case that is in two parts is left out: neither is right."""
        if scanned.error is not None:
            self.errors[name_of(part)] = scanned.error
        for document in scanned.cases:
            first = self.home.setdefault(document, part)
            if first is not part:
                self.errors[document] = _twice(document, name_of(first), name_of(part))
        self.brought.add(ox.parse(scanned.publications, ox.RdfFormat.N_QUADS), name_of(part))
        if scanned.has_terms:
            self.terms |= self.read.located(part).only(TERMS)

    def add_again(self, stored: Stored, documents: Sequence[str]) -> None:
        """Add the stored cases *documents*, but for those that the input has."""
        others = [one for one in documents if one not in self.home]
        pieces = [StoredCases(stored, some) for some in batched(others, SIZE)]
        self.parts = [*self.parts, *pieces]
        for piece in pieces:
            self.home |= dict.fromkeys(piece.skim()[0], piece)


@contextmanager
def planning(
    parts: Sequence[Part], read: Parts, processes: int, progress: Progress = silent
) -> Iterator[Plan]:
    """Give the plan for *parts* until the block ends; *processes* scan them.

    :raises ReadError: when nothing in them can be used.
    """
    with _brought(on_disk=not read.few) as brought:
        plan = Plan(parts, read, brought)
        chunks = list(chunks_of(parts, _CHUNK))
        scanned_parts = 0
        scanning = processes if any(isinstance(part, str) for part in parts) else 1
        with Crew(scanning, read) as crew:
            for chunk, scanned in zip(chunks, crew.each(_scan_all, chunks), strict=True):
                for part, found in zip(chunk, scanned, strict=True):
                    plan.add(part, found)
                scanned_parts += len(chunk)
                progress("Looking through the input", scanned_parts, len(parts))
        brought.finish()
        if plan.errors and plan.is_empty:
            raise next(iter(plan.errors.values()))
        yield plan


@contextmanager
def _brought(*, on_disk: bool) -> Iterator[Brought]:
    if on_disk:
        with scratch_folder() as folder:
            yield Brought(folder)
    else:
        yield Brought()


def _scan_all(parts: Parts, chunk: Sequence[Part]) -> list[Scanned]:
    return [scan(parts, part) for part in chunk]


def scan(parts: Parts, part: Part) -> Scanned:
    """Return what *part* holds."""
    try:
        cases, background = parts.skim(part)
    except ReadError as error:
        return Scanned(error=error)
    publications = [quad for quad in background if graph_of(quad) == PUBLICATIONS]
    return Scanned(
        cases=tuple(cases),
        publications=nquads(publications),
        has_terms=len(publications) < len(background),
    )


def _twice(document: str, first: str, second: str) -> ReadError:
    return ReadError(
        f"this case is in {first} too",
        file=second,
        node=document,
        repair="Keep one of the two, or give the second a slug of its own.",
    )
