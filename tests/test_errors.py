"""Errors say what is wrong, where, and what to do, and nothing else leaves the package."""

import inspect

import pytest

from casegraph import errors
from casegraph.errors import CasegraphError

ERRORS = [
    error
    for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, CasegraphError)
]


def test_error_tree_is_drawn_in_full() -> None:
    drawn = errors.__doc__ or ""
    assert len(ERRORS) == 11
    assert all(error.__name__ in drawn for error in ERRORS)


def test_error_names_file_line_node_and_repair() -> None:
    error = CasegraphError("is wrong", file="a.ttl", line=3, node="<#x>", repair="Mend it.")
    assert str(error) == "a.ttl:3: <#x>: is wrong. Mend it."
    assert (error.file, error.line, error.node, error.repair) == ("a.ttl", 3, "<#x>", "Mend it.")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (CasegraphError("is wrong"), "is wrong"),
        (CasegraphError("is wrong", file="a.ttl"), "a.ttl: is wrong"),
        (CasegraphError("is wrong", line=3), "is wrong"),
        (CasegraphError("is wrong", node="x", repair="Mend it."), "x: is wrong. Mend it."),
    ],
)
def test_error_leaves_out_what_it_does_not_know(error: CasegraphError, text: str) -> None:
    assert str(error) == text
