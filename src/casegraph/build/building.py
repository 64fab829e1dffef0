"""A build from beginning to end."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from casegraph.build import versions
from casegraph.build.affected import affected
from casegraph.build.crew import Crew
from casegraph.build.examiner import Examiner
from casegraph.build.packed import Packed
from casegraph.build.parts import Part, Parts, are_few, parts_of
from casegraph.build.plan import Plan, planning
from casegraph.build.shared import Shared, Stored
from casegraph.build.steps import outcomes, write_publications
from casegraph.build.stored_cases import parts_in
from casegraph.build.stored_words import words_for
from casegraph.build.terms import Terms, report_about, terms_of, write_terms
from casegraph.build.total import Total
from casegraph.build.writing import writing
from casegraph.errors import CasegraphError, StoreError
from casegraph.namespaces import slug_of
from casegraph.progress import Progress, silent
from casegraph.read import Readable
from casegraph.reason import reach_of
from casegraph.shacl import Report
from casegraph.store import Store

Target = Store | str | PathLike[str] | None

Unneeded = Callable[[Collection[str]], Collection[str]]
"""Gives the terms and publications to leave out, by the documents of the cases that are stored."""

_NAMED = 10
"""How many cases an error names."""


@dataclass(frozen=True)
class Build:
    """What a build did.

    store: open for writing; close it when done. stored, refused: case documents, sorted; what the
    store had of a refused one stays. report: the violations, which is why cases were refused.
    errors: what else is why, by the case, or by the file that could not be used. counts: findings
    of every severity by shape, warnings and information included.
    """

    store: Store
    stored: tuple[str, ...]
    refused: tuple[str, ...]
    report: Report
    errors: Mapping[str, CasegraphError]
    counts: Mapping[str, int]


def build(
    paths: Readable = (),
    *,
    store: Target = None,
    engine: str = "native",
    workers: int = 1,
    progress: Progress = silent,
) -> Build:
    """Return the store with the cases of *paths* in it, and what a curator has to know about them.

    paths: files and folders as `read` takes them, or a reading; the bundled cases when empty.
    store: one that is open for writing, the path or URL of one, which is made if need be, or None
    for a new one in memory. workers: how many processes examine cases. progress: is told how far
    the build is.
    A case that the store has already is replaced, and one that rests on terms of which something
    else follows now is examined again. A violation in a publication refuses the cases
    that lead to it, one in a term all cases. A file that cannot be used is left out, unless there
    is no other.

    :raises ReadError: when nothing in the input can be used.
    :raises InferenceError: when the axioms contradict what cases share.
    :raises StoreError: when the store cannot be used, or holds other cases that were built with
        another version of the vocabulary.

    In each of these the store is as it was before, as it is when the build is killed: it changes at
    once, in the end.

    >>> import casegraph
    >>> from casegraph.resources import data_dir
    >>> built = casegraph.build(data_dir() / "cases" / "alar-ligament-calcification-ra.ttl")
    >>> built.stored
    ('https://w3id.org/casegraph/case/alar-ligament-calcification-ra',)
    >>> built.store.close()
    """
    parts = parts_of(paths)
    return build_parts(parts, store=store, engine=engine, workers=workers, progress=progress)


def _none(_stored: Collection[str]) -> Collection[str]:
    return ()


def build_parts(
    parts: Sequence[Part],
    *,
    store: Target = None,
    engine: str = "native",
    workers: int = 1,
    progress: Progress = silent,
    unneeded: Unneeded = _none,
    whole: bool = False,
    removed: Collection[str] = (),
) -> Build:
    """Return the store with the cases of *parts* in it, and the rest as `build` does.

    unneeded: which of the terms and publications that *parts* bring are left out in the end, by the
    documents of the cases that are stored. whole: change nothing when anything is refused.
    removed: documents of the cases, none of *parts*, that go at the same time.

    :raises CasegraphError: as `build` does.
    """
    target = _Target(store)
    try:
        return _build(parts, target, engine, workers, progress, unneeded, whole, removed)
    except BaseException:
        target.release()
        raise


def build_again(
    store: str | PathLike[str],
    *,
    engine: str = "native",
    workers: int = 1,
    progress: Progress = silent,
) -> Build:
    """Return *store* with its own cases built again, and the rest as `build` does.

    So what follows from them rests on the present vocabulary, shapes and public ontologies.

    :raises StoreError: when *store* is none, or cannot be changed.
    """
    stored = Stored.reopened(fspath(store))
    parts = parts_in(stored)
    return build_parts(parts, store=store, engine=engine, workers=workers, progress=progress)


def _build(
    parts: Sequence[Part],
    target: "_Target",
    engine: str,
    workers: int,
    progress: Progress,
    unneeded: Unneeded,
    whole: bool,
    removed: Collection[str],
) -> Build:
    few = are_few(parts)
    processes = 1 if few or isinstance(target.given, Store) else workers
    existing = target.existing
    read = Parts(few=few, words=words_for(parts, existing))
    with planning(parts, read, processes, progress) as plan:
        stored = Stored(existing, target.place if existing else None)
        _check_version(existing, plan)
        terms = terms_of(stored, plan.terms)
        _check_terms(existing, terms, plan)
        about_terms = report_about(terms, engine)
        if not about_terms.conforms:
            refused = tuple(sorted(plan.home))
            return Build(target.open(), (), refused, about_terms, plan.errors, {})
        if existing is not None and terms.linking:
            again = affected(existing, terms, reach_of(terms.vocabulary))
            plan.add_again(stored, again)
        shared = Shared(plan.brought, stored)
        total = Total(errors=dict(plan.errors))
        vocabulary, besides = terms.for_cases()
        examiner = Examiner(engine, vocabulary, shared, besides, read)
        with (
            suppress(_NotWholeError),
            writing(target.open, versions.current(), progress) as changes,
        ):
            changes.replace_cases(removed, Packed.of(b""))
            with Crew(processes, examiner) as examiners:
                for outcome in outcomes(plan, examiners, total.pages):
                    changes.replace_cases(outcome.stored, outcome.nquads)
                    total.add(outcome)
                    progress("Inferring and validating cases", total.cases, len(plan.home))
            if whole and total.refuses:
                total.stored.clear()
                raise _NotWholeError
            progress("Storing what the cases share", 0, 0)
            if total.stored or not plan.home:
                left_out = unneeded(total.stored)
                write_terms(changes, terms.without(left_out), existing, engine)
                write_publications(changes, total, shared, left_out)
    return Build(
        store=target.open(),
        stored=tuple(sorted(total.stored)),
        refused=tuple(sorted(plan.home.keys() - set(total.stored))),
        report=Report.of(total.results, plan.home),
        errors=total.errors,
        counts=total.counts,
    )


def _check_version(existing: Store | None, plan: Plan) -> None:
    """Check that what the store keeps beside the new cases was inferred as it would be now.

    :raises StoreError: when it was not.
    """
    if existing is None or existing.built is None:
        return
    differences = existing.built.differences(versions.current())
    others = [one for one in existing.cases() if one not in plan.home] if differences else []
    if others:
        raise StoreError(
            f"{'; '.join(differences)}; it holds other cases: {_some(others)}",
            repair="Bring it up to date first: casegraph build --again --store DIR.",
        )


def _check_terms(existing: Store | None, terms: Terms, plan: Plan) -> None:
    """Check that no term changes from which something follows for cases that are not built again.

    :raises StoreError: when one does.
    """
    if existing is None or not terms.lost:
        return
    if others := [one for one in existing.cases() if one not in plan.home]:
        term = min(str(quad.subject) for quad in terms.lost)
        raise StoreError(
            f"what the store says of {term} changes, and other cases rest on it: {_some(others)}",
            repair="Build them together with the new description, or build into another folder.",
        )


def _some(documents: Sequence[str]) -> str:
    named = ", ".join(map(slug_of, documents[:_NAMED]))
    more = len(documents) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


class _NotWholeError(Exception):
    """Ends a build that changes all or nothing before it has changed anything."""


class _Target:
    """The store that a build goes to, made only when there is something to write."""

    def __init__(self, given: Target) -> None:
        self.given = given
        self._store = given if isinstance(given, Store) else None

    @property
    def place(self) -> str | None:
        """The store's folder or URL, None for one that was given open."""
        given = self.given
        return None if given is None or isinstance(given, Store) else fspath(given)

    @property
    def existing(self) -> Store | None:
        """The store, None when there is nothing yet."""
        place = self.place
        if self._store is None and place and (Store.is_url(place) or Path(place).exists()):
            self._store = Store.open(place, write=True)
        return self._store

    def open(self) -> Store:
        """Return the store, open for writing."""
        if self._store is None:
            self._store = Store.open(self.place, write=True)
        return self._store

    def release(self) -> None:
        """Close the store if it was opened here."""
        if self._store is not None and self._store is not self.given:
            self._store.close()
