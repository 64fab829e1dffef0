"""The case itself, as the list of what its report says, and a list of what the curator infers.

Source: https://hl7.org/fhir/R4/list.html.
"""

from collections.abc import Iterable

from casegraph.exporters.fhir.context import Context
from casegraph.exporters.fhir.places import Place, identifier, place
from casegraph.exporters.fhir.plain import Plain, code, lines, narrative, slim
from casegraph.exporters.fhir.systems import VOCABULARY


def listings(context: Context, stated: list[Plain], inferred: list[Plain]) -> list[Plain]:
    """Take from the case its name, and return its lists of resources.

    stated: those of what the authors say. inferred: those of what only the curator does; without
    any there is one list.
    """
    case = context.case
    iri = f"{case.document}#case"
    title = "; ".join(lines(case.node.take("rdfs:label"))) or case.slug
    names = [{"value": one} for one in lines(case.node.take("dcterms:identifier"))]
    own = {
        "identifier": [identifier(iri), *names],
        "code": code(VOCABULARY, "Case", "case"),
    }
    found = [_list(place("List", iri), title, own, stated, context)]
    if inferred:
        other = {"code": code(VOCABULARY, "CuratorInference", "curator inference")}
        heading = f"Inferred by the curator, and not said by the authors: {title}"
        found.append(_list(place("List", iri, "inferred"), heading, other, inferred, context))
    return found


def _list(at: Place, title: str, own: Plain, parts: Iterable[Plain], context: Context) -> Plain:
    return slim(
        {
            **at.opened(),
            "text": narrative(title),
            **own,
            "status": "current",
            "mode": "snapshot",
            "title": title,
            "subject": context.patient.reference,
            "entry": [
                {"item": {"reference": f"{one['resourceType']}/{one['id']}"}} for one in parts
            ],
        }
    )
