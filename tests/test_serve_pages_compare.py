"""Cases side by side: what is shared, what is opposite, and silence that is never absence."""

import re
from pathlib import Path

import httpx
import pytest

from casegraph.serve import Settings
from casegraph.serve.pages.compare.kin import Kin
from casegraph.serve.pages.compare.page import Compare, compared
from casegraph.serve.pages.compare.routes import made
from casegraph.serve.pages.compare.rows import BOTH_ABSENT, OPPOSITE, SHARED, Row, rows
from casegraph.serve.pages.compare.told import Said, Told
from casegraph.serve.workers import Context
from casegraph.store import Store
from casegraph.web.tally import RELATIONS

ALAR = "alar-ligament-calcification-ra"
BARIUM = "cervical-calcinosis-ssc-barium-swallow"
CORD = "cervical-calcinosis-ssc-cord-compression"
TERM = "https://w3id.org/casegraph/term/"


@pytest.fixture
def context(bundled_folder: Path, bundled_store: Store) -> Context:
    """Return what a worker has over the bundled cases."""
    return Context(Settings(store=bundled_folder), bundled_store)


def page_of(context: Context, *slugs: str) -> str:
    """Return the HTML that compares *slugs*."""
    return b"".join(made(context, slugs).body).decode()


def rows_of(page: Compare) -> dict[str, Row]:
    """Return the rows of *page* by the last part of their terms."""
    return {row.term.rpartition("/")[2]: row for listed in page.tables.values() for row in listed}


def words(row: Row) -> list[list[str]]:
    """Return the words of the cells of *row*."""
    return [[entry.word for entry in cell] for cell in row.cells]


def test_silence_is_not_reported_and_never_absent(context: Context) -> None:
    page = compared(context, (ALAR, CORD))
    silent = [row for row in rows_of(page).values() if () in row.cells]
    assert silent
    html = page_of(context, ALAR, CORD)
    assert html.count('<p class="untold">not reported</p>') == sum(
        row.cells.count(()) for row in rows_of(page).values()
    )
    assert all(row.standing not in (OPPOSITE, SHARED, BOTH_ABSENT) for row in silent)


def test_opposite_is_found_through_broader_and_narrower_terms(context: Context) -> None:
    found = rows_of(compared(context, (CORD, BARIUM)))
    narrow, broad = found["reduced-sensation"], found["neurological-deficit"]
    assert {narrow.standing, broad.standing} == {OPPOSITE}
    assert words(narrow) == [["present", "present"], ["absent"]]
    assert words(broad) == [["resolved", "present"], ["absent"]]
    assert [entry.how for entry in narrow.cells[1]] == ["denied more broadly"]
    assert [entry.how for entry in broad.cells[0]] == ["", "by a kind of it"]
    assert narrow.cells[1][0].node.endswith(f"{BARIUM}#neurological-deficit")


def test_what_one_case_denies_of_itself_is_not_opposite(context: Context) -> None:
    row = rows_of(compared(context, (ALAR, CORD)))["crowned-dens-syndrome"]
    assert words(row) == [["suspected", "ruled out"], []]
    assert row.standing != OPPOSITE


def test_a_case_that_has_and_lacks_a_thing_in_turn_is_not_opposite_to_silence(
    context: Context,
) -> None:
    fever = f"{TERM}fever"
    just = frozenset({fever})
    nothing = {name: frozenset[str]() for name in RELATIONS}
    said = Said(fever, "x:a", "affirms", "present", "fever", "", "Findings", is_curator=False)
    both = Told("x:both", "both", (said,), {**nothing, "presents": just, "excludes": just})
    silent = Told("x:silent", "silent", (), nothing)
    kin = Kin(context.catalogue, {fever})
    ((row,),) = rows((both, silent), kin).values()
    assert row.standing == "one"
    ((row,),) = rows((both, both), kin).values()
    assert row.standing == OPPOSITE


def test_shared_terms_are_marked_also_when_only_a_broader_one_is(context: Context) -> None:
    page = compared(context, (ALAR, BARIUM))
    found = rows_of(page)
    general_ones = {row.term for row in page.tables["Shared more generally"]}
    assert f"{TERM}rheumatic-disease" in general_ones
    assert {found[term.rpartition("/")[2]].standing for term in general_ones} == {SHARED}
    assert [row.term for row in page.shared] == [
        row.term for listed in page.tables.values() for row in listed if row.standing == SHARED
    ]


def test_what_only_the_curator_says_has_its_voice_and_decides_nothing(context: Context) -> None:
    row = rows_of(compared(context, (CORD, ALAR)))["cervical-myelopathy"]
    assert [entry.voice for entry in row.cells[0]] == ["the curator's inference"]
    assert (row.standing, row.present) == ("one", 0)
    assert "the curator&#39;s inference" in page_of(context, CORD, ALAR)


def test_the_order_of_the_cases_changes_no_standing(context: Context) -> None:
    forth, back = (rows_of(compared(context, pair)) for pair in ((CORD, BARIUM), (BARIUM, CORD)))
    assert {term: row.standing for term, row in forth.items()} == {
        term: row.standing for term, row in back.items()
    }
    assert {term: words(row) for term, row in forth.items()} == {
        term: words(row)[::-1] for term, row in back.items()
    }


@pytest.mark.parametrize(
    ("slugs", "fault"),
    [
        ((ALAR, "no-such-case"), "there is no case &#39;no-such-case&#39;"),
        ((ALAR, ALAR, CORD), f"&#39;{ALAR}&#39; is there already"),
        ((ALAR, "<script>"), "there is no case &#39;&lt;script&gt;&#39;"),
    ],
)
def test_what_cannot_be_compared_is_told_beside_its_field(
    context: Context, slugs: tuple[str, ...], fault: str
) -> None:
    reply = made(context, slugs)
    html = b"".join(reply.body).decode()
    assert reply.status == 400
    assert f"<strong>Not so:</strong> {fault}" in html
    assert f'value="{ALAR}"' in html
    assert "not reported" not in html


@pytest.mark.parametrize("slugs", [(), (ALAR,), ("", ALAR, " ")])
def test_fewer_than_two_cases_are_a_form_with_two_fields_at_least(
    context: Context, slugs: tuple[str, ...]
) -> None:
    reply = made(context, slugs)
    assert reply.status == 200
    html = b"".join(reply.body).decode()
    assert html.count('name="case"') >= 2
    assert "<table" not in html


def test_the_page_of_a_case_and_the_list_lead_to_the_comparison(api: httpx.Client) -> None:
    html = api.get(f"/case/{ALAR}.html").text
    found = re.search(r'<a href="\.\./(compare\?[^"]*)">Compare with similar cases</a>', html)
    assert found
    reference = found[1].replace("&amp;", "&")
    assert f"case={ALAR}&case=" in reference
    assert api.get(f"/{reference}").text.count('<th scope="col"><a ') >= 3
    listed = api.get("/cases.html").text
    assert listed.count('<input type="checkbox" name="case"') == 3
    assert '<form action="compare"' in listed
