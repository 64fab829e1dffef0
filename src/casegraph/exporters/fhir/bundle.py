"""One case to one bundle of FHIR R4, and what of the case it does not say.

The bundle is a `collection`: resources that belong together and ask nothing of who reads them. A
`document` would be attested by an author and be read as a clinical document; a `transaction` would
tell a server what to do.

Source: https://hl7.org/fhir/R4/bundle.html.
"""

from collections.abc import Iterator

import simplejson
from fhir.resources.R4B.bundle import Bundle as Model
from pydantic import ValidationError

from casegraph.errors import ExportError
from casegraph.exporters.case import Case
from casegraph.exporters.document import Document
from casegraph.exporters.fhir.adverse import adverse_events
from casegraph.exporters.fhir.conditions import conditions
from casegraph.exporters.fhir.context import Context
from casegraph.exporters.fhir.documents import Documents
from casegraph.exporters.fhir.kinds import kinds_of
from casegraph.exporters.fhir.leftovers import leftovers
from casegraph.exporters.fhir.listing import listings
from casegraph.exporters.fhir.medications import medications
from casegraph.exporters.fhir.observations import observations
from casegraph.exporters.fhir.people import ages, patient, presentation
from casegraph.exporters.fhir.places import Place, identifier, place
from casegraph.exporters.fhir.plain import Plain
from casegraph.exporters.fhir.procedures import procedures
from casegraph.exporters.fhir.provenance import Provenances
from casegraph.store import Store


class Bundle(Document):
    """The bundle of one case."""

    def dumps(self, indent: int | None = None) -> str:
        """Return it as JSON, in which a decimal keeps its zeros."""
        return simplejson.dumps(self.plain, ensure_ascii=False, indent=indent)


def bundle(store: Store, document: str) -> Bundle:
    """Return the bundle of the case *document*, which the models of `fhir.resources` accept.

    :raises ExportError: for a value that these refuse.
    """
    case = Case(store, document)
    done = [one.term for one in case.statements if one.polarity == "performs"]
    context = Context(case, kinds_of(store, done))
    documents = Documents(store, context)
    resources = list(_resources(context, documents))
    plain = {
        "resourceType": "Bundle",
        "id": place("Bundle", document).id,
        "identifier": identifier(document),
        "type": "collection",
        "entry": [
            {"fullUrl": Place(one["resourceType"], one["id"], "").url, "resource": one}
            for one in resources
        ],
    }
    _check(plain, case.slug)
    return Bundle(case.slug, plain, tuple(leftovers(case, documents.told)))


def _check(plain: Plain, slug: str) -> None:
    """Read *plain* with the models.

    :raises ExportError: when they refuse it.
    """
    try:
        Model.model_validate(plain)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(map(str, first["loc"]))
        raise ExportError(
            f"the bundle would be no valid FHIR: {at}: {first['msg']}",
            node=slug,
            repair="Correct the value in the case.",
        ) from None


def _resources(context: Context, documents: Documents) -> Iterator[Plain]:
    """Yield the resources: the case and the patient, then each statement with what it rests on."""
    case = context.case
    provenances = Provenances(context, documents)
    age = case.patient.see("cg:ageAtPresentation")
    people = [patient(context), *ages(context)]
    stated: list[Plain] = []
    inferred: list[Plain] = []
    origins = [provenances.of(case.patient, people)]
    for said in case.statements:
        heads = context.heads(said)
        made = [
            *observations(said, heads, context),
            *conditions(said, heads, context),
            *procedures(said, heads, context),
            *medications(said, heads, context),
            *adverse_events(said, context),
        ]
        if made:
            (inferred if said.inferred else stated).extend(made)
            origins.append(provenances.of(said, made, said.pointers))
    if age or context.times.is_presentation_used:
        people.append(presentation(context, age[0] if age else ""))
    yield from listings(context, stated, inferred)
    yield from people
    yield from context.sites.structures.values()
    yield from (*stated, *inferred)
    yield from documents.made.values()
    yield from origins
