"""What only the curators conclude about a term; nothing follows from it for a case."""

from dataclasses import dataclass

from casegraph.namespaces import CG, RDFS, case_iri, document_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Link

_POLARITIES = ("affirms", "suspects", "denies", "deniesAt", "resolves", "performs", "notPerformed")


@dataclass(frozen=True, slots=True)
class Inference:
    """A curator's statement about the term. polarity: the local name of its predicate."""

    polarity: str
    statement: Link
    case: Link


def inferences(catalogue: Catalogue, term: str) -> tuple[Inference, ...]:
    """Return the statements under `cg:hasInference` that name *term*, by their IRIs."""
    polarities = " ".join(f"<{CG}{name}>" for name in _POLARITIES)
    sparql = f"""
    SELECT ?term ?statement ?polarity ?label
    WHERE {{
      VALUES ?polarity {{ {polarities} }}
      ?statement ?polarity ?term .
      ?case <{CG}hasInference> ?statement .
      OPTIONAL {{ ?statement <{RDFS}label> ?label }}
    }}
    """
    found = {
        solution["statement"].value: (
            solution["polarity"].value.removeprefix(CG),
            solution["label"].value if solution["label"] is not None else catalogue.label(term),
        )
        for solution in catalogue.solutions(sparql, {"term": term})
    }
    return tuple(
        Inference(polarity, Link(label, statement), Link(catalogue.label(case), case))
        for statement, (polarity, label) in sorted(found.items())
        if (case := case_iri(document_of(statement) or statement))
    )
