"""A case file written by hand, checked: its quotes placed, its evidence held, its shapes asked.

In go a file and a folder of texts; out comes what was found. The file is changed only where a
quote is replaced by its position, and where the digest of a text is missing.
"""

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from casegraph.authoring.check_graph import QuotedEvidence
from casegraph.authoring.check_keys import with_keys
from casegraph.authoring.check_loss import check_loss
from casegraph.authoring.check_quotes import Problem, Quotes, unplaced_quotes
from casegraph.authoring.quotes_file import QuotedFile
from casegraph.authoring.quotes_turtle import TurtleFile
from casegraph.authoring.quotes_yaml import YamlFile
from casegraph.errors import EvidenceError, ReadError
from casegraph.evidence import EvidenceReport, check_evidence
from casegraph.files import write_atomically
from casegraph.read import Reading, Words, reading_of, require_cases
from casegraph.read.source import Source, source_of
from casegraph.read.syntax import located_quads
from casegraph.shacl import Report
from casegraph.texts import Texts, source_texts
from casegraph.validate import infer_and_validate
from casegraph.vocabulary import Vocabulary

_BOM = codecs.BOM_UTF8


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one file found.

    placed: how many pieces of evidence had quotes that were replaced by positions. problems: the
    quotes that were not, in the order of the file. errors: the texts that could not be used.
    evidence: whether the positions hold. report: what the shapes say. content: the file as it is
    now.
    """

    placed: int
    problems: tuple[Problem, ...]
    errors: tuple[EvidenceError, ...]
    evidence: EvidenceReport
    report: Report
    content: bytes

    @property
    def conforms(self) -> bool:
        """Whether every quote has its place, every position holds and no shape is violated."""
        found = self.problems or self.errors or not self.evidence.holds
        return not found and self.report.conforms


Around = Callable[[Reading], tuple[Reading, Vocabulary | None]]
"""Gives a reading with what else it is read with, and the vocabulary for it."""


def _alone(reading: Reading) -> tuple[Reading, None]:
    return reading, None


def check(
    file: str,
    sources: str,
    *,
    keep: bool = False,
    engine: str = "native",
    words: Words | None = None,
    around: Around = _alone,
) -> Checked:
    """Return what is wrong with the case file *file*, its quotes replaced by positions.

    sources: the folder of the texts. keep: whether the quotes stay in the file too, which the
    licence of the text must allow. words: those that YAML may use for terms, None for the bundled.
    around: gives what the shapes see beside the file.

    :raises ReadError: when the file cannot be used, a document in it has no case, or it has changed
        meanwhile.
    :raises EvidenceError: when *sources* is no folder or cannot be read.
    :raises InferenceError: when the axioms contradict what is said.
    """
    texts = Texts(sources)
    source = source_of(Path(file), file, words)
    reading = reading_of(file, words)
    require_cases(reading)
    quotes = Quotes(reading, texts, Path(file).stem)
    written = _quoted_file(source, reading)
    content = Path(file).read_bytes()
    if written is not None:
        quotes.place(written, file)
        edited = written.edited(quotes.places, quotes.additions, keep=keep)
        if edited != source.content:
            content = _write(source, edited)
            reading = reading_of(file, words)
    evidence = QuotedEvidence(reading)
    unplaced = evidence.unplaced
    whole, vocabulary = around(reading)
    report, _ = infer_and_validate(whole, vocabulary=vocabulary, engine=engine)
    report = evidence.without(report)
    positions = check_evidence(reading, sources)
    known = len(written.quoted) - len(quotes.places) if written is not None else 0
    lost = [evidence.location(node) for node in unplaced] if len(unplaced) > known else []
    errors = {str(error): error for error in (*quotes.errors, *positions.errors)}
    return Checked(
        placed=len(quotes.places),
        problems=(*quotes.problems, *unplaced_quotes(lost, file), *evidence.wrongly_kept(texts)),
        errors=tuple(errors.values()),
        evidence=positions,
        report=with_keys(report) if source.syntax is None else report,
        content=content,
    )


def _quoted_file(source: Source, reading: Reading) -> QuotedFile | None:
    """Return the quotes of a Turtle or YAML file, None for any other."""
    if source.syntax == ox.RdfFormat.TURTLE:
        return TurtleFile(source.content)
    if source.syntax is None:
        document = next(iter(reading.cases), "")
        sources = tuple(source_texts(reading, document)) if document else ()
        return YamlFile(source.content, source.file, document, sources)
    return None


def _write(source: Source, edited: str) -> bytes:
    """Write *edited* to the file of *source*, and return the bytes that are then there.

    :raises ReadError: when it would not read any more or say less, or the file has changed since it
        was read.
    """
    try:
        after = located_quads(replace(source, content=edited))
    except ReadError as error:
        raise ReadError(
            f"could not be read any more with positions and digests, so that nothing was written: "
            f"{error.message}",
            file=source.file,
            repair="Write evidence and source texts as `casegraph new` does, one key a line.",
        ) from None
    check_loss(located_quads(source), after)
    file = Path(source.file).resolve()
    before = file.read_bytes()
    if hashlib.sha256(before).hexdigest() != source.digest:
        raise ReadError(
            "has changed while it was checked, so that nothing was written",
            file=source.file,
            repair="Check it again.",
        )
    content = (_BOM if before.startswith(_BOM) else b"") + edited.encode()
    mode = file.stat().st_mode
    write_atomically(file, content)
    file.chmod(mode)
    return content
