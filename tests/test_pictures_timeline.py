"""The timeline: to scale where days are told, in order where not, and no denial as a length."""

from itertools import combinations
from pathlib import Path

import pytest

from casegraph.narrative import polarity
from casegraph.narrative.facts import Facts
from casegraph.pictures import timeline
from casegraph.pictures.spreading import spread
from casegraph.pictures.timeline.layout import placed
from casegraph.pictures.timeline.scale import fitting
from casegraph.store import Store
from pictures_boxes import overlapping, said
from pictures_made import CASE, facts_of

FINDING = "a cg:Finding ; cg:affirms term:neck-pain"
DATED = f"""
<#case> cg:hasStatement <#old>, <#new>, <#year>, <#surgery>, <#image>, <#better>, <#drug>, <#no> .
<#old> {FINDING} ; cg:atOffset "-P7Y"^^xsd:duration .
<#new> {FINDING} ; cg:onset "-P14D"^^xsd:duration .
<#year> {FINDING} ; cg:inYear "2010"^^xsd:gYear .
<#surgery> a cg:Treatment ; cg:performs term:cervical-spine-surgery .
<#image> a cg:Investigation ; cg:performs term:radiograph ; cg:after <#surgery> .
<#better> a cg:Outcome ; cg:resolves term:neck-pain ; cg:offsetFrom <#surgery> ;
    cg:atOffset "P2Y"^^xsd:duration .
<#drug> a cg:Treatment ; cg:performs term:isoniazid ; cg:lasting "P3Y"^^xsd:duration .
<#no> a cg:Finding ; cg:denies term:traumatic-injury ; cg:atOffset "-P1D"^^xsd:duration .
"""


def strand(drawn: timeline.Timeline, heading: str) -> timeline.Strand:
    """Return the strand of an axis, or of what counts from a step, by the step's fragment."""
    return next(
        strand
        for strand in drawn.strands
        if (strand.origin.node.rpartition("#")[2] if strand.origin else strand.axis) == heading
    )


def names(events: tuple[timeline.Event, ...]) -> list[str]:
    return [event.node.rpartition("#")[2] for event in events]


def test_each_event_stands_on_the_axis_that_its_date_has(tmp_path: Path) -> None:
    drawn = timeline.of_case(facts_of(tmp_path, DATED), CASE)
    assert names(strand(drawn, "days").events) == ["old", "new", "no"]
    assert names(strand(drawn, "years").events) == ["year"]
    assert names(strand(drawn, "surgery").events) == ["better"]
    assert names(strand(drawn, "surgery").later) == ["image"]
    assert names(strand(drawn, "lengths").events) == ["drug"]
    assert len(drawn.strands) == 4


def test_what_has_only_an_order_is_marked_as_not_to_scale(tmp_path: Path) -> None:
    picture = timeline.picture(timeline.of_case(facts_of(tmp_path, DATED), CASE))
    assert picture is not None
    assert "not to scale" in said(picture.svg)
    assert overlapping(picture.svg) == []


def test_ages_have_an_axis_from_birth_with_the_presentation(tmp_path: Path) -> None:
    turtle = f"""
    <#case> cg:hasStatement <#child>, <#span> .
    <#child> {FINDING} ; cg:ageAtOnset "P6Y"^^xsd:duration .
    <#span> a cg:Finding ; cg:denies term:neck-pain ;
        cg:atMinAge "P10Y"^^xsd:duration ; cg:atMaxAge "P20Y"^^xsd:duration .
    """
    drawn = strand(timeline.of_case(facts_of(tmp_path, turtle), CASE), "ages")
    assert names(drawn.events) == ["child", "span", "patient"]
    assert [round(event.at / 365.25) for event in drawn.events if event.at] == [6, 15, 40]
    assert drawn.events[1].when == "at the age of 10 years to 20 years"


def test_seven_years_and_two_weeks_meet_on_a_logarithmic_axis_that_says_so(
    tmp_path: Path,
) -> None:
    picture = timeline.picture(timeline.of_case(facts_of(tmp_path, DATED), CASE))
    assert picture is not None
    assert "logarithmic" in said(picture.svg)


