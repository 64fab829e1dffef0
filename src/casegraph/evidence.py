"""The positions of the evidence against the texts that were read (Web Annotation, section 4.2.4).

A reading and a folder of texts go in; one result for each position comes out, with the words that
stand there. A text is known by the SHA-256 of its bytes, so its file may have any name.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import EvidenceError
from casegraph.namespaces import CG, OA
from casegraph.quads import subject_of, value_of
from casegraph.read import Location, Readable, Reading, as_reading

_HAS_SOURCE = f"{OA}hasSource"
_HAS_SELECTOR = f"{OA}hasSelector"
_START = f"{OA}start"
_END = f"{OA}end"
_SHA256 = f"{CG}sha256"
_CHARACTER_COUNT = f"{CG}characterCount"


@dataclass(frozen=True, slots=True)
class Position:
    """One position in a source text, checked.

    document: the case. evidence: the IRI of the `oa:SpecificResource`. start, end: Unicode code
    points, end exclusive. words: what stands there, empty when nothing does. problem: what is wrong
    with it, None when it holds.
    """

    document: str
    evidence: str
    start: int
    end: int
    words: str
    problem: str | None
    location: Location | None


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """What a check of the evidence found.

    positions: by case, then by place in the text. errors: the texts that could not be checked, and
    why; their positions are not among *positions*.
    """

    positions: tuple[Position, ...]
    errors: tuple[EvidenceError, ...]

    @property
    def holds(self) -> bool:
        """Whether every text was there and every position holds."""
        return not self.errors and not any(position.problem for position in self.positions)


def check_evidence(reading: Readable, sources: str | PathLike[str]) -> EvidenceReport:
    """Return whether each evidence position holds in the texts of the folder *sources*.

    reading: what `read` returns, or a path or paths that are read for it.
    A position holds when it is not empty, ends within the text, and neither begins nor ends with
    white space or inside a word.

    :raises ReadError: when a path cannot be used.
    :raises EvidenceError: when *sources* is no folder or cannot be read.

    >>> import casegraph, tempfile
    >>> with tempfile.TemporaryDirectory() as without_texts:
    ...     report = casegraph.check_evidence(casegraph.read(), without_texts)
    >>> report.holds, len(report.errors)
    (False, 3)
    """
    reading = as_reading(reading)
    texts = _Texts(Path(sources), fspath(sources))
    positions: list[Position] = []
    errors: list[EvidenceError] = []
    for document in reading.cases:
        case = _Case(document, reading)
        for source in case.sources():
            try:
                text = texts.find(case, source)
            except EvidenceError as error:
                errors.append(error)
            else:
                positions += sorted(case.positions(source, text), key=lambda at: (at.start, at.end))
    return EvidenceReport(tuple(positions), tuple(errors))


class _Case:
    """What one case asserts, as subject and predicate to values."""

    def __init__(self, document: str, reading: Reading) -> None:
        self.document = document
        self._reading = reading
        self._values: dict[tuple[str, str], list[str]] = {}
        self._sourced: dict[str, list[str]] = {}
        for quad in reading.case(document).quads:
            subject, value = subject_of(quad).value, value_of(quad.object)
            self._values.setdefault((subject, quad.predicate.value), []).append(value)
            if quad.predicate.value == _HAS_SOURCE:
                self._sourced.setdefault(value, []).append(subject)

    def sources(self) -> list[str]:
        """Return the source texts that some evidence names, sorted."""
        return sorted(self._sourced)

    def value(self, subject: str, predicate: str) -> str | None:
        return next(iter(self._values.get((subject, predicate), ())), None)

    def location(self, focus: str, path: str | None = None) -> Location | None:
        return self._reading.location(focus, path)

    def positions(self, source: str, text: str) -> Iterator[Position]:
        """Yield the positions of the evidence in *source*, checked against its *text*."""
        for evidence in self._sourced[source]:
            for selector in self._values.get((evidence, _HAS_SELECTOR), ()):
                start, end = self._number(selector, _START), self._number(selector, _END)
                if start is None or end is None:
                    continue  # no text position selector, or one that the shapes report
                yield Position(
                    document=self.document,
                    evidence=evidence,
                    start=start,
                    end=end,
                    words=text[start:end] if 0 <= start < end else "",
                    problem=_problem(text, start, end),
                    location=self.location(selector, _START),
                )

    def _number(self, subject: str, predicate: str) -> int | None:
        written = self.value(subject, predicate)
        return int(written) if written is not None and written.lstrip("+-").isdecimal() else None


class _Texts:
    """The files of a folder, by the SHA-256 of their bytes."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        if folder.is_file():
            raise EvidenceError(
                "is a file, and the source texts are looked for in a folder",
                file=name,
                repair=f"Name its folder: {folder.parent}.",
            )
        if not folder.is_dir():
            raise EvidenceError(
                "no such folder of source texts", file=name, repair="Check the path."
            )
        try:
            files = sorted(file for file in folder.iterdir() if file.is_file())
            contents = {str(file): file.read_bytes() for file in files}
        except OSError as error:
            raise EvidenceError(
                f"the source texts cannot be read: {error.strerror}",
                file=error.filename or name,
                repair="Check the permissions.",
            ) from None
        self._contents: Mapping[str, bytes] = contents
        self._by_digest = {
            hashlib.sha256(content).hexdigest(): file for file, content in contents.items()
        }

    def find(self, case: _Case, source: str) -> str:
        """Return the text of *source*.

        :raises EvidenceError: when *case* tells no digest of it, no file has that digest, or the
            file has another number of characters than *case* tells.
        """
        digest = case.value(source, _SHA256)
        count = case.value(source, _CHARACTER_COUNT)
        if digest is None or count is None:
            missing = "cg:sha256" if digest is None else "cg:characterCount"
            raise _wrong(case, source, f"the source text has no {missing}", "Add it.")
        file = self._by_digest.get(digest.lower())
        if file is None:
            raise self._not_found(case, source, digest, count)
        try:
            text = self._contents[file].decode()
        except UnicodeDecodeError:
            raise _wrong(
                case, source, f"{file} is not UTF-8", "Positions need a text in UTF-8."
            ) from None
        if count != str(len(text)):
            raise _wrong(
                case,
                source,
                f"{file} has {len(text)} characters, and the case says {count}",
                "Correct cg:characterCount.",
                _CHARACTER_COUNT,
            )
        return text

    def _not_found(self, case: _Case, source: str, digest: str, count: str) -> EvidenceError:
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
                case,
                source,
                f"no text in {self._name} has the digest {digest}",
                "Put the text there, byte for byte; any file name will do.",
                _SHA256,
            )
        found = hashlib.sha256(self._contents[nearest]).hexdigest()
        return _wrong(
            case,
            source,
            f"the digest is {digest}, and the nearest text, {nearest}, has {found} "
            f"and {lengths[nearest]} characters",
            "Restore the text that was encoded; line endings count.",
            _SHA256,
        )


def _wrong(
    case: _Case, source: str, message: str, repair: str, path: str | None = None
) -> EvidenceError:
    where = case.location(source, path)
    return EvidenceError(
        message,
        file=where.file if where else None,
        line=where.line if where else None,
        node=f"<{source}>",
        repair=repair,
    )


def _problem(text: str, start: int, end: int) -> str | None:
    """Return what is wrong with the position, None when it holds."""
    if start < 0 or end > len(text):
        return f"lies outside the text, which has {len(text)} characters"
    if start >= end:
        return "is empty: its start is not before its end"
    if text[start].isspace():
        return "begins with white space"
    if text[end - 1].isspace():
        return "ends with white space"
    if _inside_word(text, start):
        return "begins inside a word"
    if _inside_word(text, end):
        return "ends inside a word"
    return None


def _inside_word(text: str, at: int) -> bool:
    """Return whether the boundary before the character *at* cuts a word or a number.

    A number that touches a word counts as apart from it, except after a capital letter: extracted
    text has the superscripts of references and affiliations so (`disease1`, `2Department`), while
    `C3` is one word.

    >>> [_inside_word("C3 disease1 0.72", at) for at in (1, 2, 7, 10, 13, 14)]
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
