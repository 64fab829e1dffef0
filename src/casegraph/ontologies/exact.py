"""Exact matches: those through which presence may go on, and the names of merged terms.

Exact matches are symmetric and transitive, so that all terms which they connect are taken for one.
They are kept where these can be one: of kinds that one term may have, and no two of the same
ontology, as the shape exact-match-single has it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from casegraph.ontologies import kinds
from casegraph.ontologies.parsed import Entry

_LOCAL = re.compile(r"[A-Za-z0-9-]+$")

Kinds = Mapping[str, Sequence[str]]


def untenable(entries: Iterable[Entry], known: Kinds) -> tuple[set[str], set[str]]:
    """Return the terms of *entries* whose exact matches cannot all be true.

    known: kinds of terms. First those that would be one with a term of another kind, then those
    that would be one with another term of their ontology or match two of one.
    """
    crossing: set[str] = set()
    doubled: set[str] = set()
    for group in _connected(entries):
        if not kinds.may_be_one(*group, known=known):
            crossing |= group
        elif max(Counter(_LOCAL.sub("", term) for term in group).values()) > 1:
            doubled |= group
    return crossing, doubled


def merged_terms(entries: Sequence[Entry]) -> Mapping[str, str]:
    """Return the names of terms that were merged, each with the term that it means now.

    A name is left out when two terms claim it, when it is still in use, and when it is the name of
    another kind of thing.
    """
    in_use = {entry.iri for entry in entries if not entry.obsolete}
    claimed: dict[str, set[str]] = {}
    for entry in entries:
        for name in entry.alternatives:
            claimed.setdefault(name, set()).add(entry.iri)
        if entry.obsolete and entry.merged:
            claimed.setdefault(entry.iri, set()).update(entry.replaced_by)
    return {
        name: now
        for name, owners in claimed.items()
        for now in owners
        if len(owners) == 1 and now in in_use and name not in in_use and kinds.may_be_one(name, now)
    }


def _connected(entries: Iterable[Entry]) -> Iterable[set[str]]:
    """Return the sets of terms that exact matches of *entries* connect."""
    group_of: dict[str, set[str]] = {}
    for entry in entries:
        for end in entry.exact:
            one = group_of.setdefault(entry.iri, {entry.iri})
            other = group_of.setdefault(end, {end})
            if one is not other:
                one |= other
                group_of.update(dict.fromkeys(other, one))
    return {id(group): group for group in group_of.values()}.values()
