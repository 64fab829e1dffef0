"""What goes in and what comes out when a group of cases is examined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.errors import InferenceError
from casegraph.read import Reading
from casegraph.shacl.findings import Finding
from casegraph.shacl.result import Severity
from casegraph.vocabulary import Vocabulary

Quads = Sequence[ox.Quad]


@dataclass(frozen=True)
class Group:
    """Cases that are examined together.

    cases: the quads that each asserts, by its document. shared: the publications and terms that
    the cases lead to, beside the *vocabulary*. around_shared: as much of that as these lead to.
    reading: gives the reading of one case, for an error that has to name a place.
    """

    cases: Mapping[str, Quads]
    shared: Reading
    vocabulary: Vocabulary
    around_shared: Vocabulary
    reading: Callable[[str], Reading]


@dataclass(frozen=True)
class Examined:
    """What an engine says of a group.

    inferred: what follows from each case whose structure is sound, by its document.
    shared_inferred: what follows from what the cases share, in the shared inferred graphs.
    findings, shared_findings: of both passes. errors: why nothing follows from a case.
    """

    inferred: Mapping[str, Quads]
    shared_inferred: Quads
    findings: Mapping[str, Sequence[Finding]]
    shared_findings: Sequence[Finding]
    errors: Mapping[str, InferenceError]

    @property
    def unsound(self) -> frozenset[str]:
        """The cases with a violation or an error."""
        return frozenset(self.errors) | {
            document for document, found in self.findings.items() if violates(found)
        }


def violates(findings: Sequence[Finding]) -> bool:
    """Return whether one of *findings* is a violation."""
    return any(finding.severity is Severity.VIOLATION for finding in findings)
