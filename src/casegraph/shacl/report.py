"""What validation gives: results in a fixed order, and the report that holds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from casegraph.errors import ExportError
from casegraph.shacl.formats import FORMATS
from casegraph.shacl.result import Result, Severity


@dataclass(frozen=True)
class Report:
    """What the shapes say about an input.

    results: sorted by file, line, focus, shape and what else tells them apart, without repetition.
    cases: the case documents that were looked at, conforming or not, sorted.

    >>> Report.of([], cases=["https://w3id.org/casegraph/case/neck-pain"]).conforms
    True
    """

    results: tuple[Result, ...]
    cases: tuple[str, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result], cases: Iterable[str] = ()) -> "Report":
        """Return the report of *results* about *cases*, given in any order and with repetitions."""
        return cls(tuple(sorted(set(results), key=Result.order)), tuple(sorted(set(cases))))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and information do not count."""
        return not self.violations

    @cached_property
    def violations(self) -> tuple[Result, ...]:
        """The results that keep a case out of a store."""
        return self._with(Severity.VIOLATION)

    @cached_property
    def warnings(self) -> tuple[Result, ...]:
        """The results that a curator should look at."""
        return self._with(Severity.WARNING)

    @cached_property
    def infos(self) -> tuple[Result, ...]:
        """The results that say what a case could also tell."""
        return self._with(Severity.INFO)

    def for_case(self, document: str) -> "Report":
        """Return the report about the case *document* alone."""
        return Report(
            tuple(result for result in self.results if result.document == document),
            tuple(case for case in self.cases if case == document),
        )

    def serialize(self, format: str = "text") -> str:  # noqa: A002  the word of every RDF library
        """Return the report as text, json, turtle, sarif or junit.

        :raises ExportError: for any other *format*.

        >>> print(Report.of([], cases=["https://w3id.org/casegraph/case/neck-pain"]).serialize())
        1 case conforms: no violation, no warning, no information.
        """
        write = FORMATS.get(format)
        if write is None:
            raise ExportError(
                "is no format of a report",
                node=format,
                repair=f"Choose one of {', '.join(FORMATS)}.",
            )
        return write(self.results, self.cases)

    def __or__(self, other: "Report") -> "Report":
        """Return both reports as one."""
        return Report.of(self.results + other.results, self.cases + other.cases)

    def _with(self, severity: Severity) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity is severity)
