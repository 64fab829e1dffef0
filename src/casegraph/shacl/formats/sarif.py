"""A report as SARIF 2.1.0 (OASIS Standard with Errata 01), which code hosts show beside the file.

A shape is a rule, a result has the place in the file and the node as logical location.
"""

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PurePath
from urllib.parse import quote

from casegraph.namespaces import BASE, slug_of
from casegraph.shacl.names import node_name, path_name, value_name
from casegraph.shacl.result import Result, Severity
from casegraph.shacl.shapes import message_of

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_Json = dict[str, object]


def sarif(results: Sequence[Result], cases: Sequence[str]) -> str:
    """Return the report as a SARIF log with one run."""
    shapes = sorted({result.shape for result in results})
    levels = {result.shape: result.severity for result in results}
    driver = {
        "name": "casegraph",
        "version": version("casegraph"),
        "informationUri": BASE,
        "rules": [_rule(shape, levels[shape]) for shape in shapes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, shapes.index(result.shape)) for result in results],
        "properties": {"cases": list(cases)},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(shape: str, severity: Severity) -> _Json:
    rule: _Json = {
        "id": node_name(shape),
        "helpUri": shape,
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }
    if said := message_of(shape):
        rule["fullDescription"] = {"text": _escaped(said)}
    return rule


def _result(result: Result, rule: int) -> _Json:
    node = {"name": node_name(result.focus), "fullyQualifiedName": result.focus}
    place: _Json = {"logicalLocations": [node]}
    if result.location is not None:
        physical: _Json = {"artifactLocation": {"uri": _uri(result.location.file)}}
        if result.location.line is not None:
            physical["region"] = {"startLine": result.location.line}
        place["physicalLocation"] = physical
    properties = {
        "component": node_name(result.component),
        "path": path_name(result.path) if result.path else None,
        "value": value_name(result.value) if result.value else None,
        "case": slug_of(result.document) if result.document else None,
    }
    return {
        "ruleId": node_name(result.shape),
        "ruleIndex": rule,
        "level": _LEVELS[result.severity],
        "message": {"text": _escaped(result.message)},
        "locations": [place],
        "properties": {name: value for name, value in properties.items() if value is not None},
    }


def _escaped(text: str) -> str:
    r"""Return *text* without links and placeholders (SARIF, sections 3.11.5 and 3.11.6).

    >>> _escaped("{score} [here](https://example.org)")
    '{{score}} \\[here\\](https://example.org)'
    """
    for plain, meant in (("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        text = text.replace(plain, meant)
    return text


def _uri(file: str) -> str:
    """Return *file* as a URI reference: relative as it was given, absolute with the scheme file."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
