"""A case file in one syntax to the same file in another, without loss.

What is kept is the graph: comments of the syntax itself (`## ...` in Turtle) are not part of it.
"""

from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import ExportError
from casegraph.exporters.file import write_to
from casegraph.exporters.rdf import FORMATS
from casegraph.quads import canonical_quads
from casegraph.read import reading_of
from casegraph.read.words import Words
from casegraph.syntaxes.yaml import yaml

SYNTAXES = ("yaml", *FORMATS)
"""The names of what a file can be converted to."""

BY_ENDING = {
    ".json": "jsonld",
    ".jsonld": "jsonld",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".owl": "rdfxml",
    ".rdf": "rdfxml",
    ".trig": "trig",
    ".ttl": "turtle",
    ".xml": "rdfxml",
    ".yaml": "yaml",
    ".yml": "yaml",
}
"""What the usual endings of files say of their syntax."""


def convert(
    file: str | PathLike[str],
    to: str | None = None,
    *,
    out: str | PathLike[str] | None = None,
    words: Words | None = None,
) -> str | None:
    """Return what *file* says in another syntax, or write it to the file *out*.

    to: one of `SYNTAXES` or the usual suffix of its files; None for what the suffix of *out* tells,
    else Turtle from YAML and YAML from the others. words: for terms in YAML, None for the bundled.

    :raises ReadError: when *file* cannot be read.
    :raises ExportError: for an unknown syntax, several cases that are to become YAML, or when *out*
        cannot be written.

    >>> from casegraph.resources import data_dir
    >>> print(convert(data_dir() / "publications.ttl").splitlines()[1])
      - id: publication:alar-ligament-calcification-ra
    """
    wanted = BY_ENDING.get(f".{to.lower().lstrip('.')}", to) if to else _told_by(file, out)
    if wanted not in SYNTAXES:
        raise ExportError(
            f"there is no syntax {wanted!r}", repair=f"Choose one of {', '.join(SYNTAXES)}."
        )
    quads = reading_of(fspath(file), words).quads
    in_order = wanted == "yaml"
    content = yaml(quads, words) if in_order else FORMATS[wanted](canonical_quads(quads))
    if out is None:
        return content
    write_to(out, content.encode())
    return None


def _told_by(file: str | PathLike[str], out: str | PathLike[str] | None) -> str:
    told = BY_ENDING.get(Path(out).suffix.lower()) if out else None
    if told:
        return told
    return "turtle" if BY_ENDING.get(Path(file).suffix.lower()) == "yaml" else "yaml"
