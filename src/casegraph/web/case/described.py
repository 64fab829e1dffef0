"""A case in the words of schema.org.

schema.org cannot say that something is absent, so only what the authors affirm is in it: diagnoses
as conditions, findings as signs of the condition that they led to. What is denied, suspected,
resolved, taken back later or the curator's own is left out.
"""

from collections.abc import Iterable
from typing import Any

from casegraph.exporters.datasets.triples import DATASET
from casegraph.namespaces import CG, DCTERMS
from casegraph.narrative import Line, Narrative
from casegraph.narrative.facts import Facts
from casegraph.narrative.sections import STORY
from casegraph.web.case.summary import stands
from casegraph.web.schema import thing

_SIGNS = {"finding", "measurement"}


def described(facts: Facts, case: str, narrative: Narrative, summary: str) -> dict[str, Any]:
    """Return *case* as a page about a medical article, without its `@context`."""
    lines = [
        line
        for section in narrative.sections
        if section.title in STORY
        for root in section.lines
        for line in root.walk()
        if stands(line)
    ]
    works = facts.nodes_of(case, f"{CG}reportedIn")
    work = works[0] if works else narrative.case
    article = thing(
        "MedicalScholarlyArticle",
        work,
        facts.literal(work, f"{DCTERMS}title") or facts.label_of(work),
        publicationType="Case Reports",
        about=[*_conditions(facts, lines), *_signs(facts, lines)],
    )
    return thing(
        "MedicalWebPage",
        narrative.case,
        narrative.title,
        description=summary,
        dateCreated=facts.literal(narrative.case, f"{DCTERMS}created"),
        license=next(iter(facts.nodes_of(narrative.case, f"{DCTERMS}license")), None),
        isPartOf={"@type": "Dataset", "@id": DATASET, "name": "casegraph"},
        mainEntity=article,
    )


def _conditions(facts: Facts, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return each affirmed diagnosis once, with the affirmed findings that led to it."""
    found: dict[str, dict[str, Any]] = {}
    lines = list(lines)
    signs = {line.node: line for line in lines if line.kind in _SIGNS}
    for line in lines:
        if line.kind != "diagnosis":
            continue
        grounds = [
            signs[node] for node in facts.nodes_of(line.node, f"{CG}because") if node in signs
        ]
        for term in facts.nodes_of(line.node, f"{CG}affirms"):
            condition = found.setdefault(
                term, thing("MedicalCondition", term, facts.label_of(term))
            )
            told = condition.get("signOrSymptom", [])
            told += [sign for sign in _signs(facts, grounds) if sign not in told]
            if told:
                condition["signOrSymptom"] = told
    return list(found.values())


def _signs(facts: Facts, lines: Iterable[Line]) -> list[dict[str, Any]]:
    terms = dict.fromkeys(
        term
        for line in lines
        if line.kind in _SIGNS
        for term in facts.nodes_of(line.node, f"{CG}affirms")
    )
    return [thing("MedicalSignOrSymptom", term, facts.label_of(term)) for term in terms]
