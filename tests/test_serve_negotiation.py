"""The media type that a client gets is the one that it likes best of what there is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casegraph.serve.negotiation import best

OFFERED = ("text/html", "text/turtle", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/html;q=0.4, text/turtle;q=0.5", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("text/turtle;q=0.5, text/html;q=0.5", "text/html"),
        ("application/ld+json, */*;q=0.1", "application/ld+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("text/turtle;q=0, */*;q=0.1", "text/html"),
        ("*/*;q=0", None),
    ],
)
def test_the_highest_quality_wins_and_the_server_decides_between_equals(
    accept: str, chosen: str | None
) -> None:
    assert best(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/*, text/html;q=0.1", "text/turtle"),
        ("text/*;q=0.9, */*;q=1", "application/ld+json"),
        ("*/*, text/*;q=0, application/ld+json;q=0.2", "application/ld+json"),
    ],
)
def test_the_narrower_range_decides_about_a_type(accept: str, chosen: str) -> None:
    assert best(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    "accept",
    [
        'application/ld+json;profile="http://example.org/a,text/html;q=1";q=0.5',
        "application/ld+json; version=1.1 ;charset=utf-8",
        "application/ld+json ; Q = 0.3",
        " ,, application/ld+json,",
        'application/ld+json;p="',
    ],
)
def test_other_parameters_and_empty_elements_change_nothing(accept: str) -> None:
    assert best(accept, OFFERED) == "application/ld+json"


@pytest.mark.parametrize("quality", ["high", "", "-1", "2", "1.5", "nan", "inf", "1e9"])
def test_a_quality_that_is_none_is_the_lowest(quality: str) -> None:
    assert best(f"text/turtle;q={quality}, text/html;q=0.001", OFFERED) == "text/html"


def test_nothing_is_best_of_nothing() -> None:
    assert best("*/*", ()) is None


@given(st.text(alphabet=st.sampled_from('text/html*;,q=01. "\\'), max_size=60) | st.text())
@example('a/b;"' * 3)
def test_any_header_gets_one_of_the_offered_or_none(accept: str) -> None:
    assert best(accept, OFFERED) in {*OFFERED, None}


@given(
    st.lists(
        st.tuples(st.sampled_from([*OFFERED, "image/png"]), st.integers(0, 1000)),
        unique_by=lambda each: each[0],
        min_size=1,
    )
)
def test_no_other_offered_type_has_a_higher_quality(ranges: list[tuple[str, int]]) -> None:
    accept = ", ".join(f"{name};q={quality / 1000:.3f}" for name, quality in ranges)
    qualities = {name: quality for name, quality in ranges if name in OFFERED and quality}
    chosen = best(accept, OFFERED)
    assert qualities.get(chosen or "", 0) == max(qualities.values(), default=0)
    assert (chosen is None) == (not qualities)
