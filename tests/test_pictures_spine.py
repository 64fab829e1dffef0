"""The spine: cases counted by level and side, present apart from absent, and nothing invented."""

from pathlib import Path

from casegraph.namespaces import TERM
from casegraph.pictures import Picture, spine
from casegraph.pictures.spine.anatomy import LEVELS
from casegraph.pictures.spine.cells import shade
from casegraph.pictures.spine.values import SIDES
from casegraph.query import query
from casegraph.store import Store
from pictures_boxes import SVG, overlapping, parsed, said
from pictures_made import store_of

Cells = dict[str, tuple[str, ...]]


def numbers(picture: Picture) -> Cells:
    """Return the numbers of each place: left, midline, right, not told, all; and absent."""
    return {row.cells[0]: row.cells[1:] for row in picture.rows}


def drawn(tmp_path: Path, statements: str) -> Cells:
    """Return the numbers of a store with one invented case that has *statements*."""
    names = [f"<#s{rank}>" for rank in range(statements.count("|") + 1)]
    said = [f"{name} {text}" for name, text in zip(names, statements.split("|"), strict=True)]
    turtle = f"<#case> cg:hasStatement {', '.join(names)} .\n" + "\n".join(said)
    return numbers(spine.picture(spine.of_store(store_of(tmp_path, turtle))))


def test_every_level_from_occiput_to_sacrum_is_there(bundled_store: Store) -> None:
    picture = spine.picture(spine.of_store(bundled_store))
    shown = said(picture.svg)
    for level in LEVELS:
        assert level in shown
    assert len(LEVELS) == 26


def test_levels_agree_with_the_query_of_the_library(bundled_store: Store) -> None:
    counted = numbers(spine.picture(spine.of_store(bundled_store)))
    answer = query("levels-of-the-spine", store=bundled_store)
    assert {str(row["level"]): str(row["cases"]) for row in answer} == {
        name: cells[4]
        for name, cells in counted.items()
        if name != "cervical spine" and cells[4] != "0"
    }
    assert counted["C3 vertebra"] == ("1", "0", "1", "2", "2", "0")


def test_a_finding_at_a_segment_is_at_both_vertebrae_on_its_side(tmp_path: Path) -> None:
    found = drawn(
        tmp_path,
        "a cg:Finding ; cg:affirms term:calcific-mass ; cg:site term:c3-c4-segment ; "
        "cg:laterality cg:Left .",
    )
    for level in ("C3 vertebra", "C4 vertebra", "C3\N{EN DASH}C4 segment"):
        assert found[level] == ("1", "0", "0", "0", "1", "0")
    assert found["C2 vertebra"][4] == "0"


def test_both_sides_count_left_and_right_and_once_in_all(tmp_path: Path) -> None:
    found = drawn(
        tmp_path,
        "a cg:Finding ; cg:affirms term:calcific-mass ; cg:site term:c5 ; "
        "cg:laterality cg:Bilateral .",
    )
    assert found["C5 vertebra"] == ("1", "0", "1", "0", "1", "0")


def test_a_single_structure_is_in_the_midline_without_anybody_saying_so(tmp_path: Path) -> None:
    found = drawn(tmp_path, "a cg:Finding ; cg:affirms term:periodontoid-calcification .")
    assert found["C2 vertebra"] == ("0", "1", "0", "0", "1", "0")


def test_what_is_not_affirmed_is_never_present(tmp_path: Path) -> None:
    found = drawn(
        tmp_path,
        "a cg:Finding ; cg:deniesAt term:calcific-mass ; cg:targetSite term:c5 ."
        "|a cg:Finding ; cg:denies term:atlanto-axial-subluxation ."
        "|a cg:Finding ; cg:suspects term:calcific-mass ; cg:targetSite term:c6 ."
        "|a cg:Finding ; cg:resolves term:calcific-mass ; cg:targetSite term:c7 ."
        "|a cg:Treatment ; cg:performs term:spinal-decompression ; cg:targetSite term:c4 .",
    )
    assert {name for name, cells in found.items() if int(cells[4])} == set()
    absent = {name for name, cells in found.items() if int(cells[5])}
    assert absent == {"C1 vertebra", "C2 vertebra", "C5 vertebra", "cervical spine"}


def test_what_the_curator_concludes_is_not_counted(tmp_path: Path) -> None:
    turtle = """
    <#case> cg:hasInference <#mine> .
    <#mine> a cg:Finding ; cg:affirms term:calcific-mass ; cg:site term:c5 .
    """
    found = numbers(spine.picture(spine.of_store(store_of(tmp_path, turtle))))
    assert found["C5 vertebra"] == ("0",) * 6


def test_a_cell_leads_to_its_cases_and_an_empty_one_nowhere(bundled_store: Store) -> None:
    picture = spine.picture(
        spine.of_store(bundled_store), href=lambda place, side: f"{place}?{side}"
    )
    hrefs = {node.get("href", "") for node in parsed(picture.svg).iter(f"{SVG}a")}
    assert f"{TERM}c3?left" in hrefs
    assert f"{TERM}c3?" in hrefs
    assert f"{TERM}c3?midline" not in hrefs
    assert not [href for href in hrefs if f"{TERM}c5" in href]


def test_the_neck_shows_structures_at_their_level(bundled_store: Store) -> None:
    found = numbers(spine.cervical(spine.of_store(bundled_store)))
    assert found["alar ligament"] == ("1", "0", "0", "0", "1", "0")
    assert found["C3\N{EN DASH}C4 facet joint"] == ("0", "0", "1", "0", "1", "0")
    names = list(found)
    assert names.index("C3 vertebra") < names.index("lateral mass of C3")
    assert names.index("lateral mass of C3") < names.index("C3\N{EN DASH}C4 facet joint")
    assert names.index("C3\N{EN DASH}C4 facet joint") < names.index("C4 vertebra")


def test_numbers_of_ten_thousand_cases_do_not_overlap() -> None:
    def place(iri: str, label: str, name: str) -> spine.Place:
        count = spine.Count(88_888, 88_888)
        return spine.Place(iri, label, name, dict.fromkeys((*SIDES, ""), count))

    bundle = spine.of_store(Store.open())
    full = spine.Spine(
        tuple(place("urn:x", one.label, one.name) for one in bundle.levels),
        {key: place("urn:x", one.label, one.name) for key, one in bundle.segments.items()},
        {key: place("urn:x", one.label, one.name) for key, one in bundle.regions.items()},
        (
            spine.Structure(place("urn:x", "long", "a structure with a long name"), "C3", "C4"),
            spine.Structure(place("urn:x", "none", "a structure of no level")),
        ),
    )
    assert overlapping(spine.picture(full).svg) == []
    assert overlapping(spine.cervical(full).svg) == []


def test_a_store_without_terms_gives_an_empty_spine() -> None:
    empty = spine.of_store(Store.open())
    assert spine.picture(empty).description.startswith("No case has anything")
    assert spine.cervical(empty).description.startswith("No case has anything")


def test_shades_grow_with_the_cases_and_leave_words_readable() -> None:
    shades = [shade(count, 9_000) for count in (0, 1, 10, 100, 9_000)]
    assert shades == sorted(shades)
    assert shades[0] == 0
    assert shades[-1] < 0.5


def test_a_link_that_shows_a_number_says_of_what(bundled_store: Store) -> None:
    picture = spine.cervical(spine.of_store(bundled_store), href=lambda place, side: place + side)
    names = [node.findtext(f"{SVG}title") for node in parsed(picture.svg).iter(f"{SVG}a")]
    assert "lateral mass of C3, left: 1 present, 0 absent" in names
    assert None not in names
