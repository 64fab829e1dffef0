"""A file that lists terms, one a line: a label, a synonym, a CURIE or an IRI.

Empty lines and those that begin with `#` say nothing.
"""

from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import ExportError, QueryError
from casegraph.lookup import finder
from casegraph.store import Store


def listed(store: Store, file: str | PathLike[str]) -> list[str]:
    """Return the terms in *file* as IRIs, each once, in its order.

    :raises ExportError: when it cannot be read, lists nothing, or names what is no term.
    """
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ExportError(
            f"cannot be read: {why}",
            file=fspath(file),
            repair="Give a text file with a term on each line.",
        ) from None
    find = finder(store)
    terms: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            try:
                terms[find(said)] = None
            except QueryError as error:
                raise ExportError(
                    error.message, file=fspath(file), line=number, repair=error.repair
                ) from None
    if not terms:
        raise ExportError(
            "it lists no term", file=fspath(file), repair="Write a term on each line."
        )
    return list(terms)
