"""The question of the library that a client names."""

from casegraph.lookup import suggestion
from casegraph.query import LibraryQuery, queries
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
