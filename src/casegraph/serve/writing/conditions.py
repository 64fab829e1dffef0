"""Writes that hold only for what the client has seen (RFC 9110, sections 13.1.1 and 13.1.2).

The tags of a graph are those that reading it gives, one for each syntax.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.serve import syntaxes
from casegraph.serve.errors import RefusedError
from casegraph.serve.tags import fits, tag
from casegraph.store import Store

_WEAK = re.compile(r'W/"[^"]*"')


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a client says of the graph as it should be. Both are empty when it says nothing.

    match, none_match: the values of If-Match and If-None-Match.
    """

    match: str = ""
    none_match: str = ""

    def check(self, store: Store, graph: str) -> None:
        """Check that *graph* of *store* is as the client wants it.

        :raises RefusedError: 412 when it is not.
        """
        if not (self.match or self.none_match):
            return
        quads = list(store.graph(graph))
        tags = list(_tags(quads)) if quads else []
        # A weak tag is never enough to change something (RFC 9110, section 8.8.3.2).
        strong = _WEAK.sub("", self.match)
        if self.match and not any(fits(one, strong) for one in tags):
            raise _refusal("has changed, or is not there")
        if self.none_match and any(fits(one, self.none_match) for one in tags):
            raise _refusal("is there already")


def _tags(quads: list[ox.Quad]) -> Iterator[str]:
    """Yield the tag of *quads*, one graph, in each syntax that can say them."""
    unnamed = [ox.Quad(*quad.triple) for quad in quads]
    for media_type in syntaxes.OFFERED:
        try:
            yield tag(b"".join(syntaxes.pieces(unnamed, media_type)))
        except RefusedError:
            continue


def _refusal(what: str) -> RefusedError:
    return RefusedError(
        412,
        f"the graph {what}",
        repair="Read it again, and write what comes of that.",
    )
