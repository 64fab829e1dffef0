"""Findings and outcomes of a case to phenotypic features: what is observed and what is excluded.

A finding that is absent at one place only, or with a qualifier, stays outside: an excluded feature
would deny more. So does a suspicion, for which a feature has no place.
"""

from itertools import zip_longest

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.times import time
from casegraph.exporters.phenopackets.values import SEVERITIES, SIDES
from casegraph.exporters.phenopackets.wording import description
from casegraph.exporters.phenopackets.works import reference
from casegraph.importers.phenopackets.times import ONSET

NARROWING = ("cg:qualifier", "cg:laterality", "cg:stage", "cg:site", "cg:targetSite")
"""Properties with which a denial denies less than its term."""

_KINDS = ("Finding", "Measurement", "Outcome")


def features(case: Case) -> list[tuple[Statement, Plain]]:
    """Return the phenotypic features, each with the statement that it is made of."""
    found = []
    for one in case.statements:
        said_elsewhere = one.said and one.kind != "Measurement"
        if not any(one.is_a(kind, "affirms", "denies") for kind in _KINDS) or said_elsewhere:
            continue
        if one.polarity == "affirms":
            found.append((one, _observed(one, case)))
        elif not one.has(*NARROWING):
            found.append((one, _excluded(one, case)))
    return found


def _observed(said: Statement, case: Case) -> Plain:
    """Return a feature that is there."""
    found = _feature(said, case)
    qualifiers = said.take("cg:qualifier")
    modifiers = [SIDES[side] for side in [said.first("cg:laterality", SIDES.get)] if side]
    for qualifier in qualifiers:
        term = case.names.term(qualifier)
        if term["id"] in SEVERITIES and "severity" not in found:
            found["severity"] = term
        else:
            modifiers.append(term)
    if modifiers:
        found["modifiers"] = modifiers
    if onset := time(said, ONSET, case):
        found["onset"] = onset
    return _with_evidence(found, said, case)


def _excluded(said: Statement, case: Case) -> Plain:
    """Return a feature that is absent."""
    return _with_evidence({**_feature(said, case), "excluded": True}, said, case)


def _feature(said: Statement, case: Case) -> Plain:
    said.said = True
    if said.kind == "Outcome":
        case.lose(said.name, "rdf:type", "an outcome, of which an import makes a finding")
    return {**description(said), "type": case.names.term(said.term)}


def _with_evidence(feature: Plain, said: Statement, case: Case) -> Plain:
    codes = map(case.names.term, said.take("cg:evidenceCode"))
    works = (reference(work, case) for work in said.take("rdfs:seeAlso"))
    evidence = [
        {
            **({"evidenceCode": code} if code else {}),
            **({"reference": work} if work else {}),
        }
        for code, work in zip_longest(codes, works)
    ]
    return {**feature, "evidence": evidence} if evidence else feature
