"""The place of a term: what presents it and what excludes it, never added up."""

from casegraph.namespaces import TERM
from casegraph.narrative import polarity
from casegraph.pictures import hierarchy
from casegraph.store import Store
from pictures_boxes import SVG, overlapping, parsed, said


def counted(rank: int, words: int = 1) -> hierarchy.Counted:
    label = " ".join([f"term {rank}"] * words)
    return hierarchy.Counted(f"urn:{rank}", label, 1_000 + rank, 2_000 + rank)


def test_broader_terms_stand_above_and_narrower_below(bundled_store: Store) -> None:
    picture = hierarchy.picture(hierarchy.of_term(bundled_store, f"{TERM}ligament-calcification"))
    assert [(row.depth, row.cells[0]) for row in picture.rows] == [
        (0, "soft tissue calcification"),
        (1, "ligament calcification"),
        (2, "alar ligament calcification"),
    ]


def test_presence_and_absence_are_counted_apart(bundled_store: Store) -> None:
    for name, cells in (
        ("neck-pain", ("neck pain", "1", "0")),
        ("atlanto-axial-subluxation", ("atlanto-axial subluxation", "0", "1")),
    ):
        values = hierarchy.of_term(bundled_store, TERM + name)
        own = next(row for row in hierarchy.picture(values).rows if row.depth == 1)
        assert own.cells == cells


def test_a_long_list_ends_with_how_many_more_and_the_words_have_all() -> None:
    term = counted(0)
    values = hierarchy.Hierarchy(
        term,
        tuple(counted(rank) for rank in range(100, 105)),
        tuple(counted(rank) for rank in range(1, 61)),
    )
    picture = hierarchy.picture(values, most=3)
    shown = said(picture.svg)
    assert "and 2 more" in shown
    assert "and 57 more" in shown
    assert "term 3" in shown
    assert "term 4" not in shown
    assert len(picture.rows) == 66


def test_long_labels_and_large_numbers_do_not_overlap() -> None:
    values = hierarchy.Hierarchy(
        counted(0, 30), tuple(counted(n, n) for n in range(20)), (counted(1, 40),)
    )
    assert overlapping(hierarchy.picture(values).svg) == []


def test_a_term_without_neighbours_is_drawn_alone() -> None:
    picture = hierarchy.picture(hierarchy.Hierarchy(counted(0)))
    assert len(picture.rows) == 1


def test_neighbours_are_links_and_the_term_itself_is_not() -> None:
    values = hierarchy.Hierarchy(counted(0), (counted(1),), (counted(2),))
    root = parsed(hierarchy.picture(values, href=str.upper).svg)
    assert [node.get("href") for node in root.iter(f"{SVG}a")] == ["URN:1", "URN:2"]


def test_a_procedure_has_one_number_and_its_mark() -> None:
    values = hierarchy.Hierarchy(counted(0), narrower=(counted(1),), marks=(polarity.DONE,))
    picture = hierarchy.picture(values)
    assert picture.header == ("term", "done")
    assert [row.cells for row in picture.rows] == [("term 0", "1000"), ("term 1", "1001")]
    assert "absent" not in picture.svg
