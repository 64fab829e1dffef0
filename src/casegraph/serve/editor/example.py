"""The query library as examples: SPARQL that runs as it stands, its parameters bound."""

from collections.abc import Mapping
from dataclasses import dataclass

from casegraph.query import bound, queries
from casegraph.query.library import named
from casegraph.serve.workers import Context, Reply


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the library. name: of the query, summary: what it asks."""

    name: str
    summary: str


def examples() -> tuple[Example, ...]:
    """Return the examples in the order of the library."""
    return tuple(Example(query.name, query.summary) for query in queries())


def text(context: Context, name: str, params: Mapping[str, str]) -> str:
    """Return the library query *name* with *params* bound, and the defaults of the others.

    Over many cases a question about each is asked about some, which a comment then says; another
    says that a term which is neither given nor has a default is any.

    :raises QueryError: when there is no such query or parameter, or a value does not fit.
    """
    query = named(name)
    asked = bound(query, context.store, params, context.term)
    note = [f"# {_in_one_line(asked.note)}"] if asked.note else []
    any_term = [
        f"# ?_{param.name} is UNDEF, which asks about all; put the IRI of a term in its place."
        for param in query.params
        if param.type == "term" and param.default is None and param.name not in params
    ]
    return "\n".join([f"# {query.summary}", *note, *any_term, "", asked.sparql, ""])


def example(context: Context, name: str) -> Reply:
    """Return `text` of the library query *name* as a reply."""
    return Reply(200, "text/plain; charset=utf-8", (text(context, name, {}).encode(),))


def _in_one_line(note: str) -> str:
    return " ".join(note.split())
