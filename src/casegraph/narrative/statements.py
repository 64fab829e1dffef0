"""A statement about the patient, as a line that shows its polarity first.

What a statement says is told in words; a property that nobody foresaw is told
by its label, so that nothing of it is lost.
"""

from casegraph.namespaces import CG, CITO, DCTERMS, RDF, RDFS
from casegraph.narrative.facts import Facts
from casegraph.narrative.values import Detail, Line
from casegraph.narrative.words import (
    between,
    duration,
    from_camel_case,
    listing,
    offset,
    quantity,
)

POLARITIES: dict[str, str] = {
    "affirms": "present",
    "suspects": "suspected",
    "denies": "absent",
    "deniesAt": "absent at",
    "resolves": "resolved",
    "performs": "done",
    "notPerformed": "not done",
}
"""Each polarity predicate's local name, and the word that a reader sees first."""

VOICES: dict[str, str] = {
    f"{CG}AuthorObservation": "",
    f"{CG}AuthorClaim": "the authors' claim",
    f"{CG}CitedClaim": "cited from others",
    f"{CG}CuratorInference": "the curator's inference",
}
"""Each voice, and how a line shows it."""

_LINKS: dict[str, str] = {
    f"{CG}indication": "for",
    f"{CG}because": "because of",
    f"{CG}dueTo": "due to",
    f"{CG}shownBy": "shown by",
    f"{CG}revises": "revises",
    f"{CG}follows": "follows",
    f"{DCTERMS}hasPart": "has part",
    f"{CITO}citesAsEvidence": "evidence cited",
    f"{RDFS}comment": "note",
}
"""What is told below the line, in this order, and by which words; others go by their labels."""

_OF_POLARITY = frozenset(CG + polarity for polarity in POLARITIES)

_IN_THE_LINE = _OF_POLARITY | frozenset(
    [f"{RDF}type", f"{RDFS}label"]
    + [CG + name for name in ("site", "targetSite", "laterality", "qualifier", "voice", "evidence")]
    + [CG + name for name in ("atOffset", "offsetFrom", "after", "inYear", "onset", "lasting")]
    + [CG + name for name in ("measures", "value", "minValue", "maxValue", "comparator", "unit")]
    + [CG + name for name in ("asWritten", "referenceLow", "referenceHigh", "boundsExclusive")]
    + [CG + name for name in ("interpretation", "dose", "doseUnit", "groundsNotStated")]
)
"""What the line itself tells."""


def line(facts: Facts, node: str, *, under: str = "", lines: tuple[Line, ...] = ()) -> Line:
    """Return the line of the statement *node*.

    under: the node under whose line it stands. lines: what stands under it. Its links to both need
    no telling.
    """
    polarity = polarity_of(facts, node)
    told = _IN_THE_LINE if polarity else _IN_THE_LINE - _OF_POLARITY
    return Line(
        node=node,
        kind=kind_of(facts, node),
        word=_word(facts, node, polarity),
        text="".join(
            (_thing(facts, node, polarity), _qualifiers(facts, node), _numbers(facts, node))
        ).removeprefix(": "),
        polarity=polarity,
        label=facts.literal(node, f"{RDFS}label") or "",
        when=_when(facts, node),
        details=(
            *details(facts, node, told=told, linked={under, *(below.node for below in lines)}),
            *_missing_grounds(facts, node),
        ),
        voice=voice(facts, node),
        evidence=facts.evidence(node),
        lines=lines,
    )


def short(facts: Facts, node: str) -> str:
    """Return *node* in few words, marked unless it is a statement of what is present or done."""
    polarity = polarity_of(facts, node)
    if polarity is None:
        return facts.label_of(node)
    thing = _thing(facts, node, polarity)
    if polarity in {"affirms", "performs"}:
        return thing
    return f"{thing} ({_word(facts, node, polarity).removesuffix(' at')})"


def polarity_of(facts: Facts, node: str) -> str | None:
    """Return the local name of the polarity predicate of *node*, None unless it has exactly one."""
    stated = facts.properties(node)
    found = [polarity for polarity in POLARITIES if CG + polarity in stated]
    return found[0] if len(found) == 1 else None


def kind_of(facts: Facts, node: str) -> str:
    """Return what *node* is, as the name of its class in words."""
    kinds = sorted(facts.types(node))
    return from_camel_case(kinds[0]) if kinds else "thing"


def voice(facts: Facts, node: str) -> str:
    """Return whose word *node* is, empty for what the authors observed."""
    return listing(
        [VOICES.get(iri, facts.label_of(iri)) for iri in facts.nodes_of(node, f"{CG}voice")]
    )


def details(
    facts: Facts, node: str, *, told: frozenset[str], linked: set[str] | None = None
) -> tuple[Detail, ...]:
    """Return what *node* says with other properties than *told*, links to *linked* left out."""
    ranks = {step: rank for rank, step in enumerate(_LINKS)}
    untold = [step for step in facts.properties(node) if step not in told]
    found: dict[str, list[str]] = {}
    for step in sorted(untold, key=lambda step: (ranks.get(step, len(ranks)), step)):
        others = facts.nodes_of(node, step)
        links = [other for other in others if other not in (linked or set())]
        values = [short(facts, other) for other in links] + facts.literals(node, step)
        if values:
            words = _LINKS.get(step) or facts.words_for(step)
            also = "also " * (step == f"{CG}shownBy" and links != others)
            found.setdefault("; ".join(values), []).append(also + words)
    return tuple(Detail(listing(words), text) for text, words in found.items())


