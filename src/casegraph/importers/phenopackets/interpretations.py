"""Interpretations of a genome: diagnoses with their progress, variants and genes.

A disease is affirmed only where the interpretation is solved; a variant is a finding whatever part
it was held to have. What is said of another sample is not said of the patient.
"""

from casegraph.importers.phenopackets.draft import (
    Detail,
    Draft,
    Statement,
    cg,
    iri,
)
from casegraph.importers.phenopackets.features import comment, is_given
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.variants import any_of, gene_of, variant
from casegraph.namespaces import CG

PROGRESS = {1: "InProgress", 2: "Completed", 3: "Solved", 4: "Unsolved"}
CONTRIBUTIONS = {1: "Rejected", 2: "Candidate", 3: "Contributory", 4: "Causative"}
"""The numbers of two lists in the schema, and the values of the vocabulary."""

_SOLVED = 3
_GROUNDS = (3, 4)


def interpretations(packet: Message, draft: Draft) -> None:
    """Add the interpretations of *packet* to *draft*, after its diseases."""
    own = {packet.subject.id.strip(), "", *draft.samples}
    for index, said in enumerate(packet.interpretations):
        pointer = draft.pointer("interpretations", index)
        grounds = _genome(said, index, own, draft, pointer)
        if is_given(said.diagnosis.disease):
            _diagnosis(said, index, grounds, draft, pointer)
        elif said.progress_status or said.summary:
            draft.findings.lose(pointer, "how far an interpretation without a disease has come")


def _diagnosis(
    said: Message,
    index: int,
    grounds: list[Statement],
    draft: Draft,
    pointer: str,
) -> None:
    """Add the diagnosis, or what the interpretation adds to one that the packet makes already."""
    where = f"{pointer}/diagnosis"
    term = draft.term(said.diagnosis.disease, "Disease", f"{where}/disease")
    details = comment(said.summary)
    if said.progress_status in PROGRESS:
        details.append(cg("progress", iri(f"{CG}{PROGRESS[said.progress_status]}")))
    details += [cg("because", draft.node(one.name)) for one in grounds]
    if said.progress_status == _SOLVED:
        made = draft.says(term, ("affirms",))
        if made is not None and made.kind == "Diagnosis":
            made.pointers.append(where)
            made.details += [one for one in details if one not in made.details]
            return
    polarity = "affirms" if said.progress_status == _SOLVED else "suspects"
    draft.add(Statement(f"interpretation-{index}", "Diagnosis", polarity, term, [where], details))


def _genome(
    said: Message,
    index: int,
    own: set[str],
    draft: Draft,
    pointer: str,
) -> list[Statement]:
    """Add the variants, and return those that the diagnosis rests on."""
    grounds: list[Statement] = []
    for place, one in enumerate(said.diagnosis.genomic_interpretations):
        where = f"{pointer}/diagnosis/genomicInterpretations/{place}"
        if one.subject_or_biosample_id.strip() not in own:
            draft.findings.lose(where, "about neither the subject nor a sample of this packet")
            continue
        details: list[Detail] = []
        kind = one.WhichOneof("call")
        if one.interpretation_status in CONTRIBUTIONS:
            details.append(
                cg("contribution", iri(f"{CG}{CONTRIBUTIONS[one.interpretation_status]}"))
            )
        if kind == "variant_interpretation":
            term = variant(one.variant_interpretation, details, draft, where)
        elif kind == "gene" and one.interpretation_status in _GROUNDS:
            gene = gene_of(one.gene, draft, f"{where}/gene")
            term = gene and any_of(gene, draft)
        else:
            draft.findings.lose(where, "a gene of which no variant is said to be there")
            continue
        if not term:
            draft.findings.lose(where, "no variant of which anything is said to be there")
            continue
        name = f"variant-{index}-{place}"
        statement = draft.add(Statement(name, "Finding", "affirms", term, [where], details))
        if one.interpretation_status in _GROUNDS and statement not in grounds:
            grounds.append(statement)
    return grounds
