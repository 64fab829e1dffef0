"""The order of an answer: ORDER BY (SPARQL 1.1 Query, section 15.1), done after the rows are read.

Enters a query and a store; leaves `Solutions` in the order that the query asks for. Oxigraph looks
up the text of both terms at each comparison, so that sorting ten thousand rows takes longer than
finding them. A query is asked without its ORDER BY where that names variables, and the rows are
sorted here; a variable that is no column of the answer is one until then. What cannot be sorted
here the store sorts.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import pyoxigraph as ox

from casegraph.namespaces import RDF, XSD
from casegraph.query.dataset import dataset_of
from casegraph.query.graphs import check_graphs
from casegraph.query.modifiers import columns, is_distinct, order, without_order
from casegraph.query.sparql import Sparql
from casegraph.solutions import Solutions, Term
from casegraph.store import Store

Row = Mapping[str, Term]
Keys = Sequence[Any]
"""What the values of one column are sorted by, comparable with each other and hashable."""

_NUMBERS = frozenset({f"{XSD}decimal", f"{XSD}integer"})
_STRINGS = frozenset({f"{XSD}string", f"{RDF}langString"})


def answer(sparql: str, store: Store) -> Solutions:
    """Return the answer of *store* to the query *sparql*, in the order that it asks for.

    :raises QueryError: when it cannot be answered, or is FROM a graph that *store* lacks.
    """
    text = Sparql(sparql)
    dataset = dataset_of(text)
    if dataset is not None:
        check_graphs(store, dataset)
    wanted = order(text)
    if wanted:
        found = Solutions.of(store.query(without_order(text), dataset=dataset))
        rows = in_order(found.terms, wanted)
        if rows is not None:
            return _of_columns(text, found.variables, rows)
    return Solutions.of(store.query(sparql, dataset=dataset))


def _of_columns(text: Sparql, variables: Sequence[str], rows: Sequence[Row]) -> Solutions:
    """Return *rows* with the columns of *text* alone; what DISTINCT then leaves out is left out."""
    listed = columns(text)
    shown = tuple(name for name in variables if name in listed)
    if len(shown) == len(variables):
        return Solutions(shown, tuple(rows))
    cells: Iterable[tuple[Term | None, ...]] = (tuple(map(row.get, shown)) for row in rows)
    if is_distinct(text):
        cells = dict.fromkeys(cells)
    kept = (
        {name: term for name, term in zip(shown, row, strict=True) if term is not None}
        for row in cells
    )
    return Solutions(shown, tuple(kept))


def in_order(rows: Sequence[Row], order: Sequence[tuple[str, bool]]) -> Sequence[Row] | None:
    """Return *rows* sorted as *order* says, the first name before the others.

    rows: one dict per solution, unbound variables absent. order: the names of variables, each with
    whether its values descend. None when a column has a blank node or a triple: the store can tell
    them apart, and their text cannot.

    >>> rows = [{"n": ox.Literal(10)}, {"n": ox.Literal(9)}, {}]
    >>> [row["n"].value for row in in_order(rows, [("n", True)]) if row]
    ['10', '9']
    """
    deciding: list[tuple[Keys, bool]] = []
    tied = [0] * len(rows)
    for name, descends in order:
        keys = _keys([row.get(name) for row in rows])
        if keys is None:
            return None
        deciding.append((keys, descends))
        groups: dict[tuple[int, Any], int] = {}
        tied = [groups.setdefault(pair, len(groups)) for pair in zip(tied, keys, strict=True)]
        if len(groups) == len(rows):
            break
    places = list(range(len(rows)))
    for keys, descends in reversed(deciding):
        places.sort(key=keys.__getitem__, reverse=descends)
    return [rows[place] for place in places]


def _keys(terms: Sequence[Term | None]) -> Keys | None:
    """Return what each term is sorted by: the unbound first, then IRIs, then literals.

    None when one of *terms* is a blank node or a triple.
    """
    if all(isinstance(term, ox.NamedNode) for term in terms):
        return [cast("ox.NamedNode", term).value for term in terms]
    datatypes = {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
    if datatypes <= _STRINGS:
        words = True
    elif datatypes <= _NUMBERS:
        words = False
    else:
        return _places(terms)
    try:
        return [_key(term, words=words) for term in terms]
    except (InvalidOperation, TypeError):
        return _places(terms)


def _places(terms: Sequence[Term | None]) -> Keys | None:
    """Return the place of each term in the order that Oxigraph gives to few values of any datatype.

    None when one of *terms* is a blank node or a triple.
    """
    different = [term for term in dict.fromkeys(terms) if term is not None]
    if not all(isinstance(term, ox.NamedNode | ox.Literal) for term in different):
        return None
    rows = " ".join(f"({at} {term})" for at, term in enumerate(different))
    sparql = f"SELECT ?at WHERE {{ VALUES (?at ?term) {{ {rows} }} }} ORDER BY ?term"
    ordered = cast("ox.QuerySolutions", ox.Store().query(sparql))
    places = {different[int(row["at"].value)]: place for place, row in enumerate(ordered)}
    return [(0,) if term is None else (1, places[term]) for term in terms]


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