@pytest.mark.parametrize("positions", [(-2556.75, 14.0), (1.0, 2.0, 3.0), (-60.9,), (0.0,)])
def test_the_axis_keeps_the_order_of_days(positions: tuple[float, ...]) -> None:
    scale = fitting(positions)
    ordered = sorted({0.0, *positions})
    places = [scale.place(day) for day in ordered]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert len(set(places)) == len(ordered)


def test_a_linear_axis_is_to_scale() -> None:
    scale = fitting([-20.0, -10.0, 20.0])
    assert scale.unit is None
    assert [scale.place(day) for day in (-20.0, -10.0, 0.0, 20.0)] == [0, 0.25, 0.5, 1]


def test_a_complaint_of_two_months_lasts_until_the_presentation(bundled_store: Store) -> None:
    document = "https://w3id.org/casegraph/case/cervical-calcinosis-ssc-cord-compression"
    drawn = timeline.of_case(Facts(bundled_store, document), f"{document}#case")
    weakness = strand(drawn, "days").events[0]
    assert (weakness.start, weakness.end) == (-60.875, 0.0)


def test_a_denied_finding_has_no_bar_and_a_suspected_one_is_hollow(tmp_path: Path) -> None:
    turtle = """
    <#case> cg:hasStatement <#no>, <#maybe> .
    <#no> a cg:Finding ; cg:denies term:neck-pain ; cg:onset "-P10D"^^xsd:duration .
    <#maybe> a cg:Finding ; cg:suspects term:neck-pain ; cg:onset "-P10D"^^xsd:duration ;
        cg:lasting "P2D"^^xsd:duration .
    """
    drawn = timeline.of_case(facts_of(tmp_path, turtle), CASE)
    bars = placed(strand(drawn, "days")).bars
    assert [bar.event.word for bar in bars] == ["suspected"]
    picture = timeline.picture(drawn)
    assert picture is not None
    assert "picture-accent" not in picture.svg
    assert "mark-present" not in picture.svg


def test_what_the_curator_concludes_is_not_drawn(tmp_path: Path) -> None:
    turtle = f"""
    <#case> cg:hasInference <#mine> .
    <#mine> {FINDING} ; cg:atOffset "-P7Y"^^xsd:duration .
    """
    drawn = timeline.of_case(facts_of(tmp_path, turtle), CASE)
    assert drawn.strands == ()
    assert timeline.picture(drawn) is None


def test_steps_that_follow_each_other_in_a_circle_are_drawn_once_each(tmp_path: Path) -> None:
    turtle = f"""
    <#case> cg:hasStatement <#one>, <#two> .
    <#one> {FINDING} ; cg:after <#two> .
    <#two> {FINDING} ; cg:after <#one> .
    """
    picture = timeline.picture(timeline.of_case(facts_of(tmp_path, turtle), CASE))
    assert picture is not None
    assert overlapping(picture.svg) == []


def test_a_hundred_events_and_thirty_bars_do_not_overlap() -> None:
    events = [
        timeline.Event(f"urn:{n}", polarity.PRESENT, "present", f"event {n} " * (1 + n % 7), at=n)
        for n in range(70)
    ]
    events += [
        timeline.Event(f"urn:b{n}", polarity.DONE, "done", "long", start=float(n), end=n + 99.0)
        for n in range(30)
    ]
    ordered = tuple(sorted(events, key=lambda event: event.position or 0))
    picture = timeline.picture(timeline.Timeline("many", (timeline.Strand(None, ordered),)))
    assert picture is not None
    assert overlapping(picture.svg) == []
    assert len(picture.rows) == 100


def test_labels_are_spread_without_overlap_and_as_near_as_can_be() -> None:
    wanted, sizes = [0.0, 5.0, 6.0, 200.0], [20.0, 40.0, 20.0, 20.0]
    starts = spread(wanted, sizes, 4)
    boxes = list(zip(starts, sizes, strict=True))
    assert all(a + size <= b for (a, size), (b, _) in combinations(boxes, 2) if a < b)
    assert starts[3] == 200
    assert starts[0] == 0
