"""The query library: headers, typed parameters, and what SPARQL may run."""

import contextlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casegraph import lookup
from casegraph.errors import CasegraphError, QueryError, UnknownCaseError
from casegraph.namespaces import TERMS, XSD
from casegraph.query import library, query, run
from casegraph.query.checks import check
from casegraph.query.library_query import LibraryQuery, from_text, parse
from casegraph.query.modifiers import order
from casegraph.query.parameters import TYPES, Parameter, bind, literal
from casegraph.query.sparql import Sparql
from casegraph.solutions import Solutions
from casegraph.store import Store

ABSENT = """\
#+ summary: Which findings are explicitly absent?
#+ description: |
#+   One row a finding that a case denies.
#+ tags: [absence, findings]
#+ params:
#+   - name: finding
#+     type: term
#+     description: Only this finding.
#+   - name: case
#+     type: case
#+     description: Only this case.
PREFIX cg: <https://w3id.org/casegraph/ontology#>
SELECT ?case ?finding
WHERE {
  VALUES ?_finding { UNDEF }
  VALUES ?_case { UNDEF }
  ?case cg:hasStatement ?statement .
  ?statement a cg:Finding ;
             cg:denies ?finding .
  FILTER (!BOUND(?_finding) || ?finding = ?_finding)
  FILTER (!BOUND(?_case) || ?case = ?_case)
}
ORDER BY ?case ?finding
"""
ECHO = """\
#+ summary: What was given?
#+ description: The value of the parameter.
#+ params:
#+   - name: value
#+     type: {type}
#+     description: Anything.
SELECT ?value
WHERE {{
  VALUES ?_value {{ UNDEF }}
  BIND (?_value AS ?value)
}}
"""
CASE = "https://w3id.org/casegraph/case/"
TERM = "https://w3id.org/casegraph/term/"


@pytest.fixture
def absent() -> LibraryQuery:
    return parse(ABSENT, name="absent")


# Headers


def test_a_header_says_what_the_query_asks_and_takes(absent: LibraryQuery) -> None:
    assert absent.summary == "Which findings are explicitly absent?"
    assert absent.description == "One row a finding that a case denies."
    assert absent.tags == ("absence", "findings")
    assert [(param.name, param.type, param.default) for param in absent.params] == [
        ("finding", "term", None),
        ("case", "case", None),
    ]


def test_a_default_is_what_is_written_not_what_yaml_makes_of_it() -> None:
    text = ECHO.format(type="string").replace(
        "#+     description", "#+     default: 010\n#+     description"
    )
    assert parse(text, name="echo").params[0].default == "010"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("#+ summary: Which", "#+ summary: Which: ", 1, "not YAML"),
        ("#+ tags: [absence", "#+ tags: [[absence", 5, "not YAML"),
        ("#+ summary: Which findings are explicitly absent?", "#+ x-notes: 1", 1, "'x-notes'"),
        ("#+ summary: Which findings are explicitly absent?\n", "", 1, "no summary"),
        ("#+ summary: Which findings are explicitly absent?", "#+ summary: ", 1, "no summary"),
        ("#+ tags: [absence, findings]", "#+ tags: absence", 4, "tags is not a list"),
        ("#+ tags: [absence, findings]", "#+ tags: [a]\n#+ tags: [b]", 5, "'tags' stands twice"),
        ("#+ tags: [absence, findings]", "#+ author: me", 4, "unknown key 'author'"),
        ("#+     type: term", "#+     type: terms", 6, "unknown type 'terms'"),
        ("#+     type: term\n", "", 6, "has no type"),
        ("#+     type: term", "#+     type: integer\n#+     default: many", 6, "the default of"),
        ("#+     type: term", "#+     kind: term", 7, "unknown key 'kind'"),
        ("#+   - name: finding", "#+   - name: Finding!", 6, "called 'Finding!'"),
        ("#+   - name: case", "#+   - name: finding", 9, "declared twice"),
        ("#+     description: Only this finding.\n", "", 6, "no description"),
        ("VALUES ?_finding { UNDEF }", "", 6, "no place open for the parameter 'finding'"),
        ("VALUES ?_case { UNDEF }", "VALUES ?case { UNDEF }", 9, "no place open"),
        ("!BOUND(?_case)", "!BOUND(?_other)", 1, r"\?_other is a parameter"),
        ("ORDER BY", "ODER BY", 23, "near 'BY'"),
        ("PREFIX cg: <https://w3id.org/casegraph/ontology#>\n", "", 16, "cg: is not declared"),
    ],
)
def test_a_bad_header_is_an_error_with_its_line(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in ABSENT
    with pytest.raises(QueryError, match=message) as caught:
        parse(ABSENT.replace(old, new), name="absent", path="queries/absent.rq")
    assert caught.value.file == "queries/absent.rq"
    assert caught.value.line == line
    assert caught.value.repair


@pytest.mark.parametrize("text", ["SELECT * { ?a ?b ?c }", "# summary: x\nASK {}", ""])
def test_a_library_query_without_a_header_is_an_error(text: str) -> None:
    with pytest.raises(QueryError, match="no header"):
        parse(text, name="bare", path="queries/bare.rq")


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("presenting: ", "has no presenting"),
        ("presenting: [finding]", "has no presenting"),
        ("presenting: diagnosis", "chosen by 'diagnosis'"),
        ("presenting: case", "chosen by 'case'"),
        ("undergoing: ", "has no undergoing"),
        ("undergoing: [finding]", "has no undergoing"),
        ("undergoing: operation", "chosen by 'operation'"),
        ("undergoing: case", "chosen by 'case'"),
        ("presenting: finding\n#+     undergoing: finding", "chosen by 'finding'"),
        ("underwent: finding", "unknown key 'underwent'"),
        ("most: none", "not a number of cases"),
        ("most: 0", "not a number of cases"),
    ],
)
def test_a_bad_choice_of_cases_is_an_error(key: str, message: str) -> None:
    text = ABSENT.replace("#+     type: case", f"#+     type: case\n#+     {key}")
    with pytest.raises(QueryError, match=message) as caught:
        parse(text, name="absent", path="queries/absent.rq")
    assert caught.value.line in {9, 11}
    assert caught.value.repair


