"""The lines of a case as HTML: escaped, each with its id, its evidence and what stands under it."""

from xml.etree import ElementTree

import pytest

from casegraph.narrative.pieces import Piece
from casegraph.narrative.values import Detail, Line
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue
from casegraph.web.lines import Quote, Words, told
from casegraph.web.place import Place

DOCUMENT = "https://w3id.org/casegraph/case/alar-ligament-calcification-ra"
SCRIPT = "<script>\"&'"


@pytest.fixture
def place(bundled_store: Store) -> Place:
    """Return the page of a bundled case."""
    return Place("case/alar-ligament-calcification-ra", DOCUMENT, Catalogue(bundled_store))


def parsed(place: Place, line: Line, *quotes: Quote) -> ElementTree.Element:
    """Return the item of *line*, whose evidence are *quotes*."""
    html = told(place, line, {line.node: quotes})
    assert html.endswith("</li>\n")
    return ElementTree.fromstring(str(html).replace("<wbr>", "<wbr/>"))  # noqa: S314 - our own


def look(item: ElementTree.Element) -> str | None:
    """Return the classes of the polarity of *item*."""
    (first, *_) = item.iter("span")
    return first.get("class")


def test_whatever_a_line_says_stays_text(place: Place) -> None:
    line = Line(
        node=f"{DOCUMENT}#{SCRIPT}",
        kind="finding",
        word=f"word {SCRIPT}",
        text=f"text {SCRIPT}",
        polarity="affirms",
        label=f"label {SCRIPT}",
        when=f"when {SCRIPT}",
        details=(Detail(f"name {SCRIPT}", f"detail {SCRIPT}"),),
        voice=f"voice {SCRIPT}",
        pieces=(Piece(f"piece {SCRIPT}", "https://example.org/?a=1&b='2'"),),
    )
    quote = Quote(f"said {SCRIPT}", (Words(f"quoted {SCRIPT}", True),), f"{DOCUMENT}#q{SCRIPT}")
    item = parsed(place, line, quote)
    said = "".join(item.itertext())
    for part in ("word", "piece", "label", "when", "name", "detail", "voice", "said", "quoted"):
        assert f"{part} {SCRIPT}" in said
    assert [element.get("id") for element in item.iter() if element.get("id")] == [
        SCRIPT,
        f"q{SCRIPT}",
    ]
    assert not list(item.iter("script"))


def test_a_line_of_another_node_has_no_id_and_no_anchor(place: Place) -> None:
    item = parsed(
        place, Line("https://example.org/x", "case", "case", "text"), Quote("1-2", (), "")
    )
    assert not [element for element in item.iter() if element.get("id")]
    assert not list(item.iter("a"))


def test_the_position_stands_where_there_is_no_text(place: Place) -> None:
    line = Line(f"{DOCUMENT}#x", "finding", "absent", "text", polarity="denies")
    item = parsed(place, line, Quote("1-2+/a/3", (), f"{DOCUMENT}#q"))
    assert not list(item.iter("mark"))
    parts = [element for element in item.iter("span") if element.get("class") == "part-at"]
    assert ["".join(part.itertext()) for part in parts] == ["1-2", "/a/3"]
    assert len(list(parts[1].iter("wbr"))) == 2


def test_what_stands_under_a_line_keeps_its_own_polarity(place: Place) -> None:
    below = Line(f"{DOCUMENT}#b", "diagnosis", "ruled out", "below", polarity="denies")
    item = parsed(
        place, Line(f"{DOCUMENT}#a", "finding", "present", "above", "affirms", lines=(below,))
    )
    (under,) = item.findall("ul/li")
    assert look(under) == "polarity mark-ruled-out"
    assert look(item) == "polarity mark-present"
