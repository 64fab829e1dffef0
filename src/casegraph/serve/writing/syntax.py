"""Whether a text is SPARQL Update, and asks no other server.

Oxigraph alone decides, in a spelling in which neither `SERVICE` nor `LOAD` is a keyword (see
`casegraph.query.services`), so that what asks another server is no update at all. It reads the text
by carrying it out on an empty store, where there is nothing to change and nobody to ask.
"""

import re

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.query.services import disguised
from casegraph.query.sparql import Sparql

_LOAD = re.compile("l(?=oad)", re.IGNORECASE)
_POSITION = re.compile(r"error at (\d+):(\d+): ?")


def check(text: str) -> None:
    """Check that *text* is an operation that asks no other server, after its declarations.

    :raises QueryError: when it is not.
    """
    disguise = _LOAD.sub("z", disguised(text))
    try:
        ox.Store().update(disguise)
    except SyntaxError as error:
        raise _not_update(text, str(error)) from None
    except (OSError, RuntimeError, ValueError):
        return  # of what an empty store lacks


def _not_update(text: str, said: str) -> QueryError:
    """Return why Oxigraph, which *said* something, could not read *text* as an update."""
    tokens = Sparql(text).tokens
    for kind, word, _ in tokens:
        if kind == "word" and ("SERVICE" in word.upper() or "LOAD" in word.upper()):
            return QueryError(
                f"{word} is refused, because the server never asks another",
                repair="Fetch it yourself, and write it with INSERT DATA or to /data.",
            )
    near = ""
    if at := _POSITION.match(said):
        lines = text.splitlines(keepends=True)
        stopped = sum(map(len, lines[: int(at[1]) - 1])) + int(at[2]) - 1
        near = next((word for _, word, start in reversed(tokens) if start < stopped), "")
    return QueryError(
        f"not a SPARQL update near {near[:30]!r}: {_POSITION.sub('', said)}",
        repair="Look there for a missing or misspelt keyword, dot, brace or quote.",
    )
