"""No batch changes what a case says: neither by its company nor by how Oxigraph keeps values."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph import grouping
from casegraph.build import build
from casegraph.grouping import Spelling, grouped
from casegraph.namespaces import CASE, CG, TERM, XSD, inferred_graph
from casegraph.read import Reading, read
from casegraph.validate import infer_and_validate, validate
from conftest import case_turtle, named

X = f"{CASE}stiff-neck"
PAIN = "cg:affirms term:neck-pain"
MEASUREMENT = f"""
<#case> cg:hasStatement <#protein> .
<#protein> a cg:Measurement ;
    rdfs:label "raised C-reactive protein"@en ;
    cg:affirms term:elevated-c-reactive-protein ;
    cg:measures term:c-reactive-protein ;
    cg:value NUMBER ;
    cg:asWritten "2.4 mg/dL" ;
    cg:unit "mg/dL" ;
    cg:interpretation cg:High ;
    cg:voice cg:AuthorObservation ;
    cg:evidence {named("neck pain")} .
"""

Write = Callable[[str], Reading]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that reads a case that is written in Turtle."""

    def written(turtle: str) -> Reading:
        file = tmp_path / "stiff-neck.ttl"
        file.write_text(turtle)
        return read(file)

    return written


def quad(subject: str, predicate: str, value: str | ox.Literal) -> ox.Quad:
    node = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), node, ox.NamedNode(X))


def number(digits: str, datatype: str = "decimal") -> ox.Literal:
    return ox.Literal(digits, datatype=ox.NamedNode(f"{XSD}{datatype}"))


# Company


def test_cases_share_a_batch_up_to_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "SIZE", 2)
    cases = {f"{CASE}{slug}": [quad(f"{CASE}{slug}#x", f"{CG}p", f"{TERM}a")] for slug in "abc"}
    groups = grouped(cases).groups
    assert [list(group) for group in groups] == [[f"{CASE}a", f"{CASE}b"], [f"{CASE}c"]]


@pytest.mark.parametrize(
    "entangled",
    [
        quad(f"{TERM}a", f"{CG}p", f"{TERM}b"),
        quad(f"{X}-too#x", f"{CG}p", f"{TERM}b"),
        quad(f"{X}#x", f"{CG}p", f"{CASE}other#x"),
    ],
    ids=str,
)
def test_a_case_that_describes_or_meets_what_is_not_its_own_is_alone(entangled: ox.Quad) -> None:
    own = quad(f"{X}#x", f"{CG}p", f"{TERM}b")
    cases = {f"{CASE}other": [quad(f"{CASE}other#x", f"{CG}p", f"{TERM}a")], X: [own, entangled]}
    assert [list(group) for group in grouped(cases).groups] == [[f"{CASE}other"], [X]]


# Values


@pytest.mark.parametrize(
    ("values", "is_held"),
    [
        ([number("2.30"), number("2.4")], True),
        ([number("007", "integer"), number("1.0E1", "double")], True),
        ([number("2.30"), number("2.3")], False),
        ([number("P12M", "duration")], False),
        ([number("7", "byte")], False),
        ([number("a lot")], False),
    ],
    ids=str,
)
def test_a_case_is_held_when_no_value_is_lost_but_the_digits_of_numbers(
    values: list[ox.Literal], is_held: bool
) -> None:
    case = {X: [quad(f"{X}#x", f"{CG}value", value) for value in values]}
    grouping = grouped(case)
    assert (list(grouping.groups), grouping.unfaithful) == (([case], {}) if is_held else ([], case))


