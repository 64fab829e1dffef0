"""What the algebra of a query tells, kept in the user's cache folder.

rdflib takes hundredths of a second to parse a query, and half a second for all of casegraph's. The
answer rests on the text and on the code here, and is kept under the digest of both.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from casegraph.cache import recall_text
from casegraph.shacl.compile import lack, locality, path
from casegraph.shacl.compile.errors import CannotCompile
from casegraph.shacl.compile.lack import Lack
from casegraph.shacl.compile.locality import Locality


class Needs(NamedTuple):
    """What a query over many cases needs in order to see one case only; see `Locality`."""

    local: bool
    loose: frozenset[str]


class Analysis(NamedTuple):
    """A query, read.

    variables: the names of those that it gives. own, other: what it needs where `$this` is the
    case's own node, and where it may be another. about_own: for each of the groups, whether it is
    one pattern about a node that the query makes the case's own by its name. lacks: what each
    solution shows to lack something.
    """

    variables: Sequence[str]
    own: Needs
    other: Needs
    about_own: Sequence[bool]
    lacks: Sequence[Lack]


def analysis(prefixes: str, body: str, groups: Sequence[str]) -> Analysis:
    """Return what the query *prefixes* and *body* tells, and its *groups*, given with braces.

    :raises CannotCompile: when rdflib cannot read the query.
    """
    digest = hashlib.sha256(_code())
    for text in (prefixes, body, *groups):
        digest.update(hashlib.sha256(text.encode()).digest())

    def read() -> str:
        return json.dumps(_read(prefixes, body, groups))

    kept = json.loads(recall_text(f"query-{digest.hexdigest()}.json", read))
    (own, own_loose), (other, other_loose) = kept["own"], kept["other"]
    return Analysis(
        kept["variables"],
        Needs(own, frozenset(own_loose)),
        Needs(other, frozenset(other_loose)),
        kept["about_own"],
        [Lack(role, predicate) for role, predicate in kept["lacks"]],
    )


def _read(prefixes: str, body: str, groups: Sequence[str]) -> dict[str, object]:
    """Return the same, with lists, as JSON has it."""
    query = _parsed(prefixes + body)
    own, other = Locality(query.algebra, own=True), Locality(query.algebra, own=False)
    return {
        "variables": [str(variable) for variable in query.algebra.PV or ()],
        "own": [own.local, sorted(own.loose)],
        "other": [other.local, sorted(other.loose)],
        "about_own": [
            bool(own.named)
            and Locality.is_about(_parsed(f"{prefixes} SELECT * {group}").algebra, own.named)
            for group in groups
        ],
        "lacks": [*lack.lacks(query.algebra, own.named)],
    }


def _parsed(text: str) -> Query:
    try:
        return prepareQuery(text)
    except Exception as error:  # rdflib raises whatever its parser meets
        raise CannotCompile(f"rdflib cannot read its query: {error}") from None


@cache
def _code() -> bytes:
    """Return what the answer rests on beside the query."""
    files = (__file__, lack.__file__, locality.__file__, path.__file__)
    return b"".join(Path(file).read_bytes() for file in files) + version("rdflib").encode()
