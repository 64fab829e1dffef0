"""Diagnoses that were suspected, or solved by a genome, and variants, to interpretations.

Only a diagnosis that the case affirms and calls solved is SOLVED here: a suspicion never is.
"""

import re

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.values import PROGRESS
from casegraph.exporters.phenopackets.variants import GROUNDS, call
from casegraph.exporters.phenopackets.wording import words
from casegraph.namespaces import CG

_SOLVED = f"{CG}Solved"
_PLACE = re.compile(r".*/interpretations/(\d+)/")
_LAST = 10**9


def interpretations(case: Case, subject: str) -> list[Plain]:
    """Return the interpretations. subject: the id of the packet's subject, which may be empty.

    A variant stands with the diagnoses that rest on it, or stood beside it in a packet; the others
    stand by themselves.
    """
    calls = _calls(case, subject)
    found: list[tuple[int, Plain]] = []
    alone = dict(calls)
    for one in case.statements:
        if _is_interpreted(one):
            own = _own(one, calls, case)
            for name in own:
                alone.pop(name, None)
            place = min(_places(one), default=_LAST)
            genomic = [calls[name][1] for name in own]
            found += [(place, entry) for entry in _entries(one, genomic, case)]
    rest: dict[int, list[Plain]] = {}
    for variant, entry in alone.values():
        rest.setdefault(min(_places(variant), default=_LAST), []).append(entry)
    found += [
        (place, {"diagnosis": {"genomicInterpretations": entries}})
        for place, entries in rest.items()
    ]
    found.sort(key=lambda pair: pair[0])
    return [{"id": f"interpretation-{index}", **one} for index, (_, one) in enumerate(found)]


def _calls(case: Case, subject: str) -> dict[str, tuple[Statement, Plain]]:
    """Return the variants that *case* affirms, each with its entry, by name."""
    sample = {"subjectOrBiosampleId": subject} if subject else {}
    return {
        one.name: (one, {**sample, **call(one, case)})
        for one in case.statements
        if one.is_a("Finding", "affirms") and "Variant" in case.about(one.term).kinds
    }


def _is_interpreted(said: Statement) -> bool:
    solved = said.is_a("Diagnosis", "affirms") and _SOLVED in said.see("cg:progress")
    return solved or said.is_a("Diagnosis", "suspects")


def _own(diagnosis: Statement, calls: dict[str, tuple[Statement, Plain]], case: Case) -> list[str]:
    """Return the names of the variants of *diagnosis*, and take its links to them."""
    found = []
    for name, (variant, entry) in calls.items():
        link = f"{case.document}#{name}"
        rests = link in diagnosis.see("cg:because")
        if rests and entry.get("interpretationStatus") in GROUNDS:
            diagnosis.drop("cg:because", link)
            found.append(name)
        elif _places(variant) & _places(diagnosis):
            found.append(name)
    return found


def _places(said: Statement) -> set[int]:
    """Return the indices of the interpretations that *said* was imported from."""
    found = map(_PLACE.match, said.pointers)
    return {int(place[1]) for place in found if place}


def _entries(said: Statement, genomic: list[Plain], case: Case) -> list[Plain]:
    """Return the interpretation of a diagnosis; each further summary of a solved one is another."""
    said.said = True
    is_solved = said.polarity == "affirms"
    status = said.first(
        "cg:progress", lambda one: one in PROGRESS and (one == _SOLVED) == is_solved
    )
    progress = {"progressStatus": PROGRESS[status]} if status else {}
    disease = {"disease": case.names.term(said.term)}
    calls = {"genomicInterpretations": genomic} if genomic else {}
    told = words(said)
    summaries = told if is_solved else ["; ".join(told)] if told else []
    entries: list[Plain] = [{**progress, "diagnosis": {**disease, **calls}}]
    entries += [{**progress, "diagnosis": {**disease}} for _ in summaries[1:]]
    for entry, summary in zip(entries, summaries, strict=False):
        entry["summary"] = summary
    return entries
