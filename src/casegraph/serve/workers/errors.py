"""Why a task gave no whole answer."""

from casegraph.errors import CasegraphError
from casegraph.serve.settings import MIB, Limits


class BusyError(CasegraphError):
    """Too many tasks run and wait. The same request later may be answered."""

    retry_after = 5
    """In how many seconds a client may try again."""


class LimitError(CasegraphError):
    """A task has passed one of the `Limits`, before anything of its answer was sent.

    limit: the name of the field of `Limits`.
    """

    def __init__(self, limit: str, message: str, *, repair: str) -> None:
        super().__init__(message, repair=repair)
        self.limit = limit

    def __reduce__(self) -> tuple[object, ...]:
        return _limit_error, (self.limit, self.message, self.repair)


class WorkerDiedError(CasegraphError):
    """The process that worked on a task ended in the middle of it."""


class AnswerCutError(CasegraphError):
    """An answer ended before its end after some of it was sent; the connection must break off."""


def memory_error(limits: Limits) -> LimitError:
    """Return the error of a task that took more memory than *limits* allow."""
    return LimitError(
        "memory",
        f"the answer takes more than {limits.memory // MIB:,} MiB of memory to find",
        repair="Ask for less at once: fewer joins without a common variable, no ORDER BY or "
        "DISTINCT over everything.",
    )


def time_error(seconds: float) -> LimitError:
    """Return the error of a task that took longer than *seconds*."""
    return LimitError(
        "seconds",
        f"the answer takes more than {seconds:g} seconds to find",
        repair="Ask for less: a LIMIT, or patterns that share variables.",
    )


def _limit_error(limit: str, message: str, repair: str) -> LimitError:
    return LimitError(limit, message, repair=repair)
