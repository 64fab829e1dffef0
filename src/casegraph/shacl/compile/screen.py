"""Screens: questions with a cheap answer that tell whether a query would find anything.

The constraints of a property shape are asked together, and from the triples of its predicate rather
than from the instances of a class, of which most have no such triple. What a query finds is then
looked for only where a screen has found something.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib.namespace import RDF

from casegraph.shacl.compile.path import Path, Predicate
from casegraph.shacl.compile.query import Query, Violations
from casegraph.shacl.compile.scope import CASE, THIS


@dataclass(frozen=True)
class Screen:
    """A question about many cases.

    ask: an ASK query, None when the queries themselves are as cheap. queries: those that find
    something only when the answer is true.
    """

    ask: str | None
    queries: tuple[Query, ...]


def screens(
    queries: Iterable[Query], in_case: str, is_target: str, *, own: bool
) -> Iterator[Screen]:
    """Yield the screens of the *queries* of one shape.

    in_case: the pattern of its targets with their case. is_target: an expression, whether `?this`
    is one of them. own: whether they are instances of a class, and each a node that its case
    describes.
    """
    together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[Query, str]]] = {}
    for query in queries:
        within = query.within
        if not isinstance(within, Violations):
            yield Screen(None, (query,))
        elif own and within.focus == THIS and _is_rare(query.steps):
            rest = replace(within.violation, step=())
            start = within.violation.step
            test = rest.exists if start else within.exists
            together.setdefault((within.before, start), []).append((query, test))
        else:
            together.setdefault((within.before, ()), []).append((query, within.exists))
    for (before, start), members in together.items():
        tests = " || ".join(dict.fromkeys(test for _, test in members))
        where = f"{in_case} {' '.join(before)} FILTER ({tests})"
        if start:
            where = f"GRAPH {CASE} {{ {' '.join(start)} }} FILTER (({tests}) && {is_target})"
        yield Screen(f"ASK {{ {where} }}", tuple(query for query, _ in members))


def _is_rare(path: Path | None) -> bool:
    return isinstance(path, Predicate) and path.iri != str(RDF.type)
