"""The targets of a shape (SHACL, section 2.1.3) as patterns for `$this`."""

from collections.abc import Iterator

from casegraph.shacl.compile.component import Components
from casegraph.shacl.compile.scope import CASE, THIS, Scope
from casegraph.shacl.compile.shape import Targets


def everywhere(targets: Targets, components: Components, scope: Scope) -> str:
    """Return the pattern of all focus nodes in the data."""
    return _union(_patterns(targets, components, scope, None))


def described(targets: Targets, components: Components, scope: Scope) -> str:
    """Return the pattern of the focus nodes that some named graph describes."""
    mentioned = _described(scope.fresh("graph"), scope)
    return f"{{ {everywhere(targets, components, scope)} }} FILTER EXISTS {{ {mentioned} }}"


def in_case(targets: Targets, components: Components, scope: Scope, case: str = CASE) -> str:
    """Return the pattern of the focus nodes that a case makes targets, with that *case*."""
    return _union(_patterns(targets, components, scope, case))


def _patterns(
    targets: Targets, components: Components, scope: Scope, case: str | None
) -> Iterator[str]:
    """Yield each target; case: the variable of the named graph that says so, None for anyone."""

    def said(pattern: str) -> str:
        return pattern if case is None else f"GRAPH {case} {{ {pattern} }}"

    for node in targets.nodes:
        here = "" if case is None else f" {_described(case, scope)}"
        yield f"VALUES {THIS} {{ {node} }}{here}"
    for class_ in targets.classes:
        yield components.instance(THIS, class_, scope, graph=case)
    for predicate in targets.subjects_of:
        yield said(f"{THIS} <{predicate}> {scope.fresh()} .")
    for predicate in targets.objects_of:
        yield said(f"{scope.fresh()} <{predicate}> {THIS} .")


def _described(graph: str, scope: Scope) -> str:
    return f"GRAPH {graph} {{ {THIS} {scope.fresh('predicate')} {scope.fresh()} }}"


def _union(patterns: Iterator[str]) -> str:
    several = list(patterns)
    if len(several) == 1:
        return several[0]
    return " UNION ".join(f"{{ {pattern} }}" for pattern in several)
