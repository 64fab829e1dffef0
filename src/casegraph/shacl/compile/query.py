"""The queries of one shape: what each looks for, and the findings in what it answers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from casegraph.shacl.compile.component import Violation
from casegraph.shacl.compile.path import Path
from casegraph.shacl.compile.scope import CASE, THIS
from casegraph.shacl.compile.select import Select
from casegraph.shacl.findings import Finding, Term
from casegraph.shacl.result import Severity

Solutions = Iterable[Any]
"""Solutions of a SELECT query: `solution["name"]` is a term, None or a KeyError when unbound."""

Ask = Callable[[str], Solutions]
"""What answers a SELECT query, such as an endpoint."""


@dataclass(frozen=True)
class Query:
    """The query of one constraint component of one shape.

    shape, component: IRIs. severity, message: of each finding. steps, path: the shape's path, and
    as a finding has it; None when it has none. text: SPARQL 1.1 over the data, usable as it stands;
    `?this` is the node that the shape targets, `?focus` the focus node when that is another,
    `?value` and `?path` are as SHACL has them. of_kind: whether it says the same of all focus nodes
    of a kind; see `compile.sight`.
    """

    shape: str
    component: str
    severity: Severity
    message: str
    steps: Path | None
    path: str | None
    text: str
    within: "Violations | Select"
    of_kind: bool = False

    def on(self, target: str, *, case: bool = False) -> str:
        """Return the query for the nodes `?this` of the pattern *target*.

        case: whether that also binds the case, which is then given too.
        """
        if isinstance(self.within, Select):
            return self.within.text(target, case=case, own=case)
        return self.within.text(target, case=case)

    def finding(self, solution: Any) -> Finding:  # noqa: ANN401  as the engine gives it
        """Return what *solution* of this query says."""
        this: Term = solution["this"]
        if isinstance(self.within, Violations):
            value, path = bound(solution, "value"), bound(solution, "path")
            return self._finding(bound(solution, "focus") or this, value, path, {})
        terms = {name: bound(solution, name) for name in self.within.variables}
        bindings = {name: term for name, term in terms.items() if term is not None}
        value = bindings.get("value", this if self.path is None else None)
        return self._finding(this, value, bindings.get("path"), bindings)

    def _finding(
        self, focus: Term, value: Term | None, path: Term | None, bindings: dict[str, Term]
    ) -> Finding:
        return Finding(
            focus=focus,
            path=self.path if path is None else path.value,
            value=value,
            component=self.component,
            shape=self.shape,
            severity=self.severity,
            message=self.message,
            bindings=bindings,
        )


@dataclass(frozen=True)
class Violations:
    """A violation at a focus node that is reached from `?this`.

    before: the patterns from `?this` to *focus*, none when it is the same node.
    """

    before: tuple[str, ...]
    focus: str
    violation: Violation

    @property
    def exists(self) -> str:
        """An expression: whether there is such a violation at the focus node."""
        return self.violation.exists

    def text(self, target: str, *, case: bool) -> str:
        """Return the query for the nodes of the pattern *target*; case: whether it binds one."""
        violation = self.violation
        given = [CASE] if case else []
        given.append(THIS)
        if self.focus != THIS:
            given.append(f"({self.focus} AS ?focus)")
        if violation.value is not None:
            given.append(f"({violation.value} AS ?value)")
        if violation.path is not None:
            given.append(f"({violation.path} AS ?path)")
        test = f"FILTER ({violation.test})"
        parts = (target, *self.before, *violation.step, *violation.where, test)
        where = " ".join(parts)
        return f"SELECT DISTINCT {' '.join(given)} WHERE {{ {where} }}"


def bound(solution: Any, name: str) -> Term | None:  # noqa: ANN401  as the engine gives it
    """Return what *solution* binds *name* to; None when it does not."""
    try:
        term: Term | None = solution[name]
    except KeyError:
        return None
    return term


def over(data: ox.Store | Ask) -> Ask:
    """Return what answers a query over *data*: all graphs of a store, or the function itself."""
    if isinstance(data, ox.Store):
        return lambda text: data.query(text, use_default_graph_as_union=True)  # type: ignore[return-value]
    return data


def findings(queries: Iterable[Query], ask: Ask) -> Iterator[Finding]:
    """Yield what *queries* find in the data that *ask* answers about."""
    for query in queries:
        for solution in ask(query.text):
            yield query.finding(solution)


def key(finding: Finding) -> tuple[object, ...]:
    """Return what two findings that say the same have in common, fit for a set."""
    bindings = frozenset(finding.bindings.items())
    told = (finding.focus, finding.path, finding.value, finding.component, finding.shape)
    return (*told, finding.severity, finding.message, bindings)
