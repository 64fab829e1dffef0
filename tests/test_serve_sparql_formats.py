"""What is written in a format reads back as what was answered, whatever it holds."""

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casegraph.quads import canonical
from casegraph.serve import syntaxes
from casegraph.serve.errors import RefusedError
from casegraph.serve.sparql import results
from casegraph.solutions import Term

X = "https://example.org/"
RESULTS = "{http://www.w3.org/2005/sparql-results#}"
EXACT = {
    results.JSON: ox.QueryResultsFormat.JSON,
    results.XML: ox.QueryResultsFormat.XML,
    results.TSV: ox.QueryResultsFormat.TSV,
}
"""The formats that keep what kind of term there is, and their readers."""

SYNTAXES = {
    syntaxes.TURTLE: ox.RdfFormat.TURTLE,
    syntaxes.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    syntaxes.JSONLD: ox.RdfFormat.JSON_LD,
    syntaxes.RDFXML: ox.RdfFormat.RDF_XML,
    syntaxes.TRIG: ox.RdfFormat.TRIG,
    syntaxes.NQUADS: ox.RdfFormat.N_QUADS,
}
SAYABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\"',;<>&]\\{}")
)
ANYTHING = st.text(st.characters(codec="utf-8"))
NODES = st.sampled_from([X, f"{X}a,b", f"{X}é?a=1&b='", "urn:x:service", f"{X}#1"]).map(
    ox.NamedNode
)
BLANKS = st.sampled_from(["a", "0", "b0", "7f"]).map(ox.BlankNode)


def literals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[ox.Literal]:
    """Return literals with *texts*, plain, with a language or with a datatype."""
    languages = st.sampled_from(["en", "de-ch", "x-service"])
    return st.one_of(
        texts.map(ox.Literal),
        st.builds(lambda text, language: ox.Literal(text, language=language), texts, languages),
        st.builds(lambda text, kind: ox.Literal(text, datatype=kind), texts, NODES),
    )


def written(variables: Sequence[str], rows: Sequence[Sequence[Term | None]], kind: str) -> bytes:
    return b"".join(results.rows(variables, rows, kind))


def tables(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[Term | None]]]:
    cell = st.none() | NODES | BLANKS | literals(texts)
    return st.lists(st.lists(cell, min_size=2, max_size=2), max_size=8)


def read(text: bytes, kind: str) -> list[list[Term | None]]:
    found = ox.parse_query_results(text, format=EXACT[kind])
    assert isinstance(found, ox.QuerySolutions)
    return [list(row) for row in found]


@given(tables(ANYTHING), st.sampled_from([results.JSON, results.TSV]))
@example([[ox.Literal("\x00\x1b\u2028\ufffe\t\r\n\\"), None]], results.TSV)
@example([[None, None]], results.JSON)
@settings(deadline=None)
def test_json_and_tsv_keep_every_term(rows: list[list[Term | None]], kind: str) -> None:
    assert read(written(["a", "b"], rows, kind), kind) == rows


@given(tables(SAYABLE))
@example([[ox.Literal(' a\r\nb\t]]>&<" '), None]])
@settings(deadline=None)
def test_xml_keeps_every_term(rows: list[list[Term | None]]) -> None:
    root = ElementTree.fromstring(written(["a", "b"], rows, results.XML))  # noqa: S314 - our own
    found = [
        [_term(result.find(f"{{*}}binding[@name='{name}']/*")) for name in ("a", "b")]
        for result in root.iter(f"{RESULTS}result")
    ]
    assert found == rows


def _term(said: ElementTree.Element | None) -> Term | None:
    """Return the term that an element of an answer in XML means; Oxigraph's reader cuts spaces."""
    if said is None:
        return None
    value = said.text or ""
    if said.tag == f"{RESULTS}uri":
        return ox.NamedNode(value)
    if said.tag == f"{RESULTS}bnode":
        return ox.BlankNode(value)
    language = said.get("{http://www.w3.org/XML/1998/namespace}lang")
    kind = said.get("datatype")
    return ox.Literal(
        value, language=language, datatype=None if kind is None else ox.NamedNode(kind)
    )


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_say_is_refused_and_never_left_out(character: str) -> None:
    text = ox.Literal(f"a{character}b")
    with pytest.raises(RefusedError, match=f"U\\+{ord(character):04X}") as caught:
        written(["a"], [[text]], results.XML)
    assert caught.value.status == 406
    triple = ox.Quad(ox.NamedNode(X), ox.NamedNode(f"{X}p"), text)
    with pytest.raises(RefusedError, match=f"U\\+{ord(character):04X}"):
        list(syntaxes.pieces([triple], syntaxes.RDFXML))


@given(tables(ANYTHING.filter(lambda text: "\0" not in text)))
@settings(deadline=None)
def test_csv_has_the_text_of_every_term(rows: list[list[Term | None]]) -> None:
    text = written(["a", "b"], rows, results.CSV).decode()
    head, *found = csv.reader(io.StringIO(text, newline=""))
    assert head == ["a", "b"]
    assert found == [["" if term is None else _plain(term) for term in row] for row in rows]