@pytest.mark.parametrize("key", ["presenting", "undergoing"])
def test_only_the_cases_of_a_parameter_of_type_case_are_chosen(key: str) -> None:
    text = ABSENT.replace("#+     type: term", f"#+     type: term\n#+     {key}: finding")
    with pytest.raises(QueryError, match="the parameter 'finding' are chosen by 'finding'"):
        parse(text, name="absent")


@pytest.mark.parametrize("key", ["presenting", "undergoing"])
def test_a_parameter_may_say_which_term_chooses_its_cases(key: str) -> None:
    text = ABSENT.replace("#+     type: case", f"#+     type: case\n#+     {key}: finding")
    case = parse(text, name="absent").params[1]
    assert getattr(case, key) == case.chosen_by == "finding"


def test_the_library_of_this_installation_can_be_read() -> None:
    names = [each.name for each in library.queries()]
    assert names == sorted(names)


def test_a_library_file_that_is_not_in_kebab_case_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Absent_Findings.rq").write_text(ABSENT)
    with pytest.raises(QueryError, match="kebab-case"):
        library.load(tmp_path)


def test_a_library_file_with_a_prefix_that_it_does_not_use_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "absent.rq").write_text(ABSENT.replace("PREFIX", "PREFIX x: <urn:x>\nPREFIX", 1))
    with pytest.raises(QueryError, match="the prefix x: is declared and not used"):
        library.load(tmp_path)


def test_a_library_file_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "absent.rq").write_bytes(ABSENT.encode() + b"# \xff")
    with pytest.raises(QueryError, match="not UTF-8"):
        library.load(tmp_path)


# Running


def test_a_parameter_that_is_not_given_restricts_nothing(
    absent: LibraryQuery, bundled_store: Store
) -> None:
    every = run(absent, bundled_store, {})
    one = run(absent, bundled_store, {"finding": "traumatic injury"})
    assert len(every) > len(one) == 1
    assert one.rows == (
        {
            "case": f"{CASE}alar-ligament-calcification-ra#case",
            "finding": f"{TERM}traumatic-injury",
        },
    )


