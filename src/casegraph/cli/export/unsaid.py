"""What a format could not say, for standard error."""

from collections.abc import Iterator

from casegraph.exporters.report import Report

_SHOWN = 20
"""How many lines the summary has."""


def counted(report: Report) -> Iterator[str]:
    """Yield what was not said with its counts, the most frequent first."""
    order = sorted(report.unsaid, key=lambda key: (-report.unsaid[key], key))
    for key in order[:_SHOWN]:
        yield f"{report.unsaid[key]} {': '.join(filter(None, key))}"
    if len(order) > _SHOWN:
        yield f"and {len(order) - _SHOWN} more kinds; --report FILE tells them all"
