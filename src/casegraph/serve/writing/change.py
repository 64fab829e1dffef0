"""A change of a store: what it should say, and how a build makes it so or refuses it."""

from dataclasses import dataclass

from casegraph.build import build_parts
from casegraph.build.parts import Part
from casegraph.build.shared import Stored
from casegraph.build.stored_cases import StoredCases
from casegraph.errors import StoreError
from casegraph.read import Reading
from casegraph.serve.errors import RefusedError
from casegraph.serve.writing.rejected import RejectedError
from casegraph.serve.writing.resting import resting_on
from casegraph.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """What a store should say.

    reading: all of each case, publication and term that changes. removed: the documents of cases
    that go.
    """

    reading: Reading
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did.

    stored, again: documents of the cases that were written, and of those that were built again
    since they rest on what changed. removed: documents of cases that went. results: how many
    warnings and notes validation has about what was built, which are no reason to refuse it.
    created: whether the graph is new.
    """

    stored: tuple[str, ...]
    again: tuple[str, ...]
    removed: tuple[str, ...]
    results: int
    created: bool = False


def carry_out(store: Store, change: Change) -> Done:
    """Make *store* say what *change* says, all at once or not at all.

    :raises RejectedError: when a build refuses a case or a publication.
    :raises RefusedError: 409 when the store has to be brought up to date first.
    :raises CasegraphError: as `casegraph.build.build` does.
    """
    if not change.reading.quads:
        store.remove_cases(change.removed)
        return Done((), (), change.removed, 0)
    own = {*change.reading.cases, *change.removed}
    again = [one for one in resting_on(store, change.reading) if one not in own]
    parts: list[Part] = [change.reading]
    if again:
        parts.append(StoredCases(Stored(store, None), again))
    if change.removed:
        store.note_removed(change.removed)
    try:
        built = build_parts(parts, store=store, whole=True, removed=change.removed)
    except StoreError as error:
        if error.file is not None:  # of the disk
            raise
        raise RefusedError(409, error.message, node=error.node, repair=error.repair or "") from None
    if built.refused or built.errors or not built.report.conforms:
        raise RejectedError(built.report, tuple(map(str, built.errors.values())))
    return Done(
        stored=change.reading.cases,
        again=tuple(sorted(set(built.stored) - set(change.reading.cases))),
        removed=change.removed,
        results=sum(built.counts.values()),
    )
