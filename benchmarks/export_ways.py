"""What is measured of the ways out of a store: the commands, and the files that they write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.main import get_group

from casegraph.cli.export import app

SITE = "site"
_COMMANDS = get_group(app).commands
FILES: Mapping[str, Sequence[str]] = {
    "crate": ("crate.zip",),
    "fhir": ("bundles.ndjson",),
    "matrix": ("matrix.csv", "matrix.parquet"),
    "nanopub": ("nanopubs.trig",),
    "phenopackets": ("packets.ndjson",),
    "table": ("table.md", "table.xlsx"),
}
"""The file that a format writes, where its ending tells the form; several for several forms."""


@dataclass(frozen=True)
class Way:
    """One way out of a store.

    name: as the tables call it. words: of the command line, without store and output. output: the
    name of the file or folder. again: whether what it writes is there already, and unchanged.
    reads: whether it takes a store.
    """

    name: str
    words: Sequence[str]
    output: str
    again: bool = False
    reads: bool = True

    def command(self, store: Path, folder: Path) -> list[str]:
        """Return the arguments of `casegraph` to write from *store* into *folder*."""
        given = ("--store", str(store)) if self.reads else ()
        return [*self.words, *given, "--out", str(folder / self.output)]


def formats() -> tuple[str, ...]:
    """Return the site, and the formats that `casegraph export` has."""
    return (SITE, *_COMMANDS)


def ways(wanted: Sequence[str], workers: Sequence[int]) -> Iterator[Way]:
    """Yield the ways of the formats *wanted*; the site with each number of *workers*, and again."""
    for name in wanted:
        if name == SITE:
            for count in workers:
                told = f"site, {count} worker{'s' * (count != 1)}"
                words = (SITE, "--workers", str(count))
                yield Way(told, words, SITE)
                yield Way(f"{told}, unchanged", words, SITE, again=True)
        else:
            files = FILES.get(name, (f"out.{name}",))
            reads = any(option.name == "store" for option in _COMMANDS[name].params)
            for file in files:
                form = f", {file.partition('.')[2]}" if len(files) > 1 else ""
                yield Way(f"{name}{form}", ("export", name), file, reads=reads)