@pytest.mark.parametrize(
    "where",
    [
        "VALUES ?_least { UNDEF } VALUES ?n { 1 2 3 } FILTER (!BOUND(?_least) || ?n >= ?_least)",
        "VALUES ?_least { UNDEF } VALUES ?n { 1 2 3 } FILTER (COALESCE(?n >= ?_least, true))",
        "VALUES ?_least { UNDEF } BIND (?_least AS ?m) VALUES ?n { 1 2 3 }"
        " FILTER (!BOUND(?m) || ?n >= ?m)",
        "values ?_least{undef}{ SELECT ?n { VALUES ?_least { # 1\n UNDEF }"
        " VALUES ?n { 1 2 3 } FILTER (!BOUND(?_least) || ?n >= ?_least) } }",
    ],
)
def test_a_value_counts_wherever_the_query_looks_at_it(where: str) -> None:
    header = ECHO.format(type="integer").replace("name: value", "name: least").split("SELECT")[0]
    least = parse(f"{header}SELECT ?n\nWHERE {{ {where} }}", name="least")
    assert [row["n"] for row in run(least, Store.open(), {})] == [1, 2, 3]
    assert [row["n"] for row in run(least, Store.open(), {"least": "2"})] == [2, 3]


def test_a_default_is_used_unless_a_value_is_given(bundled_store: Store) -> None:
    text = ABSENT.replace(
        "#+     type: term", "#+     type: term\n#+     default: traumatic injury"
    )
    with_default = parse(text, name="absent")
    assert len(run(with_default, bundled_store, {})) == 1
    answer = run(with_default, bundled_store, {"finding": "neurological deficit"})
    assert [row["finding"] for row in answer] == [f"{TERM}neurological-deficit"]


def test_an_answer_that_a_limit_of_the_library_ends_says_so(bundled_store: Store) -> None:
    ended = parse(ABSENT.replace("ORDER BY ?case ?finding", "ORDER BY ?case LIMIT 2"), name="ended")
    assert run(ended, bundled_store, {}).note == (
        "it tells no more than 2 rows, and there may be others"
    )
    assert run(ended, bundled_store, {"finding": "traumatic injury"}).note is None
    own = "SELECT ?case { ?case a <https://w3id.org/casegraph/ontology#Case> } LIMIT 2"
    assert query(own, store=bundled_store).note is None


def test_a_library_query_runs_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled_store: Store
) -> None:
    (tmp_path / "absent.rq").write_text(ABSENT)
    with _library_in(tmp_path, monkeypatch):
        assert (
            len(query("absent", store=bundled_store, params={"finding": "traumatic injury"})) == 1
        )


def test_an_unknown_query_is_an_error_with_the_nearest_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled_store: Store
) -> None:
    (tmp_path / "absent-findings.rq").write_text(ABSENT)
    with (
        _library_in(tmp_path, monkeypatch),
        pytest.raises(QueryError, match="Did you mean absent-findings"),
    ):
        query("absent-finding", store=bundled_store)


def test_an_unknown_parameter_is_an_error_that_lists_the_parameters(
    absent: LibraryQuery, bundled_store: Store
) -> None:
    with pytest.raises(QueryError, match=r"no parameter 'findin'.*mean finding.*finding, case"):
        run(absent, bundled_store, {"findin": "neck pain"})


def test_sparql_without_a_header_has_no_parameters(bundled_store: Store) -> None:
    with pytest.raises(QueryError, match="no parameter 'case'"):
        query("SELECT * { ?a ?b ?c }", store=bundled_store, params={"case": "x"})


def test_sparql_may_have_a_header_of_its_own(bundled_store: Store) -> None:
    assert len(query(ABSENT, store=bundled_store, params={"finding": "traumatic injury"})) == 1


