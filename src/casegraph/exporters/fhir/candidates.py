"""Which suspicions were candidates beside each other: a differential diagnosis."""

from casegraph.exporters.case import Case


def rivals(case: Case) -> frozenset[str]:
    """Return the names of the suspicions of *case* that had a rival.

    Two suspicions of different terms are rivals when one ground led to both, or when one thing was
    done because of both.
    """
    suspicions = [one for one in case.statements if one.polarity == "suspects" and not one.inferred]
    links: dict[str, set[str]] = {}
    for one in suspicions:
        iri = f"{case.document}#{one.name}"
        led = {said.name for said in case.statements if iri in said.see("cg:because")}
        links[one.name] = {*one.see("cg:because"), *led}
    return frozenset(
        one.name
        for one in suspicions
        for other in suspicions
        if one.term != other.term and links[one.name] & links[other.name]
    )
