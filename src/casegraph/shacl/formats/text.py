"""A report as plain lines for a terminal or a log: `file:line: severity: node: message`."""

from collections.abc import Sequence
from itertools import groupby

from casegraph.namespaces import slug_of
from casegraph.shacl.names import node_name, one_line, path_name, value_name
from casegraph.shacl.result import Result, Severity

_NO_FILE = "(no file)"


def text(results: Sequence[Result], cases: Sequence[str]) -> str:
    """Return one line for each thing to repair, an empty line between files, and a summary.

    Results that read the same, as those of one shape about one value may, are one line.

    Control characters and bidirectional overrides in the data are written out as escapes.
    """
    groups = [
        "\n".join(dict.fromkeys(map(line, group))) for _, group in groupby(results, key=_file)
    ]
    return "\n\n".join([*groups, summary(results, cases)])


def summary(results: Sequence[Result], cases: Sequence[str]) -> str:
    """Return one sentence: whether the cases conform, and how many results there are.

    >>> summary([], ["https://w3id.org/casegraph/case/neck-pain"])
    '1 case conforms: no violation, no warning, no information.'
    """
    failing = {
        result.document
        for result in results
        if result.severity is Severity.VIOLATION and result.document
    }
    counts = [sum(result.severity is severity for result in results) for severity in Severity]
    words = (("violation", "violations"), ("warning", "warnings"), ("information", "information"))
    counted = ", ".join(_count(number, *word) for number, word in zip(counts, words, strict=True))
    if failing:
        named = ", ".join(sorted(map(slug_of, failing)))
        verdict = (
            f"{len(failing)} of {_count(len(cases), 'case', 'cases')} with violations ({named})"
        )
    elif counts[0]:
        verdict = "Violations outside the cases"
    elif not cases:
        verdict = "Conforms"
    else:
        verdict = f"{_count(len(cases), 'case conforms', 'cases conform')}"
    return f"{verdict}: {counted}."


def line(result: Result) -> str:
    """Return *result* on one line, with what its message does not say itself in brackets."""
    where = str(result.location) if result.location else _NO_FILE
    node = node_name(result.focus)
    about = [
        name
        for name in (
            path_name(result.path) if result.path else "",
            value_name(result.value) if result.value else "",
        )
        if name and name not in result.message and name != node
    ]
    detail = f" ({': '.join(about)})" if about else ""
    return one_line(f"{where}: {result.severity.label}: {node}: {result.message}{detail}")


def _file(result: Result) -> str:
    return result.location.file if result.location else _NO_FILE


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number in (0, 1) else many}"
