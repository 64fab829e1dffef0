"""The two longer steps of a build: examine all cases, and write the publications they share."""

from collections.abc import Collection, Iterator, Sequence

import pyoxigraph as ox

from casegraph.build.crew import Crew, batched
from casegraph.build.examiner import Examiner
from casegraph.build.outcome import Outcome
from casegraph.build.parts import Part, chunks_of
from casegraph.build.plan import Plan
from casegraph.build.shared import Shared
from casegraph.build.total import Total
from casegraph.build.writing import Writing
from casegraph.grouping import SIZE
from casegraph.pages import page_of
from casegraph.quads import canonical, nquads, subject_of

_PAGES = 1000
"""How many publications are examined and written at a time."""


def outcomes(plan: Plan, examiners: Crew[Examiner], examined: Collection[str]) -> Iterator[Outcome]:
    """Yield what comes of the cases of *plan*, then of the publications that no case leads to.

    examined: the publications that were examined so far, which grows meanwhile.
    """
    left_out = frozenset(plan.errors)
    tasks = ((chunk, left_out) for chunk in chunks_of(plan.parts, SIZE))
    yield from examiners.each(_cases, tasks)
    rest = [name for name in plan.brought.pages() if name not in examined]
    yield from examiners.each(Examiner.publications, batched(sorted(rest), _PAGES))


def write_publications(
    changes: Writing, total: Total, shared: Shared, left_out: Collection[str] = ()
) -> None:
    """Write the publications that are sound, where they are not there already, and what follows.

    left_out: publications that are not written.
    """
    for name in shared.brought.pages():
        if name not in total.refused_pages and name not in left_out:
            old, new = shared.stored.page(name), shared.brought.page(name)
            if not old or canonical(old) != canonical(new):
                changes.exchange((*old, *shared.stored.following(old)), nquads(new))
    follows = b"".join(total.shared)
    if left_out:
        quads = ox.parse(follows, ox.RdfFormat.N_QUADS)
        follows = nquads(quad for quad in quads if page_of(subject_of(quad)) not in left_out)
    changes.exchange((), follows)


def _cases(examiner: Examiner, task: tuple[Sequence[Part], Collection[str]]) -> Outcome:
    parts, left_out = task
    return examiner.cases(parts, left_out)
