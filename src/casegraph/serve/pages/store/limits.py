"""The limits of a server in words."""

from collections.abc import Iterator

from casegraph.serve.settings import MIB, Limits, Settings
from casegraph.web.environment import count


def limits(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what a client may take, each with its name."""
    most = settings.limits
    yield "One question", f"{_seconds(most.seconds)} at most, then it is ended and says so."
    yield "One answer", f"{count(most.rows, 'row')} or triples, and {_bytes(most.answer)} at most."
    yield "At once", f"{count(most.queries, 'question')}; {_queue(most)}"
    yield "One request", f"{_bytes(most.body)} at most."
    writing = "Who has the token may write, " if settings.writable else "Nobody may write here"
    yield "Writing", f"{writing}{f'{_bytes(most.update)} at once.' if settings.writable else '.'}"
    asked = ", ".join(settings.federation)
    yield "Other endpoints", f"SERVICE may ask {asked}." if asked else "SERVICE is refused."


def _queue(most: Limits) -> str:
    return f"{count(most.queue, 'further one')} may wait, for {_seconds(most.wait)} at most."


def _seconds(number: float) -> str:
    return f"{number:g} {'second' if number == 1 else 'seconds'}"


def _bytes(number: int) -> str:
    """Return *number* of bytes as a reader has it.

    >>> _bytes(2 * MIB), _bytes(100)
    ('2 MiB', '100 bytes')
    """
    return f"{number / MIB:,.4g} MiB" if number >= MIB else count(number, "byte")