class _library_in:  # noqa: N801 - reads as a function
    """Make the query library that of one folder."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch

    def __enter__(self) -> None:
        library.queries.cache_clear()
        self.patch.setattr(library, "queries_dir", lambda: self.folder)

    def __exit__(self, *_: object) -> None:
        self.patch.undo()
        library.queries.cache_clear()


# Parameters


@pytest.mark.parametrize(
    ("kind", "value", "datatype"),
    [
        ("boolean", "true", "boolean"),
        ("decimal", "-0.5", "decimal"),
        ("decimal", "3", "decimal"),
        ("duration", "P2Y", "duration"),
        ("duration", "-P7Y6M", "duration"),
        ("duration", "PT1H30M", "duration"),
        ("integer", "-12", "integer"),
        ("string", "any\n\"text'", "string"),
        ("string", "", "string"),
        ("year", "2010", "gYear"),
    ],
)
def test_a_value_is_a_literal_of_its_type(kind: str, value: str, datatype: str) -> None:
    expected = ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
    assert literal(Parameter("x", kind, ""), value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", "yes"),
        ("decimal", "1e3"),
        ("decimal", "1,5"),
        ("decimal", ""),
        ("duration", "P"),
        ("duration", "P2W"),
        ("duration", "PT"),
        ("duration", "2 years"),
        ("integer", "2.0"),
        ("integer", "\N{ARABIC-INDIC DIGIT FOUR}"),
        ("year", "10"),
    ],
)
def test_a_value_of_the_wrong_type_is_an_error_with_an_example(kind: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"parameter x: .* is not of type {kind}") as caught:
        literal(Parameter("x", kind, ""), value)
    assert caught.value.repair is not None
    assert caught.value.repair.startswith("Write, for example, ")


def test_every_type_of_parameter_can_be_bound(bundled_store: Store) -> None:
    values = {
        "boolean": "true",
        "case": "alar-ligament-calcification-ra",
        "decimal": "0.5",
        "duration": "P2Y",
        "integer": "1",
        "string": "x",
        "term": "neck pain",
        "year": "2010",
    }
    assert sorted(values) == sorted(TYPES)
    for kind, value in values.items():
        echo = parse(ECHO.format(type=kind), name="echo")
        assert len(run(echo, bundled_store, {"value": value})) == 1


@pytest.mark.parametrize(
    "value",
    [
        "neck pain",
        "Neck  Pain",
        "neck-pain",
        "nuchal pain",
        "term:neck-pain",
        f"{TERM}neck-pain",
        f"<{TERM}neck-pain>",
        " neck pain ",
    ],
)
def test_a_term_is_found_by_label_synonym_curie_and_iri(value: str, bundled_store: Store) -> None:
    assert lookup.term(bundled_store, value) == f"{TERM}neck-pain"


@pytest.mark.parametrize("value", ["neck pian", "term:neck-pian", f"{TERM}neck-pian"])
def test_a_misspelt_term_is_an_error_with_the_nearest_labels(
    value: str, bundled_store: Store
) -> None:
    with pytest.raises(QueryError, match="Did you mean neck pain"):
        lookup.term(bundled_store, value)


@pytest.mark.parametrize("value", ["", "zzzzzz", "http://[", "term:", "\x00", "?x } DROP ALL"])
def test_a_term_like_no_other_is_a_clear_error(value: str, bundled_store: Store) -> None:
    with pytest.raises(QueryError, match="no term is called"):
        lookup.term(bundled_store, value)


def _labelled(*labels: tuple[str, str, str]) -> Store:
    store = Store.open()
    skos = "http://www.w3.org/2004/02/skos/core#"
    quads = [
        ox.Quad(
            ox.NamedNode(iri),
            ox.NamedNode(skos + kind),
            ox.Literal(text, language="en"),
            ox.NamedNode(TERMS),
        )
        for iri, kind, text in labels
    ]
    store.replace_graphs([TERMS], quads)
    return store


def test_a_label_of_two_terms_is_an_error_that_names_both() -> None:
    store = _labelled(
        ("https://example.org/a", "prefLabel", "lesion"),
        ("https://example.org/b", "prefLabel", "lesion"),
    )
    with pytest.raises(QueryError, match=r"2 terms.*example.org/a.*example.org/b"):
        lookup.term(store, "lesion")


def test_a_label_goes_before_a_synonym_and_a_term_of_the_project_before_another() -> None:
    store = _labelled(
        ("https://example.org/a", "prefLabel", "lesion"),
        (f"{TERM}a", "altLabel", "lesion"),
        (f"{TERM}b", "prefLabel", "lesion"),
    )
    assert lookup.term(store, "lesion") == f"{TERM}b"


@pytest.mark.parametrize(
    "value",
    [
        "alar-ligament-calcification-ra",
        f"{CASE}alar-ligament-calcification-ra",
        f"{CASE}alar-ligament-calcification-ra#neck-pain",
        "case:alar-ligament-calcification-ra",
    ],
)
def test_a_case_is_found_by_slug_and_iri(value: str, bundled_store: Store) -> None:
    found = bind(Parameter("x", "case", ""), value, bundled_store)
    assert found == ox.NamedNode(f"{CASE}alar-ligament-calcification-ra#case")


def test_an_unknown_case_is_an_error_with_the_nearest_slugs(bundled_store: Store) -> None:
    with pytest.raises(UnknownCaseError, match="Did you mean alar-ligament-calcification-ra"):
        lookup.case(bundled_store, "alar-ligament-calcification")


def test_the_cases_are_listed_once_for_many_that_are_not_there(
    bundled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Store] = []

    def cases(store: Store) -> tuple[str, ...]:
        listed.append(store)
        return (f"{CASE}a",)

    monkeypatch.setattr(Store, "cases", cases)
    find = lookup.case_finder(bundled_store)
    for text in ("x", "y", "z" * 5_000):
        with pytest.raises(UnknownCaseError):
            find(text)
    assert len(listed) == 1


@given(st.text())
@example('" } DROP ALL #')
@example("\\")
@example("\x00\r\n\u2028\N{GRINNING FACE}")
def test_a_value_is_bound_as_it_is_and_never_becomes_sparql(value: str) -> None:
    echo = parse(ECHO.format(type="string"), name="echo")
    surrogates = any("\ud800" <= character <= "\udfff" for character in value)
    if not surrogates:
        assert run(echo, Store.open(), {"value": value}).rows == ({"value": value},)


# What may run


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?x { VALUES ?x { 1 2 } }", 2),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", 1),
        ("DESCRIBE <https://w3id.org/casegraph/term/no-such-term>", 0),
        ("ASK {}", 0),
    ],
)
def test_each_form_of_query_runs(text: str, rows: int, bundled_store: Store) -> None:
    assert len(query(text, store=bundled_store)) == rows


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "# a comment\nPREFIX x: <urn:x>\ndelete where { ?a ?b ?c }",
        "LOAD <https://example.org/>",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <urn:a>",
        "COPY <urn:a> TO <urn:b>",
        "WITH <urn:a> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }",
    ],
)
def test_an_update_is_refused(update: str, bundled_store: Store) -> None:
    before = len(list(bundled_store.quads()))
    with pytest.raises(QueryError, match="is an update"):
        query(update, store=bundled_store)
    assert len(list(bundled_store.quads())) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?a ?b ?c } }",
        "SELECT * { service silent <http://localhost:9/> { ?a ?b ?c } }",
        "SELECT * { SERVICE ?x { ?a ?b ?c } }",
        "SELECT * { ?a ?b 'it\\'s' . SERVICE<http://localhost:9/>{} }",
        "PREFIX e: <urn:e> SELECT * { ?a e:it\\'s 1 . SERVICE <urn:x> {} . ?a e:it\\'s 1 }",
        "SELECT * { ?a ?b '''a ' \" '' ''' . SERVICE <urn:x> {} }",
        "PREFIX e: <urn:e#> SELECT * { ?a ?b e:c\\#d . SERVICE <urn:x> {} }",
        "SELECT * { { SELECT * { ?a ?b ?c FILTER (?b<?c) SERVICE <urn:x> {} } } }",
    ],
)
def test_a_query_that_would_ask_the_network_is_refused(text: str, bundled_store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        query(text, store=bundled_store)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?b ?c } # SERVICE <urn:x> {}",
        "PREFIX service: <urn:service#> SELECT * { ?a service:service <urn:SERVICE> }",
        'SELECT * { ?a ?b \'SERVICE\', """SERVICE " x""", \'x\'@service, _:service }',
        "PREFIX e: <urn:e> SELECT * { ?a e:insert-data e:b\\#SERVICE }",
    ],
)
def test_the_word_service_elsewhere_is_no_reason_to_refuse(text: str, bundled_store: Store) -> None:
    query(text, store=bundled_store)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT *\nWHERE { ?a ?b }", "line 2, column 15", "not SPARQL near '}'"),
        ("SELECT * WHERE {\n  ?a ?b ?c\n", "line 2, column 9", "near '?c'"),
        ("SELECT *\n{ ?a cg:affirms ?b }", "line 2, column 6", "the prefix cg: is not declared"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?c ?b }", "line 1", "a variable that is not grouped"),
        ("FIND ALL CASES", "line 1, column 1", "not with 'FIND'"),
        ("  \n # nothing", "line 1", "the query is empty"),
        ("SELECT (<urn:f>(1) AS ?a) {}", "line 1", "custom function <urn:f>"),
    ],
)
def test_a_mistake_in_sparql_is_an_error_with_its_place(
    text: str, place: str, message: str, bundled_store: Store
) -> None:
    with pytest.raises(QueryError) as caught:
        query(text, store=bundled_store)
    assert place in str(caught.value)
    assert message in str(caught.value)
    assert caught.value.repair