def test_a_number_is_spelt_as_its_own_node_has_it() -> None:
    one, other, third = (ox.NamedNode(f"{X}#{name}") for name in ("one", "other", "third"))
    spelling = Spelling(
        [
            quad(one.value, f"{CG}value", number("2.30")),
            quad(other.value, f"{CG}value", number("2.300")),
            quad(other.value, f"{CG}maxValue", number("02.3")),
        ]
    )
    assert spelling.of(number("2.3"), one, f"{CG}value") == number("2.30")
    assert spelling.of(number("2.3"), other, f"{CG}value") == number("2.300")
    assert spelling.of(number("2.3"), other, f"{CG}maxValue") == number("02.3")
    assert spelling.of(number("2.3"), third, None) == number("2.30")
    assert spelling.of(number("2.4"), one, f"{CG}value") == number("2.4")


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_number_keeps_its_digits_in_a_result(write: Write, engine: str) -> None:
    reading = write(case_turtle() + MEASUREMENT.replace("NUMBER", "2.30"))
    (result,) = validate(reading, engine=engine).warnings
    assert result.value == f'"2.30"^^<{XSD}decimal>'
    assert "the number 2.30 of cg:value does not occur" in result.message


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        (
            case_turtle().replace(PAIN, 'cg:affirms "P12M"^^xsd:duration'),
            f'"P12M"^^<{XSD}duration>',
        ),
        (case_turtle() + MEASUREMENT.replace("NUMBER", "2.3 , 2.30"), None),
    ],
    ids=["duration", "two spellings of a number"],
)
def test_a_case_that_no_batch_holds_has_the_same_report(
    write: Write, turtle: str, said: str | None
) -> None:
    reading = write(turtle)
    assert grouped({X: reading.case(X).quads}).unfaithful
    (result,) = validate(reading, engine="both").violations
    assert result.value == said


def test_a_case_that_no_batch_holds_has_the_same_consequences_and_is_stored(write: Write) -> None:
    reading = write(case_turtle().replace('"P50Y"', '"P600M"'))
    assert grouped({X: reading.case(X).quads}).unfaithful
    report, inferred = infer_and_validate(reading, engine="both")
    assert report.conforms
    assert number("50") in {quad.object for quad in inferred}
    with build(reading).store as store:
        assert store.cases() == (X,)
        assert number("50") in {quad.object for quad in store.graph(inferred_graph(X))}


@pytest.mark.parametrize(
    "number",
    ['"99999999999999999999999.5"', '"1_000"', '" 5 "', '"NaN"', '"1.1234567890123456789"'],
)
def test_number_that_engines_read_differently_is_left_to_the_reference_engine(number: str) -> None:
    literal = ox.Literal(number.strip('"'), datatype=ox.NamedNode(f"{XSD}decimal"))
    document = f"{CASE}x"
    quad = ox.Quad(
        ox.NamedNode(f"{document}#a"), ox.NamedNode(f"{CG}value"), literal, ox.NamedNode(document)
    )
    assert list(grouped({document: [quad]}).unfaithful) == [document]


def test_case_that_the_background_leads_into_is_examined_alone() -> None:
    first, second = f"{CASE}first", f"{CASE}second"

    def about(document: str) -> ox.Quad:
        node = ox.NamedNode(f"{document}#a")
        return ox.Quad(node, ox.NamedNode(f"{CG}site"), node, ox.NamedNode(document))

    cases = {document: [about(document)] for document in (first, second)}
    term = ox.NamedNode("https://w3id.org/casegraph/term/x")
    into = ox.Quad(term, ox.NamedNode(f"{CG}impliesSite"), ox.NamedNode(f"{first}#a"))
    assert [set(group) for group in grouped(cases).groups] == [{first, second}]
    assert [set(group) for group in grouped(cases, [into]).groups] == [{second}, {first}]


def test_computed_number_keeps_its_own_digits() -> None:
    """Though the case writes the same number otherwise elsewhere."""
    decimal = ox.NamedNode(f"{XSD}decimal")
    node = ox.NamedNode(f"{CASE}x#a")
    said = ox.Quad(node, ox.NamedNode(f"{CG}value"), ox.Literal("7.0", datatype=decimal))
    seven = ox.Literal("7", datatype=decimal)
    spelling = Spelling([said])
    assert spelling.of(seven, node, f"{CG}offsetDays") == seven
    assert spelling.of(seven, node, f"{CG}value") == said.object
