"""Each question of the library gives the expected answer over the bundled cases.

The answers are in `tests/queries/`, a table a call: `NAME.csv` for the question asked with its
defaults, `NAME.PARAM=VALUE.csv` (a query string) for one asked with parameters. They were read
against the texts of the reports; a cell is a CURIE, a slug with its fragment, or a value.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox
import pytest
import rdflib

import casegraph
from absence_case import SLUG, STATEMENTS, turtle
from absence_rows import bare, in_every_place, named
from casegraph.build import build
from casegraph.namespaces import CASE, CG, PREFIXES, PUBLICATION, case_iri, curie, slug_of
from casegraph.quads import nquads
from casegraph.query import LibraryQuery
from casegraph.query.parameters import FEW_CASES, MOST_CASES, bind
from casegraph.query.slots import with_values
from casegraph.rdflib_bridge import from_rdflib, to_graph
from casegraph.solutions import Solutions, Term
from casegraph.store import Store

FOLDER = Path(__file__).parent / "queries"
EXPECTED = sorted(FOLDER.glob("*.csv"))
LIBRARY = {asked.name: asked for asked in casegraph.queries()}
ABOUT_ONE_CASE = [
    asked for asked in LIBRARY.values() if "case" in {param.name for param in asked.params}
]
COPIES = ox.NamedNode("https://example.org/copies")
INVENTED = ox.NamedNode("https://example.org/invented")


def cell(term: Term | None) -> str:
    """Return *term* as a reviewer reads it; empty where it is unbound."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for base in (CASE, PUBLICATION):
            if term.value.startswith(base):
                return term.value.removeprefix(base)
        return curie(term.value)
    assert isinstance(term, ox.Literal)
    return term.value


def call(file: Path) -> tuple[str, dict[str, str]]:
    """Return the question that *file* answers, and its parameters."""
    name, _, parameters = file.name.removesuffix(".csv").partition(".")
    return name, dict(parse_qsl(parameters, strict_parsing=True)) if parameters else {}


def answer(name: str, params: dict[str, str], store: Store) -> list[list[str]]:
    """Return the head and the rows of an answer."""
    solutions = casegraph.query(name, store=store, params=params)
    columns = solutions.variables
    return [
        list(columns),
        *([cell(terms.get(column)) for column in columns] for terms in solutions.terms),
    ]


