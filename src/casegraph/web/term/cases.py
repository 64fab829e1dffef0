"""Which cases have to do with a term, and by which of their statements.

What holds for a case follows from its statements: presence rises from narrower terms, absence falls
from broader ones. So beside each case stand the statements that it comes from. What a statement
says of one place or time only (absent there, resolved, not done) lets nothing follow, and is listed
for the term itself alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casegraph.namespaces import CG, RDFS, SKOS
from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Link


@dataclass(frozen=True, slots=True)
class Relation:
    """How a case may stand to a term.

    name: the case predicate, or the statement predicate where nothing follows. heading: over the
    cases. polarity: of the statements that it comes from. word: what a reader sees first. place:
    the id on the page.
    """

    name: str
    heading: str
    polarity: str
    word: str
    place: str


PRESENTS = Relation("presents", "Present in", "affirms", "present", "present")
EXCLUDES = Relation("excludes", "Absent in", "denies", "absent", "absent")
CONSIDERS = Relation("considers", "Suspected in", "suspects", "suspected", "suspected")
UNDERWENT = Relation("underwent", "Done in", "performs", "done", "done")
INVOLVES = Relation("involves", "Involved in", "site", "involved", "involved")
ABSENT_AT = Relation("deniesAt", "Absent at one place in", "deniesAt", "absent at", "absent-at")
RESOLVED = Relation("resolves", "Resolved in", "resolves", "resolved", "resolved")
NOT_DONE = Relation("notPerformed", "Not done in", "notPerformed", "not done", "not-done")

FOLLOWING = (PRESENTS, EXCLUDES, CONSIDERS, UNDERWENT, INVOLVES)
"""The relations that follow from statements."""

SAID = (ABSENT_AT, RESOLVED, NOT_DONE)
"""The relations that a statement about this very term says, and from which nothing follows."""

_SHOWN = 3
"""How many statements stand beside a case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A case in a list. statements: those that it comes from. later: what became of a suspicion."""

    case: Link
    statements: tuple[Link, ...]
    later: str = ""


Found = tuple[Relation, str]
"""A relation, and the IRI of a case that stands in it."""


def found(catalogue: Catalogue, term: str) -> tuple[Found, ...]:
    """Return each case that has to do with *term*, by relation and then by its IRI."""
    patterns = {
        **{relation: f"?it <{CG}{relation.name}> ?term" for relation in FOLLOWING},
        **{
            relation: f"GRAPH ?case {{ ?said <{CG}{relation.name}> ?term . "
            f"?it <{CG}hasStatement> ?said }}"
            for relation in SAID
        },
    }
    return tuple(
        (relation, case)
        for relation, pattern in patterns.items()
        for case in _column(catalogue, f"SELECT DISTINCT ?term ?it WHERE {{ {pattern} }}", term)
    )


def entries(
    catalogue: Catalogue, term: str, shown: Sequence[Found], everything: Sequence[Found]
) -> Mapping[Relation, tuple[Entry, ...]]:
    """Return the cases of *shown*, each with the statements of it that bear on *term*.

    everything: what `found` returned, for what became of a suspicion.
    """
    bearing = _bearing(catalogue, term, {relation for relation, _ in shown})
    said = _statements(catalogue, {case for _, case in shown})
    holds = {(relation.name, case) for relation, case in everything}
    lists: dict[Relation, list[Entry]] = {}
    for relation, case in shown:
        statements = [
            Link(label or catalogue.label(named), statement)
            for statement, polarity, named, label in said.get(case, ())
            if polarity == relation.polarity and named in bearing[relation]
        ]
        lists.setdefault(relation, []).append(
            Entry(
                Link(catalogue.label(case), case),
                tuple(statements[:_SHOWN]),
                _later(case, holds) if relation is CONSIDERS else "",
            )
        )
    return {relation: tuple(listed) for relation, listed in lists.items()}


def _later(case: str, holds: set[tuple[str, str]]) -> str:
    """Return what became of a suspicion, empty when the case does not tell."""
    if ("presents", case) in holds:
        return "also present"
    return "also ruled out" if ("excludes", case) in holds else ""


def _bearing(
    catalogue: Catalogue, term: str, relations: Iterable[Relation]
) -> Mapping[Relation, set[str]]:
    """Return, for each relation, the terms from which it may follow for *term*."""
    matches = f"SELECT ?term ?it WHERE {{ ?term <{SKOS}exactMatch> ?it }}"
    same = {term, *_column(catalogue, matches, term)}
    reached: dict[str, set[str]] = {}

    def towards(direction: str) -> set[str]:
        if direction not in reached:
            sparql = f"""
            SELECT ?term ?it
            WHERE {{
              {{ ?term <{SKOS}{direction}> ?it }}
              UNION {{ ?term <{SKOS}exactMatch> ?same . ?same <{SKOS}{direction}> ?it }}
              UNION {{ ?term <{SKOS}{direction}> ?kin . ?kin <{SKOS}exactMatch> ?it }}
            }}
            """
            reached[direction] = same | set(_column(catalogue, sparql, term))
        return reached[direction]

    directions = {EXCLUDES: "broaderTransitive", **dict.fromkeys(SAID, "")}
    return {
        relation: towards(direction) if (direction := directions.get(relation, _NARROWER)) else same
        for relation in relations
    }


_NARROWER = "narrowerTransitive"


def _statements(
    catalogue: Catalogue, cases: Iterable[str]
) -> Mapping[str, list[tuple[str, str, str, str]]]:
    """Return the statements of each case: IRI, polarity, the term named, label."""
    polarities = " ".join(f"<{CG}{relation.polarity}>" for relation in (*FOLLOWING, *SAID))
    sparql = f"""
    SELECT ?case ?statement ?polarity ?named ?label
    WHERE {{
      VALUES ?case {{ {" ".join(f"<{case}>" for case in sorted(cases))} }}
      VALUES ?polarity {{ {polarities} }}
      ?case <{CG}hasStatement> ?statement .
      ?statement ?polarity ?named .
      OPTIONAL {{ ?statement <{RDFS}label> ?label }}
    }}
    """
    said: dict[str, list[tuple[str, str, str, str]]] = {}
    for solution in catalogue.solutions(sparql):
        label = solution["label"]
        said.setdefault(solution["case"].value, []).append(
            (
                solution["statement"].value,
                solution["polarity"].value.removeprefix(CG),
                solution["named"].value,
                label.value if label is not None else "",
            )
        )
    return {case: sorted(set(statements)) for case, statements in said.items()}


def _column(catalogue: Catalogue, sparql: str, term: str) -> list[str]:
    """Return the values of `?it`, sorted."""
    return sorted(
        {solution["it"].value for solution in catalogue.solutions(sparql, {"term": term})}
    )
