"""Cases that were put aside, as a part of a build's input."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from casegraph.build import Content, Skim
from casegraph.errors import ReadError
from casegraph.importers.phenopackets.chunk import Imported
from casegraph.read import Location, Reading


@dataclass(frozen=True)
class Piece:
    """The cases of one chunk that go into the store.

    file: with their N-Quads.
    """

    name: str
    file: Path
    cases: tuple[Imported, ...]

    def skim(self) -> Skim:
        """Return the documents of its cases; what they share is in a part of its own."""
        return tuple(case.document for case in self.cases), ()

    def content(self) -> Content:
        """Return what it asserts.

        :raises ReadError: when the file is gone.
        """
        return Content(self._read(), ())

    def located(self) -> Reading:
        """Return what it asserts; the place of each quad is its packet."""
        cases = self._read()
        locations = {
            quad: Location(case.name, None) for case in self.cases for quad in cases[case.document]
        }
        return Reading(tuple(locations), locations)

    def _read(self) -> Mapping[str, list[ox.Quad]]:
        try:
            written = self.file.read_bytes()
        except OSError as error:
            raise ReadError(
                f"what was read of the packets cannot be read again: {error.strerror}",
                file=self.file,
                repair="Check the space in the folder for temporary files.",
            ) from None
        return {
            case.document: list(ox.parse(written[case.start : case.end], ox.RdfFormat.N_QUADS))
            for case in self.cases
        }
