"""One case to one packet, and what of the case it does not say."""

from collections.abc import Mapping

from google.protobuf.json_format import ParseDict
from phenopackets import Phenopacket

from casegraph.exporters.document import Document
from casegraph.exporters.phenopackets.actions import actions
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.diseases import diseases
from casegraph.exporters.phenopackets.features import features
from casegraph.exporters.phenopackets.interpretations import interpretations
from casegraph.exporters.phenopackets.leftovers import leftovers
from casegraph.exporters.phenopackets.measurements import measurements
from casegraph.exporters.phenopackets.metadata import metadata
from casegraph.exporters.phenopackets.procedures import Procedures
from casegraph.exporters.phenopackets.resolutions import resolve
from casegraph.exporters.phenopackets.subject import subject
from casegraph.exporters.phenopackets.title import identifier, name_disease, take_title
from casegraph.exporters.phenopackets.works import references
from casegraph.store import Store


class Packet(Document):
    """The packet of one case."""


def packet(store: Store, document: str, ontologies: Mapping[str, tuple[str, str]]) -> Packet:
    """Return the packet of the case *document*, which the classes of protobuf read.

    ontologies: title and version of the public ontologies in *store*, by their id.

    The parts are made in the order in which one takes from the case what another would say again:
    a variant, an adverse event or the death of the patient is no feature beside.
    """
    case = Case(store, document)
    name = identifier(case)
    name_disease(case, name)
    person = subject(case)
    interpreted = interpretations(case, person.get("id", ""))
    procedures = Procedures(case)
    measured = measurements(case, procedures)
    done = actions(case, procedures)
    observed, diagnosed = features(case), diseases(case)
    resolve(case, observed, diagnosed)
    parts = {
        "subject": person,
        "phenotypicFeatures": [entry for _, entry in observed],
        "measurements": measured,
        "interpretations": interpreted,
        "diseases": [entry for _, entry in diagnosed],
        "medicalActions": done,
        "metaData": metadata(case, references(case), ontologies),
    }
    plain = {"id": name, **{key: part for key, part in parts.items() if part}}
    ParseDict(plain, Phenopacket())
    take_title(case, name)
    is_over = any("resolution" in entry for _, entry in (*observed, *diagnosed))
    unsaid = tuple(leftovers(case, has_outcome=is_over or "vitalStatus" in person))
    return Packet(case.slug, plain, unsaid)