def _missing_grounds(facts: Facts, node: str) -> tuple[Detail, ...]:
    """Return that the source does not say on what a diagnosis rests, when the case says so."""
    unsaid = facts.literal(node, f"{CG}groundsNotStated") == "true"
    return (Detail("because of", "not stated in the report"),) if unsaid else ()


def _word(facts: Facts, node: str, polarity: str | None) -> str:
    """Return the first word of the line: the polarity as one says it of such a statement."""
    if polarity is None:
        return "measured" if "Measurement" in facts.types(node) else "unclear"
    if "Diagnosis" in facts.types(node):
        before = facts.nodes_of(node, f"{CG}revises")
        affirmed = "confirmed" if before else "diagnosed"
        return {"affirms": affirmed, "denies": "ruled out"}.get(polarity, POLARITIES[polarity])
    given = any("Substance" in facts.types(term) for term in facts.nodes_of(node, CG + polarity))
    if given:
        return {"performs": "given", "notPerformed": "not given"}.get(
            polarity, POLARITIES[polarity]
        )
    return POLARITIES[polarity]


def _thing(facts: Facts, node: str, polarity: str | None) -> str:
    """Return what the statement is about, with its side and its place."""
    if polarity is None and "Measurement" in facts.types(node):
        return facts.literal(node, f"{RDFS}label") or ""
    term = listing(facts.labels_of(node, CG + polarity)) if polarity else facts.label_of(node)
    side = listing(facts.labels_of(node, f"{CG}laterality"))
    places = facts.labels_of(node, f"{CG}site") + facts.labels_of(node, f"{CG}targetSite")
    place = " ".join(part for part in (side, listing(places)) if part)
    if polarity == "deniesAt" and places:
        return f"{place}: {term}"
    if not places:
        return f"{term}, {side}" if side else term
    return f"{term} {'of' if 'Investigation' in facts.types(node) else 'at'} {place}"


def _qualifiers(facts: Facts, node: str) -> str:
    labels = facts.labels_of(node, f"{CG}qualifier")
    return f" ({', '.join(labels)})" if labels else ""


def _numbers(facts: Facts, node: str) -> str:
    """Return the measured number with its range and interpretation, or the dose."""
    dose = facts.literal(node, f"{CG}dose")
    said = f", {quantity(dose, facts.literal(node, f'{CG}doseUnit'))}" if dose else ""
    number = _number(facts, node)
    if number:
        observable = listing(facts.labels_of(node, f"{CG}measures"))
        said += f": {observable} {number}" if observable else f": {number}"
    notes = [note for note in (_range(facts, node), _interpretation(facts, node)) if note]
    return f"{said} ({'; '.join(notes)})" if notes else said


def _number(facts: Facts, node: str) -> str:
    """Return the number as printed, or else as encoded."""
    unit = facts.literal(node, f"{CG}unit")
    written = facts.literal(node, f"{CG}asWritten")
    value = facts.literal(node, f"{CG}value")
    low, high = facts.literal(node, f"{CG}minValue"), facts.literal(node, f"{CG}maxValue")
    number = written or value or between(low, high)
    comparator = facts.literal(node, f"{CG}comparator")
    if comparator and not written:
        number = f"{comparator} {number}"
    return quantity(number, unit) if number else ""


def _range(facts: Facts, node: str) -> str:
    bounds = between(
        facts.literal(node, f"{CG}referenceLow"),
        facts.literal(node, f"{CG}referenceHigh"),
        exclusive=facts.literal(node, f"{CG}boundsExclusive") == "true",
    )
    return f"reference {quantity(bounds, facts.literal(node, f'{CG}unit'))}" if bounds else ""


def _interpretation(facts: Facts, node: str) -> str:
    reported = facts.labels_of(node, f"{CG}interpretation")
    if reported:
        return f"reported as {listing(reported)}"
    computed = facts.following(node, f"{CG}computedInterpretation")
    return f"by the range {facts.label_of(computed)}" if computed else ""


def _when(facts: Facts, node: str) -> str:
    """Return when it was and how long, in words, as far as the statement tells."""
    said = []
    origins = [short(facts, other) for other in facts.nodes_of(node, f"{CG}offsetFrom")]
    for lexical in facts.literals(node, f"{CG}atOffset"):
        said.append(offset(lexical, listing(origins) or "presentation"))
    others = [short(facts, other) for other in facts.nodes_of(node, f"{CG}after")]
    if others:
        said.append(f"after {listing(others)}")
    said += [f"in {year}" for year in facts.literals(node, f"{CG}inYear")]
    said += [f"since {offset(lexical)}" for lexical in facts.literals(node, f"{CG}onset")]
    said += [f"for {duration(lexical)}" for lexical in facts.literals(node, f"{CG}lasting")]
    return ", ".join(said)
