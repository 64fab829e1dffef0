"""What is left of a case when its packet is finished: all that the packet does not say."""

from collections.abc import Iterator

from casegraph.exporters.node import Node, Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.unsaid import KINDS, LOCAL, NO_PLACE, reason
from casegraph.exporters.phenopackets.variants import is_named
from casegraph.exporters.unsaid import Unsaid
from casegraph.namespaces import CG, curie

_MADE_ANEW = {
    *("rdf:type", "cg:groundsNotStated", "cg:hasClaim", "cg:hasFigure", "cg:hasCitation"),
    *("prov:wasDerivedFrom", "prov:wasAttributedTo", "dcterms:conformsTo", "cg:sha256"),
}
"""Properties that an import adds by itself, and links to what is listed itself."""

_WHOLE = {
    "denies": "denied with a qualifier, a stage or a side; its absence would deny more",
    "deniesAt": "absent at one place; an excluded feature would deny it everywhere",
    "notPerformed": "what was not done",
    "resolves": "over at no known age of the patient, at one place, or denied elsewhere",
    "suspects": "a suspicion of what is no diagnosis",
    "": "a number that is not exact, or that protobuf would round",
}
"""Polarity to why a statement is left out as a whole."""

_INFERRED = "what only the curator infers"


def leftovers(case: Case, *, has_outcome: bool) -> Iterator[Unsaid]:
    """Yield what the packet of *case* does not say.

    has_outcome: whether an import finds an outcome in the packet.
    """
    case.node.drop("cg:outcomeReported", "true" if has_outcome else "false")
    case.patient.values = {
        name: values
        for name, values in case.patient.values.items()
        if name != "cg:evidence" or not all("/source#" in str(value) for value in values)
    }
    for node in (case.node, case.patient):
        yield from _properties(node)
    for statement in case.statements:
        if not statement.said:
            yield Unsaid(statement.name, "", _why(statement))
        else:
            statement.drop("cg:voice", f"{CG}{_voice(statement)}")
            yield from _properties(statement)
    for node in case.others:
        if not node.name.startswith("_:"):
            types = [KINDS[one] for one in map(curie, node.see("rdf:type")) if one in KINDS]
            yield Unsaid(node.name, "", types[0] if types else NO_PLACE)
    for name, node in case.record.items():
        if name == case.document:
            yield from _properties(node)
        elif name != f"{case.document}/source":
            yield Unsaid(name, "", NO_PLACE)
    yield from _terms(case)
    yield from dict.fromkeys(case.unsaid)


def _properties(node: Node) -> Iterator[Unsaid]:
    for name in node.values:
        if name not in _MADE_ANEW:
            yield Unsaid(node.name, name, reason(name))


def _why(statement: Statement) -> str:
    if statement.inferred:
        return _INFERRED
    return _WHOLE.get(statement.polarity, NO_PLACE)


def _voice(statement: Statement) -> str:
    return "CuratorInference" if statement.inferred else "AuthorObservation"


def _terms(case: Case) -> Iterator[Unsaid]:
    for term in case.names.local:
        yield Unsaid(term, "", LOCAL)
    for term in case.names.strange:
        yield Unsaid(term, "", "an IRI that no packet can have")
    for statement in case.statements:
        known = case.about(statement.term)
        is_variant = statement.is_a("Finding", "affirms") and "Variant" in known.kinds
        if is_variant and not is_named(known, case):
            yield Unsaid(
                known.iri, "", "a variant whose name does not follow from what it is called"
            )
