"""The start page: what this is, how much of it there is, and the ways in."""

from collections.abc import Iterable
from dataclasses import dataclass

from casegraph.exporters.datasets.triples import DATASET
from casegraph.namespaces import CG
from casegraph.query import queries
from casegraph.web import addresses
from casegraph.web.briefs import Brief, briefs
from casegraph.web.catalogue import Catalogue
from casegraph.web.downloads import FOLDER
from casegraph.web.kind import Kind
from casegraph.web.licences import licences
from casegraph.web.schema import thing
from casegraph.web.values import Link, Page
from casegraph.web.works import works

_MOST = 8
"""How many terms of a kind the page shows."""

_CASES = 6
"""How many cases the page shows when there are more."""

_QUESTIONS = ("ruled-out-by", "tells-apart", "explicitly-absent", "treatment-and-outcome")
"""Questions that show what no other collection answers."""

_WAYS = (
    ("Diseases", "affirms", "Disease", "terms/diseases"),
    ("Findings", "affirms", "FindingType", "terms/findings"),
    ("Structures", "site", "AnatomicalStructure", "terms/structures"),
    ("Procedures", "performs", "Procedure", "terms/procedures"),
)
"""A heading, the statement property, the kind of the terms it leads to, and the list of all."""


@dataclass(frozen=True, slots=True)
class Way:
    """Terms to begin with. terms: the most frequent, each with the number of its cases."""

    title: str
    terms: tuple[tuple[Link, int], ...]
    path: str


@dataclass(frozen=True, kw_only=True)
class Start(Page):
    """What there is. counts: each with its noun, in the singular and the plural, and its list."""

    counts: tuple[tuple[int, str, str, str], ...]
    cases: tuple[Brief, ...]
    more: int
    ways: tuple[Way, ...]
    questions: tuple[Link, ...]


def _values(catalogue: Catalogue, _: str, __: int) -> Start:
    documents = catalogue.cases
    shown = documents if len(documents) <= _CASES + 2 else documents[:_CASES]
    published = works(catalogue)
    described = (
        "Published clinical case reports as a knowledge graph: what was found, what was not, "
        "what was suspected and ruled out, what was done, and how it ended."
    )
    return Start(
        title="casegraph",
        description=described,
        counts=(
            (len(documents), "case", "cases", "cases"),
            (len(catalogue.terms), "term", "terms", "terms"),
            (len(published), "publication", "publications", "publications"),
            (len(queries()), "question", "questions", "queries"),
        ),
        cases=briefs(catalogue, shown),
        more=len(documents) - len(shown),
        ways=tuple(way for way in (_way(catalogue, *each) for each in _WAYS) if way.terms),
        questions=tuple(_questions()),
        schema=thing(
            "Dataset",
            DATASET,
            "casegraph",
            description=described,
            license=licences(catalogue).of_all,
            isAccessibleForFree=True,
            keywords=["case reports", "rare diseases", "knowledge graph", "linked data", "SPARQL"],
            measurementTechnique="Close reading of published reports, statement by statement",
            variableMeasured=["findings", "diagnoses", "treatments", "outcomes"],
            distribution=[
                {
                    "@type": "DataDownload",
                    "encodingFormat": "application/n-quads",
                    "contentUrl": f"{FOLDER}/casegraph.nq.gz",
                }
            ],
        ),
    )


def _way(catalogue: Catalogue, title: str, step: str, kind: str, path: str) -> Way:
    """Return the terms of *kind* that most cases name themselves, not by what follows.

    A case says it all in one graph, and a store of many looks there three times as fast.
    """
    sparql = f"""
    SELECT ?term (COUNT(DISTINCT ?case) AS ?cases)
    WHERE {{
      GRAPH ?graph {{ ?statement <{CG}{step}> ?term }}
      GRAPH ?graph {{ ?case <{CG}hasStatement> ?statement }}
    }}
    GROUP BY ?term
    """
    counts = {
        solution["term"].value: int(solution["cases"].value)
        for solution in catalogue.solutions(sparql)
        if kind in catalogue.kinds_of(solution["term"].value)
    }
    order = sorted(counts, key=lambda term: (-counts[term], catalogue.label(term), term))
    return Way(
        title,
        tuple((Link(catalogue.label(term), term), counts[term]) for term in order[:_MOST]),
        path,
    )


def _questions() -> Iterable[Link]:
    library = {query.name: query for query in queries()}
    for name in _QUESTIONS:
        if name in library:
            yield Link(library[name].summary, addresses.query_path(name))


KIND = Kind("start", keys=lambda _: ("",), path=lambda _: "index", values=_values)
