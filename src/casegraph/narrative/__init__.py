"""One case as a clinician reads it.

Enters a case's slug or IRI and a store; leaves a `Narrative`: sections in clinical order, each line
with its polarity, its side and place, its time, whose word it is, and where the text says so.
Nothing that the case document states is left out, and each statement is told once.
"""

from os import PathLike

from casegraph import lookup, namespaces
from casegraph.build import opened
from casegraph.narrative.facts import Facts
from casegraph.narrative.sections import sections
from casegraph.narrative.values import Detail, Line, Narrative, Section
from casegraph.store import Store

__all__ = ["Detail", "Line", "Narrative", "Section", "show", "told"]


def show(case: str, *, store: Store | str | PathLike[str] | None = None) -> Narrative:
    """Return *case* as a clinician reads it.

    case: a slug, the case document's IRI, or any IRI inside it. store: a store, the path of one, or
    None for the bundled cases.

    :raises UnknownCaseError: when *store* does not hold the case, with the nearest slugs.
    :raises StoreError: when *store* cannot be opened.

    >>> import casegraph
    >>> casegraph.show("alar-ligament-calcification-ra").title
    'Calcified left alar ligament in a woman of 38 with rheumatoid arthritis'
    """
    with opened(store) as source:
        document = lookup.case(source, case)
        return told(Facts(source, document))


def told(facts: Facts) -> Narrative:
    """Return the case of *facts* as a clinician reads it."""
    node = namespaces.case_iri(facts.document)
    return Narrative(
        case=facts.document,
        slug=namespaces.slug_of(facts.document),
        title=facts.label_of(node),
        sections=sections(facts, node),
    )
