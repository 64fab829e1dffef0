"""The question of the library that a client names, and what to change of one that is too large."""

from collections.abc import Iterable

from casegraph.lookup import suggestion
from casegraph.query import LibraryQuery, queries
from casegraph.query.parameters import EVERY_CASE
from casegraph.serve.errors import SAID, RefusedError


def known_query(name: str) -> LibraryQuery:
    """Return the question called *name*.

    :raises RefusedError: 404, when there is none, with the nearest names.
    """
    library = {query.name: query for query in queries()}
    if name not in library:
        raise RefusedError(
            404,
            f"there is no query {name[:SAID]!r} in the library",
            repair=suggestion(name[:SAID], library) or "/api/queries lists them.",
        )
    return library[name]


def about_fewer(query: LibraryQuery, values: Iterable[tuple[str, str]]) -> str | None:
    """Return what to change of a question about every case that passes a limit, None for others.

    values: of the parameters, as they were sent.
    """
    given = dict(values)
    for parameter in query.params:
        if (parameter.type, given.get(parameter.name)) == ("case", EVERY_CASE):
            name = parameter.name
            return (
                f"Leave {name}={EVERY_CASE} out, which asks about some cases, or name one with "
                f"{name}=SLUG; over a copy of the store, `casegraph query {query.name} --store DIR "
                f"--param {name}={EVERY_CASE}` has no such limit."
            )
    return None
