"""What the rows of the query library's answers name that is not there, and the word that says so.

Enters the row of an answer; leaves a `Named` for each cell with a statement, or a term of one, that
is denied, suspected, called over or not done.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from absence_case import SLUG, STATEMENTS
from casegraph.namespaces import CASE, RDFS
from casegraph.quads import value_of
from casegraph.store import Store

Row = Mapping[str, str]
"""The text of each cell by its column, as the expected answers have it."""

_THERE = {said.term for said in STATEMENTS if said.polarity in {"affirms", "performs"}}

_TERMS: dict[str, frozenset[str]] = {
    term.replace("-", " "): frozenset(said.polarity for said in STATEMENTS if said.term == term)
    for term in {said.term for said in STATEMENTS} - {*_THERE, "neck-pain"}
}
"""The polarities of each term that no statement says to be there, by its label."""

WORDS = {
    "suspects": {"suspected", "suspects"},
    "denies": {"absent", "another denied", "ruled out", "denies"},
    "deniesAt": {"absent at a place", "absent here", "denies at"},
    "resolves": {"resolved", "resolves"},
    "notPerformed": {"not done", "not performed"},
}
"""For each polarity by which nothing is said to be there, the words that tell it."""

BESIDE = {
    "diseases-by-structure": {"disease": "answer"},
    "figures": {"statement": "shows", "says": "shows"},
    "grounds-of-diagnosis": {"diagnosis": "step", "condition": "step"},
    "investigation-results": {"statement": "result", "shown": "result"},
    "operated-or-not": {"statement": "state", "says": "state"},
    "ruled-out-by": {"finding": "groundPolarity"},
    "state-at-follow-up": {"statement": "state", "finding": "state"},
    "suspicions": {"settledBy": "result"},
    "treatment-and-outcome": {"outcome": "result"},
}
"""The column with the word, where it is neither `polarity` nor called after the column it is of."""

ASKED: dict[str, dict[str, set[str]]] = {
    "cases-excluding": {"statement": {"denies"}, "denied": {"denies"}},
    "explicitly-absent": {"statement": {"denies", "deniesAt"}, "absent": {"denies", "deniesAt"}},
    "review-table": {"absent": {"denies", "deniesAt"}},
    "ruled-out-by": {"ruledOut": {"denies"}, "condition": {"suspects", "denies"}},
    "suspicions": {"suspicion": {"suspects"}, "suspected": {"suspects", "denies"}},
    "tells-apart": {"deniedBy": {"denies"}},
}
"""The polarities of all that a column names, where the question asks for nothing else."""


class Named(NamedTuple):
    """A cell that names what is not there.

    column: of the cell. said: local names of the polarities that are meant, one of a statement, all
    of a term. is_told: whether the row or the question says so.
    """

    column: str
    said: frozenset[str]
    is_told: bool


def bare(store: Store) -> Iterator[ox.Quad]:
    """Yield the quads of *store*, the labels of the invented case's statements telling nothing.

    Such a label is the statement's name in brackets, so that none is part of another.
    """
    labels = {f"{CASE}{SLUG}#{said.name}": f"[{said.name}]" for said in STATEMENTS}
    for quad in store.quads():
        name = labels.get(value_of(quad.subject))
        if name and quad.predicate.value == f"{RDFS}label":
            label = ox.Literal(name, language="en")
            yield ox.Quad(quad.subject, quad.predicate, label, quad.graph_name)
        else:
            yield quad


def in_every_place() -> str:
    """Return Turtle that gives each statement of the invented case each part that one can have.

    It is dated, measured and depicted, an outcome of a treatment, the ground of a diagnosis, and
    the step from which another counts. IRIs are relative to that of any case document.
    """
    parts = "".join(
        f"""
        <{SLUG}#{said.name}> a cg:Outcome, cg:Diagnosis ;
            cg:atOffset "P1D"^^xsd:duration ;
            cg:measures term:serum-calcium ;
            cg:shownBy <{SLUG}#mri> ;
            cg:follows <{SLUG}#drug> .
        <{SLUG}#figure> cg:depicts <{SLUG}#{said.name}> .
        <{SLUG}#later> cg:offsetFrom <{SLUG}#{said.name}> .
        <{SLUG}#crowned-dens-out> cg:because <{SLUG}#{said.name}> .
        """
        for said in STATEMENTS
        if said.polarity in WORDS
    )
    return f"""{parts}
        <{SLUG}#case> cg:hasFigure <{SLUG}#figure> ;
            cg:hasStatement <{SLUG}#drug>, <{SLUG}#later>, <{SLUG}#number> .
        <{SLUG}#crowned-dens-out> cg:because <{SLUG}#number> .
        <{SLUG}#drug> a cg:Treatment ; cg:performs term:prednisolone .
        <{SLUG}#later> a cg:Outcome ;
            cg:affirms term:muscle-weakness ;
            cg:atOffset "P2Y"^^xsd:duration ;
            cg:follows <{SLUG}#drug> .
        <{SLUG}#number> a cg:Measurement ;
            rdfs:label "[number]"@en ;
            cg:atOffset "P2Y"^^xsd:duration ;
            cg:measures term:serum-calcium ;
            cg:value 2.3 .
        """


def named(question: str, row: Row) -> Iterator[Named]:
    """Yield what a *row* of the answer to a library query names of the invented case."""
    for column, cell in row.items():
        for entry in cell.split("; "):
            said = _meant(entry, is_of_case=row.get("case") == f"{SLUG}#case")
            if said:
                yield Named(column, said, _is_told(question, row, column, entry, said))


def _meant(entry: str, *, is_of_case: bool) -> frozenset[str]:
    """Return by which polarities *entry* is not there, none where it names nothing of the kind."""
    for said in STATEMENTS:
        if entry == f"{SLUG}#{said.name}" or f"[{said.name}]" in entry:
            return frozenset({said.polarity} & WORDS.keys())
    return _TERMS.get(entry.replace("-", " "), frozenset()) if is_of_case else frozenset()


def _is_told(question: str, row: Row, column: str, entry: str, said: frozenset[str]) -> bool:
    """Return whether the question, the column beside or the entry itself has the polarity."""
    asked = ASKED.get(question, {}).get(column)
    if asked:
        return not said.isdisjoint(asked)
    own = f"{column}Polarity"
    beside = BESIDE.get(question, {}).get(column, own if own in row else "polarity")
    words = frozenset[str]().union(*(WORDS[polarity] for polarity in said))
    return row.get(beside) in words or any(f"({word}: " in entry for word in words)
