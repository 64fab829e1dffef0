"""What holds for every picture: safe to stand in a page, the same each time, and told in words."""

from collections.abc import Callable

import pytest

from casegraph import namespaces
from casegraph.narrative import polarity
from casegraph.narrative.facts import Facts
from casegraph.narrative.statements import polarity_of
from casegraph.pictures import Picture, hierarchy, links, reasoning, spine, svg, timeline, wording
from casegraph.store import Store
from pictures_boxes import SVG, overlapping, parsed, said, words_of

CASES = (
    "alar-ligament-calcification-ra",
    "cervical-calcinosis-ssc-barium-swallow",
    "cervical-calcinosis-ssc-cord-compression",
)
HOSTILE = '<script>alert("x")</script> & ]]> \x00 \ud800 "\' 頸椎'
TERM = f"{namespaces.TERM}calcification"

Draw = Callable[[Store, str], Picture | None]


def of_case(part: object, slug: str) -> Draw:
    def draw(store: Store, prefix: str) -> Picture | None:
        document = namespaces.CASE + slug
        facts = Facts(store, document)
        case = namespaces.case_iri(document)
        if part is timeline:
            return timeline.picture(timeline.of_case(facts, case), prefix=prefix)
        return reasoning.picture(reasoning.of_case(facts, case), prefix=prefix)

    return draw


def linked(place: str, side: str) -> str:
    return f"cases?place={place}&side={side}"


PICTURES: dict[str, Draw] = {
    **{f"timeline of {slug}": of_case(timeline, slug) for slug in CASES},
    **{f"reasoning of {slug}": of_case(reasoning, slug) for slug in CASES},
    "spine": lambda store, prefix: spine.picture(spine.of_store(store), prefix=prefix, href=linked),
    "neck": lambda store, prefix: spine.cervical(spine.of_store(store), prefix=prefix, href=linked),
    "hierarchy": lambda store, prefix: hierarchy.picture(
        hierarchy.of_term(store, TERM), prefix=prefix, href=links.within
    ),
}


def drawn(name: str, store: Store, prefix: str = "one") -> Picture:
    picture = PICTURES[name](store, prefix)
    assert picture is not None
    return picture


@pytest.fixture(params=PICTURES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_picture_is_xml_that_is_named_by_its_title_and_description(
    name: str, bundled_store: Store
) -> None:
    picture = drawn(name, bundled_store)
    root = parsed(picture.svg)
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert root[0].text == picture.title
    assert root[1].text == picture.description
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_a_page_with_a_strict_policy_may_show_it(name: str, bundled_store: Store) -> None:
    root = parsed(drawn(name, bundled_store).svg)
    for node in root.iter():
        assert not node.tag.endswith(("script", "style", "foreignObject"))
        assert not [key for key in node.attrib if key == "style" or key.startswith("on")]


def test_ids_are_unique_and_begin_with_the_prefix(name: str, bundled_store: Store) -> None:
    root = parsed(drawn(name, bundled_store, "two").svg)
    ids = [node.get("id", "") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(one == "two" or one.startswith("two-") for one in ids)


def test_the_same_store_gives_the_same_bytes(name: str, bundled_store: Store) -> None:
    assert drawn(name, bundled_store) == drawn(name, bundled_store)


def test_no_words_cover_others(name: str, bundled_store: Store) -> None:
    assert overlapping(drawn(name, bundled_store).svg) == []


def test_no_words_leave_the_picture(name: str, bundled_store: Store) -> None:
    picture = drawn(name, bundled_store)
    from_edge = [
        words.text
        for words in words_of(picture.svg)
        if words.left < 0 or words.right > picture.width or words.bottom > picture.height + 1
    ]
    assert from_edge == []


@pytest.mark.parametrize("slug", CASES)
def test_only_what_the_authors_affirm_or_did_has_a_filled_mark(
    slug: str, bundled_store: Store
) -> None:
    facts = Facts(bundled_store, namespaces.CASE + slug)
    case = namespaces.case_iri(facts.document)
    strands = timeline.of_case(facts, case).strands
    events = [event for strand in strands for event in (*strand.events, *strand.later)]
    steps = reasoning.of_case(facts, case).steps
    shown = {(event.node, event.mark) for event in events}
    shown |= {(step.node, step.mark) for step in steps}
    assert shown
    for node, mark in shown:
        said = polarity_of(facts, node)
        filled = {"affirms": polarity.PRESENT, "performs": polarity.DONE}.get(said or "")
        assert (mark == filled) == (said in {"affirms", "performs"}), node


def test_the_rows_have_as_many_cells_as_the_header(name: str, bundled_store: Store) -> None:
    picture = drawn(name, bundled_store)
    assert picture.rows
    assert {len(row.cells) for row in picture.rows} == {len(picture.header)}


def test_everything_linked_in_the_picture_is_linked_in_words(
    name: str, bundled_store: Store
) -> None:
    picture = drawn(name, bundled_store)
    root = parsed(picture.svg)
    targets = {node.get("href", "").partition("&side=")[0] for node in root.iter(f"{SVG}a")}
    assert targets <= {row.href.partition("&side=")[0] for row in picture.rows}


def test_hostile_words_are_text() -> None:
    step = reasoning.Step("urn:a", polarity.SUSPECTED, "suspected", HOSTILE, hypothesis=True)
    other = reasoning.Step("urn:b", polarity.PRESENT, "present", HOSTILE)
    link = reasoning.Link("urn:b", "urn:a", "towards")
    event = timeline.Event("urn:a", polarity.PRESENT, HOSTILE, HOSTILE, HOSTILE, at=1.0)
    counted = hierarchy.Counted('urn:"><x', HOSTILE, 1, 2)
    pictures = (
        reasoning.picture(reasoning.Reasoning(HOSTILE, (step, other), (link,))),
        timeline.picture(timeline.Timeline(HOSTILE, (timeline.Strand(None, (event,)),))),
        hierarchy.picture(hierarchy.Hierarchy(counted, (counted,), (counted,)), href=str),
    )
    for picture in pictures:
        assert picture is not None
        root = parsed(picture.svg)
        assert "<script>" in said(picture.svg).replace(" ", "")
        assert not [node for node in root.iter() if node.tag.endswith("script")]


def test_a_picture_with_links_is_a_group_and_one_without_is_an_image() -> None:
    for content, role in (("<a href='#x'><text>x</text></a>", "group"), ("<path/>", "img")):
        written = svg.document([content], prefix="p", width=1, height=1, title="t", description="d")
        assert parsed(written).get("role") == role


def test_without_words_there_is_one_empty_line() -> None:
    assert wording.wrapped(" \n", 14, 90) == ("",)


def test_words_are_broken_where_they_do_not_fit_and_nothing_is_lost() -> None:
    text = "pseudopseudohypoparathyroidism of the 頸椎頸椎頸椎頸椎"
    lines = wording.wrapped(text, 14, 90, lines=20)
    assert all(wording.width(line, 14) <= 90 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_has_too_many_lines_ends_with_an_ellipsis() -> None:
    lines = wording.wrapped("one two three four five six", 14, 60, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("\N{HORIZONTAL ELLIPSIS}")
