"""Solutions as a table to read: terms by labels, cases by slugs, what is inside by its fragment.

A table that does not fit the terminal is wrapped between words, and one that does not fit even so
is told as records, one below the other. What is no terminal gets every row on one line.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

import pyoxigraph as ox
from rich import box
from rich.cells import cell_len
from rich.console import JustifyMethod, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from casegraph import lookup, namespaces
from casegraph.shacl.names import node_name, one_line
from casegraph.solutions import Solutions, Term
from casegraph.store import Store

_GAP = 2
_NUMBERS = frozenset({"integer", "decimal", "double", "float", "gYear"})


def table(
    solutions: Solutions, store: Store, width: int | None
) -> tuple[int, list[RenderableType]]:
    """Return the width to write and what to write there: *solutions* with labels from *store*.

    width: of the terminal; None for as wide as it takes.
    """
    numeric = {name for name in solutions.variables if _is_numeric(solutions, name)}
    return layout(solutions.variables, rows_in_words(solutions, store), width, numeric)


def layout(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None,
    numeric: Set[str] = frozenset(),
) -> tuple[int, list[RenderableType]]:
    """Return the width to write and what to write there: *rows* with one cell for each of *names*.

    width: as `table` has it. numeric: the columns that are set to the right.
    """
    cells = list(zip(names, *rows, strict=True))
    whole = [max(map(cell_len, column)) for column in cells]
    words = [max(cell_len(word) for cell in column for word in cell.split()) for column in cells]
    natural = sum(whole) + _GAP * len(names)
    if width is None or natural <= width:
        return natural, [_grid(names, rows, whole, numeric)]
    if sum(words) + _GAP * len(names) <= width:
        return width, [_grid(names, rows, words, numeric, leading=1)]
    return width, _records(names, rows)


def rows_in_words(solutions: Solutions, store: Store) -> list[list[str]]:
    """Return a row for each solution, each value as a reader knows it, unbound ones empty."""
    named = cache(lambda iri: _name(iri, store))
    return [_row(terms, solutions.variables, named) for terms in solutions.terms]


def _grid(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    numeric: Set[str],
    leading: int = 0,
) -> Table:
    grid = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        padding=(0, _GAP - 1, 0, 0),
        leading=leading,
    )
    for name, least in zip(names, widths, strict=True):
        side: JustifyMethod = "right" if name in numeric else "left"
        grid.add_column(name, justify=side, overflow="fold", min_width=least)
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid


def _records(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for number, row in enumerate(rows, 1):
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, words in zip(names, row, strict=True):
            if words:
                grid.add_row(name, Text(words))
        parts += [Rule(str(number), align="left", style="dim"), grid]
    return parts


def _row(terms: Mapping[str, Term], names: Sequence[str], named: Callable[[str], str]) -> list[str]:
    """Return the cells of one solution; what is inside a case of it goes by its fragment."""
    iris = [term.value for term in terms.values() if isinstance(term, ox.NamedNode)]
    cases = {iri for iri in iris if iri.endswith("#case") and namespaces.document_of(iri)}
    return [one_line(_words(terms.get(name), cases, named)) for name in names]


def _words(term: Term | None, cases: Set[str], named: Callable[[str], str]) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if not isinstance(term, ox.NamedNode):
        return str(term)
    document, _, fragment = term.value.partition("#")
    inside = term.value not in cases and namespaces.case_iri(document) in cases
    return f"#{fragment}" if inside and fragment else named(term.value)


def _name(iri: str, store: Store) -> str:
    """Return the slug of a case, the place of what is inside one, else the label or the CURIE."""
    document = namespaces.document_of(iri)
    if document is not None:
        return namespaces.slug_of(document) if iri.endswith("#case") else node_name(iri)
    return lookup.label(store, iri) or namespaces.curie(iri)


def _is_numeric(solutions: Solutions, name: str) -> bool:
    values = [terms[name] for terms in solutions.terms if name in terms]
    return bool(values) and all(
        isinstance(value, ox.Literal)
        and value.datatype.value.removeprefix(namespaces.XSD) in _NUMBERS
        for value in values
    )
