"""Which cases have to do with a term, and by which of their statements.

What holds for a case follows from its statements: presence rises from narrower terms, absence falls
from broader ones. So beside each case stand the statements that it comes from. What a statement
says of one place or time only (absent there, resolved, not done) lets nothing follow, and is listed
for the term itself alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casegraph.namespaces import CG, RDFS, SKOS, case_iri, document_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.suspicions import end, kind_ruled_out
from casegraph.web.tally import Counts, tally
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


@dataclass(frozen=True)
class Related:
    """The cases that have to do with a term.

    cases: each relation with the IRI of a case that stands in it, in the order of the page.
    statements: by relation and case, those that it comes from, each with the term that it names.
    kind_ruled_out: the cases that suspected a kind of the term and ruled that out.
    """

    cases: tuple[tuple[Relation, str], ...]
    statements: Mapping[tuple[Relation, str], tuple[tuple[str, str], ...]]
    kind_ruled_out: frozenset[str] = frozenset()


def related(catalogue: Catalogue, term: str) -> Related:
    """Return the cases that have to do with *term*, by relation and then by IRI."""
    return catalogue.latest("related", term, lambda: _related(catalogue, term))


def entries(
    catalogue: Catalogue, shown: Sequence[tuple[Relation, str]], everything: Related
) -> Mapping[Relation, tuple[Entry, ...]]:
    """Return the cases of *shown*, each with the statements of it that bear on the term.

    everything: what `related` returned.
    """
    said = {each: everything.statements.get(each, ())[:_SHOWN] for each in shown}
    labels = _labels(catalogue, {one for statements in said.values() for one, _ in statements})
    lists: dict[Relation, list[Entry]] = {}
    for (relation, case), statements in said.items():
        lists.setdefault(relation, []).append(
            Entry(
                Link(catalogue.label(case), case),
                tuple(
                    Link(labels.get(statement) or catalogue.label(named), statement)
                    for statement, named in statements
                ),
                _later(case, everything) if relation is CONSIDERS else "",
            )
        )
    return {relation: tuple(listed) for relation, listed in lists.items()}


def _later(case: str, everything: Related) -> str:
    """Return what became of a suspicion, empty when the case does not tell."""
    return end(
        presented=(PRESENTS, case) in everything.statements,
        excluded=(EXCLUDES, case) in everything.statements,
        kind_excluded=case in everything.kind_ruled_out,
    )


def _related(catalogue: Catalogue, term: str) -> Related:
    counts = tally(catalogue).get(term, Counts())
    following = {
        relation: _column(
            catalogue, f"SELECT ?term ?it WHERE {{ ?it <{CG}{relation.name}> ?term }}", term
        )
        for relation in FOLLOWING
        if getattr(counts, relation.name)
    }
    statements = {
        (relation, case): tuple(sorted(said))
        for relation in (*following, *SAID)
        for case, said in _bearing(catalogue, term, relation).items()
    }
    said = {
        relation: sorted(case for each, case in statements if each is relation) for relation in SAID
    }
    return Related(
        tuple(
            (relation, case) for relation, cases in {**following, **said}.items() for case in cases
        ),
        statements,
        kind_ruled_out(catalogue, term) if counts.considers else frozenset(),
    )


def _bearing(
    catalogue: Catalogue, term: str, relation: Relation
) -> Mapping[str, set[tuple[str, str]]]:
    """Return by case the statements of its authors from which *relation* follows for *term*."""
    named = " ".join(f"<{one}>" for one in sorted(_sources(catalogue, term, relation)))
    sparql = f"""
    SELECT ?statement ?named
    WHERE {{
      VALUES ?named {{ {named} }}
      GRAPH ?graph {{ ?statement <{CG}{relation.polarity}> ?named }}
    }}
    """
    inferences = catalogue.once("inferences", lambda: _inferences(catalogue))
    found: dict[str, set[tuple[str, str]]] = {}
    for solution in catalogue.solutions(sparql):
        statement = solution["statement"].value
        document = document_of(statement)
        if document is not None and statement not in inferences:
            found.setdefault(case_iri(document), set()).add((statement, solution["named"].value))
    return found


def _sources(catalogue: Catalogue, term: str, relation: Relation) -> set[str]:
    """Return the terms that a statement may name so that *relation* follows for *term*."""
    same = {term, *_column(catalogue, f"SELECT ?term ?it WHERE {{ {_SAME} }}", term)}
    if relation in SAID:
        return {term}
    direction = "broader" if relation is EXCLUDES else "narrower"
    towards = f"<{SKOS}{direction}Transitive>"
    sparql = f"""
    SELECT ?term ?it
    WHERE {{
      {{ ?term {towards} ?it }}
      UNION {{ ?term <{SKOS}exactMatch> ?same . ?same {towards} ?it }}
      UNION {{ ?term {towards} ?kin . ?kin <{SKOS}exactMatch> ?it }}
    }}
    """
    return same | set(_column(catalogue, sparql, term))


_SAME = f"?term <{SKOS}exactMatch> ?it"


def _inferences(catalogue: Catalogue) -> frozenset[str]:
    """Return the statements that only the curators draw, from which nothing follows."""
    sparql = f"SELECT ?statement WHERE {{ ?case <{CG}hasInference> ?statement }}"
    return frozenset(solution["statement"].value for solution in catalogue.solutions(sparql))


def _labels(catalogue: Catalogue, statements: Iterable[str]) -> Mapping[str, str]:
    """Return the label of each of *statements* that has one."""
    sparql = f"""
    SELECT ?statement ?label
    WHERE {{
      VALUES ?statement {{ {" ".join(f"<{one}>" for one in sorted(statements))} }}
      ?statement <{RDFS}label> ?label
    }}
    """
    return {
        solution["statement"].value: solution["label"].value
        for solution in catalogue.solutions(sparql)
    }


def _column(catalogue: Catalogue, sparql: str, term: str) -> list[str]:
    """Return the values of `?it`, each once, sorted."""
    return sorted(
        {solution["it"].value for solution in catalogue.solutions(sparql, {"term": term})}
    )
