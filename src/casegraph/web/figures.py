"""All figures, each with the statements that it shows, their polarity kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from casegraph import namespaces
from casegraph.namespaces import BASE, CG
from casegraph.narrative.facts import Facts
from casegraph.narrative.statements import outline
from casegraph.narrative.values import Line
from casegraph.syntaxes.triples import natural
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import items, thing
from casegraph.web.values import PAGE_LENGTH, Link, Page, Pager

_PAGE = f"{BASE}/figures"
"""The name of the list, of which no graph says anything: each node is asked for by itself."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. name: such as `figure 1`. shows: the statements that it depicts."""

    iri: str
    name: str
    caption: str
    shows: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Figures(Page):
    """A part of the list, case by case. count: of all figures."""

    cases: tuple[tuple[Link, tuple[Figure, ...]], ...]
    count: int


def _values(catalogue: Catalogue, _: str, number: int) -> Figures:
    listed = catalogue.once("figures", lambda: _listed(catalogue))
    pager = Pager.over(len(listed), number)
    by_case: dict[str, list[str]] = {}
    for document, figure in pager.part(listed):
        by_case.setdefault(document, []).append(figure)
    facts = Facts(catalogue.store, _PAGE, catalogue.background)
    cases = tuple(_case(facts, document, each) for document, each in by_case.items())
    return Figures(
        title="Figures",
        description="Every figure of the reports, with what it shows to be there or absent.",
        pager=pager,
        cases=cases,
        count=len(listed),
        schema=thing(
            "CollectionPage",
            _PAGE,
            "Figures",
            mainEntity=items(
                ((figure.iri, figure.caption) for _, figures in cases for figure in figures),
                (number - 1) * PAGE_LENGTH + 1,
            ),
        ),
    )


def _listed(catalogue: Catalogue) -> Sequence[tuple[str, str]]:
    """Return each figure with its case document, sorted by case and number."""
    sparql = f"""
    SELECT ?case ?figure ?number
    WHERE {{
      ?case <{CG}hasFigure> ?figure .
      OPTIONAL {{ ?figure <{CG}figureNumber> ?number }}
    }}
    """
    found = {
        (
            namespaces.document_of(solution["case"].value) or "",
            int(solution["number"].value) if solution["number"] else 0,
            solution["figure"].value,
        )
        for solution in catalogue.solutions(sparql)
    }
    return [(document, figure) for document, _, figure in sorted(found)]


def _case(facts: Facts, document: str, figures: Sequence[str]) -> tuple[Link, tuple[Figure, ...]]:
    shown = []
    for iri in figures:
        said = facts.properties(iri)
        depicted = sorted({value.value for value in said.get(f"{CG}depicts", ())}, key=natural)
        name = f"figure {facts.literal(iri, f'{CG}figureNumber') or ''}".strip()
        lines = tuple(outline(facts, node) for node in depicted)
        shown.append(Figure(iri, name, facts.label_of(iri), lines))
    return Link(facts.label_of(namespaces.case_iri(document)), document), tuple(shown)


KIND = Kind("figures", keys=lambda _: ("",), path=lambda _: "figures", values=_values)
