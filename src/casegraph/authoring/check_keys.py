"""The messages of the shapes for who writes YAML: properties by the keys of a case file."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from casegraph.read.keys import contexts, full, keys
from casegraph.shacl import Report

_NAME = re.compile(r"(?<![\w/<])[a-z]+:[A-Za-z]\w*")


def with_keys(report: Report) -> Report:
    """Return *report* with the keys of YAML in the place of the names of properties."""
    results = (replace(one, message=in_keys(one.message)) for one in report.results)
    return Report.of(results, report.cases)


def in_keys(message: str) -> str:
    """Return *message* with the key for each property, and its name where that is another.

    >>> in_keys("List it with cg:hasFigure. It has a cg:figureNumber and is a cg:Figure.")
    'List it with `figures` (cg:hasFigure). It has a `figureNumber` and is a cg:Figure.'
    """
    return _NAME.sub(_key, message)


def _key(name: re.Match[str]) -> str:
    key = _keys_of_properties().get(full(name[0]))
    if key is None:
        return name[0]
    return f"`{key}`" if name[0].endswith(f":{key}") else f"`{key}` ({name[0]})"


@cache
def _keys_of_properties() -> Mapping[str, str]:
    """Return the key for each property: the plainer one, the first of several."""
    general, plainer = contexts()
    found: dict[str, str] = {}
    for name in (*plainer, *general):
        if name in keys():
            found.setdefault(full(keys()[name].iri), name)
    return found
