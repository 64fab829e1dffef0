"""What a build refuses, told to the client that wanted it."""

from casegraph.errors import CasegraphError
from casegraph.shacl import Report


class RejectedError(CasegraphError):
    """A change that a build refuses.

    report: the violations. errors: what else is wrong, in words.
    """

    def __init__(self, report: Report, errors: tuple[str, ...]) -> None:
        super().__init__(
            "a build would refuse it, and nothing was changed",
            repair="Correct what the errors and results name, and write it again.",
        )
        self.report = report
        self.errors = errors

    def __reduce__(self) -> tuple[object, ...]:
        return RejectedError, (self.report, self.errors)
