"""Screens: questions with a cheap answer that tell whether a query would find anything.

The constraints of a property shape are asked together, and from the triples of its predicate rather
than from the instances of a class, of which most have no such triple. What a query finds is then
looked for only where a screen has found something. Screens of which the answer depends on the kind
of a node (`compile.sight`) can be asked about one node of each kind, the samples.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib.namespace import RDF

from casegraph.shacl.compile.lack import Lack
from casegraph.shacl.compile.path import Path, Predicate
from casegraph.shacl.compile.query import Query, Violations
from casegraph.shacl.compile.scope import CASE, THIS

SAMPLES = "urn:x-casegraph:samples"
"""The graph with the samples: each has its case as subject."""
SHOWN_BY = "urn:x-casegraph:shown-by"
"""The predicate that leads from a case to a sample."""


@dataclass(frozen=True)
class Screen:
    """A question about many cases.

    ask: an ASK query, None when the queries themselves are as cheap. queries: those that find
    something only when the answer is true. of_samples: a SELECT query for the samples `?this` for
    which it is, None when these do not tell about all other nodes of their kinds. lacks: what there
    has to be in a case for the queries to find something.
    """

    ask: str | None
    queries: tuple[Query, ...]
    of_samples: str | None = None
    lacks: tuple[Lack, ...] = ()


_Place = tuple[tuple[str, ...], tuple[str, ...], bool]
"""How the focus node is reached, the step that is taken first, and whether kinds tell."""


def screens(
    queries: Iterable[Query], in_case: str, is_target: str, *, own: bool, of_kind: bool
) -> Iterator[Screen]:
    """Yield the screens of the *queries* of one shape.

    in_case: the pattern of its targets with their case. is_target: an expression, whether `?this`
    is one of them. own: whether they are instances of a class, and each a node that its case
    describes. of_kind: whether a kind shows if a node is one of them.
    """
    together: dict[_Place, list[tuple[Query, str]]] = {}
    for query in queries:
        within = query.within
        shown = of_kind and query.of_kind
        if not isinstance(within, Violations):
            yield Screen(None, (query,), lacks=within.lacks if of_kind else ())
        elif own and within.focus == THIS and _is_rare(query.steps):
            rest = replace(within.violation, step=())
            start = within.violation.step
            test = rest.exists if start else within.exists
            together.setdefault((within.before, start, shown), []).append((query, test))
        else:
            place = within.before, (), shown
            together.setdefault(place, []).append((query, within.exists))
    for (before, start, shown), members in together.items():
        tests = " || ".join(dict.fromkeys(test for _, test in members))
        where = f"{in_case} {' '.join(before)} FILTER ({tests})"
        if start:
            where = f"GRAPH {CASE} {{ {' '.join(start)} }} FILTER (({tests}) && {is_target})"
        sample = f"GRAPH <{SAMPLES}> {{ {CASE} <{SHOWN_BY}> {THIS} }}"
        yield Screen(
            ask=f"ASK {{ {where} }}",
            queries=tuple(query for query, _ in members),
            of_samples=f"SELECT {THIS} {{ {sample} FILTER EXISTS {{ {where} }} }}"
            if shown
            else None,
        )


def _is_rare(path: Path | None) -> bool:
    return isinstance(path, Predicate) and path.iri != str(RDF.type)
