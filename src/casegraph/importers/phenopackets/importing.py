"""Phenopackets into a store: the packets are looked at once, and what comes of them is built."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, islice
from os import PathLike, fspath
from pathlib import Path

from casegraph.build import Part, build_parts
from casegraph.build.crew import Crew
from casegraph.build.scratch import scratch_folder
from casegraph.grouping import SIZE
from casegraph.importers.phenopackets.catalogue import Catalogue
from casegraph.importers.phenopackets.chunk import Chunk, read
from casegraph.importers.phenopackets.conflicts import refused, repeated, replaced
from casegraph.importers.phenopackets.known import described, sources_of
from casegraph.importers.phenopackets.packet import Found
from casegraph.importers.phenopackets.piece import Piece
from casegraph.importers.phenopackets.reasons import naming, reasons
from casegraph.importers.phenopackets.report import Fates, Report, reported
from casegraph.importers.phenopackets.sources import files, packets
from casegraph.progress import Progress, silent
from casegraph.read import Location, Reading

_SHARED = "the terms and publications of the packets"


def import_phenopackets(
    paths: Sequence[str | PathLike[str]],
    *,
    store: str | PathLike[str] | None = None,
    engine: str = "native",
    workers: int = 1,
    details: str | PathLike[str] | None = None,
    progress: Progress = silent,
) -> Report:
    """Put the phenopackets at *paths* into *store* as cases, and return what became of them.

    paths: files, folders, zip and tar archives, JSON and YAML; each file holds a packet, a family,
    a cohort, an array of them, or one on each line. details: a file for what there is to tell of
    each packet, one JSON object a line. The other parameters are those of `build`.

    A packet that cannot be imported is left out, and the others go on.

    :raises ReadError: when a path does not exist, or nothing there can hold packets.
    :raises CasegraphError: as `build` does.
    """
    place = None if store is None else fspath(store)
    with scratch_folder() as folder:
        chunks: list[Chunk] = []
        for chunk in _chunks(paths, folder, workers):
            chunks.append(chunk)
            progress("Reading packets", sum(len(one.cases) for one in chunks), 0)
        whole = _catalogued(chunks)
        known = described(whole.names(), place)
        misused = list(whole.misused(known))
        name = naming(whole, known)
        fates = Fates(refused(chunks, misused, name), repeated(chunks))
        catalogue = _catalogued(chunks, fates)
        before = sources_of((case.document for chunk in chunks for case in chunk.cases), place)
        pieces = list(_pieces(chunks, fates))
        if pieces:
            shared = tuple(dict.fromkeys(catalogue.quads(known)))
            reading = Reading(shared, dict.fromkeys(shared, Location(_SHARED, None)))
            parts: list[Part] = [reading, *pieces] if shared else [*pieces]
            named = set(catalogue.names())
            built = build_parts(
                parts,
                store=place,
                engine=engine,
                workers=workers,
                progress=progress,
                unneeded=lambda stored: named - set(_catalogued(chunks, fates, stored).names()),
            )
            with built.store:
                fates.refused |= reasons(built, name)
            catalogue = _catalogued(chunks, fates)
        fates.replaced |= replaced(chunks, before)
        return reported(chunks, catalogue, known, fates, details)


def _chunks(paths: Sequence[str | PathLike[str]], folder: Path, workers: int) -> Iterator[Chunk]:
    """Yield what comes of the packets at *paths*, some hundred at a time."""
    found = (one for file in files(paths) for one in packets(file))
    batches = _batches(found)
    first = list(islice(batches, 2))
    with Crew(workers if len(first) > 1 else 1, folder) as crew:
        yield from crew.each(_read, enumerate(chain(first, batches)))


def _read(folder: Path, task: tuple[int, list[Found]]) -> Chunk:
    return read(folder, *task)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    rest = iter(found)
    yield from iter(lambda: list(islice(rest, SIZE)), [])


def _catalogued(
    chunks: Sequence[Chunk], fates: Fates | None = None, stored: Container[str] | None = None
) -> Catalogue:
    """Return what the packets of *chunks* name, but for those that are not imported.

    fates: what became of them, as far as it is known. stored: the documents that are stored, None
    when that is not known either.
    """
    found = Catalogue()
    for number, chunk in enumerate(chunks):
        left_out = {
            index
            for index, case in enumerate(chunk.cases)
            if (fates is not None and not fates.is_kept(case.document, (number, index)))
            or (stored is not None and case.document not in stored)
        }
        found.add(chunk, left_out)
    return found


def _pieces(chunks: Sequence[Chunk], fates: Fates) -> Iterator[Piece]:
    """Yield the cases of *chunks* that go on to the build."""
    for number, chunk in enumerate(chunks):
        kept = tuple(
            case
            for index, case in enumerate(chunk.cases)
            if fates.is_kept(case.document, (number, index))
        )
        if kept:
            yield Piece(f"phenopackets from {kept[0].name}", chunk.quads, kept)
