"""A file's bytes to a text that is safe to parse.

In goes a path; out comes a `Source`, or a `ReadError` for what no RDF parser should see: another
encoding, an archive, a JSON-LD context elsewhere, an XML document type declaration.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.read.jsonld import with_local_context
from casegraph.read.words import Words

SYNTAXES: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""File name suffix to RDF syntax."""

YAML = (".yaml", ".yml")
SUFFIXES = (*SYNTAXES, *YAML)
"""The suffixes of case files; YAML is JSON-LD in other clothes."""

_ZIP = b"PK\x03\x04"
_XML_OPAQUE = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, as it goes to the parser.

    file: the file's name in places and errors. digest: the SHA-256 of its bytes, in hexadecimal.
    content: its text without a byte order mark, in JSON-LD with the project's context in place of
    its name. syntax: None for YAML. words: those that YAML may use for terms, None for the bundled.
    base: against which relative IRIs resolve where the text says none; None when there is none.
    """

    file: str
    syntax: ox.RdfFormat | None
    digest: str
    content: str
    words: Words | None = None
    base: str | None = None


def source_of(path: Path, file: str, words: Words | None = None) -> Source:
    """Return the text of the file at *path*, which places and errors call *file*.

    :raises ReadError: when the file cannot be read, is not UTF-8, has another suffix than
        `SUFFIXES`, or names a remote JSON-LD context or a DOCTYPE.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ReadError(
            "the file name does not tell an RDF syntax",
            file=file,
            repair=f"Name it with one of {', '.join(SUFFIXES)}.",
        )
    return source_from(_bytes_of(path, file), SYNTAXES.get(suffix), file, words)


def source_from(
    raw: bytes,
    syntax: ox.RdfFormat | None,
    file: str,
    words: Words | None = None,
    base: str | None = None,
) -> Source:
    """Return the text *raw* in *syntax*, which places and errors call *file*.

    base: against which relative IRIs resolve, None when there is none.

    :raises ReadError: when it is not UTF-8, or names a remote JSON-LD context or a DOCTYPE.
    """
    content = _decoded(raw, file)
    if syntax == ox.RdfFormat.JSON_LD:
        content = with_local_context(content, file)
    elif syntax == ox.RdfFormat.RDF_XML:
        _refuse_doctype(content, file)
    return Source(file, syntax, hashlib.sha256(raw).hexdigest(), content, words, base)


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"cannot be read: {error.strerror}",
            file=file,
            repair="Check the path and its permissions.",
        ) from None


def _decoded(raw: bytes, file: str) -> str:
    """Return *raw* as text, without a byte order mark."""
    if raw.startswith(_ZIP):
        raise ReadError(
            "is a zip archive, as a Word document is, and not RDF",
            file=file,
            repair="Unpack it, or save the case as plain text.",
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(
            "is not UTF-8",
            file=file,
            line=error.object[: error.start].count(b"\n") + 1,
            repair="Save the file in UTF-8.",
        ) from None


def _refuse_doctype(content: str, file: str) -> None:
    """Refuse a document type declaration: its entities can name other files and grow without bound.

    :raises ReadError: naming its line.
    """
    visible = _XML_OPAQUE.sub(lambda found: "\n" * found.group().count("\n"), content)
    at = visible.upper().find("<!DOCTYPE")
    if at >= 0:
        raise ReadError(
            "an XML document type declaration, which is never followed",
            file=file,
            line=visible.count("\n", 0, at) + 1,
            repair="Remove the DOCTYPE and write its entities out.",
        )
