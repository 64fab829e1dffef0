"""The token that a client shows when it writes: where the server finds it, and what is none."""

import os
from pathlib import Path

from casegraph.errors import CasegraphError

VARIABLE = "CASEGRAPH_TOKEN"
_SHORTEST = 16
_REPAIR = "Make one, for example: openssl rand -hex 24."


def token_of(file: Path | None) -> str:
    """Return the token in *file*, or in the variable `CASEGRAPH_TOKEN` when it is None.

    :raises CasegraphError: when there is none, or one that can be guessed or not be sent.
    """
    try:
        said = os.environ.get(VARIABLE, "") if file is None else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CasegraphError(
            f"the token cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}",
            file=file,
            repair="Name a file with one line.",
        ) from None
    token = said.strip()
    if not token:
        raise CasegraphError(
            "--writable needs a token that clients show",
            file=file,
            repair=f"Write one into a file and name it with --token-file, or set {VARIABLE}.",
        )
    if len(token) < _SHORTEST or len(set(token)) < _SHORTEST // 2:
        raise CasegraphError(
            f"the token is weak: it takes {_SHORTEST} characters or more, not all the same",
            file=file,
            repair=_REPAIR,
        )
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise CasegraphError(
            "the token holds what a header cannot carry", file=file, repair=_REPAIR
        )
    return token
