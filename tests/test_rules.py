"""The CONSTRUCT rules of `ontology/rules`, each in Oxigraph and in rdflib: one answer from both."""

from decimal import ROUND_HALF_UP, Decimal

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from casegraph.namespaces import CG, XSD
from casegraph.rdflib_bridge import to_graph
from casegraph.reason import rules

RULES = {rule.file.removeprefix("rules/").removesuffix(".rq"): rule for rule in rules.bundled()}
PREPARED = {name: prepareQuery(rule.text) for name, rule in RULES.items()}

PREFIXES = f"@prefix cg: <{CG}> . @prefix xsd: <{XSD}> . @prefix : <https://example.org/> .\n"


def constructed(name: str, turtle: str) -> dict[tuple[str, str], str]:
    """Return what the rule *name* makes of *turtle*, once both engines agree on it.

    Subject and predicate by their local names, to the value: a decimal's digits or a local name.
    """
    quads = list(ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE))
    by_oxigraph = {
        (_local(triple.subject), _local(triple.predicate), _local(triple.object))
        for triple in rules.apply([RULES[name]], quads)
    }
    by_rdflib = {
        (_local(subject), _local(predicate), _local(value))
        for subject, predicate, value in to_graph(quads).query(PREPARED[name]).graph or ()
    }
    assert by_oxigraph == by_rdflib
    assert len({(subject, predicate) for subject, predicate, _ in by_oxigraph}) == len(by_oxigraph)
    return {(subject, predicate): value for subject, predicate, value in by_oxigraph}


def _local(term: object) -> str:
    value = str(term.value if isinstance(term, ox.NamedNode | ox.Literal) else term)
    return value.rpartition("#")[2].rpartition("/")[2]


def duration(text: str) -> str:
    return f'"{text}"^^xsd:duration'


def test_each_rule_has_a_header_and_a_test() -> None:
    assert set(RULES) == {
        "age-years",
        "computed-interpretation",
        "offset-days",
        "onset-and-lasting-days",
    }
    for rule in RULES.values():
        header = [line.removeprefix("#+") for line in rule.text.splitlines() if line[:2] == "#+"]
        assert yaml.safe_load("\n".join(header)).keys() == {"summary", "description"}


# Durations


@pytest.mark.parametrize(
    ("age", "years"),
    [
        ("P38Y", "38"),
        ("P1Y6M", "1.5"),
        ("P18M", "1.5"),
        ("P1M", "0.083333"),
        ("P10D", "0.027379"),
        ("P0Y", "0"),
    ],
)
def test_an_age_becomes_years(age: str, years: str) -> None:
    found = constructed("age-years", f":patient cg:ageAtPresentation {duration(age)} .")
    assert found == {("patient", "ageYears"): years}


@pytest.mark.parametrize("age", ["-P3Y", "P", "PT", "P1000000Y", "38 years", ""])
def test_what_is_no_age_becomes_no_years(age: str) -> None:
    assert not constructed("age-years", f":patient cg:ageAtPresentation {duration(age)} .")


@pytest.mark.parametrize(
    ("length", "days"),
    [
        ("P14D", "14"),
        ("P3Y", "1095.75"),
        ("P2M", "60.875"),
        ("PT12H", "0.5"),
        ("PT90M", "0.0625"),
        ("P1Y2M3DT4H5M6.789S", "429.295217"),
        ("-P2M", "-60.875"),
        ("-PT0S", "0"),
        ("-PT0.001S", "0"),
    ],
)
def test_onset_and_lasting_become_days(length: str, days: str) -> None:
    turtle = f":statement cg:onset {duration(length)} ; cg:lasting {duration(length)} ."
    assert constructed("onset-and-lasting-days", turtle) == {
        ("statement", "onsetDays"): days,
        ("statement", "lastingDays"): days,
    }


@pytest.mark.parametrize(
    ("offset", "days"), [("-P7Y", "-2556.75"), ("P2Y", "730.5"), ("P14D", "14")]
)
def test_an_offset_counts_from_presentation(offset: str, days: str) -> None:
    found = constructed("offset-days", f":seen cg:atOffset {duration(offset)} .")
    assert found == {("seen", "offsetDays"): days}


