"""What a client is told when it does not get what it asked for."""

from collections.abc import Mapping

from casegraph.errors import CasegraphError

SAID = 100
"""How many characters of what nobody knows an error repeats."""


class RefusedError(CasegraphError):
    """A request that is not answered as it stands.

    status: the HTTP status. headers: that the response must have, such as `Allow`.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        repair: str,
        node: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, node=node, repair=repair)
        self.status = status
        self.headers = dict(headers or {})

    def __reduce__(self) -> tuple[object, ...]:
        return _refused, (self.status, self.message, self.repair, self.node, self.headers)


def _refused(
    status: int, message: str, repair: str, node: str | None, headers: Mapping[str, str]
) -> RefusedError:
    return RefusedError(status, message, repair=repair, node=node, headers=headers)
