"""An ontology file's bytes to its text and its syntax, told by the content and not the name."""

import gzip
import hashlib
import re
import zlib
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path

from casegraph.errors import VocabularyError

LIMIT = 2 * 2**30
"""Bytes: of the largest text that is read, so that a small archive cannot fill the memory."""

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_PIECE = 2**20
_HEAD = 4096

_PROLOG = re.compile(r"\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_OBO = re.compile(
    r"(?:\s*!.*\n|\s+)*(?:\[Term\]|"
    r"(?:format-version|data-version|ontology|date|saved-by|auto-generated-by|default-namespace|"
    r"subsetdef|synonymtypedef|idspace|remark|import)\s*:\s)"
)
_QUAD = re.compile(
    r"(?:\s*#.*\n|\s+)*(?:<[^<>]*>|_:\S+)\s*<[^<>]*>\s*"
    r'(?:<[^<>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^<>]*>)?)\s*(?:<[^<>]*>|_:\S+)\s*\.'
)
_NOT_READ = {
    re.compile(r"(?:\s*#.*\n|\s+)*(?:Prefix\s*\(|Ontology\s*\()"): "OWL functional syntax",
    re.compile(r"(?:\s*#.*\n|\s+)*(?:Prefix|Ontology)\s*:\s*[<:\w]"): "OWL Manchester syntax",
}


class Syntax(Enum):
    """The syntaxes, as they are told from a file's first characters."""

    OBO = "OBO"
    JSON = "JSON"
    RDF_XML = "RDF/XML"
    N_QUADS = "N-Quads"
    TRIG = "Turtle"


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an ontology file.

    file: as the caller named it. sha256: of the bytes on the disk, in hexadecimal.
    """

    file: str
    sha256: str
    syntax: Syntax
    content: str


def text_of(path: str) -> Text:
    """Return the text of the file at *path*, unpacked when it is a gzip archive.

    :raises VocabularyError: when it cannot be read or unpacked, is empty, no UTF-8, larger than
        `LIMIT`, has an XML document type declaration, or a syntax that is not read.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise VocabularyError(
            f"cannot be read: {error.strerror}",
            file=path,
            repair="Check the path and its permissions.",
        ) from None
    unpacked = _unpacked(raw, path) if raw.startswith(_GZIP) else raw
    if unpacked.startswith(_ZIP):
        raise VocabularyError("is a zip archive", file=path, repair="Unpack it.")
    try:
        content = unpacked.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(
            "is not UTF-8",
            file=path,
            line=unpacked.count(b"\n", 0, error.start) + 1,
            repair="Save the file in UTF-8.",
        ) from None
    if not content.strip():
        raise VocabularyError("is empty", file=path, repair="Take it from its publisher again.")
    return Text(path, hashlib.sha256(raw).hexdigest(), _syntax(content, path), content)


def _unpacked(raw: bytes, file: str) -> bytes:
    """Return what the gzip archive *raw* holds.

    :raises VocabularyError: when it is incomplete, damaged or too large.
    """
    pieces = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=BytesIO(raw)) as archive:
            while piece := archive.read(_PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > LIMIT:
                    raise VocabularyError(
                        f"unpacks to more than {LIMIT // 2**30} GiB",
                        file=file,
                        repair="Take a smaller module of the ontology.",
                    )
    except EOFError:
        raise VocabularyError(
            "a gzip archive that ends too early",
            file=file,
            repair="Take the file from its publisher again; it is incomplete.",
        ) from None
    except (OSError, zlib.error) as error:
        raise VocabularyError(
            f"a damaged gzip archive: {error}",
            file=file,
            repair="Take the file from its publisher again.",
        ) from None
    return b"".join(pieces)


def _syntax(content: str, file: str) -> Syntax:
    """Return the syntax of *content*.

    :raises VocabularyError: for one that is not read.
    """
    start = content.lstrip()[:1]
    if start in ("{", "["):
        return Syntax.OBO if content.lstrip().startswith("[Term]") else Syntax.JSON
    if start == "<" and (xml := _xml(content, file)):
        return xml
    head = content[:_HEAD]
    if _OBO.match(head):
        return Syntax.OBO
    for pattern, name in _NOT_READ.items():
        if pattern.match(head):
            raise _not_read(name, file)
    return Syntax.N_QUADS if _QUAD.match(head) else Syntax.TRIG


def _xml(content: str, file: str) -> Syntax | None:
    """Return the syntax of *content* when it is XML, else None.

    A document type declaration is refused: its entities can name other files and grow without
    bound.

    :raises VocabularyError: for one, and for XML that is no RDF.
    """
    prolog = _PROLOG.match(content)
    at = prolog.end() if prolog else 0
    if content[at : at + 9].upper() == "<!DOCTYPE":
        raise VocabularyError(
            "an XML document type declaration, which is never followed",
            file=file,
            line=content.count("\n", 0, at) + 1,
            repair="Remove the DOCTYPE and write its entities out, or convert the file to Turtle.",
        )
    root = _ROOT.match(content, at)
    if root is None:
        return None
    if root[2] == "RDF":
        return Syntax.RDF_XML
    raise _not_read("OWL/XML" if root[2] == "Ontology" else f"XML with the root {root[2]}", file)


def _not_read(name: str, file: str) -> VocabularyError:
    return VocabularyError(
        f"is {name}, which is not read",
        file=file,
        repair="Convert it to OBO, OBO Graphs JSON, RDF/XML or Turtle, as `robot convert` does.",
    )
