"""The facts of a batch while rules run over it: whose each is, and what was made.

What is made goes to the inferred graphs of the cases, or, without cases, to the background.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from casegraph.batch import Batch
from casegraph.namespaces import RDF, inferred_graph
from casegraph.quads import value_of
from casegraph.reason import templates
from casegraph.reason.axioms import Copy, Member, Path, Relation, Rule
from casegraph.reason.program import is_published
from casegraph.reason.published import is_published as answers_for
from casegraph.reason.templates import Scope

Name = str | None
"""A case, or None for the background."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Made = tuple[Name, Term, Term]
"""Whose a new fact is, its subject, and its object: the class where a rule makes members."""

_TYPE = ox.NamedNode(f"{RDF}type")


class Facts:
    """What a batch holds and what follows from it.

    made: by case, what is published. unpublished: what is not, and is only needed to go on.
    literal_subjects: cases in which a rule would make a literal the subject of a fact. entangled:
    cases among many in which a rule would make a fact about a node that is not their own.
    """

    def __init__(self, batch: Batch, scope: Scope) -> None:
        self.scope = scope
        self.made: dict[Name, list[ox.Quad]] = {}
        self.unpublished: list[ox.Quad] = []
        self.literal_subjects: set[Name] = set()
        self.entangled: set[Name] = set()
        self._batch = batch
        self._constructed: set[ox.Triple] = set()
        self._graphs: dict[Name, ox.NamedNode | ox.DefaultGraph] = {}
        self._owners: dict[object, Name] = {}
        for name in batch.names:
            inferred = ox.NamedNode(inferred_graph(name))
            self._graphs[name] = inferred
            self._owners |= {ox.NamedNode(name): name, inferred: name}
        if scope is Scope.BACKGROUND:
            self._graphs[None] = ox.DefaultGraph()
            self._owners[ox.DefaultGraph()] = None
        self.made = {name: [] for name in self._graphs}
        self._occurring = self._relations() if scope is Scope.ONE else None

    def select(self, query: str) -> Iterator[ox.QuerySolution]:
        """Yield the solutions of the SELECT *query*."""
        answer = self._batch.query(query)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"no SELECT query: {query}")
        return answer

    def cases(self, query: str) -> set[Name]:
        """Return whose the solutions of *query* are; over cases it answers ?case first."""
        if self.scope is Scope.BACKGROUND:
            return {None for _ in self.select(query)}
        return {self._owners[solution[0]] for solution in self.select(query)}

    def with_value(self, predicate: ox.NamedNode | None, value: Term) -> set[Name]:
        """Return who says *value* of a node, by *predicate* or by any."""
        quads = self._batch.store.quads_for_pattern(None, predicate, value, None)
        return {self._owners[q.graph_name] for q in quads if q.graph_name in self._owners}

    def concern(self, rule: Rule) -> bool:
        """Return whether *rule* may make something, as far as a look at what occurs can tell.

        A single case says little, and most rules read nothing that occurs in it. Among many cases
        each rule is taken to find something.
        """
        return self._occurring is None or not self._occurring.isdisjoint(rule.reads)

    def apply(self, rule: Rule) -> bool:
        """Add what *rule* makes, and return whether that is anything."""
        rows = self._led_to(rule) if isinstance(rule, Path) else set(self._rows(rule))
        if _turns(rule):
            rows = filter(self._is_about_own_node, rows)
        predicate = _TYPE if rule.head.is_class else ox.NamedNode(rule.head.iri)
        quads = [
            (name, ox.Quad(subject, predicate, value, self._graphs[name]))  # type: ignore[arg-type]
            for name, subject, value in rows
        ]
        self._add(quads, is_published(rule.head))
        if quads and self._occurring is not None:
            self._occurring |= {rule.head, Relation(predicate.value)}
        return bool(quads)

    def add(self, triples: Iterable[ox.Triple]) -> bool:
        """Add those of *triples* that no graph holds, and return whether there are any."""
        new = {triple for triple in set(triples) - self._constructed if not self._holds(*triple)}
        self._constructed |= new
        owned = [(self._owner(triple.subject), triple) for triple in new]
        if not all(name in self._graphs for name, _ in owned):
            self.entangled.update(self._graphs)
            return False
        for name, triple in owned:
            self._add([(name, _quad(triple, self._graphs[name]))], answers_for(triple))
        return bool(new)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove *quads* from the batch."""
        for quad in quads:
            self._batch.store.remove(quad)

    def _relations(self) -> set[Relation]:
        """Return the relations that the cases say something of."""
        properties = self.select(templates.properties(self.scope))
        classes = self.select(templates.classes(self.scope))
        return {
            *(Relation(value_of(name)) for (name,) in properties),
            *(Relation(value_of(name), True) for (name,) in classes),
        }

    def _add(self, quads: list[tuple[Name, ox.Quad]], published: bool) -> None:
        self._batch.store.extend([quad for _, quad in quads])
        for name, quad in quads:
            if published and not _has_blank_node(quad):
                self.made[name].append(quad)
            else:
                self.unpublished.append(quad)

    def _rows(self, rule: Rule) -> Iterator[Made]:
        """Yield what the query of *rule* answers."""
        kind = ox.NamedNode(rule.head.iri)
        solutions = self.select(templates.made_by(rule, self.scope))
        if self.scope is Scope.BACKGROUND:
            for solution in solutions:
                yield None, solution[0], kind if rule.head.is_class else solution[1]
        elif rule.head.is_class:
            for graph, subject in solutions:
                yield self._owners[graph], subject, kind
        else:
            for graph, subject, value in solutions:
                yield self._owners[graph], subject, value

    def _led_to(self, rule: Path) -> Iterator[Made]:
        """Yield the new pairs that *rule* comes to from the pairs where it starts."""
        known: dict[tuple[Name, Term], set[Term]] = {}
        for name, subject, value in self._starts(rule):
            known.setdefault((name, subject), set()).add(value)
        ends = self._ends(rule, {value for values in known.values() for value in values})
        predicate = ox.NamedNode(rule.head.iri)
        for (name, subject), values in known.items():
            for end in {end for value in values for end in ends.get(value, ())} - values:
                if self.scope is not Scope.ONE or not self._holds(subject, predicate, end):
                    yield name, subject, end

    def _starts(self, rule: Path) -> Iterator[Made]:
        """Yield the pairs from which *rule* may come to a new one."""
        yield from self._rows(rule)
        if self.scope is Scope.ONE:
            for graph, step in self.select(templates.own_steps(rule)):
                query = templates.leading_to(rule)
                for _, subject, value in self._select_with(query, "step", step):
                    yield self._owners[graph], subject, value

    def _ends(self, rule: Path, values: set[Term]) -> dict[Term, list[Term]]:
        """Return where *rule* leads from *values*.

        A single case asks for each by itself: joined with a path, few values would be tried against
        all pairs of a large vocabulary.
        """
        ends: dict[Term, list[Term]] = {}
        if self.scope is Scope.ONE:
            query = templates.ends(rule)
            for value in values:
                if not isinstance(value, ox.Literal):
                    ends[value] = [end for _, end in self._select_with(query, "object", value)]
        else:
            for value, end in self.select(templates.ends_of_all(rule, self.scope)):
                ends.setdefault(value, []).append(end)
        return ends

    def _select_with(self, query: str, variable: str, value: Term) -> Iterator[ox.QuerySolution]:
        """Yield the solutions of the SELECT *query* in which *variable* is *value*."""
        answer = self._batch.store.query(
            query,
            use_default_graph_as_union=True,
            substitutions={ox.Variable(variable): value},
        )
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"no SELECT query: {query}")
        return answer

    def _holds(self, subject: Term, predicate: ox.NamedNode, value: Term) -> bool:
        found = self._batch.store.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]
        return next(found, None) is not None

    def _is_about_own_node(self, made: Made) -> bool:
        """Return whether a new fact is about a node that its case may say something of."""
        name, subject, _ = made
        if isinstance(subject, ox.Literal):
            self.literal_subjects.add(name)
            return False
        if (
            self.scope is Scope.MANY
            and isinstance(subject, ox.NamedNode)
            and _document(subject) != name
        ):
            self.entangled.add(name)
            return False
        return True

    def _owner(self, node: Term) -> Name:
        """Return whose *node* is, among many: by its name, or by who says something of it."""
        if self.scope is not Scope.MANY:
            return next(iter(self._graphs))
        if isinstance(node, ox.NamedNode):
            return _document(node)
        saying = self._batch.store.quads_for_pattern(node, None, None, None)  # type: ignore[arg-type]
        return next((self._owners.get(quad.graph_name) for quad in saying), None)


def _document(node: ox.NamedNode) -> str:
    return node.value.partition("#")[0]


def _turns(rule: Rule) -> bool:
    """Return whether *rule* makes facts about what was an object."""
    return bool(
        (isinstance(rule, Copy) and rule.inverted) or (isinstance(rule, Member) and rule.values_of)
    )


def _quad(triple: ox.Triple, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _has_blank_node(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
