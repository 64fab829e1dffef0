"""The commands of formats that list what they cannot say of each case."""

from collections.abc import Callable, Iterator
from pathlib import Path

from casegraph.cli.inputs import store_at
from casegraph.cli.output import message, working, write
from casegraph.exporters.report import Report

_SHOWN = 20
"""How many lines the summary has."""


def write_cases(
    exporting: Callable[..., Report],
    doing: str,
    store: str | None,
    out: Path | None,
    case: str | None,
    report: Path | None,
) -> None:
    """Run *exporting* as the command line says, and print what the format could not say.

    doing: what a progress bar shows.
    """
    with store_at(store) as source, working(doing) as progress:
        done = exporting(
            write if out is None else out,
            store=source,
            case=case,
            details=report,
            progress=progress,
        )
    if out is not None:
        message("written", str(out))
    for one in _counted(done):
        message("not represented", one)


def _counted(report: Report) -> Iterator[str]:
    """Yield what was not said with its counts, the most frequent first."""
    order = sorted(report.unsaid, key=lambda key: (-report.unsaid[key], key))
    for key in order[:_SHOWN]:
        yield f"{report.unsaid[key]} {': '.join(filter(None, key))}"
    if len(order) > _SHOWN:
        yield f"and {len(order) - _SHOWN} more kinds; --report FILE tells them all"
