"""A report as JSON, for programs.

Keys of the object: `conforms` (boolean), `cases` (the documents looked at), `counts` (violation,
warning, info: numbers) and `results`. Keys of each result, all strings or null but for `line`, a
number or null: `file`, `line`, `document`, `focus` (IRI or `_:label`), `path` (IRI or SPARQL
property path), `value` (N-Triples), `severity` (violation, warning, info), `message`, `component`
and `shape` (IRIs).
"""

import json as _json
from collections.abc import Sequence

from casegraph.shacl.result import Result, Severity


def json(results: Sequence[Result], cases: Sequence[str]) -> str:
    """Return the report as one JSON object."""
    counts = {
        severity.label: sum(result.severity is severity for result in results)
        for severity in Severity
    }
    report = {
        "conforms": counts[Severity.VIOLATION.label] == 0,
        "cases": list(cases),
        "counts": counts,
        "results": [_object(result) for result in results],
    }
    return _json.dumps(report, ensure_ascii=False, indent=2)


def _object(result: Result) -> dict[str, str | int | None]:
    place = result.location
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "document": result.document,
        "focus": result.focus,
        "path": result.path,
        "value": result.value,
        "severity": result.severity.label,
        "message": result.message,
        "component": result.component,
        "shape": result.shape,
    }
