"""A statement as an entry of a cell: its polarity in words, then what it says.

Without a mark it is present, was done or was given. All else has one, in front: `no`, `absent at`,
`suspected:`, `ruled out:`, `resolved:`, `not done:`, `not given:`, as the legend says.
"""

from casegraph.exporters.table.ages import ages
from casegraph.exporters.table.told import Told
from casegraph.namespaces import CG
from casegraph.narrative.statements import POLARITIES
from casegraph.narrative.values import Line
from casegraph.narrative.words import listing

_UNMARKED = {"affirms", "performs"}
_INDICATED = ("affirms", "resolves", "suspects", "denies", "deniesAt")
"""What is said of the reason for a treatment, the first of these that holds."""
_FOLLOWING = {"excludes": "denies", "presents": "affirms", "considers": "suspects"}
"""What follows for the case, and what it says of such a reason, the first of these that holds."""


def entry(told: Told, node: str, *notes: str, said: tuple[str, ...] = ()) -> str:
    """Return the statement *node* as an entry.

    notes: what is added in brackets, empty ones left out. said: times that stand elsewhere.
    """
    line = told.line(node)
    facts = told.facts
    times = [time for time in (line.when, *ages(facts, node)) if time and time not in said]
    judged = [
        f"{name}: {listing(labels)}"
        for name in ("contribution", "pathogenicity")
        if (labels := facts.labels_of(node, CG + name))
    ]
    added = "; ".join(note for note in (*_genes(told, node), *notes, *judged, line.voice) if note)
    words = ", ".join([marked(line), *times])
    return f"{words} ({added})" if added else words


def _genes(told: Told, node: str) -> list[str]:
    """Return the genes that a variant alters, unless its name has them."""
    facts, text = told.facts, told.line(node).text
    genes = [gene for term in told.terms(node) for gene in facts.labels_of(term, f"{CG}inGene")]
    return [f"gene: {gene}" for gene in genes if gene not in text]


def marked(line: Line) -> str:
    """Return what *line* says with its polarity in front of it."""
    if line.polarity in _UNMARKED or (line.kind == "measurement" and line.polarity is None):
        return line.text
    if line.polarity == "denies" and line.kind != "diagnosis":
        return f"no {line.text}"
    if line.polarity == "deniesAt":
        return f"{line.word} {line.text}"
    return f"{line.word}: {line.text}"


def seen(told: Told, node: str) -> str:
    """Return the statement *node* with the investigations that showed it."""
    return entry(told, node, _shown_by(told, node))


def step(told: Told, node: str) -> str:
    """Return one step of the reasoning, and what it rests on unless it is a suspicion."""
    line = told.line(node)
    said = entry(told, node)
    if line.polarity == "affirms":
        said = f"{line.word}: {said}"
    if line.polarity == "suspects":
        return said
    grounds: dict[str, list[str]] = {}
    for other in told.facts.nodes_of(node, f"{CG}because"):
        grounds.setdefault(_shown_by(told, other), []).append(_ground(told, other))
    because = [
        " + ".join(entries) + (f" ({shown})" if shown else "") for shown, entries in grounds.items()
    ]
    return f"{said}, by {' + '.join(because)}" if because else said


def _ground(told: Told, node: str) -> str:
    """Return in few words on what a step rests; its times are told where it stands itself."""
    line = told.line(node)
    return f"{marked(line)} ({line.voice})" if line.voice else marked(line)


def _shown_by(told: Told, node: str) -> str:
    return listing([told.line(other).text for other in told.investigations(node)])


def treatment(told: Told, node: str) -> str:
    """Return a treatment with its reason and its parts."""
    reasons = [_reason(told, term) for term in told.facts.nodes_of(node, f"{CG}indication")]
    said = entry(told, node, f"for {listing(reasons)}" if reasons else "")
    done_first = sorted(told.parts(node), key=lambda part: told.polarities[part] != "performs")
    parts = [entry(told, part) for part in done_first]
    return f"{said}, with {' + '.join(parts)}" if parts else said


def _followed(told: Told, term: str) -> str:
    """Return the polarity with which *term*, which no statement names, follows for the case."""
    for step, polarity in _FOLLOWING.items():
        if term in told.facts.followed(told.case, f"{CG}{step}"):
            return polarity
    return "affirms"


def _reason(told: Told, term: str) -> str:
    """Return the term for which a treatment was given, marked unless the patient has it."""
    label = told.facts.label_of(term)
    said = {told.polarities[node] for node in told.all if term in told.terms(node)}
    polarity = next((one for one in _INDICATED if one in said), None) or _followed(told, term)
    if polarity == "affirms":
        return label
    return f"{label}, {POLARITIES[polarity].removesuffix(' at')}"
