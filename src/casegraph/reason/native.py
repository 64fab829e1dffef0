"""The native engine of inference: axioms compiled to SPARQL, run in Oxigraph over many cases.

It gives exactly what the reference engine gives. Where it cannot, it says so and names the cases:
`Uncompiled`, `Entangled` and `Contradictory`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import pyoxigraph as ox
import rdflib
from owlrl.XsdDatatypes import OWL_Datatype_Subsumptions

from casegraph.batch import Batch
from casegraph.rdflib_bridge import to_rdflib
from casegraph.reason import program, rules, templates
from casegraph.reason.axioms import AXIOM_CLASSES, AXIOM_PREDICATES, Path, Rule, compile_axioms
from casegraph.reason.facts import Facts, Name, Term
from casegraph.reason.published import shared_graph
from casegraph.reason.templates import Scope


class Unfit(Exception):  # noqa: N818  no error: somebody else answers
    """The native engine has no answer for *names*, cases of a batch; None is the background.

    Nothing that follows is left in the batch.
    """

    def __init__(self, names: Iterable[str | None]) -> None:
        self.names = tuple(dict.fromkeys(names))
        super().__init__(", ".join(name or "the background" for name in self.names))


class Uncompiled(Unfit):
    """They say what only the reference engine can follow: an axiom, or a literal like a node."""


class Entangled(Unfit):
    """Among many cases, they say something new of a node that is not their own."""


class Contradictory(Unfit):
    """The axioms contradict what they say; the reference engine words the contradiction."""


@dataclass(frozen=True)
class Closure:
    """What follows from a background by itself.

    published: in the inferred graphs of terms and publications. hidden: what casegraph does not
    answer for, and what is needed to see what follows from a case.
    """

    published: tuple[ox.Quad, ...]
    hidden: tuple[ox.Quad, ...]


class Reasoner:
    """What follows by the axioms among *axioms* and then by the CONSTRUCT queries *constructing*.

    axioms: the quads of the background, of any graph.

    :raises InferenceError: for an axiom that cannot be compiled, naming it.
    """

    def __init__(self, axioms: Iterable[ox.Quad], constructing: tuple[rules.Rule, ...]) -> None:
        self._axioms = compile_axioms(axioms)
        self._constructing = constructing
        self._strata = program.order(self._axioms, constructing)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What the axioms come to."""
        return self._axioms.rules

    def close(self, quads: Iterable[ox.Quad]) -> Closure:
        """Return what follows from the background *quads* by itself.

        :raises Uncompiled: when a literal stands where only a node can.
        :raises Contradictory: when the axioms contradict the background.
        :raises InferenceError: when a rule of *constructing* cannot run.
        """
        batch = Batch(quads)
        facts = Facts(batch, Scope.BACKGROUND)
        self._follow(facts, batch)
        published = (_moved(quad, ox.NamedNode(shared_graph(quad))) for quad in facts.made[None])
        return Closure(tuple(published), tuple(facts.unpublished))

    def follow(self, batch: Batch, hidden: Sequence[ox.Quad] = ()) -> dict[str, list[ox.Quad]]:
        """Return what follows from each case of *batch*, and leave it in the case's inferred graph.

        batch: over the closed background, with nothing inferred yet. hidden: as `Closure` has it,
        in the default graph.

        :raises Uncompiled: for cases that bring axioms, or a literal where only a node can stand.
        :raises Entangled: for cases that must be in a batch of their own.
        :raises Contradictory: for cases that the axioms contradict.
        :raises InferenceError: when a rule of *constructing* cannot run.
        """
        batch.store.extend(hidden)
        facts = Facts(batch, Scope.ONE if len(batch.names) == 1 else Scope.MANY)
        try:
            self._follow(facts, batch)
        except Exception:
            for quads in facts.made.values():
                facts.remove(quads)
            raise
        finally:
            facts.remove(facts.unpublished)
            facts.remove(hidden)
        return {name: facts.made[name] for name in batch.names}

    def _follow(self, facts: Facts, batch: Batch) -> None:
        """Add all that follows to *facts*.

        :raises Unfit: for what has to be answered elsewhere.
        """
        if facts.scope is not Scope.BACKGROUND:
            _refuse(Uncompiled, facts.cases(templates.using(AXIOM_PREDICATES, facts.scope)))
            _refuse(Uncompiled, facts.cases(templates.members(AXIOM_CLASSES, facts.scope)))
        _refuse(Contradictory, _ill_typed(facts))
        for stratum in self._strata:
            _saturate(stratum, facts)
        _refuse(Uncompiled, facts.literal_subjects | self._untyped(facts))
        _refuse(Entangled, facts.entangled)
        for query in templates.clashes(self._axioms, facts.scope):
            _refuse(Contradictory, facts.cases(query))
        while facts.add(
            triple for rule in self._constructing for triple in rules.construct(rule, batch.query)
        ):
            pass
        _refuse(Entangled, facts.entangled)

    def _untyped(self, facts: Facts) -> set[Name]:
        """Return who has a value for which its property asks for quite another datatype."""
        asked: dict[str, set[str]] = {}
        for name, datatype in self._axioms.datatypes:
            asked.setdefault(name, set()).add(_widest(datatype))
        return {
            name
            for predicate, value in facts.select(templates.typed_values(self._axioms, facts.scope))
            if asked[predicate.value] != {_widest_of(value)}
            for name in facts.with_value(predicate, value)
        }


def _moved(quad: ox.Quad, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _refuse(kind: type[Unfit], names: set[Name]) -> None:
    if names:
        raise kind(names)


def _saturate(stratum: program.Stratum, facts: Facts) -> None:
    """Apply the rules of *stratum* to *facts* until nothing new comes."""
    waiting = {rule for rule in stratum if facts.concern(rule)}
    while waiting:
        rule = next(rule for rule in stratum if rule in waiting)
        waiting.remove(rule)
        if facts.apply(rule):
            waiting |= {other for other in stratum if rule.head in other.reads}
            if isinstance(rule, Path) and rule.is_closed_at_once:
                waiting.discard(rule)


def _ill_typed(facts: Facts) -> set[Name]:
    """Return who has a literal that its datatype does not allow (rule dt-not-type)."""
    return {
        name
        for (value,) in facts.select(templates.literals(facts.scope))
        if _is_ill_typed(value)
        for name in facts.with_value(None, value)
    }


@lru_cache(maxsize=65536)
def _is_ill_typed(literal: ox.Literal) -> bool:
    return bool(getattr(to_rdflib(literal), "ill_typed", False))


def _widest_of(value: Term) -> str | None:
    """Return the widest datatype that the *value* is of, None for a node."""
    return _widest(value.datatype.value) if isinstance(value, ox.Literal) else None


@cache
def _widest(datatype: str) -> str:
    """Return the widest datatype around *datatype*; no others are disjoint with each other."""
    around = map(str, OWL_Datatype_Subsumptions.get(rdflib.URIRef(datatype), ()))
    return next((wider for wider in around if _widest(wider) == wider), datatype)
