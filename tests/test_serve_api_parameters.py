"""The parameters of the API, whatever clients send: typed, bound as terms, never an error 500."""

import re
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casegraph.errors import QueryError
from casegraph.query import queries
from casegraph.query.parameters import TYPES, Parameter, literal
from casegraph.serve.api.openapi import schema_of
from casegraph.serve.api.question import OWN

LITERALS = [kind for kind in TYPES if kind not in {"case", "term"}]
INJECTIONS = (
    'x" } #',
    "x } UNION { ?s ?p ?o",
    "UNDEF } SELECT * { ?s ?p ?o } #",
    "https://w3id.org/casegraph/term/neck-pain> } DROP ALL #",
    "<https://w3id.org/casegraph/term/neck-pain> <x:y>",
    "term:neck-pain> ; <x:y",
    "\\u003E\\u007D",
    "neck pain\x00",
    "../../../etc/passwd",
    "{{7*7}}",
    "65 } SERVICE <http://127.0.0.1/> { ?s ?p ?o",
    "1) || (true",
)
NAMES = sorted({each.name for query in queries() for each in query.params} | {*OWN})
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(INJECTIONS),
    st.from_regex(r"[+-]?\d{1,9}(\.\d{1,9})?", fullmatch=True),
    st.sampled_from(["all", "neck pain", "HP:0030833", "term:neck-pain", "json"]),
)


@given(
    name=st.sampled_from([query.name for query in queries()]),
    sent=st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=9)), VALUES)),
)
@example(name="unusual-cases", sent=[("old_from", "1e5")])
@example(name="unusual-cases", sent=[("old_from", "\u0661")])
@example(name="drugs", sent=[("case", "a b>"), ("drug", "\ud7ff")])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_parameters_make_an_error_of_the_server(
    api: httpx.Client, name: str, sent: list[tuple[str, str]]
) -> None:
    response = api.get(f"/api/queries/{name}/answer?{urlencode(sent)}")
    assert response.status_code in {200, 400, 404}
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
        assert response.json()["repair"]


@pytest.mark.parametrize("value", INJECTIONS)
def test_no_value_is_read_as_sparql(api: httpx.Client, value: str) -> None:
    for name, parameter in (
        ("cases-presenting", "term"),
        ("authors", "case"),
        ("unusual-cases", "old_from"),
    ):
        response = api.get(f"/api/queries/{name}/answer", params={parameter: value})
        assert response.status_code in {400, 404}, response.text
        assert "Traceback" not in response.text


@pytest.mark.parametrize("value", INJECTIONS)
def test_no_name_of_a_query_reaches_a_file(api: httpx.Client, value: str) -> None:
    for path in (f"/api/queries/{quote(value, safe='')}", f"/api/queries/{quote(value)}/answer"):
        response = api.get(path)
        assert response.status_code in {400, 404}
        assert "root:" not in response.text


def is_literal(kind: str, value: str) -> bool:
    try:
        found = literal(Parameter("a", kind, "b"), value)
    except QueryError:
        return False
    return isinstance(found, ox.Literal)


@given(kind=st.sampled_from(LITERALS), data=st.data())
def test_the_schema_of_a_parameter_takes_what_the_query_takes(
    kind: str, data: st.DataObject
) -> None:
    schema = schema_of(Parameter("a", kind, "b"))
    pattern = schema.get("pattern")
    space = st.text(max_size=8)
    if pattern:
        space |= st.from_regex(re.compile(pattern, re.ASCII), alphabet=st.characters(codec="ascii"))
    elif "enum" in schema:
        space |= st.sampled_from(schema["enum"])
    value = data.draw(space)
    fits = len(value) <= schema["maxLength"] and value in schema.get("enum", [value])
    if pattern:
        fits = fits and re.fullmatch(pattern.removesuffix("$"), value, re.ASCII) is not None
    assert fits == is_literal(kind, value)


def test_a_default_fits_its_own_schema() -> None:
    for query in queries():
        for each in query.params:
            schema = schema_of(each)
            if "pattern" in schema and "default" in schema:
                assert re.fullmatch(schema["pattern"], schema["default"]), (query.name, each.name)
