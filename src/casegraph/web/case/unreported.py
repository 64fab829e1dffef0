"""What the report does not tell, as far as the case says so."""

from collections.abc import Iterator

from casegraph.namespaces import CG
from casegraph.narrative import Narrative
from casegraph.narrative.facts import Facts
from casegraph.narrative.sections import STORY
from casegraph.web.values import Link


def unreported(facts: Facts, case: str, narrative: Narrative) -> tuple[Link, ...]:
    """Return what is not told: sentences, each with the statement that it is about, if any."""
    return tuple(_unreported(facts, case, narrative))


def _unreported(facts: Facts, case: str, narrative: Narrative) -> Iterator[Link]:
    for patient in facts.nodes_of(case, f"{CG}patient"):
        if not facts.literals(patient, f"{CG}ageAtPresentation"):
            yield Link("The age at presentation.", patient)
        if not facts.nodes_of(patient, f"{CG}sex"):
            yield Link("The sex.", patient)
    for line in narrative.lines():
        if facts.literal(line.node, f"{CG}groundsNotStated") == "true":
            yield Link(f"On what grounds {line.text} was {line.word}.", line.node)
    for section in narrative.sections:
        if section.title in STORY and section.note:
            yield Link(section.note)
