"""Solutions: rows as Python values, frames, and the standard formats."""

import csv
import io
import sys
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest

from casegraph.errors import QueryError
from casegraph.solutions import FORMATS, IRI, Solutions

_EVERY_KIND = """
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?number ?thing
WHERE {
  VALUES (?number ?thing) {
    (1 <https://example.org/a>)
    (2.50 "two\\nlines, \\"quoted\\""@en)
    (UNDEF "P14D"^^xsd:duration)
    (4 true)
  }
}
"""


def _solutions(sparql: str) -> Solutions:
    return Solutions.of(ox.Store().query(sparql))


def test_rows_hold_python_values_and_no_unbound_variable() -> None:
    assert _solutions(_EVERY_KIND).rows == (
        {"number": 1, "thing": "https://example.org/a"},
        {"number": Decimal("2.5"), "thing": 'two\nlines, "quoted"'},
        {"thing": "P14D"},
        {"number": 4, "thing": True},
    )


def test_an_iri_is_told_from_text() -> None:
    things = [row["thing"] for row in _solutions(_EVERY_KIND)]
    assert [isinstance(thing, IRI) for thing in things] == [True, False, False, False]
    assert repr(things[0]) == "<https://example.org/a>"


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('"2010"^^xsd:gYear', 2010),
        ('"2010-02-03"^^xsd:date', "2010-02-03"),
        ('"2010-02-03T04:05:06Z"^^xsd:dateTime', "2010-02-03 04:05:06+00:00"),
        ("1.5e0", 1.5),
        ("false", False),
        ('"-P7Y"^^xsd:duration', "-P7Y"),
        ('"not a number"^^xsd:integer', "not a number"),
    ],
)
def test_a_literal_is_what_its_datatype_says_or_its_text(literal: str, value: Any) -> None:
    prologue = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    row = _solutions(f"{prologue} SELECT ?value {{ VALUES ?value {{ {literal} }} }}").rows[0]
    found = row["value"]
    assert (str(found) if isinstance(value, str) else found) == value


@pytest.mark.parametrize("format_name", ["csv", "json", "tsv", "xml"])
def test_a_format_is_what_oxigraph_itself_writes(format_name: str) -> None:
    expected = ox.Store().query(_EVERY_KIND)
    assert isinstance(expected, ox.QuerySolutions)
    written = expected.serialize(format=getattr(ox.QueryResultsFormat, format_name.upper()))
    assert written is not None
    if format_name == "json":
        assert _parsed(_solutions(_EVERY_KIND).serialize("json")) == _parsed(written.decode())
    else:
        assert _solutions(_EVERY_KIND).serialize(format_name) == written.decode()


def _parsed(text: str) -> list[list[str]]:
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [[str(term) for term in solution] for solution in found]


def test_csv_keeps_commas_quotes_and_line_ends() -> None:
    rows = list(csv.reader(io.StringIO(_solutions(_EVERY_KIND).serialize("csv"), newline="")))
    assert rows[0] == ["number", "thing"]
    assert rows[2] == ["2.5", 'two\nlines, "quoted"']


@pytest.mark.parametrize(("sparql", "answer"), [("ASK {}", True), ("ASK { ?a ?b ?c }", False)])
def test_an_ask_query_answers_yes_or_no(sparql: str, answer: bool) -> None:
    solutions = _solutions(sparql)
    assert solutions.boolean is answer
    assert bool(solutions) is answer
    assert f'"boolean": {str(answer).lower()}' in solutions.serialize("json").replace('":', '": ')
    assert solutions.serialize("csv") == f"{str(answer).lower()}\n"


def test_a_construct_query_answers_with_triples_that_turtle_keeps() -> None:
    solutions = _solutions(
        'CONSTRUCT { <urn:a> <urn:b> "é"@fr . <urn:a> <urn:b> [ <urn:c> 1 ] } {}'
    )
    assert len(solutions) == 3
    assert solutions.variables == ("subject", "predicate", "object")
    read_back = ox.Dataset(ox.parse(solutions.serialize("turtle"), format=ox.RdfFormat.TURTLE))
    expected = ox.Dataset(ox.Quad(*triple) for triple in solutions.triples or ())
    for dataset in (read_back, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert read_back == expected


def test_rows_cannot_be_turtle() -> None:
    with pytest.raises(QueryError, match="answers with rows"):
        _solutions(_EVERY_KIND).serialize("turtle")
    with pytest.raises(QueryError, match="answers with yes or no"):
        _solutions("ASK {}").serialize("turtle")


def test_an_unknown_format_is_an_error_that_lists_them() -> None:
    with pytest.raises(QueryError) as caught:
        _solutions("ASK {}").serialize("xlsx")
    assert all(name in str(caught.value) for name in FORMATS)


def test_a_pandas_frame_has_a_column_for_each_variable() -> None:
    pandas = pytest.importorskip("pandas")
    frame = _solutions(_EVERY_KIND).to_pandas()
    assert list(frame.columns) == ["number", "thing"]
    assert frame["number"][1] == 2.5
    assert pandas.isna(frame["number"][2])
    assert list(_solutions("SELECT ?a { ?a ?b ?c }").to_pandas().columns) == ["a"]


def test_a_polars_frame_has_a_column_for_each_variable() -> None:
    pytest.importorskip("polars")
    frame = _solutions(_EVERY_KIND).to_polars()
    assert frame.columns == ["number", "thing"]
    assert frame["number"].to_list() == [1.0, 2.5, None, 4.0]
    assert _solutions("SELECT ?a { ?a ?b ?c }").to_polars().columns == ["a"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_without_its_library_is_a_clear_error(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(QueryError, match=rf"{library} is not installed.*pip install {library}"):
        getattr(_solutions(_EVERY_KIND), f"to_{library}")()


def test_csv_is_exact_unless_it_is_to_be_safe_for_spreadsheets() -> None:
    found = _solutions(
        'SELECT * { VALUES (?a ?b) { ("=1+1" -2.5) ("say \\"x\\", y" 1) ("@a" UNDEF) } }'
    )
    exact = [["a", "b"], ["=1+1", "-2.5"], ['say "x", y', "1"], ["@a", ""]]
    safe = [["a", "b"], ["'=1+1", "-2.5"], ['say "x", y', "1"], ["'@a", ""]]
    assert list(csv.reader(io.StringIO(found.serialize("csv"), newline=""))) == exact
    text = found.serialize("csv", spreadsheet_safe=True)
    assert list(csv.reader(io.StringIO(text, newline=""))) == safe
    assert text.splitlines()[1] == '"\'=1+1","-2.5"'


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "csv"])
def test_only_csv_has_a_form_that_is_safe_for_spreadsheets(format: str) -> None:  # noqa: A002
    with pytest.raises(QueryError, match=f"for csv, and this is {format}"):
        _solutions(_EVERY_KIND).serialize(format, spreadsheet_safe=True)
