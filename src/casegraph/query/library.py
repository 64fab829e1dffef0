"""The query library: the questions in `queries/`, one file each."""

import re
from functools import cache
from pathlib import Path

from casegraph.errors import QueryError
from casegraph.lookup import suggestion
from casegraph.query.library_query import LibraryQuery, parse
from casegraph.resources import queries_dir

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@cache
def queries() -> tuple[LibraryQuery, ...]:
    """Return the query library, sorted by name.

    :raises QueryError: when a file of it has a bad header or is not a query that may run.

    >>> [query.summary for query in queries() if query.name == "ruled-out-by"]
    ['What was suspected and then ruled out, and by which finding?']
    """
    return load(queries_dir())


def load(folder: Path) -> tuple[LibraryQuery, ...]:
    """Return the library queries in *folder*, sorted by name.

    :raises QueryError: as `queries` does, and when a file's name is not in kebab-case.
    """
    return tuple(
        read_query(path, str(path.relative_to(folder.parent)))
        for path in sorted(folder.glob("*.rq"))
    )


def read_query(path: Path, file: str | None = None) -> LibraryQuery:
    """Return the library query in the file *path*.

    file: what errors call it, the path itself when None.

    :raises QueryError: when it cannot be read, its name is not in kebab-case, it declares a
        prefix that it does not use, or its header is bad.
    """
    name = file or str(path)
    if not _NAME.fullmatch(path.stem):
        raise QueryError(
            "a library query's name is in kebab-case", file=name, repair="Call it a-b-c.rq."
        )
    query = parse(read_text(path), name=path.stem, path=name)
    unused = sorted(query.sparql.declared_prefixes - query.sparql.used_prefixes)
    if unused:
        raise QueryError(
            f"the prefix {unused[0]}: is declared and not used", file=name, repair="Take it away."
        )
    return query


def read_text(path: Path) -> str:
    """Return the text of the file *path*.

    :raises QueryError: when it is missing, is no file, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise QueryError("the file is not UTF-8", file=path, repair="Save it as UTF-8.") from None
    except OSError as error:
        raise QueryError(
            f"the file cannot be read: {error.strerror}", file=path, repair="Check the path."
        ) from None


def named(name: str) -> LibraryQuery:
    """Return the library query called *name*.

    :raises QueryError: when there is none, with the nearest names.
    """
    library = {query.name: query for query in queries()}
    if name not in library:
        raise QueryError(
            f"there is no library query {name!r}",
            repair=suggestion(name, library) or "`casegraph queries` lists them.",
        )
    return library[name]
