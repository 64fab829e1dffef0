"""Whether a request shows the token of those who may write (RFC 6750, section 2.1)."""

import hmac

from starlette.requests import Request

from casegraph.serve.errors import RefusedError
from casegraph.serve.settings import Settings

_CHALLENGE = 'Bearer realm="casegraph"'
_REPAIR = "Send the header Authorization: Bearer TOKEN, with the token of this server."


def check_token(request: Request, settings: Settings) -> None:
    """Check that *request* may change the store.

    :raises RefusedError: 403 when nobody may, 401 when it does not show the token.
    """
    if not settings.writable:
        raise RefusedError(
            403,
            "this server only reads",
            repair="Whoever runs it can start it with --writable, and gives you a token.",
        )
    if "authorization" not in request.headers:
        raise _refusal("who writes has to show a token", _CHALLENGE)
    if not shows_token(request, settings):
        raise _refusal("this is not the token", f'{_CHALLENGE}, error="invalid_token"')


def shows_token(request: Request, settings: Settings) -> bool:
    """Return whether *request* shows the token, in a time that tells nothing of it."""
    said = request.headers.getlist("authorization")
    if settings.token is None or len(said) != 1:
        return False
    scheme, _, token = said[0].partition(" ")
    same = hmac.compare_digest(token.strip().encode(), settings.token.encode())
    return same and scheme.lower() == "bearer"


def _refusal(message: str, challenge: str) -> RefusedError:
    return RefusedError(401, message, repair=_REPAIR, headers={"www-authenticate": challenge})
