"""Outcomes by which something is over, to the resolution of the feature or disease."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.features import NARROWING
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.times import time
from casegraph.importers.phenopackets.times import AT

Made = list[tuple[Statement, Plain]]
"""Entries of a packet with the statements that they are made of."""


def resolve(case: Case, features: Made, diseases: Made) -> None:
    """Add to *features* and *diseases* that they are over, as the outcomes of *case* say.

    What is resolved was there; where no statement of its own says so, a feature does. One that is
    over twice is there twice. What is over at one place only, or denied elsewhere, stays outside,
    and so does what is over at no known age: a resolution without a time says nothing.
    """
    denied = {one.term for one in case.statements if one.polarity in ("denies", "deniesAt")}
    for one in case.statements:
        if not one.is_a("Outcome", "resolves") or one.has(*NARROWING):
            continue
        when = time(one, AT, case)
        entry = _entry(one, features, diseases) if when else None
        if not when or (entry is None and one.term in denied):
            continue
        if entry is None:
            case.lose(one.name, "cg:resolves", "the packet says besides that it was there")
            entry = {"type": case.names.term(one.term)}
            features.append((one, entry))
        entry["resolution"] = when
        one.said = True


def _entry(outcome: Statement, features: Made, diseases: Made) -> Plain | None:
    """Return the entry of what *outcome* resolves: called alike, else the first about its term."""
    for made in (features, diseases):
        same = [
            (one, entry)
            for one, entry in made
            if one.term == outcome.term and one.polarity == "affirms" and one is not outcome
        ]
        same.sort(key=lambda pair: outcome.name != f"{pair[0].name}-resolution")
        for _, entry in same:
            if "resolution" not in entry:
                return entry
        for one, entry in same[:1]:
            again = {**entry}
            made.append((one, again))
            return again
    return None
