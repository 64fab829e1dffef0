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


def in_case(targets: Targets, components: Components, scope: Scope) -> str:
    """Return the pattern of the focus nodes that a case makes targets, with that case."""
    return _union(_patterns(targets, components, scope, CASE))


def is_in_case(targets: Targets, components: Components, scope: Scope) -> str:
    """Return an expression: whether some case makes `?this` a target."""
    graph = scope.fresh("graph")
    patterns = _patterns(targets, components, scope, graph, is_known=True)
    return f"EXISTS {{ {_union(patterns)} }}"


def _patterns(
    targets: Targets,
    components: Components,
    scope: Scope,
    case: str | None,
    *,
    is_known: bool = False,
) -> Iterator[str]:
    """Yield each target.

    case: the variable of the named graph that says so, None for anyone. is_known: whether `?this`
    is bound already, and only tested.
    """

    def said(pattern: str) -> str:
        return pattern if case is None else f"GRAPH {case} {{ {pattern} }}"

    for node in targets.nodes:
        here = "" if case is None else f" {_described(case, scope)}"
        yield f"VALUES {THIS} {{ {node} }}{here}"
    if targets.classes:
        classes, go_through = targets.classes, not is_known
        yield components.instance(THIS, classes, scope, graph=case, one_by_one=go_through)
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