def test_an_undeclared_prefix_of_the_project_comes_with_its_declaration() -> None:
    with pytest.raises(QueryError, match=r"PREFIX term: <https://w3id.org/casegraph/term/>"):
        from_text("SELECT * { ?a ?b term:neck-pain }")


@given(st.text(alphabet=st.sampled_from("SELECT{}?a b<>:\"'\\#.@1\n")) | st.text())
def test_no_text_makes_anything_but_an_answer_or_a_named_error(text: str) -> None:
    with contextlib.suppress(CasegraphError):
        check(Sparql(text))


def test_tokens_are_found_as_sparql_has_them() -> None:
    sparql = Sparql("PREFIX a: <x#> SELECT ?b { ?b a:c 'a:d' ; ^a:e _:f # g:h\n }")
    assert sparql.variables == {"b"}
    assert sparql.declared_prefixes == {"a"}
    assert sparql.used_prefixes == {"a"}


def test_a_query_is_also_the_path_of_its_file(bundled_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "absent.rq"
    file.write_text(ABSENT)
    assert query(file, store=bundled_store).rows == query(ABSENT, store=bundled_store).rows
    with pytest.raises(QueryError, match="cannot be read"):
        query(tmp_path / "missing.rq", store=bundled_store)


def test_a_parameter_that_is_no_text_is_taken_as_text(bundled_store: Store) -> None:
    with pytest.raises(QueryError, match="'5'"):
        query("cases-presenting", store=bundled_store, params={"term": 5})


# Order


ORDERED = """
SELECT {distinct} ?name WHERE {{
  VALUES (?name ?rank) {{ ("c" 2) ("a" 3) ("b" 1) ("a" 1) ("a" 1) }}
}} ORDER BY {by}
"""


@pytest.mark.parametrize(
    ("distinct", "by", "names"),
    [
        ("", "?rank ?name", "aabca"),
        ("DISTINCT", "?rank ?name", "abc"),
        ("DISTINCT", "DESC(?rank)", "acb"),
        ("", "?name", "aaabc"),
    ],
)
def test_an_answer_is_in_the_order_of_a_variable_that_is_no_column(
    distinct: str, by: str, names: str
) -> None:
    found = query(ORDERED.format(distinct=distinct, by=by), store=Store.open())
    assert found.variables == ("name",)
    assert "".join(str(row["name"]) for row in found) == names


@pytest.mark.parametrize(
    "select",
    [
        "SELECT ?name WHERE { VALUES ?name { 1 2 } } GROUP BY ?name ORDER BY ?other",
        "SELECT (COUNT(*) AS ?rows) WHERE { VALUES ?name { 1 2 } } ORDER BY ?name",
        "SELECT * WHERE { VALUES ?name { 1 2 } } ORDER BY ?other",
    ],
)
def test_what_orders_grouped_rows_is_not_made_a_column(select: str) -> None:
    assert order(Sparql(select)) == ()


def test_a_description_keeps_its_triples_whatever_it_is_ordered_by() -> None:
    store = _labelled(("https://example.org/a", "prefLabel", "lesion"))
    asked = "DESCRIBE ?term WHERE { ?term ?is ?label } ORDER BY ?term"
    assert query(asked, store=store).triples is not None


def test_values_of_any_datatype_are_sorted_as_the_store_sorts_them() -> None:
    durations = " ".join(f'"{text}"^^<{XSD}duration>' for text in ("P2Y", "P3D", "P1M", "P30Y"))
    asked = f"SELECT ?long WHERE {{ VALUES ?long {{ {durations} 1 }} }} ORDER BY DESC(?long)"
    expected = Solutions.of(ox.Store().query(asked))
    assert query(asked, store=Store.open()).rows == expected.rows


def test_blank_nodes_are_sorted_by_the_store() -> None:
    asked = "SELECT ?node ?n WHERE { VALUES ?n { 2 1 } BIND(BNODE() AS ?node) } ORDER BY ?n ?node"
    assert [row["n"] for row in query(asked, store=Store.open())] == [1, 2]
