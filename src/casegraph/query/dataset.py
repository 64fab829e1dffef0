"""The graphs that SPARQL text asks: FROM and FROM NAMED (SPARQL 1.1 Query, section 13.2)."""

import pyoxigraph as ox

from casegraph.query.sparql import Sparql
from casegraph.store.database import Dataset


def dataset_of(sparql: Sparql) -> Dataset | None:
    """Return the graphs that *sparql* names, None when it names none.

    :raises QueryError: when one is not named by an IRI or a prefixed name.

    >>> dataset_of(Sparql("PREFIX g: <x:> SELECT * FROM g:a FROM NAMED <x:b> {}"))
    Dataset(default=('x:a',), named=('x:b',))
    """
    if "FROM" not in sparql.text.upper():
        return None
    default: list[str] = []
    named: list[str] = []
    for at, (kind, word, offset) in enumerate(sparql.tokens):
        if kind != "word" or "FROM" not in word.upper():
            continue
        following = [*sparql.tokens[at + 1 : at + 3], ("", "", 0), ("", "", 0)]
        is_named = following[0][1].upper() == "NAMED"
        named_by, name, _ = following[is_named]
        if word.upper() != "FROM" or named_by not in {"iri", "name"}:
            raise sparql.error(
                "FROM names no graph", offset, "Write FROM <IRI> with the IRI of a graph."
            )
        (named if is_named else default).append(_resolved(sparql, name, offset))
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _resolved(sparql: Sparql, name: str, offset: int) -> str:
    """Return the IRI that *name* means after the prologue, which is also Turtle's."""
    turtle = f"{sparql.text[: sparql.opening[1]]}\n{name} <x:is> <x:named> ."
    try:
        (quad,) = ox.parse(turtle, ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        raise sparql.error(
            f"FROM {name} names no graph", offset, "Write FROM <IRI> with the IRI of a graph."
        ) from None
    return str(quad.subject)[1:-1]
