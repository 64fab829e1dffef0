"""The order of an answer: ORDER BY (SPARQL 1.1 Query, section 15.1), done after the rows are read.

Enters a query and a store; leaves `Solutions` in the order that the query asks for. Oxigraph looks
up the text of both terms at each comparison, so that sorting ten thousand rows takes longer than
finding them. A query is asked without its ORDER BY where that names columns of the answer, and the
rows are sorted here. What cannot be sorted here the store sorts.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from casegraph.namespaces import RDF, XSD
from casegraph.query.sparql import Sparql
from casegraph.solutions import Solutions, Term
from casegraph.store import Store

Row = Mapping[str, Term]

_NUMBERS = frozenset({f"{XSD}decimal", f"{XSD}integer"})
_STRINGS = frozenset({f"{XSD}string", f"{RDF}langString"})


def answer(sparql: str, store: Store) -> Solutions:
    """Return the answer of *store* to the query *sparql*, in the order that it asks for.

    :raises QueryError: when it cannot be answered.
    """
    text = Sparql(sparql)
    if text.order:
        found = Solutions.of(store.query(text.without_order))
        rows = in_order(found.terms, text.order)
        if rows is not None:
            return Solutions(found.variables, tuple(rows))
    return Solutions.of(store.query(sparql))


def in_order(rows: Sequence[Row], order: Sequence[tuple[str, bool]]) -> Sequence[Row] | None:
    """Return *rows* sorted as *order* says, the first name before the others.

    rows: one dict per solution, unbound variables absent. order: the names of variables, each with
    whether its values descend. None when a column has values other than IRIs, strings, integers
    and decimals, or strings beside numbers: their order is for the store to know.

    >>> rows = [{"n": ox.Literal(10)}, {"n": ox.Literal(9)}, {}]
    >>> [row["n"].value for row in in_order(rows, [("n", True)]) if row]
    ['10', '9']
    """
    for name, descends in reversed(order):
        keys = _keys([row.get(name) for row in rows])
        if keys is None:
            return None
        places = sorted(range(len(rows)), key=keys.__getitem__, reverse=descends)
        rows = [rows[place] for place in places]
    return rows


def _keys(terms: Sequence[Term | None]) -> list[tuple[Any, ...]] | None:
    """Return what each term is sorted by: the unbound first, then IRIs, then literals."""
    datatypes = {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
    if datatypes <= _STRINGS:
        words = True
    elif datatypes <= _NUMBERS:
        words = False
    else:
        return None
    try:
        return [_key(term, words=words) for term in terms]
    except (InvalidOperation, TypeError):
        return None


def _key(term: Term | None, *, words: bool) -> tuple[Any, ...]:
    """Return what *term* is sorted by.

    :raises TypeError: when it is a blank node or a triple.
    :raises InvalidOperation: when it is meant to be a number and is none.
    """
    if term is None:
        return (0,)
    if isinstance(term, ox.NamedNode):
        return 1, term.value
    if not isinstance(term, ox.Literal):
        raise TypeError
    if words:
        return 2, term.value, term.datatype.value, term.language or ""
    return 2, Decimal(term.value)
