"""Whether SPARQL text is a query that may run here, and what to say of it when not.

Only queries run (SPARQL 1.1 Query, section 2): an update is refused, and so is `SERVICE` (SPARQL
1.1 Federated Query), because casegraph answers from its own store and never asks the network, but
for the endpoints that whoever runs a server allows.
"""

import re
from collections.abc import Sequence

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.namespaces import PREFIXES
from casegraph.query.services import disguised
from casegraph.query.sparql import Sparql

_DEEPEST = 500
"""How deeply brackets may be nested: Oxigraph's parser takes some of the stack for each."""

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def check(sparql: Sparql, federation: Sequence[str] = ()) -> None:
    """Check that *sparql* is a query that may run here.

    federation: the endpoints that it may ask.

    :raises QueryError: when it is empty, an update, asks another `SERVICE`, is not SPARQL, or
        is nested too deeply.
    """
    _check_read(sparql, disguised(sparql.text, federation), federation)


def check_services(sparql: Sparql, federation: Sequence[str] = ()) -> None:
    """Check that *sparql* asks no endpoint but those of *federation*, if it is a query at all.

    It costs next to nothing when the word does not occur.

    :raises QueryError: when it may ask another, or has the word and is not SPARQL.
    """
    text = disguised(sparql.text, federation)
    if text is not sparql.text:
        _check_read(sparql, text, federation)


def check_depth(sparql: Sparql) -> None:
    """Check that *sparql* is not nested so deeply that reading it would end the process.

    :raises QueryError: when it is.
    """
    if sum(map(sparql.text.count, "([{")) <= _DEEPEST:
        return
    depth = 0
    for _, word, offset in sparql.tokens:
        depth += (word in "([{") - (word in ")]}")
        if depth > _DEEPEST:
            raise sparql.error(
                f"the query is nested more than {_DEEPEST} brackets deep",
                offset,
                "Write it flatter.",
            )


def _check_read(sparql: Sparql, disguise: str, federation: Sequence[str]) -> None:
    check_depth(sparql)
    try:
        ox.Store().query(disguise)
    except SyntaxError as error:
        raise _explained(sparql, str(error), federation) from None
    except (RuntimeError, ValueError) as error:
        raise sparql.error(str(error), 0, "Use what SPARQL 1.1 defines.") from None


def _explained(sparql: Sparql, said: str, federation: Sequence[str]) -> QueryError:
    """Return why the parser, which said *said*, could not read *sparql* as a query."""
    form, offset = sparql.opening
    if not form:
        return sparql.error(
            "the query is empty", 0, "Write a SELECT, ASK, CONSTRUCT or DESCRIBE query."
        )
    if sparql.is_update:
        return sparql.error(
            f"{form} is an update, and a query only reads",
            offset,
            "Change the case file and run `casegraph build`, which replaces the case.",
        )
    if not sparql.is_query:
        return sparql.error(
            f"a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {form!r}",
            offset,
            "The name of a library query stands alone; `casegraph queries` lists them.",
        )
    for word, offset in sparql.words:
        if "SERVICE" in word:
            return _service_error(sparql, offset + word.index("SERVICE"), federation)
    for prefix, offset in sparql.prefixed:
        if prefix not in sparql.declared_prefixes:
            return sparql.error(
                f"the prefix {prefix}: is not declared",
                offset,
                f"Put PREFIX {prefix}: <{PREFIXES.get(prefix, '...')}> before the query.",
            )
    return _syntax_error(sparql, said)


def _service_error(sparql: Sparql, offset: int, federation: Sequence[str]) -> QueryError:
    if federation:
        return sparql.error(
            "SERVICE is refused, because it names no endpoint that may be asked",
            offset,
            f"Write one of them in full: {', '.join(f'<{iri}>' for iri in federation)}.",
        )
    return sparql.error(
        "SERVICE is refused, because casegraph never asks the network",
        offset,
        "Load the other graph into the store and query it here.",
    )


def _syntax_error(sparql: Sparql, said: str) -> QueryError:
    """Return near which token the parser stopped; it expects there what its grammar says."""
    found = _POSITION.match(said)
    if not found:
        return QueryError(f"not SPARQL: {said}", file=sparql.file)
    row, column = int(found[1]), int(found[2])
    lines = sparql.text.split("\n")
    stopped = sum(len(line) + 1 for line in lines[: row - 1]) + column - 1
    before = [(word, offset) for _, word, offset in sparql.tokens if offset < stopped]
    word, offset = before[-1] if before else ("", 0)
    if "variable that is unbound" in found[3]:
        message = "a SELECT with GROUP BY or an aggregate names a variable that is not grouped"
        repair = "Add the variable to GROUP BY, or wrap it in an aggregate such as SAMPLE."
    else:
        message = f"not SPARQL near {word[:30]!r}"
        repair = "Look there for a missing or misspelt keyword, dot, brace or quote."
    return sparql.error(message, offset, repair)
