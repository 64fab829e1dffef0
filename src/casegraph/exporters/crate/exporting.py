"""A store to an RO-Crate."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from casegraph import lookup
from casegraph.build import opened
from casegraph.exporters.crate.archive import folder_for
from casegraph.exporters.crate.content import write_content
from casegraph.exporters.crate.metadata import crate
from casegraph.exporters.crate.preview import PREVIEW, preview
from casegraph.exporters.crate.works import reports
from casegraph.exporters.datasets import description
from casegraph.exporters.datasets.description import TITLE
from casegraph.exporters.excerpt import excerpt
from casegraph.exporters.file import told
from casegraph.exporters.optional import require
from casegraph.namespaces import DCTERMS, ONTOLOGY
from casegraph.progress import Progress, silent
from casegraph.quads import nquads, subject_of, value_of
from casegraph.store import Store
from casegraph.vocabulary import bundled


def export_crate(
    out: str | PathLike[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    case: str | None = None,
    title: str = TITLE,
    progress: Progress = silent,
) -> None:
    """Write *store* as an RO-Crate to the folder *out*, or to a zip file when it ends in `.zip`.

    store: a store, the path of one, or None for the bundled cases. case: the slug or IRI of the one
    that is wanted, with what it takes to build it. title: of the crate. Dates come from the data,
    and the same store gives the same bytes.

    :raises ExportError: when it cannot be written, *out* is a folder with something else, or the
        package is not installed.
    :raises UnknownCaseError: when *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    require("rocrate", "crate")
    with (
        opened(store) as whole,
        _alone(whole, case) as source,
        told(out),
        folder_for(Path(out)) as folder,
    ):
        described = description(source, title=title, progress=progress)
        day = described.modified or _day_of_the_ontology()
        parts = tuple(write_content(folder, source, described, progress))
        works = tuple(reports(source))
        page = preview(described, parts, works, day)
        (folder / PREVIEW).write_text(page, encoding="utf-8")
        crate(folder, source, described, parts, works, day).write(folder)


@contextmanager
def _alone(store: Store, case: str | None) -> Iterator[Store]:
    """Give *store*, or one with *case* alone and the bundled vocabulary."""
    if case is None:
        yield store
        return
    document = lookup.case(store, case)
    quads = (*bundled().quads, *excerpt(store, document, asserted_only=False))
    with Store.open() as one:
        with one.rewriting(empty=True) as rewrite:
            rewrite.load(nquads(quads))
        yield one


def _day_of_the_ontology() -> str:
    """Return the day on which the bundled ontology was made."""
    return min(
        value_of(quad.object)
        for quad in bundled().quads
        if subject_of(quad).value == ONTOLOGY and quad.predicate.value == f"{DCTERMS}created"
    )
