"""One result of validation (SHACL, section 3.6.2), with its place in the input."""

from dataclasses import dataclass
from enum import Enum

from casegraph.namespaces import SH
from casegraph.read import Location


class Severity(Enum):
    """How bad a result is; the value is SHACL's own term.

    >>> Severity.VIOLATION.label
    'violation'
    """

    VIOLATION = f"{SH}Violation"
    WARNING = f"{SH}Warning"
    INFO = f"{SH}Info"

    @property
    def label(self) -> str:
        """The severity as a word: violation, warning or info."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Result:
    """One constraint that one node does not satisfy.

    focus: the node's IRI, or `_:label`. path: the predicate's IRI, or a SPARQL property path.
    value: the value that is wrong, in N-Triples. component, shape: IRIs; a shape without one goes
    by the shape that holds it. message: what is wrong and the repair, in English. location: the
    best known place in the input, None for what the input does not name. document: the case
    document, None for publications and terms.

    >>> Result(
    ...     focus="https://w3id.org/casegraph/case/neck-pain#patient",
    ...     path="https://w3id.org/casegraph/ontology#sex",
    ...     value=None,
    ...     component="http://www.w3.org/ns/shacl#MinCountConstraintComponent",
    ...     shape="https://w3id.org/casegraph/shape/patient-sex",
    ...     severity=Severity.VIOLATION,
    ...     message="Give the sex exactly once.",
    ...     location=Location("neck-pain.ttl", 12),
    ...     document="https://w3id.org/casegraph/case/neck-pain",
    ... ).severity.label
    'violation'
    """

    focus: str
    path: str | None
    value: str | None
    component: str
    shape: str
    severity: Severity
    message: str
    location: Location | None
    document: str | None

    def order(self) -> tuple[object, ...]:
        """Return the sort key: file, line, focus, shape; what has no place comes last."""
        place = self.location
        return (
            place is None,
            place.file if place else "",
            (place.line or 0) if place else 0,
            self.focus,
            self.shape,
            self.component,
            self.path or "",
            self.value or "",
            self.severity.value,
            self.message,
            self.document or "",
        )
