"""Cases side by side: what is shared, what is opposite, and silence that is never absence."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from casegraph.namespaces import CASE
from casegraph.serve import Settings
from casegraph.serve.pages.compare.cells import cell
from casegraph.serve.pages.compare.kin import Kin
from casegraph.serve.pages.compare.page import Compare, compared
from casegraph.serve.pages.compare.routes import KIND, made
from casegraph.serve.pages.compare.rows import ABSENT, NOT_DONE, ONE, OPPOSITE, SHARED, Row, rows
from casegraph.serve.pages.compare.told import Said, Told, told
from casegraph.serve.rendering import page_reply
from casegraph.serve.workers import Context
from casegraph.store import Store
from casegraph.web.tally import RELATIONS

ALAR = "alar-ligament-calcification-ra"
BARIUM = "cervical-calcinosis-ssc-barium-swallow"
CORD = "cervical-calcinosis-ssc-cord-compression"
TERM = "https://w3id.org/casegraph/term/"
FEVER, FUSION, MRI = f"{TERM}fever", f"{TERM}posterior-spinal-fusion", f"{TERM}mri"


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
    assert {row.standings for row in silent} <= {(ONE,), ()}


def test_opposite_is_found_through_broader_and_narrower_terms(context: Context) -> None:
    found = rows_of(compared(context, (CORD, BARIUM)))
    narrow, broad = found["reduced-sensation"], found["neurological-deficit"]
    assert narrow.standings == broad.standings == (OPPOSITE,)
    assert words(narrow) == [["present", "present"], ["absent"]]
    assert words(broad) == [["resolved", "present"], ["absent"]]
    assert [entry.how for entry in narrow.cells[1]] == ["denied more broadly"]
    assert [entry.how for entry in broad.cells[0]] == ["", "by a kind of it"]
    assert narrow.cells[1][0].node.endswith(f"{BARIUM}#neurological-deficit")


def test_what_one_case_denies_of_itself_is_not_opposite(context: Context) -> None:
    row = rows_of(compared(context, (ALAR, CORD)))["crowned-dens-syndrome"]
    assert words(row) == [["suspected", "ruled out"], []]
    assert row.standings == (ONE,)


def test_a_suspicion_of_something_broader_says_that_a_kind_of_it_was_ruled_out(
    context: Context,
) -> None:
    abscess, kind = f"{TERM}epidural-abscess", f"{TERM}cervical-epidural-abscess"
    alar = told(context.catalogue, f"{CASE}{ALAR}")
    kin = Kin(context.catalogue, {abscess, kind})
    words = {entry.word for entry in cell(kind, "Diagnoses", alar, kin)}
    assert words == {"suspected", "absent", "ruled out"}
    seen = cell(abscess, "Diagnoses", alar, kin)
    assert [entry.word for entry in seen] == ["suspected", "a kind of it ruled out"]
    assert seen[1].mark.name == "neutral"


AUTHORS, CURATOR = False, True


def case_of(term: str, **said: bool) -> Told:
    """Return a case that says of *term* what is named, by predicate, each with who says so."""
    follows = {"affirms": "presents", "denies": "excludes", "performs": "underwent"}
    holds = {name: frozenset[str]() for name in RELATIONS}
    for polarity, is_curator in said.items():
        if polarity in follows and not is_curator:
            holds[follows[polarity]] = frozenset({term})
    group = "Investigations" if {"performs", "notPerformed"} & said.keys() else "Findings"
    statements = tuple(
        Said(term, f"x:{polarity}", polarity, "", term, "", group, is_curator=is_curator)
        for polarity, is_curator in said.items()
    )
    return Told("x:case", "case", statements, holds)


def standings(context: Context, term: str, *cases: Told) -> tuple[str, ...]:
    """Return how *cases* stand to *term*."""
    ((row,),) = rows(cases, Kin(context.catalogue, {term})).values()
    return row.standings


def test_a_case_that_has_and_lacks_a_thing_in_turn_has_it(context: Context) -> None:
    both = case_of(FEVER, affirms=AUTHORS, denies=AUTHORS)
    has, lacks, silent = (
        case_of(FEVER, affirms=AUTHORS),
        case_of(FEVER, denies=AUTHORS),
        case_of(FEVER),
    )
    assert standings(context, FEVER, both, silent) == (ONE,)
    assert standings(context, FEVER, both, both) == (SHARED,)
    assert standings(context, FEVER, both, has) == (SHARED,)
    assert standings(context, FEVER, both, lacks) == (OPPOSITE,)


def test_what_several_underwent_stays_shared_when_it_was_once_not_done(context: Context) -> None:
    done, again = (
        case_of(MRI, performs=AUTHORS),
        case_of(MRI, performs=AUTHORS, notPerformed=AUTHORS),
    )
    assert standings(context, MRI, done, again) == (SHARED,)


def test_what_two_share_and_a_third_excludes_is_both(context: Context) -> None:
    has, lacks = case_of(FEVER, affirms=AUTHORS), case_of(FEVER, denies=AUTHORS)
    assert standings(context, FEVER, has, has, lacks) == (OPPOSITE, SHARED)
    assert standings(context, FEVER, has, lacks, lacks) == (OPPOSITE, ABSENT)


def test_what_only_the_curator_says_was_not_done_is_not_opposite(context: Context) -> None:
    done, inferred = case_of(FUSION, performs=AUTHORS), case_of(FUSION, notPerformed=CURATOR)
    assert standings(context, FUSION, done, inferred) == (ONE,)
    assert standings(context, FUSION, inferred, inferred) == ()
    assert standings(context, FUSION, inferred, case_of(FUSION, notPerformed=AUTHORS)) == (ONE,)


def test_what_was_not_done_is_not_called_absent(context: Context) -> None:
    withheld = case_of(FUSION, notPerformed=AUTHORS)
    assert standings(context, FUSION, withheld, withheld) == (NOT_DONE,)
    row = Row(FUSION, ((), ()), (NOT_DONE,), 0, "row-1")
    page = compared(context, (ALAR, CORD))
    labels = {**page.labels, FUSION: "fusion"}
    told = replace(page, tables={"Treatments": (row,)}, labels=labels, absent=(), not_done=(row,))
    html = b"".join(page_reply(context, KIND, told).body).decode()
    assert '<span class="tag">not done in several</span>' in html
    assert "<dt>Not done in several</dt>" in html
    assert "absent in several" not in html


def test_shared_terms_are_marked_also_when_only_a_broader_one_is(context: Context) -> None:
    page = compared(context, (ALAR, BARIUM))
    found = rows_of(page)
    general_ones = {row.term for row in page.tables["Shared more generally"]}
    assert f"{TERM}rheumatic-disease" in general_ones
    assert {found[term.rpartition("/")[2]].standings for term in general_ones} == {(SHARED,)}
    assert [row.term for row in page.shared] == [
        row.term for listed in page.tables.values() for row in listed if SHARED in row.standings
    ]


def test_what_only_the_curator_says_has_its_voice_and_decides_nothing(context: Context) -> None:
    row = rows_of(compared(context, (CORD, ALAR)))["cervical-myelopathy"]
    assert [entry.voice for entry in row.cells[0]] == ["the curator's inference"]
    assert (row.standings, row.present) == ((), 0)
    assert "the curator&#39;s inference" in page_of(context, CORD, ALAR)


def test_the_order_of_the_cases_changes_no_standing(context: Context) -> None:
    forth, back = (rows_of(compared(context, pair)) for pair in ((CORD, BARIUM), (BARIUM, CORD)))
    assert {term: row.standings for term, row in forth.items()} == {
        term: row.standings for term, row in back.items()
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
    assert f"<strong>To correct:</strong> {fault}" in html
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
    columns = re.findall(
        r'<th scope="col"[^>]*><span[^>]*>[A-F]</span> <a ', api.get(f"/{reference}").text
    )
    assert len(columns) >= 3
    listed = api.get("/cases.html").text
    assert listed.count('<input type="checkbox" name="case"') == 3
    assert '<form action="compare"' in listed
