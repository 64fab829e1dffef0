"""A statement about the patient, as a line that shows its polarity first.

What a statement says is told in words; a property that nobody foresaw is told
by its label, so that nothing of it is lost.
"""

from dataclasses import replace

import pyoxigraph as ox

from casegraph.namespaces import CG, CITO, DCTERMS, RDF, RDFS, TERM, XSD
from casegraph.narrative.bibliography import resolved
from casegraph.narrative.facts import Facts
from casegraph.narrative.numbers import numbers
from casegraph.narrative.pieces import Piece, Pieces, joined, listed, plain, said
from casegraph.narrative.times import times
from casegraph.narrative.values import Detail, Line
from casegraph.narrative.words import duration, from_camel_case, listing

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

_RANKS = {step: rank for rank, step in enumerate(_LINKS)}

_OF_POLARITY = {CG + polarity: polarity for polarity in POLARITIES}

_IN_THE_LINE = frozenset(_OF_POLARITY).union(
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
    outlined = outline(facts, node)
    told = _IN_THE_LINE if outlined.polarity else _IN_THE_LINE.difference(_OF_POLARITY)
    return replace(
        outlined,
        label=facts.literal(node, f"{RDFS}label") or "",
        details=(
            *details(facts, node, told=told, linked={under, *(below.node for below in lines)}),
            *_missing_grounds(facts, node),
        ),
        voice=voice(facts, node),
        evidence=facts.evidence(node),
        lines=lines,
    )


def outline(facts: Facts, node: str) -> Line:
    """Return the line of the statement *node* without what is told below it or beside it."""
    return facts.once(_outline, node)


def _outline(facts: Facts, node: str) -> Line:
    polarity = polarity_of(facts, node)
    thing = (*facts.once(_thing, node), *_qualifiers(facts, node), *_alive(facts, node))
    pieces = (*thing, *numbers(facts, node, after=bool(thing)))
    when = times(facts, node, lambda other: mention(facts, other))
    return Line(
        node=node,
        kind=kind_of(facts, node),
        word=_word(facts, node, polarity),
        text=said(pieces),
        polarity=polarity,
        when=said(when),
        pieces=pieces,
        times=when,
    )


def short(facts: Facts, node: str) -> str:
    """Return *node* in few words, marked unless it is a statement of what is present or done."""
    polarity = polarity_of(facts, node)
    if polarity is None:
        return facts.label_of(node)
    thing = said(facts.once(_thing, node))
    if polarity in {"affirms", "performs"}:
        return thing
    return f"{thing} ({_word(facts, node, polarity).removesuffix(' at')})"


def mention(facts: Facts, node: str) -> Piece:
    """Return *node* in few words, with its polarity."""
    return facts.once(_mention, node)


def _mention(facts: Facts, node: str) -> Piece:
    polarity = polarity_of(facts, node)
    word = _word(facts, node, polarity) if polarity else ""
    return Piece(short(facts, node), node, polarity, word)


def polarity_of(facts: Facts, node: str) -> str | None:
    """Return the local name of the polarity predicate of *node*, None unless it has exactly one."""
    stated = facts.properties(node)
    found = [polarity for step, polarity in _OF_POLARITY.items() if step in stated]
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
    untold = [step for step in facts.properties(node) if step not in told]
    found: dict[str, list[str]] = {}
    pieces: dict[str, Pieces] = {}
    for step in sorted(untold, key=lambda step: (_RANKS.get(step, len(_RANKS)), step)):
        others = facts.nodes_of(node, step)
        links = [other for other in others if other not in (linked or set())]
        shown: list[Pieces] = [(mention(facts, other),) for other in links]
        values = joined([*shown, *_literals(facts, node, step)], "; ")
        text = said(values)
        if text:
            words = _LINKS.get(step) or facts.words_for(step)
            also = "also " * (step == f"{CG}shownBy" and links != others)
            pieces.setdefault(text, values)
            found.setdefault(text, []).append(also + words)
    return tuple(Detail(listing(words), text, pieces[text]) for text, words in found.items())


def _literals(facts: Facts, node: str, step: str) -> list[Pieces]:
    """Return the literals at *step*, durations in words, identifiers with where they lead."""
    values = [value for value in facts.properties(node)[step] if isinstance(value, ox.Literal)]
    found = []
    for value in sorted(values, key=lambda value: value.value):
        if value.datatype.value == f"{XSD}duration":
            found.append(plain(duration(value.value)))
        elif step == f"{DCTERMS}identifier":
            found.append((Piece(value.value, resolved(value.value)),))
        else:
            found.append(plain(value.value))
    return found


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


def _thing(facts: Facts, node: str) -> Pieces:
    """Return what the statement is about, with its side and its place."""
    polarity = polarity_of(facts, node)
    if polarity is None and "Measurement" in facts.types(node):
        return plain(facts.literal(node, f"{RDFS}label") or "")
    term = listed(facts.named(node, CG + polarity)) if polarity else plain(facts.label_of(node))
    side = plain(listing(facts.labels_of(node, f"{CG}laterality")))
    places = facts.named(node, f"{CG}site") + facts.named(node, f"{CG}targetSite")
    place = joined([part for part in (side, listed(places)) if part], " ")
    if polarity == "deniesAt" and places:
        return (*place, Piece(": "), *term)
    if not places:
        return (*term, Piece(", "), *side) if side else term
    preposition = " of " if "Investigation" in facts.types(node) else " at "
    return (*term, Piece(preposition), *place)


def _qualifiers(facts: Facts, node: str) -> Pieces:
    named = facts.named(node, f"{CG}qualifier")
    return (Piece(" ("), *joined(named, ", "), Piece(")")) if named else ()


def _alive(facts: Facts, node: str) -> Pieces:
    """Return what it means that death is denied; nothing for any other statement."""
    denied = f"{TERM}death" in facts.nodes_of(node, f"{CG}denies")
    return plain(" (the patient is alive)" if denied else "")
