"""A library query's parameters: what a user types, as the RDF term that the query is run with.

Enters a value as it is typed on a command line; leaves one term. Literals are checked against the
lexical spaces of XML Schema 1.1 part 2 (sections 3.3 and 3.4).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph import lookup
from casegraph.errors import QueryError
from casegraph.namespaces import XSD, case_iri
from casegraph.store import Store

_DURATION = r"-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"

_LITERALS: dict[str, tuple[str, str, str]] = {
    "boolean": ("boolean", r"true|false", "true or false"),
    "decimal": ("decimal", r"[+-]?(\d+(\.\d*)?|\.\d+)", "0.25"),
    "duration": ("duration", _DURATION, "P2Y (two years), P14D (14 days) or -P7Y (before)"),
    "integer": ("integer", r"[+-]?[0-9]+", "3"),
    "string": ("string", r"(?s).*", "any text at all"),
    "year": ("gYear", r"\d{4}", "2010"),
}
"""Parameter type to the XML Schema datatype, its lexical space and an example."""

TYPES: tuple[str, ...] = (*sorted(_LITERALS), "case", "term")
"""What the type of a parameter may be."""


FEW_CASES = 100
"""A store with no more cases is always asked about every one."""

MOST_CASES = 25
"""About how many cases of a larger store a question is asked that names none: some screens."""

EVERY_CASE = "all"
"""The value of a case parameter that asks about every case, however many there are."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that a library query declares in its header.

    type: one of `TYPES`. default: as a user would type it; None leaves the variable undefined.
    most: about how many cases of a large store a question is asked when none is named. presenting,
    undergoing: the parameter whose term these cases present or underwent, None for any cases.
    """

    name: str
    type: str
    description: str
    default: str | None = None
    most: int = MOST_CASES
    presenting: str | None = None
    undergoing: str | None = None

    @property
    def chosen_by(self) -> str | None:
        """The parameter whose term chooses the cases, None for any cases."""
        return self.presenting or self.undergoing


def bind(
    parameter: Parameter, value: str, store: Store, term: Callable[[str], str] | None = None
) -> ox.NamedNode | ox.Literal:
    """Return the term that *value* means as *parameter*.

    term: what `lookup.finder` gave for *store*, where many values are bound.

    A term is given by its label, a synonym, its CURIE or its IRI, a case by its slug or IRI; the
    case's term is its `cg:Case`. Letter case, hyphens and spaces around do not matter in a label.

    :raises QueryError: when *value* is not of the parameter's type, or names a term that *store*
        lacks.
    :raises UnknownCaseError: when it names a case that *store* lacks.
    """
    if parameter.type == "term":
        return ox.NamedNode(term(value) if term else lookup.term(store, value))
    if parameter.type == "case":
        return ox.NamedNode(case_iri(lookup.case(store, value)))
    return literal(parameter, value)


def lexical_space(kind: str) -> str | None:
    """Return the regular expression of the values of a type that `literal` takes.

    None where it takes any text, and for `case` and `term`, whose values are up to the store.

    >>> lexical_space("boolean"), lexical_space("term")
    ('true|false', None)
    """
    return None if kind == "string" or kind not in _LITERALS else _LITERALS[kind][1]


def literal(parameter: Parameter, value: str) -> ox.Literal:
    """Return *value* as a literal of the parameter's type, which is neither `case` nor `term`.

    >>> literal(Parameter("from", "year", "First year."), "2010")
    <Literal value=2010 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#gYear>>

    :raises QueryError: when *value* is not of that type.
    """
    datatype, lexical_space, example = _LITERALS[parameter.type]
    if not re.fullmatch(lexical_space, value, re.ASCII):
        raise QueryError(
            f"{value!r} is not of type {parameter.type}",
            node=f"parameter {parameter.name}",
            repair=f"Write, for example, {example}.",
        )
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