def test_offsets_that_count_from_each_other_are_added_up() -> None:
    found = constructed(
        "offset-days",
        """
        :diagnosed cg:atOffset "-P7Y"^^xsd:duration .
        :treated cg:atOffset "P1Y"^^xsd:duration ; cg:offsetFrom :diagnosed .
        :improved cg:atOffset "P1Y"^^xsd:duration ; cg:offsetFrom :treated .
        """,
    )
    assert found == {
        ("diagnosed", "offsetDays"): "-2556.75",
        ("treated", "offsetDays"): "-2191.5",
        ("improved", "offsetDays"): "-1826.25",
    }


@pytest.mark.parametrize(
    "turtle",
    [
        pytest.param(
            ':seen cg:atOffset "P2Y"^^xsd:duration ; cg:offsetFrom :surgery .',
            id="the origin has no offset",
        ),
        pytest.param(
            ':seen cg:atOffset "P2Y"^^xsd:duration ; cg:offsetFrom [ cg:atOffset "soon" ] .',
            id="the origin's offset is no duration",
        ),
        pytest.param(
            ':seen cg:atOffset "P2Y"^^xsd:duration ; cg:offsetFrom :seen .',
            id="it is its own origin",
        ),
        pytest.param(
            ':seen cg:atOffset "P2Y"^^xsd:duration , "P3Y"^^xsd:duration .', id="it has two offsets"
        ),
        pytest.param(":seen cg:offsetFrom :surgery .", id="it has an origin and no offset"),
    ],
)
def test_an_offset_that_cannot_be_counted_has_no_days(turtle: str) -> None:
    assert ("seen", "offsetDays") not in constructed("offset-days", turtle)


def test_a_circle_of_offsets_has_no_days() -> None:
    assert not constructed(
        "offset-days",
        """
        :one cg:atOffset "P1D"^^xsd:duration ; cg:offsetFrom :other .
        :other cg:atOffset "P1D"^^xsd:duration ; cg:offsetFrom :one .
        :third cg:atOffset "P1D"^^xsd:duration ; cg:offsetFrom :one .
        """,
    )


def test_an_offset_from_two_statements_has_no_days() -> None:
    found = constructed(
        "offset-days",
        """
        :one cg:atOffset "P1D"^^xsd:duration .
        :other cg:atOffset "P2D"^^xsd:duration .
        :third cg:atOffset "P1D"^^xsd:duration ; cg:offsetFrom :one , :other .
        """,
    )
    assert set(found) == {("one", "offsetDays"), ("other", "offsetDays")}


@st.composite
def durations(draw: st.DrawFn) -> tuple[str, Decimal]:
    """Return a duration as written, signed or not, and its seconds (a year is 365.25 days)."""
    sizes = {"Y": 31_557_600, "M": 2_629_800, "D": 86_400, "H": 3_600, "m": 60, "s": 1}
    counts = {
        part: draw(st.integers(min_value=0, max_value=999)) for part in sizes if draw(st.booleans())
    }
    if not counts:
        counts = {"D": draw(st.integers(min_value=0, max_value=9999))}
    date = "".join(f"{count}{part}" for part, count in counts.items() if part in "YMD")
    time = "".join(f"{count}{part.upper()}" for part, count in counts.items() if part in "Hms")
    sign = draw(st.sampled_from(["", "-"]))
    seconds = Decimal(sum(sizes[part] * count for part, count in counts.items()))
    return f"{sign}P{date}{'T' * bool(time)}{time}", -seconds if sign else seconds


def rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)


@settings(deadline=None, max_examples=60)
@given(durations(), durations())
def test_any_duration_has_the_same_days_in_both_engines(
    first: tuple[str, Decimal], second: tuple[str, Decimal]
) -> None:
    found = constructed(
        "offset-days",
        f"""
        :one cg:atOffset {duration(first[0])} .
        :other cg:atOffset {duration(second[0])} ; cg:offsetFrom :one .
        """,
    )
    assert Decimal(found["one", "offsetDays"]) == rounded(first[1] / 86_400)
    assert Decimal(found["other", "offsetDays"]) == rounded((first[1] + second[1]) / 86_400)


# Interpretation


