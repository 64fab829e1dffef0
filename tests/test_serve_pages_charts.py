"""Charts: what the header of a query may ask for, what is drawn, and what it says without eyes."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest

from casegraph.errors import QueryError
from casegraph.narrative.polarity import ABSENT, DONE, NEUTRAL, PRESENT, SUSPECTED
from casegraph.pictures.chart import Bar, Bars, Piece, picture
from casegraph.query import queries, run
from casegraph.query.charts import Chart
from casegraph.query.library_query import parse
from casegraph.serve.pages.charts import Drawn, chart
from casegraph.solutions import Solutions
from casegraph.store import Store
from casegraph.web.answers import are_polarities, polarity
from casegraph.web.catalogue import Catalogue

QUERY = """\
#+ summary: How many?
#+ description: One row a thing.
#+ chart: CHART
PREFIX cg: <https://w3id.org/casegraph/ontology#>
SELECT ?thing ?state ?number WHERE { ?thing cg:state ?state . ?thing cg:number ?number }
"""
WORDS = re.compile(r'"([a-z ]+)"')
"""The words that a query answers with."""

SVG = "{http://www.w3.org/2000/svg}"


Rows = list[tuple[str, str | None, str]]


def drawn(asked: Chart, rows: Rows, store: Store) -> Drawn | None:
    """Return the chart of *rows*: of each its thing, its state and its number."""
    terms = tuple(
        {
            "thing": ox.Literal(thing),
            **({"state": ox.Literal(state)} if state else {}),
            "number": ox.Literal(number),
        }
        for thing, state, number in rows
    )
    answer = Solutions(("thing", "state", "number"), terms)
    return chart(asked, answer, Catalogue(store), lambda _: "", "How many?")


def test_a_header_may_ask_for_a_chart() -> None:
    text = QUERY.replace("CHART", "{kind: bar, label: thing, value: number, by: state}")
    assert parse(text, name="x").chart == Chart("bar", "thing", value="number", by="state")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("bar", "the chart is not a mapping"),
        ("{kind: pie, label: thing, count: state}", "unknown kind 'pie'"),
        ("{kind: bar, label: thing}", "does not say how long its bars are"),
        ("{kind: bar, label: thing, value: number, count: state}", "how long its bars are"),
        ("{kind: bar, count: state}", "the chart has no label"),
        ("{kind: bar, label: thing, count: case}", "draws 'case', which is no column"),
        ("{kind: bar, label: thing, count: state, colour: red}", "unknown key 'colour'"),
    ],
)
def test_a_bad_chart_is_an_error_with_its_line(said: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        parse(QUERY.replace("CHART", said), name="x", path="x.rq")
    assert caught.value.line == 3


def test_every_chart_of_the_library_draws_what_its_answer_says(bundled_store: Store) -> None:
    catalogue = Catalogue(bundled_store)
    charted = [query for query in queries() if query.chart]
    assert len(charted) >= 6
    for query in charted:
        assert query.chart is not None
        answer = run(query, bundled_store, {})
        one = chart(query.chart, answer, catalogue, lambda _: "", query.summary)
        assert one is not None, query.name
        found = one.picture
        labels = {row[query.chart.label] for row in answer.terms if query.chart.label in row}
        assert len(found.rows) == len(labels)
        root = ElementTree.fromstring(found.svg)  # noqa: S314 - made here
        assert root.find(f"{SVG}title") is not None
        assert "style" not in found.svg
        assert "<script" not in found.svg


def test_values_are_added_and_counted_things_count_once(bundled_store: Store) -> None:
    rows: Rows = [
        ("fever", "present", "2"),
        ("fever", "present", "2"),
        ("fever", "absent", "1.5"),
        ("cough", None, "3"),
    ]
    added = drawn(Chart("bar", "thing", value="number", by="state"), rows, bundled_store)
    counted = drawn(Chart("bar", "thing", count="number", by="state"), rows, bundled_store)
    assert added is not None
    assert counted is not None
    assert [row.cells for row in added.picture.rows] == [
        ("fever", "present 4, absent 1.5"),
        ("cough", "not told 3"),
    ]
    assert [row.cells[1] for row in counted.picture.rows] == ["present 1, absent 1", "not told 1"]


def test_what_is_no_number_has_no_bar(bundled_store: Store) -> None:
    asked = Chart("bar", "thing", value="number")
    rows: Rows = [("a", None, "many"), ("b", None, "NaN"), ("c", None, "-1")]
    assert drawn(asked, rows, bundled_store) is None


def test_an_answer_with_many_bars_shows_the_longest_and_says_so(bundled_store: Store) -> None:
    rows: Rows = [(f"t{at}", None, str(at)) for at in range(1, 101)]
    found = drawn(Chart("bar", "thing", value="number"), rows, bundled_store)
    assert found is not None
    assert [row.cells[0] for row in found.picture.rows] == [f"t{at}" for at in range(71, 101)]
    assert "and 88 more" in found.picture.description
    assert found.remarks[1] == "70 bars more, none of them longer than these, are not drawn."


def test_rows_that_are_not_drawn_are_counted(bundled_store: Store) -> None:
    rows: Rows = [("a", "present", "0"), ("b", "absent", "1"), ("c", "absent", "many")]
    found = drawn(Chart("bar", "thing", value="number", by="state"), rows, bundled_store)
    assert found is not None
    assert [row.cells for row in found.picture.rows] == [("b", "absent 1")]
    assert found.remarks == (
        "Number by thing and state.",
        "2 rows have no number and are not drawn (absent 1, present 1).",
    )


def test_a_case_that_was_not_followed_up_is_told_under_the_chart(api: httpx.Client) -> None:
    said = "1 row has no finding and is not drawn (no outcome reported 1)."
    assert said in api.get("/query/state-at-follow-up.html").text


def test_a_case_in_two_pieces_of_a_bar_is_told_under_the_chart(bundled_store: Store) -> None:
    asked = Chart("bar", "thing", count="number", by="state")
    rows: Rows = [("flu", "suspected", "x"), ("flu", "absent", "x"), ("flu", "absent", "y")]
    found = drawn(asked, rows, bundled_store)
    assert found is not None
    assert [row.cells[1] for row in found.picture.rows] == ["suspected 1, absent 2"]
    assert found.remarks[1:] == (
        "1 number has more than one state for the same thing and is counted in each, so the "
        "length of a bar is no number of numbers.",
    )
    apart: Rows = [("flu", "suspected", "x"), ("flu", "absent", "y"), ("cough", "absent", "x")]
    found = drawn(asked, apart, bundled_store)
    assert found is not None
    assert found.remarks[1:] == ()


def test_no_chart_adds_what_the_authors_say_to_what_a_curator_says() -> None:
    query = QUERY.replace("?state", "?voice")
    for said in ("label: thing, count: number", "label: thing, value: number, by: thing"):
        with pytest.raises(QueryError, match="adds up what different voices say") as caught:
            parse(query.replace("CHART", f"{{kind: bar, {said}}}"), name="x")
        assert caught.value.line == 3
    for said in ("label: voice, value: number", "label: thing, value: number, by: voice"):
        assert parse(query.replace("CHART", f"{{kind: bar, {said}}}"), name="x").chart


def test_the_curators_statements_have_a_bar_of_their_own(bundled_store: Store) -> None:
    query = next(one for one in queries() if one.name == "statements-by-polarity-and-voice")
    answer = run(query, bundled_store, {})
    assert query.chart is not None
    found = chart(query.chart, answer, Catalogue(bundled_store), lambda _: "", query.summary)
    assert found is not None
    assert found.picture.rows[1].cells == ("curator inference", "affirms 1, suspects 1")


def test_absence_is_hollow_and_presence_filled_whatever_the_colour() -> None:
    pieces = (
        Piece(Decimal(3), PRESENT, "present"),
        Piece(Decimal(2), SUSPECTED, "suspected"),
        Piece(Decimal(1), ABSENT, "absent"),
    )
    found = picture(Bars("t", "cases", "term", (Bar("fever", pieces),)), prefix="p")
    root = ElementTree.fromstring(found.svg)  # noqa: S314 - made here
    fills = {
        group.get("class"): rect.get("fill")
        for group in root.iter(f"{SVG}g")
        for rect in group.findall(f"{SVG}rect")
    }
    assert fills == {
        "mark-present": "currentColor",
        "mark-suspected": "url(#p-stripes)",
        "mark-absent": "none",
    }
    assert [text.text for text in root.iter(f"{SVG}text")] == [
        *("present", "suspected", "absent"),
        *("fever", "3", "2", "1"),
    ]
    assert "fever: present 3, suspected 2, absent 1" in found.description


def test_hostile_labels_are_words(bundled_store: Store) -> None:
    rows: Rows = [("</svg><script>alert(1)</script>" * 50, None, "1")]
    found = drawn(Chart("bar", "thing", value="number"), rows, bundled_store)
    assert found is not None
    assert "<script" not in found.picture.svg
    assert found.picture.height < 200


def test_columns_of_polarities_are_known_by_their_words() -> None:
    def column(*words: str) -> list[ox.Literal]:
        return [ox.Literal(word) for word in words]

    assert are_polarities([*column("present", "absent"), None])
    assert not are_polarities(column("present", "left"))
    assert not are_polarities(column("not reported"))
    assert not are_polarities([ox.NamedNode("x:present")])
    assert not are_polarities([])
    assert polarity("ruled out").name == "ruled-out"
    assert polarity("constructor").name == "neutral"


def test_the_page_has_the_chart_beside_the_table(api: httpx.Client) -> None:
    html = api.get("/query/levels-of-the-spine.html").text
    assert html.index('<svg xmlns="http://www.w3.org/2000/svg" class="picture"') < html.index(
        '<table class="answer">'
    )
    assert "<svg xmlns" not in api.get("/query/authors.html").text


def test_only_words_for_presence_have_a_filled_mark() -> None:
    library = {word for query in queries() for word in WORDS.findall(query.text)}
    filled = {word for word in library if polarity(word) in (PRESENT, DONE)}
    assert filled == {"affirms", "present", "confirmed", "performs", "done"}
    marked = {word for word in library if polarity(word) is not NEUTRAL}
    assert marked - filled >= {"absent", "suspected", "resolved", "not done", "ruled out"}
