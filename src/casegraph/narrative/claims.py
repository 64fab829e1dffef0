"""What the publication says in general: claims, citations and figures, one line each."""

from casegraph.namespaces import CG, CITO, RDF, RDFS
from casegraph.narrative.bibliography import reference
from casegraph.narrative.facts import Facts
from casegraph.narrative.pieces import Piece, Pieces, joined, listed, plain, said
from casegraph.narrative.statements import details, mention, voice
from casegraph.narrative.values import Detail, Line
from casegraph.narrative.words import listing, proportion

_COMMON = frozenset({f"{RDF}type", f"{RDFS}label", f"{CG}evidence", f"{CG}voice"})
_IN_THE_CLAIM = (
    _COMMON
    | {
        CG + name
        for name in (
            "claimSubject",
            "relation",
            "claimObject",
            "comparedWith",
            "qualifier",
            "proportion",
            "minProportion",
            "maxProportion",
            "boundsExclusive",
            "comparator",
            "asWritten",
            "population",
            "hedged",
        )
    }
    | {f"{CITO}citesAsEvidence"}
)
_IN_THE_CITATION = _COMMON | {
    f"{CITO}hasCitingEntity",
    f"{CITO}hasCitedEntity",
    f"{CITO}hasCitationCharacterization",
    f"{CG}referenceNumber",
}
_IN_THE_FIGURE = _COMMON | {f"{CG}figureNumber", f"{CG}depicts"}


def claim(facts: Facts, node: str) -> Line:
    """Return a general claim: its sign, the claim in words, and on whose authority it stands.

    The first word is the positivity of its relation: positive, negative or unknown.
    """
    works = facts.nodes_of(node, f"{CITO}citesAsEvidence")
    cited = listed([(Piece(_cited_as(facts, work), work),) for work in works])
    pieces = _claim(facts, node)
    return Line(
        node=node,
        kind="claim",
        word=listing(
            [
                facts.label_of(sign)
                for sign in facts.nodes_of(node, f"{CG}relation", f"{CG}positivity")
            ]
        )
        or "unclear",
        text=said(pieces),
        label=facts.literal(node, f"{RDFS}label") or "",
        details=(
            *([Detail("authority", said(cited), cited)] if cited else []),
            *details(facts, node, told=_IN_THE_CLAIM),
        ),
        voice=voice(facts, node),
        evidence=facts.evidence(node),
        pieces=pieces,
    )


def citation(facts: Facts, node: str) -> Line:
    """Return a citation: its number, the cited work, and in which role it is cited."""
    works = facts.nodes_of(node, f"{CITO}hasCitedEntity")
    roles = facts.nodes_of(node, f"{CITO}hasCitationCharacterization")
    pieces = listed([(Piece(reference(facts, work), work),) for work in works])
    notes = [note for work in works for note in facts.literals(work, f"{RDFS}comment")]
    spoken = voice(facts, node)
    return Line(
        node=node,
        kind="citation",
        word=f"[{facts.literal(node, f'{CG}referenceNumber') or '?'}]",
        text=said(pieces),
        label=facts.literal(node, f"{RDFS}label") or "",
        details=(
            *(
                [Detail("role", listing([facts.words_for(role) for role in roles]))]
                if roles
                else []
            ),
            *(Detail("about the work", note) for note in notes),
            *details(facts, node, told=_IN_THE_CITATION),
        ),
        voice="" if spoken == "cited from others" else spoken,
        evidence=facts.evidence(node),
        pieces=pieces,
    )


def figure(facts: Facts, node: str) -> Line:
    """Return a figure: its number and what it shows, each statement with its polarity."""
    shown = facts.nodes_of(node, f"{CG}depicts")
    depicted = joined([(mention(facts, other),) for other in shown], "; ")
    return Line(
        node=node,
        kind="figure",
        word=f"figure {facts.literal(node, f'{CG}figureNumber') or ''}".strip(),
        text=facts.label_of(node),
        label=facts.literal(node, f"{RDFS}label") or "",
        details=(
            *([Detail("depicts", said(depicted), depicted)] if depicted else []),
            *details(facts, node, told=_IN_THE_FIGURE),
        ),
        evidence=facts.evidence(node),
    )


def _claim(facts: Facts, node: str) -> Pieces:
    """Return the claim as a sentence: subject, relation, object, share, population, reserve."""
    relations = facts.nodes_of(node, f"{CG}relation")
    relation = listing([facts.label_of(iri) for iri in relations])
    compared = listed(facts.named(node, f"{CG}comparedWith"))
    objects = listed(facts.named(node, f"{CG}claimObject"))
    if not objects and relation.endswith(" than"):
        objects, compared = compared, ()
    if f"{CG}AssociationNotEstablished" in relations:
        relation += " with"
    subject = listed(facts.named(node, f"{CG}claimSubject"))
    pieces = [*subject, Piece(f": {relation}"), *(plain(" ") if objects else ()), *objects]
    qualifiers = joined(facts.named(node, f"{CG}qualifier"), ", ")
    if qualifiers:
        pieces += [Piece(" ("), *qualifiers, Piece(")")]
    if compared:
        pieces += [Piece(", compared with "), *compared]
    share = _share(facts, node)
    population = listed(facts.named(node, f"{CG}population"))
    if share:
        pieces.append(Piece(f", in {share}"))
    if population:
        pieces += [Piece(" of " if share else ", in "), *population]
    if facts.literal(node, f"{CG}hedged") == "true":
        pieces.append(Piece(", with reserve"))
    return tuple(pieces)


def _cited_as(facts: Facts, work: str) -> str:
    """Return *work* by its number in the publication, with its label when that tells more."""
    numbers = [
        f"[{number}]"
        for citation in sorted(_citing(facts, work), key=facts.order)
        for number in facts.literals(citation, f"{CG}referenceNumber")
    ]
    unresolved = numbers and "UnresolvedReference" in facts.types(work)
    return " ".join(numbers if unresolved else [*numbers, facts.label_of(work)])


def _citing(facts: Facts, work: str) -> list[str]:
    """Return the citations of *work*."""
    return [node for node in facts.nodes if work in facts.values_of(node, f"{CITO}hasCitedEntity")]


def _share(facts: Facts, node: str) -> str:
    written = facts.literal(node, f"{CG}asWritten")
    if written:
        return written
    share = proportion(
        facts.literal(node, f"{CG}proportion"),
        facts.literal(node, f"{CG}minProportion"),
        facts.literal(node, f"{CG}maxProportion"),
        exclusive=facts.literal(node, f"{CG}boundsExclusive") == "true",
    )
    return f"about {share}" if facts.literal(node, f"{CG}comparator") == "~" else share