def interpretation(properties: str) -> str | None:
    """Return the computed interpretation of a measurement with *properties*, None without one."""
    found = constructed("computed-interpretation", f":crp a cg:Measurement ; {properties} .")
    return found.get(("crp", "computedInterpretation"))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("cg:value 0.72 ; cg:referenceHigh 0.3", "High"),
        ("cg:value 0.3 ; cg:referenceHigh 0.3", "Normal"),
        ("cg:value 0.3 ; cg:referenceHigh 0.3 ; cg:boundsExclusive false", "Normal"),
        ("cg:value 0.3 ; cg:referenceHigh 0.3 ; cg:boundsExclusive true", "High"),
        ("cg:value 2.30 ; cg:referenceLow 2.2 ; cg:referenceHigh 2.6", "Normal"),
        ("cg:value 2.1 ; cg:referenceLow 2.2 ; cg:referenceHigh 2.6", "Low"),
        ("cg:value 2.7 ; cg:referenceLow 2.2", "Normal"),
        ("cg:value 5 ; cg:referenceLow 5.0 ; cg:referenceHigh 5", "Normal"),
    ],
)
def test_a_value_is_held_against_its_range(properties: str, expected: str) -> None:
    assert interpretation(properties) == expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("cg:value 0 ; cg:referenceLow 0", "Normal"),
        ("cg:value 0 ; cg:referenceLow 0 ; cg:boundsExclusive true", "Low"),
        ("cg:value -1.4 ; cg:referenceLow 0", "Low"),
        ("cg:value 0.1 ; cg:referenceHigh 0.0", "High"),
        ("cg:value -2.3 ; cg:referenceLow -1.0", "Low"),
    ],
)
def test_zero_is_a_bound_like_any_other(properties: str, expected: str) -> None:
    assert interpretation(properties) == expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("cg:minValue 3 ; cg:maxValue 4 ; cg:referenceLow 5", "Low"),
        ("cg:minValue 5 ; cg:maxValue 5 ; cg:referenceLow 5", "Normal"),
        ("cg:minValue 3 ; cg:referenceHigh 2", "High"),
        (
            "cg:value 0.3 ; cg:comparator '<' ; cg:referenceHigh 0.3 ; cg:boundsExclusive true",
            "Normal",
        ),
        ("cg:value 0.3 ; cg:comparator '>' ; cg:referenceHigh 0.3", "High"),
        (
            "cg:value 0.3 ; cg:comparator '>=' ; cg:referenceHigh 0.3 ; cg:boundsExclusive true",
            "High",
        ),
    ],
)
def test_a_span_or_an_open_end_is_interpreted_where_it_decides(
    properties: str, expected: str
) -> None:
    assert interpretation(properties) == expected


@pytest.mark.parametrize(
    "properties",
    [
        "cg:value 0.72",
        "cg:referenceHigh 0.3",
        "cg:value 0.72 ; cg:comparator '~' ; cg:referenceHigh 0.3",
        "cg:value 0.72 ; cg:comparator '<' ; cg:referenceHigh 0.3",
        "cg:value 0.2 ; cg:comparator '<' ; cg:referenceLow 0 ; cg:referenceHigh 0.3",
        "cg:value 0.2 ; cg:comparator '<=' ; cg:referenceHigh 0.2 ; cg:boundsExclusive true",
        "cg:value 0.3 ; cg:comparator '>=' ; cg:referenceHigh 0.3",
        "cg:minValue 3 ; cg:maxValue 5 ; cg:referenceLow 4",
        "cg:minValue 3 ; cg:referenceHigh 4",
        "cg:value 3 ; cg:maxValue 5 ; cg:referenceHigh 2",
        "cg:minValue 5 ; cg:maxValue 3 ; cg:referenceHigh 2",
        "cg:value 4 ; cg:referenceLow 5 ; cg:referenceHigh 3",
        "cg:value 4 ; cg:referenceLow 4 ; cg:referenceHigh 4 ; cg:boundsExclusive true",
        "cg:value 'raised' ; cg:referenceHigh 3",
        "cg:value 4 ; cg:referenceHigh 'three'",
    ],
)
def test_what_value_and_range_do_not_decide_is_not_interpreted(properties: str) -> None:
    assert interpretation(properties) is None


decimals = st.decimals(min_value=-5, max_value=5, places=1)


@settings(deadline=None, max_examples=60)
@given(decimals, decimals, decimals, st.booleans())
def test_any_value_is_interpreted_the_same_in_both_engines(
    value: Decimal, low: Decimal, high: Decimal, exclusive: bool
) -> None:
    def inside(bound: bool, equal: bool) -> bool:
        return bound or (equal and not exclusive)

    found = interpretation(
        f"cg:value {value} ; cg:referenceLow {low} ; cg:referenceHigh {high} ;"
        f" cg:boundsExclusive {str(exclusive).lower()}"
    )
    above_low, below_high = inside(value > low, value == low), inside(value < high, value == high)
    if not inside(low < high, low == high):
        assert found is None
    elif above_low:
        assert found == ("Normal" if below_high else "High")
    else:
        assert found == "Low"
