"""The errors: unusable input and wrong use, each with its place and its repair.

What is wrong *inside* a case is no error: it is a result in a `Report`. These are the only
exceptions that leave the package, and the command line turns each into one line and exit status
2::

    CasegraphError
    ├── ReadError         an input file cannot be used: missing, not RDF, a triple that has no case
    ├── VocabularyError   the ontology, the terms or the mappings cannot be used
    ├── InferenceError    the axioms contradict the data, or a rule cannot run
    ├── ShapeError        a shape cannot be used
    ├── EngineError       two engines give different answers
    ├── StoreError        the store cannot be opened, read or written
    ├── QueryError        a query, its header, its parameters or its name
    │   └── UnknownCaseError   a case that the store does not hold
    ├── EvidenceError     the source texts cannot be used
    └── ExportError       an unknown format, or a file that cannot be written
"""

from os import PathLike, fspath


class CasegraphError(Exception):
    """Say what is wrong, where, and what to do about it.

    message: what is wrong, one clause, no full stop.
    file: the file as the caller named it. line: counted from 1. node: an IRI or a name.
    repair: what to do, one sentence.

    >>> error = CasegraphError(
    ...     "is not RDF", file="a.ttl", line=3, repair="End the triple with a dot."
    ... )
    >>> print(error)
    a.ttl:3: is not RDF. End the triple with a dot.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | PathLike[str] | None = None,
        line: int | None = None,
        node: str | None = None,
        repair: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else fspath(file)
        self.line = line
        self.node = node
        self.repair = repair

    def __str__(self) -> str:
        place = self.file or ""
        if self.file and self.line is not None:
            place = f"{self.file}:{self.line}"
        said = ": ".join(part for part in (place, self.node, self.message) if part)
        return f"{said}. {self.repair}" if self.repair else said


class ReadError(CasegraphError):
    """An input file that cannot be used."""


class VocabularyError(CasegraphError):
    """An ontology, a term file or a mapping table that cannot be used."""


class InferenceError(CasegraphError):
    """Axioms that contradict the data, or a rule that cannot run."""


class ShapeError(CasegraphError):
    """A shape that cannot be used."""


class EngineError(CasegraphError):
    """Two engines that give different answers to the same question."""


class StoreError(CasegraphError):
    """A store that cannot be opened, read or written."""


class QueryError(CasegraphError):
    """A query that cannot run: its text, its header, a parameter or its name."""


class UnknownCaseError(QueryError):
    """A case that the store does not hold."""


class EvidenceError(CasegraphError):
    """Source texts that cannot be used."""


class ExportError(CasegraphError):
    """An export that cannot be made: an unknown format, or a file that cannot be written."""
