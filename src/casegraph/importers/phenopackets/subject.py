"""The subject of a packet: patient, last encounter, vital status."""

from casegraph.importers.phenopackets.draft import Detail, Draft, Statement, cg, iri, text
from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.times import AT, time
from casegraph.namespaces import CG, DCTERMS, TERM

_HUMAN = "NCBITaxon:9606"

DEATH = f"{TERM}death"
"""The term for what vital status is about."""

SEXES = {0: "UnknownSex", 1: "Female", 2: "Male", 3: "OtherSex"}
"""The number of a sex in the schema, and the sex of the vocabulary."""

_ALIVE, _DECEASED = 1, 2


def subject(packet: Message, draft: Draft) -> None:
    """Add the patient of *packet* to *draft*, and what became of the patient.

    :raises PacketError: for a subject that is no human being.
    """
    said = packet.subject
    if said.taxonomy.id and said.taxonomy.id != _HUMAN:
        raise PacketError(
            f"the subject is {said.taxonomy.label or said.taxonomy.id} and no human being",
            draft.pointer("subject", "taxonomy"),
        )
    patient: list[Detail] = [cg("sex", iri(f"{CG}{SEXES[said.sex]}"))]
    if said.id:
        patient.append((f"{DCTERMS}identifier", text(said.id)))
    patient += time(
        said.time_at_last_encounter, AT, draft, draft.pointer("subject", "timeAtLastEncounter")
    )
    draft.patient = patient
    if said.HasField("vital_status"):
        _vital_status(said.vital_status, draft)


def _vital_status(said: Message, draft: Draft) -> None:
    pointer = draft.pointer("subject", "vitalStatus")
    if said.status not in (_ALIVE, _DECEASED):
        for field, key in (("time_of_death", "timeOfDeath"), ("cause_of_death", "causeOfDeath")):
            if said.HasField(field):
                draft.findings.lose(f"{pointer}/{key}", "the status does not say deceased")
        return
    details: list[Detail] = []
    if said.status == _DECEASED:
        details += time(said.time_of_death, AT, draft, f"{pointer}/timeOfDeath")
        if said.cause_of_death.id or said.cause_of_death.label:
            cause = draft.term(said.cause_of_death, "Term", f"{pointer}/causeOfDeath")
            details.append(cg("causeOfDeath", iri(cause)))
    elif said.HasField("time_of_death") or said.HasField("cause_of_death"):
        raise PacketError("a subject who is alive has a time or cause of death", pointer)
    polarity = "affirms" if said.status == _DECEASED else "denies"
    draft.add(Statement("vital-status", "Outcome", polarity, DEATH, [pointer], details))
