"""The source texts in a folder, known by the SHA-256 of their bytes, and where their words end."""

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from os import fspath
from pathlib import Path

from casegraph.errors import EvidenceError
from casegraph.namespaces import CG, OA, RDF
from casegraph.quads import subject_of, value_of
from casegraph.read import Location, Reading

SHA256 = f"{CG}sha256"
CHARACTER_COUNT = f"{CG}characterCount"

_HAS_SOURCE = f"{OA}hasSource"
_SOURCE_TEXT = f"{CG}SourceText"
_TYPE = f"{RDF}type"


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a case tells of the text that was read.

    iri: of the `cg:SourceText`. digest: `cg:sha256`, count: `cg:characterCount`, as written, None
    when not told. location, digest_location, count_location: where each was written.
    """

    iri: str
    digest: str | None
    count: str | None
    location: Location | None = None
    digest_location: Location | None = None
    count_location: Location | None = None


def source_texts(reading: Reading, document: str) -> dict[str, SourceText]:
    """Return what the case *document* tells of its source texts, by their IRIs, sorted."""
    said: dict[tuple[str, str], str] = {}
    found: set[str] = set()
    for quad in reading.case(document).quads:
        subject, predicate, value = subject_of(quad).value, quad.predicate.value, quad.object
        said.setdefault((subject, predicate), value_of(value))
        if predicate == _HAS_SOURCE:
            found.add(value_of(value))
        elif predicate == _TYPE and value_of(value) == _SOURCE_TEXT:
            found.add(subject)
    return {
        iri: SourceText(
            iri,
            digest=said.get((iri, SHA256)),
            count=said.get((iri, CHARACTER_COUNT)),
            location=reading.location(iri),
            digest_location=reading.location(iri, SHA256),
            count_location=reading.location(iri, CHARACTER_COUNT),
        )
        for iri in sorted(found)
    }


class Texts:
    """The files of a folder, by the SHA-256 of their bytes.

    folder: as the caller named it.

    :raises EvidenceError: when it is no folder or cannot be read.
    """

    def __init__(self, folder: str | Path) -> None:
        self._name = fspath(folder)
        path = Path(folder)
        if path.is_file():
            raise EvidenceError(
                "is a file, and the source texts are looked for in a folder",
                file=self._name,
                repair=f"Name its folder: {path.parent}.",
            )
        if not path.is_dir():
            raise EvidenceError(
                "no such folder of source texts", file=self._name, repair="Check the path."
            )
        try:
            files = sorted(file for file in path.iterdir() if file.is_file())
            self._contents = {str(file): file.read_bytes() for file in files}
        except OSError as error:
            raise EvidenceError(
                f"the source texts cannot be read: {error.strerror}",
                file=error.filename or self._name,
                repair="Check the permissions.",
            ) from None
        self._by_digest = {
            hashlib.sha256(content).hexdigest(): file for file, content in self._contents.items()
        }

    def find(self, source: SourceText) -> tuple[str, str]:
        """Return the file and the text of *source*.

        :raises EvidenceError: when the case tells no digest or no length of it, no file has that
            digest, or the file has another number of characters than the case tells.
        """
        digest, count = source.digest, source.count
        if digest is None or count is None:
            missing = "cg:sha256" if digest is None else "cg:characterCount"
            raise _wrong(source, source.location, f"the source text has no {missing}", "Add it.")
        file = self._by_digest.get(digest.lower())
        if file is None:
            raise self._not_found(source, digest, count)
        text = self._decoded(source, file)
        if count != str(len(text)):
            raise _wrong(
                source,
                source.count_location,
                f"{file} has {len(text)} characters, and the case says {count}",
                "Correct cg:characterCount.",
            )
        return file, text

    def completed(self, source: SourceText, name: str) -> SourceText:
        """Return *source* with the digest and the length of its text, where it lacks them.

        When no digest is told, the text is NAME.txt, where *name* is what the case file is called
        without its suffix, else the only file of the folder that ends in .txt.

        :raises EvidenceError: when there is no such text, or it is not UTF-8.
        """
        if source.digest is not None and source.count is not None:
            return source
        if source.digest is None:
            file = self._meant(source, name)
        else:
            file = self._by_digest.get(source.digest.lower(), "")
        if not file:
            raise self._not_found(source, source.digest or "", source.count or "")
        return replace(
            source,
            digest=source.digest or hashlib.sha256(self._contents[file]).hexdigest(),
            count=source.count or str(len(self._decoded(source, file))),
        )

    def _meant(self, source: SourceText, name: str) -> str:
        texts = [file for file in self._contents if file.lower().endswith(".txt")]
        named = [file for file in texts if Path(file).stem == name]
        if len(named or texts) != 1:
            raise _wrong(
                source,
                source.location,
                f"the case does not tell which text was read, and {self._name} has "
                f"{len(texts) or 'no'} files that end in .txt",
                f"Name the one that is meant {name}.txt, or write its cg:sha256.",
            )
        return (named or texts)[0]

    def _decoded(self, source: SourceText, file: str) -> str:
        try:
            return self._contents[file].decode()
        except UnicodeDecodeError:
            raise _wrong(
                source, source.location, f"{file} is not UTF-8", "Positions need a text in UTF-8."
            ) from None

    def _not_found(self, source: SourceText, digest: str, count: str) -> EvidenceError:
        """Return the error for a text that is missing, or that has changed since it was encoded.

        A changed text is told by its length: nearest to *count*, and not off by more than a fifth.
        """
        wanted = int(count) if count.isdecimal() else 0
        lengths = {
            file: len(content.decode(errors="replace")) for file, content in self._contents.items()
        }
        nearest = min(lengths, key=lambda file: abs(lengths[file] - wanted), default=None)
        if nearest is None or 5 * abs(lengths[nearest] - wanted) > wanted:
            return _wrong(
                source,
                source.digest_location,
                f"no text in {self._name} has the digest {digest}",
                "Put the text there, byte for byte; any file name will do.",
            )
        found = hashlib.sha256(self._contents[nearest]).hexdigest()
        return _wrong(
            source,
            source.digest_location,
            f"the digest is {digest}, and the nearest text, {nearest}, has {found} "
            f"and {lengths[nearest]} characters",
            "Restore the text that was encoded; line endings count.",
        )


def inside_word(text: str, at: int) -> bool:
    """Return whether the boundary before the character *at* cuts a word or a number.

    A number that touches a word counts as apart from it, except after a capital letter: extracted
    text has the superscripts of references and affiliations so (`disease1`, `2Department`), while
    `C3` is one word.

    >>> [inside_word("C3 disease1 0.72", at) for at in (1, 2, 7, 10, 13, 14)]
    [True, False, True, False, True, True]
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after):
        return True
    if before.isalpha() and after.isalpha():
        return True
    if before.isdecimal() and after.isdecimal():
        return True
    if before.isalpha() and after.isdecimal():
        return before.isupper()
    if after == "." and at + 1 < len(text):
        return before.isdecimal() and text[at + 1].isdecimal()
    if before == "." and at > 1:
        return after.isdecimal() and text[at - 2].isdecimal()
    return False


def _wrong(source: SourceText, where: Location | None, message: str, repair: str) -> EvidenceError:
    return EvidenceError(
        message,
        file=where.file if where else None,
        line=where.line if where else None,
        node=f"<{source.iri}>",
        repair=repair,
    )
