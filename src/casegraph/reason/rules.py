"""The rules of `ontology/rules/*.rq`: SPARQL CONSTRUCT queries for what OWL 2 RL cannot compute.

They read what is asserted and what the axioms entail, and each other's results, until nothing new
comes. Both engines run them in Oxigraph, because decimal arithmetic differs from one SPARQL engine
to the next.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from casegraph.batch import Answer
from casegraph.errors import InferenceError
from casegraph.resources import ontology_dir


@dataclass(frozen=True)
class Rule:
    """One CONSTRUCT query; file: as errors name it."""

    file: str
    text: str


@cache
def bundled() -> tuple[Rule, ...]:
    """Return the rules of this installation, in the order of their names."""
    return load(ontology_dir() / "rules")


def load(folder: Path) -> tuple[Rule, ...]:
    """Return the rules in *folder*, in the order of their names."""
    return tuple(
        Rule(f"rules/{path.name}", path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.rq"))
    )


def apply(rules: Iterable[Rule], triples: Iterable[ox.Triple | ox.Quad]) -> set[ox.Triple]:
    """Return the triples that *rules* construct from *triples* and that these lack, to the last.

    :raises InferenceError: for a rule that is not a CONSTRUCT query, naming its file.
    """
    store = ox.Store()
    store.bulk_extend(map(_quad, triples))
    made: set[ox.Triple] = set()
    while True:
        constructed = {triple for rule in rules for triple in construct(rule, store.query)}
        new = {triple for triple in constructed if _quad(triple) not in store}
        if not new:
            return made
        made |= new
        store.extend(map(_quad, new))


def construct(rule: Rule, query: Callable[[str], Answer]) -> Iterable[ox.Triple]:
    """Return what *rule* constructs, which may be known; *query* answers over the facts.

    :raises InferenceError: for a rule that is not a CONSTRUCT query, naming its file.
    """
    try:
        answer = query(rule.text)
    except SyntaxError as error:
        raise InferenceError(
            f"the rule is not SPARQL: {error.msg}",
            file=rule.file,
            line=error.lineno,
            repair="Correct the query.",
        ) from None
    if not isinstance(answer, ox.QueryTriples):
        raise InferenceError(
            "the rule constructs nothing",
            file=rule.file,
            repair="Write it as a CONSTRUCT query.",
        )
    return answer


def _quad(triple: ox.Triple | ox.Quad) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)