def expected(file: Path) -> list[list[str]]:
    """Return the head and the rows that *file* holds."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def store_of(quads: Iterable[ox.Quad]) -> Store:
    """Return a store in memory with *quads* and nothing else."""
    store = Store.open()
    with store.rewriting(empty=True) as rewrite:
        rewrite.load(nquads(quads))
    return store


def with_more(store: Store, turtle: str) -> Store:
    """Return a store with what *store* has and the triples of *turtle*."""
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    base = f"{CASE}invented"
    triples = ox.parse(head + turtle, format=ox.RdfFormat.TURTLE, base_iri=base)
    added = (ox.Quad(quad.subject, quad.predicate, quad.object, INVENTED) for quad in triples)
    return store_of([*store.quads(), *added])


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.removesuffix(".csv"))
def test_a_question_gives_the_expected_answer(file: Path, bundled_store: Store) -> None:
    assert answer(*call(file), bundled_store) == expected(file)


def test_every_question_has_an_expected_answer() -> None:
    assert {call(file)[0] for file in EXPECTED} == set(LIBRARY)
    assert len(LIBRARY) >= 24


def test_every_answer_but_a_named_few_has_rows() -> None:
    empty = {file.name for file in EXPECTED if len(expected(file)) < 2}
    assert empty == {"cases-excluding.term=epidural+abscess.csv"}


@pytest.fixture(scope="module")
def rdflib_graph(bundled_store: Store) -> rdflib.Graph:
    """Return the union of the graphs of the bundled store."""
    return to_graph(bundled_store.quads())


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.removesuffix(".csv"))
def test_rdflib_gives_the_same_answer(
    file: Path, bundled_store: Store, rdflib_graph: rdflib.Graph
) -> None:
    name, params = call(file)
    head, *rows = expected(file)
    assert table(rdflib_rows(LIBRARY[name], params, head, bundled_store, rdflib_graph)) == table(
        rows
    )


def rdflib_rows(
    asked: LibraryQuery,
    params: dict[str, str],
    head: list[str],
    store: Store,
    graph: rdflib.Graph,
) -> list[list[str]]:
    """Return what rdflib answers over *graph*, in the columns *head*."""
    given = [(param, params.get(param.name, param.default)) for param in asked.params]
    values = {param.name: bind(param, value, store) for param, value in given if value is not None}
    found = graph.query(with_values(asked.sparql, values)).bindings
    columns = [rdflib.Variable(column) for column in head]
    return [
        [cell(from_rdflib(row[column]) if column in row else None) for column in columns]
        for row in found
    ]


def table(rows: Iterable[list[str]]) -> list[list[str]]:
    """Return *rows* as a table: without their order, and numbers by their value."""
    return sorted([_number(word) for word in row] for row in rows)


def _number(word: str) -> str:
    try:
        return str(Decimal(word).normalize())
    except InvalidOperation:
        return word


@pytest.fixture(scope="module")
def doubled_store(bundled_store: Store) -> Store:
    """Return a store with each triple in two graphs, filled from the last quad to the first."""
    quads = [*bundled_store.quads()][::-1]
    copies = (ox.Quad(quad.subject, quad.predicate, quad.object, COPIES) for quad in quads)
    return store_of([*copies, *quads])


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.removesuffix(".csv"))
def test_neither_a_triple_in_two_graphs_nor_their_order_changes_an_answer(
    file: Path, doubled_store: Store
) -> None:
    assert answer(*call(file), doubled_store) == expected(file)


@pytest.mark.parametrize("asked", ABOUT_ONE_CASE, ids=lambda asked: asked.name)
def test_asking_about_one_case_gives_its_rows_and_no_others(
    asked: LibraryQuery, bundled_store: Store
) -> None:
    head, *rows = answer(asked.name, {}, bundled_store)
    for document in bundled_store.cases():
        slug = slug_of(document)
        of_case = [row for row in rows if row[head.index("case")] == f"{slug}#case"]
        assert answer(asked.name, {"case": slug}, bundled_store) == [head, *of_case]


@pytest.mark.parametrize(
    "asked",
    [asked for asked in LIBRARY.values() if "presence" in asked.tags],
    ids=lambda asked: asked.name,
)
def test_absence_never_reads_as_presence(asked: LibraryQuery, bundled_store: Store) -> None:
    affirms = ox.NamedNode(f"{CG}affirms")
    affirming = {quad.subject for quad in bundled_store.quads() if quad.predicate == affirms}
    for terms in casegraph.query(asked.name, store=bundled_store).terms:
        if "statement" in terms:
            assert terms["statement"] in affirming


@pytest.fixture(scope="module")
def bare_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with an invented case of every polarity, whose labels do not tell it."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / f"{SLUG}.ttl").write_text(turtle(), encoding="utf-8")
    with build(folder / f"{SLUG}.ttl", store=folder / "store").store as store:
        return with_more(store_of(bare(store)), in_every_place())


def calls(asked: LibraryQuery) -> Iterator[dict[str, str]]:
    """Yield parameters: none, and each term of the invented case, others being what it presents."""
    names = [param.name for param in asked.params if param.type == "term"]
    yield {}
    for name in names:
        for term in sorted({said.term.replace("-", " ") for said in STATEMENTS}):
            yield {**dict.fromkeys(names, "neck pain"), name: term}


def test_no_row_names_what_is_not_there_without_its_word(bare_store: Store) -> None:
    found = set()
    for asked in LIBRARY.values():
        for params in calls(asked):
            head, *rows = answer(asked.name, params, bare_store)
            for row in rows:
                cells = named(asked.name, dict(zip(head, row, strict=True)))
                found |= {(asked.name, cell) for cell in cells}
    assert [f"{name}: {cell}" for name, cell in found if not cell.is_told] == []
    assert len({(name, cell.column) for name, cell in found}) >= 39


@pytest.mark.parametrize(
    ("name", "column", "word"),
    [
        ("timeline", "statement", "polarity"),
        ("values-and-ranges", "statement", "polarity"),
        ("diagnostic-steps", "restsOn", "restsOnPolarity"),
        ("grounds-of-diagnosis", "ground", "groundPolarity"),
        ("ruled-out-by", "finding", "groundPolarity"),
    ],
)
def test_a_number_without_a_polarity_stays_in_an_answer(
    name: str, column: str, word: str, bare_store: Store
) -> None:
    head, *rows = answer(name, {}, bare_store)
    said = [row[head.index(word)] for row in rows if "number" in row[head.index(column)]]
    assert said == [""]


def test_an_operation_that_was_declined_is_told_from_one_that_nobody_mentions(
    bundled_store: Store,
) -> None:
    store = with_more(
        bundled_store,
        """
        <#case> a cg:Case ; cg:hasStatement <#declined> .
        <#declined> a cg:Treatment ; cg:notPerformed term:cervical-spine-surgery .
        """,
    )
    head, *rows = answer("operated-or-not", {}, store)
    operated = {row[head.index("case")]: row[head.index("operated")] for row in rows}
    assert operated == {
        "invented#case": "explicitly not operated",
        "alar-ligament-calcification-ra#case": "not reported",
        "cervical-calcinosis-ssc-barium-swallow#case": "not reported",
        "cervical-calcinosis-ssc-cord-compression#case": "operated",
    }


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("cg:resolves term:reduced-sensation", "resolved"),
        (
            "cg:deniesAt term:neurological-finding ; cg:targetSite term:hand",
            "absent at a place",
        ),
        ("cg:deniesAt term:reduced-sensation ; cg:targetSite term:hand", "not reported"),
    ],
)
def test_what_is_gone_or_absent_at_a_place_is_neither_present_nor_absent(
    said: str, reads: str, bundled_store: Store
) -> None:
    store = with_more(
        bundled_store, f"<#case> a cg:Case ; cg:hasStatement <#said> . <#said> {said} ."
    )
    _, *rows = answer("present-absent-or-silent", {"term": "neurological deficit"}, store)
    assert ["invented#case", reads] in rows


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("cg:notPerformed term:surgical-procedure", "not done"),
        ("cg:performs term:drug", "not reported"),
    ],
)
def test_a_procedure_is_done_or_withheld_and_never_present_or_absent(
    said: str, reads: str, bundled_store: Store
) -> None:
    store = with_more(
        bundled_store, f"<#case> a cg:Case ; cg:hasStatement <#said> . <#said> {said} ."
    )
    _, *rows = answer("present-absent-or-silent", {"term": "cervical spine surgery"}, store)
    assert ["invented#case", reads] in rows
    assert ["cervical-calcinosis-ssc-cord-compression#case", "done"] in rows


def test_an_answer_has_the_order_that_its_query_asks_for(bundled_store: Store) -> None:
    for order in ("DESC(?length) ?label", "?term DESC(?label)", "?label ?missing"):
        text = (
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
            "SELECT ?term ?label ?length ?missing\n"
            "WHERE { ?term skos:prefLabel ?label . BIND(STRLEN(?label) AS ?length)\n"
            "  OPTIONAL { ?term skos:altLabel ?missing } }\n"
            f"ORDER BY {order} ?length ?missing ?term"
        )
        sorted_there = Solutions.of(bundled_store.query(text))
        assert casegraph.query(text, store=bundled_store).terms == sorted_there.terms


def test_a_suspicion_of_which_no_more_is_heard_is_left_open(bundled_store: Store) -> None:
    store = with_more(
        bundled_store,
        """
        <#case> a cg:Case ; cg:hasStatement <#suspected> .
        <#suspected> a cg:Diagnosis ; cg:suspects term:crowned-dens-syndrome .
        """,
    )
    head, *rows = answer("suspicions", {}, store)
    results = {row[head.index("suspicion")]: row[head.index("result")] for row in rows}
    assert results["invented#suspected"] == "left open"
    assert not [row for row in answer("ruled-out-by", {}, store) if row[0] == "invented#case"]


def test_a_suspicion_is_settled_by_its_own_condition_and_by_the_authors(
    bundled_store: Store,
) -> None:
    store = with_more(
        bundled_store,
        """
        <#case> a cg:Case ;
            cg:hasStatement <#one>, <#two>, <#three>, <#other>, <#kind>, <#broad> ;
            cg:hasInference <#curators> .
        <#one> a cg:Diagnosis ; cg:suspects term:crowned-dens-syndrome .
        <#other> a cg:Diagnosis ; cg:affirms term:systemic-sclerosis ; cg:revises <#one> .
        <#curators> a cg:Diagnosis ; cg:affirms term:crowned-dens-syndrome ; cg:revises <#one> .
        <#two> a cg:Diagnosis ; cg:suspects term:epidural-abscess .
        <#kind> a cg:Diagnosis ; cg:denies term:cervical-epidural-abscess ; cg:revises <#two> .
        <#three> a cg:Diagnosis ; cg:suspects term:cervical-epidural-abscess .
        <#broad> a cg:Diagnosis ; cg:denies term:epidural-abscess ; cg:revises <#three> .
        """,
    )
    head, *rows = answer("suspicions", {}, store)
    at = [head.index(name) for name in ("suspicion", "settledBy", "result")]
    told = {tuple(row[place] for place in at) for row in rows if row[0] == "invented#case"}
    assert told == {
        ("invented#one", "invented#other", "another affirmed"),
        ("invented#three", "invented#broad", "ruled out"),
        ("invented#two", "invented#kind", "another denied"),
    }


def test_a_case_without_an_encoded_outcome_is_told_from_a_report_without_one(
    bundled_store: Store,
) -> None:
    store = with_more(bundled_store, "<#case> a cg:Case .")
    head, *rows = answer("state-at-follow-up", {}, store)
    states = {(row[head.index("case")], row[head.index("state")]) for row in rows}
    assert ("invented#case", "not recorded") in states
    assert ("cervical-calcinosis-ssc-barium-swallow#case", "no outcome reported") in states


def test_a_case_is_unusual_where_it_has_the_less_common_form(bundled_store: Store) -> None:
    store = with_more(
        bundled_store,
        """
        <#case> a cg:Case ;
            cg:presents term:subcutaneous-calcinosis, term:diffuse-cutaneous-systemic-sclerosis .
        """,
    )
    head, *rows = answer("unusual-cases", {}, store)
    aspects = [row[1:4] for row in rows if row[head.index("case")] == "invented#case"]
    assert aspects == [
        [
            "less common form",
            "subcutaneous calcinosis",
            "diffuse cutaneous systemic sclerosis",
        ]
    ]


def test_pain_in_the_elbow_makes_no_place_of_calcinosis_usual(bundled_store: Store) -> None:
    head, *rows = answer("unusual-cases", {}, bundled_store)
    places = {row[0] for row in rows if row[head.index("aspect")] == "unusual place"}
    involved = casegraph.query(
        "PREFIX cg: <https://w3id.org/casegraph/ontology#>\n"
        "PREFIX term: <https://w3id.org/casegraph/term/>\n"
        "SELECT ?case WHERE { ?case cg:involves term:elbow }",
        store=bundled_store,
    )
    assert {cell(terms["case"]) for terms in involved.terms} <= places


def test_a_statement_of_the_curator_is_in_no_answer_about_the_patient(
    bundled_store: Store,
) -> None:
    for name in ("cases-presenting", "grounds-of-diagnosis", "suspicions", "review-table"):
        said = str(answer(name, {}, bundled_store))
        assert "cause-of-the-neck-pain" not in said
        assert "cervical myelopathy" not in said
    _, *rows = answer("cases-presenting", {"term": "cervical myelopathy"}, bundled_store)
    assert rows == []


def test_an_age_is_old_or_young_by_the_ages_given(bundled_store: Store) -> None:
    def aspects(params: dict[str, str]) -> set[str]:
        return {row[1] for row in answer("unusual-cases", params, bundled_store)}

    assert "age" in aspects({"old_from": "38.5"})
    assert "age" not in aspects({"old_from": "38"})


@pytest.mark.parametrize("asked", LIBRARY.values(), ids=LIBRARY)
def test_a_question_reads_as_one(asked: LibraryQuery) -> None:
    assert asked.summary.endswith("?")
    assert asked.description.endswith(".")
    assert asked.tags
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", asked.name)


@pytest.mark.parametrize("asked", LIBRARY.values(), ids=LIBRARY)
def test_a_question_declares_the_prefixes_that_it_uses_and_no_others(asked: LibraryQuery) -> None:
    declared = re.findall(r"^PREFIX (\w+): <([^>]+)>$", asked.text, re.MULTILINE)
    assert declared == sorted(declared)
    assert {prefix for prefix, _ in declared} == asked.sparql.used_prefixes
    assert all(PREFIXES[prefix] == iri for prefix, iri in declared)


@pytest.mark.parametrize("asked", LIBRARY.values(), ids=LIBRARY)
def test_a_question_names_its_variables_in_full(asked: LibraryQuery) -> None:
    for variable in asked.sparql.variables:
        assert re.fullmatch(r"_?[a-z]+(_[a-z]+|[A-Z][a-z]+)*", variable)
        assert len(variable) > 2


@pytest.mark.parametrize("asked", LIBRARY.values(), ids=LIBRARY)
def test_a_question_has_one_pattern_a_line(asked: LibraryQuery) -> None:
    for line in asked.text.splitlines():
        if not line.startswith("#+"):
            assert not re.search(r" [.;] +[?<\w]", line)
            assert len(line) <= 120


@pytest.mark.parametrize("asked", LIBRARY.values(), ids=LIBRARY)
def test_a_question_orders_its_answer_by_what_it_shows(asked: LibraryQuery) -> None:
    before, _, order = asked.text.rpartition("\nORDER BY ")
    columns = re.findall(r"\?(\w+)", before[before.index("\nSELECT") : before.index("\nWHERE")])
    assert set(re.findall(r"\?(\w+)", order)) & set(columns)


def test_no_parameter_is_only_compared(bundled_store: Store) -> None:
    """A parameter that is given changes an answer: each optional one, by a value that fits none."""
    narrowed = {
        "drugs": {"drug": "bisphosphonate"},
        "findings-within-structure": {"finding": "spondylolisthesis"},
        "investigation-results": {"procedure": "barium swallow"},
        "term-mappings": {"term": "spine"},
        "treatment-and-outcome": {"treatment": "glucocorticoid"},
    }
    optional = {
        asked.name
        for asked in LIBRARY.values()
        for param in asked.params
        if param.default is None and param.type != "case"
    }
    assert optional == set(narrowed)
    for name, params in narrowed.items():
        rows, fewer = answer(name, {}, bundled_store), answer(name, params, bundled_store)
        assert 1 < len(fewer) < len(rows)
        assert [row for row in rows if row in fewer] == fewer


def test_the_case_of_a_document_is_its_fragment_case(bundled_store: Store) -> None:
    _, *rows = answer("provenance", {}, bundled_store)
    assert [row[0] for row in rows] == [
        case_iri(document).removeprefix(CASE) for document in bundled_store.cases()
    ]


@pytest.fixture(scope="module")
def crowded_store(bundled_store: Store) -> Store:
    """Return a store with so many cases that a question that names none is not about all."""
    cases = "".join(f"<#case-{number}> a cg:Case .\n" for number in range(FEW_CASES))
    return with_more(bundled_store, cases)


def test_an_answer_that_is_not_about_every_case_says_so(crowded_store: Store) -> None:
    some = casegraph.query("state-at-follow-up", store=crowded_store)
    assert len({terms["case"] for terms in some.terms}) == MOST_CASES
    assert some.note is not None
    assert some.note.startswith(f"only {MOST_CASES} of {FEW_CASES + 3} cases")
    every = casegraph.query("state-at-follow-up", store=crowded_store, params={"case": "all"})
    assert len({terms["case"] for terms in every.terms}) == FEW_CASES + 3
    assert every.note is None


def test_cases_of_which_only_the_most_alike_are_told_say_so(bundled_store: Store) -> None:
    alike = "".join(
        f"<#case-{number}> a cg:Case ; cg:presents term:neck-pain .\n" for number in range(12)
    )
    store = with_more(bundled_store, alike)
    every = casegraph.query("similar-cases", store=store)
    assert len(every) == 100
    assert every.note == "it tells no more than 100 rows, and there may be others"
    one = casegraph.query(
        "similar-cases", store=store, params={"case": "alar-ligament-calcification-ra"}
    )
    assert 1 < len(one) < 100
    assert one.note is None


def test_a_question_with_a_term_is_about_every_case(
    crowded_store: Store, bundled_store: Store
) -> None:
    params = {"drug": "bisphosphonate"}
    assert casegraph.query("drugs", store=crowded_store, params=params).note is None
    assert answer("drugs", params, crowded_store) == answer("drugs", params, bundled_store)


def test_a_review_is_about_cases_that_present_the_condition(bundled_store: Store) -> None:
    others = "".join(f"<#case-{number}> a cg:Case .\n" for number in range(FEW_CASES))
    store = with_more(bundled_store, others)
    some = casegraph.query("review-table", store=store)
    assert some.terms == casegraph.query("review-table", store=bundled_store).terms
    assert some.note is None
    presenting = others.replace("a cg:Case", "a cg:Case ; cg:presents term:neck-pain")
    store = with_more(bundled_store, presenting)
    some = casegraph.query("review-table", store=store, params={"condition": "neck pain"})
    assert len(some) == MOST_CASES
    assert some.note is not None
    assert "cases that present the condition" in some.note
    every = {"condition": "neck pain", "case": "all"}
    assert len(casegraph.query("review-table", store=store, params=every)) > FEW_CASES


def test_a_store_of_few_cases_is_asked_about_every_one(bundled_store: Store) -> None:
    for asked in ABOUT_ONE_CASE:
        assert casegraph.query(asked.name, store=bundled_store).note is None
