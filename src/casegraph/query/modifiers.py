"""What SPARQL text says of its answer as a whole (SPARQL 1.1 Query, section 15).

Those are its columns, and its solution modifiers ORDER BY, DISTINCT and LIMIT.
"""

import itertools
import re

from casegraph.query.sparql import Sparql

_GROUPING = frozenset({"AVG", "COUNT", "GROUP", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})
_CONDITION = re.compile(
    r"(?:(?P<direction>ASC|DESC) \( )?[?$](?P<name>\w+)(?(direction) \))", re.IGNORECASE
)
"""A variable to order by (section 19.8, OrderCondition), its tokens apart by one space."""


def columns(sparql: Sparql) -> frozenset[str]:
    """Return the names of the variables that the outermost SELECT lists.

    >>> sorted(columns(Sparql("SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c }")))
    ['a', 'n']
    """
    found, depth, before = set(), 0, ""
    for kind, word, _ in sparql.tokens:
        if word == "{":
            break
        depth += {"(": 1, ")": -1}.get(word, 0)
        if kind == "variable" and (depth == 0 or before == "AS"):
            found.add(word[1:])
        before = word.upper()
    return frozenset(found)


def order(sparql: Sparql) -> tuple[tuple[str, bool], ...]:
    """Return the variables that order the answer, each with whether its values descend.

    Empty when this is no SELECT or has no ORDER BY, when that names anything but variables or
    LIMIT or OFFSET follow, and when a variable is no column and cannot be made one, because
    rows are grouped or the columns are not listed.

    >>> order(Sparql("SELECT ?a (1 AS ?n) { ?a ?b ?c } ORDER BY DESC(?n) ?a"))
    (('n', True), ('a', False))
    """
    at = _order_at(sparql)
    if at is None or sparql.form != "SELECT":
        return ()
    conditions = " ".join(word for _, word, _ in sparql.tokens[at + 2 :])
    if _CONDITION.sub("", conditions).strip():
        return ()
    named = tuple(
        (found["name"], (found["direction"] or "").upper() == "DESC")
        for found in _CONDITION.finditer(conditions)
    )
    listed = columns(sparql)
    hidden = {name for name, _ in named} - listed
    return () if hidden and (_is_grouped(sparql) or not listed) else named


def without_order(sparql: Sparql) -> str:
    """Return the text without the ORDER BY at its end, what it orders by among its columns.

    >>> without_order(Sparql("SELECT ?a { ?a ?b ?c } ORDER BY ?c ?a"))
    'SELECT ?a ?c { ?a ?b ?c } '
    """
    at = _order_at(sparql)
    if at is None:
        return sparql.text
    head, end = _select_end(sparql), sparql.tokens[at][2]
    listed = columns(sparql)
    hidden = [f"?{name} " for name, _ in order(sparql) if name not in listed]
    return f"{sparql.text[:head]}{''.join(hidden)}{sparql.text[head:end]}"


def is_distinct(sparql: Sparql) -> bool:
    """Return whether this SELECT has DISTINCT after it."""
    words = [word for word, _ in sparql.words]
    return words[words.index("SELECT") + 1 :][:1] == ["DISTINCT"]


def limit(sparql: Sparql) -> int | None:
    """Return the number after the first LIMIT, wherever it stands, None without one.

    >>> limit(Sparql("SELECT ?a { { SELECT ?a { ?a ?b ?c } LIMIT 100 } } # LIMIT 5"))
    100
    """
    words = [word for _, word, _ in sparql.tokens]
    following = itertools.pairwise(words)
    return next((int(n) for word, n in following if word.upper() == "LIMIT"), None)


def _is_grouped(sparql: Sparql) -> bool:
    """Return whether the outermost SELECT has a GROUP BY, or an aggregate among its columns."""
    depth, words = 0, set()
    for _, word, _ in sparql.tokens:
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth == 0:
            words.add(word.upper())
    return not words.isdisjoint(_GROUPING)


def _select_end(sparql: Sparql) -> int:
    """Return where the outermost SELECT has listed its columns: before WHERE, FROM or the brace."""
    ends = {"{", "WHERE", "FROM"}
    return next((at for _, word, at in sparql.tokens if word.upper() in ends), len(sparql.text))


def _order_at(sparql: Sparql) -> int | None:
    """Return the place of ORDER among the tokens after the last brace, None without one."""
    words = [word.upper() for _, word, _ in sparql.tokens]
    last = max((at for at, word in enumerate(words) if word == "}"), default=0)
    return words.index("ORDER", last) if "ORDER" in words[last:] else None