def _plain(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def test_csv_ends_lines_as_its_standard_says() -> None:
    text = written(["a"], [[ox.Literal('1,"2"')], [None]], results.CSV)
    assert text == b'a\r\n"1,""2"""\r\n""\r\n'


@pytest.mark.parametrize("kind", [results.JSON, results.XML, results.CSV, results.TSV])
def test_no_rows_no_columns_and_many_rows_are_whole_documents(kind: str) -> None:
    many = [[ox.Literal(str(number))] for number in range(2 * 500 + 1)]
    for variables, rows in (([], []), (["a", "b"], []), ([], [[], []]), (["a"], many)):
        text = written(variables, rows, kind)
        if kind == results.CSV:
            assert text.count(b"\r\n") == len(rows) + 1
        else:
            found = ox.parse_query_results(text, format=EXACT[kind])
            assert isinstance(found, ox.QuerySolutions)
            assert [variable.value for variable in found.variables] == variables or not variables
            assert len(list(found)) == len(rows) or not variables


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_are_a_document_of_each_format(value: bool) -> None:
    word = "true" if value else "false"
    for kind in (results.JSON, results.XML):
        found = ox.parse_query_results(results.boolean(value, kind), format=EXACT[kind])
        assert isinstance(found, ox.QueryBoolean)
        assert bool(found) == value
    assert results.boolean(value, results.CSV) == f"{word}\r\n".encode()
    assert results.boolean(value, results.TSV) == f"{word}\n".encode()


def test_a_triple_term_keeps_its_parts() -> None:
    term = ox.Triple(ox.NamedNode(X), ox.NamedNode(f"{X}p"), ox.Literal("a\tb", language="en"))
    for kind in (results.JSON, results.XML, results.TSV):
        assert read(written(["a"], [[term]], kind), kind) == [[term]]


# Triples

PREDICATES = st.sampled_from([f"{X}p", f"{X}q#r-1", "urn:x:p", f"{X}é"]).map(ox.NamedNode)
QUADS = st.lists(
    st.builds(
        ox.Quad,
        NODES | BLANKS,
        PREDICATES,
        NODES | BLANKS | literals(SAYABLE),
        st.sampled_from([ox.DefaultGraph(), ox.NamedNode(f"{X}g"), ox.NamedNode(f"{X}h")]),
    ),
    max_size=12,
)


@given(QUADS, st.sampled_from(sorted(SYNTAXES)), st.booleans())
@example([], syntaxes.JSONLD, True)
@settings(deadline=None, max_examples=200)
def test_quads_come_back_few_or_many(quads: list[ox.Quad], kind: str, many: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if many:
            patch.setattr(syntaxes, "_FEW", 0)
            patch.setattr(syntaxes, "_AT_ONCE", 2)
        text = b"".join(syntaxes.pieces(iter(quads), kind))
    found = list(ox.parse(text, SYNTAXES[kind]))
    if not SYNTAXES[kind].supports_datasets:
        quads = [ox.Quad(*quad.triple) for quad in quads]
    assert canonical(found) == canonical(quads)


def test_a_long_document_is_written_while_it_is_read() -> None:
    taken = 0

    def quads() -> Iterator[ox.Quad]:
        nonlocal taken
        for taken in range(10_000):
            yield ox.Quad(ox.NamedNode(f"{X}{taken}"), ox.NamedNode(f"{X}p"), ox.Literal("a"))

    for kind in SYNTAXES:
        document = syntaxes.pieces(quads(), kind)
        next(piece for piece in document if f"{X}0".encode() in piece)
        assert taken < 9_000
        assert b"".join(document).count(b"9999") == 1


@pytest.mark.parametrize("predicate", [X, f"{X}p/1", "urn:1", f"{X}a%20"])
def test_a_predicate_that_is_no_name_is_refused_in_rdf_xml(predicate: str) -> None:
    triple = ox.Quad(ox.NamedNode(X), ox.NamedNode(predicate), ox.Literal("a"))
    with pytest.raises(RefusedError, match="ends in nothing that can be a name") as caught:
        list(syntaxes.pieces([triple], syntaxes.RDFXML))
    assert caught.value.status == 406
    assert syntaxes.NTRIPLES in (caught.value.repair or "")


def test_what_the_json_ld_context_cannot_say_is_said_without_it() -> None:
    triple = ox.Quad(ox.NamedNode("cg:affirms"), ox.NamedNode("term:x"), ox.NamedNode("case:y"))
    text = b"".join(syntaxes.pieces([triple], syntaxes.JSONLD))
    assert list(ox.parse(text, ox.RdfFormat.JSON_LD)) == [triple]


def test_what_json_ld_cannot_say_is_refused() -> None:
    term = ox.Triple(ox.NamedNode(X), ox.NamedNode(X), ox.Literal("a"))
    quad = ox.Quad(ox.NamedNode(X), ox.NamedNode(X), term)
    with pytest.raises(RefusedError, match="JSON-LD cannot say"):
        list(syntaxes.pieces([quad], syntaxes.JSONLD))
    for kind in (syntaxes.TURTLE, syntaxes.NTRIPLES, syntaxes.TRIG, syntaxes.NQUADS):
        assert list(ox.parse(b"".join(syntaxes.pieces([quad], kind)), SYNTAXES[kind])) == [quad]


def test_blank_nodes_deep_in_each_other_are_written() -> None:
    nodes = [ox.BlankNode(f"n{number}") for number in range(1500)]
    step = ox.NamedNode(f"{X}p")
    chain = [ox.Quad(one, step, other) for one, other in itertools.pairwise(nodes)]
    for kind in SYNTAXES:
        found = list(ox.parse(b"".join(syntaxes.pieces(chain, kind)), SYNTAXES[kind]))
        assert len(found) == len(chain)
