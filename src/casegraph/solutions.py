"""What a query answers, as Python values, as a frame, or in a standard format.

Enters what Oxigraph answers; leaves a `Solutions`. The formats are those of SPARQL 1.1 Query
Results (CSV and TSV, JSON, XML) for SELECT and ASK, and Turtle for the triples of CONSTRUCT and
DESCRIBE.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.namespaces import XSD
from casegraph.syntaxes import csv
from casegraph.syntaxes.turtle import turtle

if TYPE_CHECKING:
    import pandas
    import polars

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""An RDF term as Oxigraph has it."""

FORMATS: tuple[str, ...] = ("csv", "json", "tsv", "turtle", "xml")

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_INTEGERS = frozenset(
    {"integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "gYear"}
)


class IRI(str):
    """The IRI of a resource, a string that knows that it is one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{self}>"


Value = IRI | str | bool | int | float | Decimal | dt.date | dt.datetime
"""What a row holds; a literal of any other datatype (a duration) is its lexical form."""


@dataclass(frozen=True)
class Solutions:
    """The answer to a query.

    variables: the columns, without `?`. terms: one dict per solution, by variable, unbound
    variables absent. boolean: the answer to ASK, else None. triples: the answer to CONSTRUCT or
    DESCRIBE, else None; each is also a solution with the variables subject, predicate and object.
    note: what a reader must know of the answer, such as that it is not about every case.

    >>> answer = Solutions.of(ox.Store().query("SELECT ?n { VALUES ?n { 1 2.50 } }"))
    >>> answer.rows
    ({'n': 1}, {'n': Decimal('2.5')})
    >>> len(answer)
    2
    """

    variables: tuple[str, ...] = ()
    terms: tuple[Mapping[str, Term], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    note: str | None = None

    @classmethod
    def of(
        cls,
        answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
        note: str | None = None,
    ) -> "Solutions":
        """Return what Oxigraph answered, read to its end."""
        if isinstance(answer, ox.QueryBoolean):
            return cls(boolean=bool(answer), note=note)
        if isinstance(answer, ox.QueryTriples):
            triples = tuple(sorted(answer, key=str))
            parts = ("subject", "predicate", "object")
            return cls(
                parts,
                tuple(dict(zip(parts, triple, strict=True)) for triple in triples),
                triples=triples,
                note=note,
            )
        variables = tuple(variable.value for variable in answer.variables)
        return cls(
            variables,
            tuple(
                {
                    name: term
                    for name, term in zip(variables, solution, strict=True)
                    if term is not None
                }
                for solution in answer
            ),
            note=note,
        )

    @property
    def rows(self) -> tuple[dict[str, Value], ...]:
        """One dict per solution, unbound variables absent, values as Python has them."""
        return tuple(self)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for terms in self.terms:
            yield {name: python_value(term) for name, term in terms.items()}

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        return bool(self.terms) if self.boolean is None else self.boolean

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a pandas frame, one column for each variable.

        Unbound is None, a decimal a float, an IRI its text.

        :raises QueryError: when pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise _not_installed("pandas") from None
        return pd.DataFrame(self._columns(), columns=list(self.variables))

    def to_polars(self) -> "polars.DataFrame":
        """Return a polars frame, one column for each variable.

        Unbound is null, a decimal a float, an IRI its text.

        :raises QueryError: when polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise _not_installed("polars") from None
        return pl.DataFrame(self._columns(), strict=False)

    def serialize(
        self,
        format: str,  # noqa: A002 - the word of the command line
        *,
        spreadsheet_safe: bool = False,
    ) -> str:
        """Return the answer in *format*: `csv`, `tsv`, `json`, `xml`, or `turtle` for triples.

        spreadsheet_safe: for `csv`, make cells inert that a spreadsheet would take for formulas.
        That is no longer the standard format, which is exact.

        :raises QueryError: when *format* is none of these, or is `turtle` and the answer has no
            triples, or is to be safe for spreadsheets and is not `csv`.
        """
        if spreadsheet_safe:
            if format != "csv":
                raise QueryError(
                    f"a spreadsheet-safe form is for csv, and this is {format}",
                    repair="Leave the option away, or ask for csv.",
                )
            return csv.safe(self.serialize(format))
        if format == "turtle" and self.triples is not None:
            return turtle(ox.Quad(*triple) for triple in self.triples)
        if format == "turtle":
            raise QueryError(
                "Turtle holds triples, and this query answers with "
                + ("rows" if self.boolean is None else "yes or no"),
                repair="Ask for csv, tsv, json or xml, or write a CONSTRUCT or DESCRIBE query.",
            )
        if format not in _RESULTS:
            raise QueryError(
                f"there is no format {format!r} for answers",
                repair=f"Use one of: {', '.join(FORMATS)}.",
            )
        results = ox.parse_query_results(self._json(), format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return f"{_text(results.serialize(format=_RESULTS[format]))}\n"
        return _text(results.serialize(format=_RESULTS[format]))

    def _json(self) -> str:
        """Return the answer as SPARQL 1.1 Query Results JSON."""
        if self.boolean is not None:
            return json.dumps({"head": {}, "boolean": self.boolean})
        bindings = [
            {name: _json_term(term) for name, term in terms.items()} for terms in self.terms
        ]
        return json.dumps({"head": {"vars": self.variables}, "results": {"bindings": bindings}})

    def _columns(self) -> dict[str, list[Any]]:
        """Return each variable's values, of one type in a column as far as frames need it."""
        return {name: _column([terms.get(name) for terms in self.terms]) for name in self.variables}


def python_value(term: Term) -> Value:
    """Return *term* as a Python value; what Python has no type for is its lexical form.

    >>> python_value(ox.Literal("P14D", datatype=ox.NamedNode(XSD + "duration")))
    'P14D'
    >>> python_value(ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean")))
    True
    """
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    try:
        return _literal_value(term.value, term.datatype.value.removeprefix(XSD))
    except (ValueError, ArithmeticError):
        return term.value


def _literal_value(lexical: str, datatype: str) -> Value:
    if datatype in _INTEGERS:
        return int(lexical)
    if datatype == "decimal":
        return Decimal(lexical)
    if datatype in {"double", "float"}:
        return float(lexical)
    if datatype == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}[lexical]
    if datatype == "date":
        return dt.date.fromisoformat(lexical)
    if datatype == "dateTime":
        return dt.datetime.fromisoformat(lexical)
    return lexical


def _column(terms: list[Term | None]) -> list[Any]:
    values = [None if term is None else python_value(term) for term in terms]
    kinds = {type(value) for value in values if value is not None}
    if Decimal in kinds and kinds <= {int, float, Decimal}:
        return [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
    if len(kinds) > 1 or kinds == {IRI}:
        return [None if value is None else str(value) for value in values]
    return values


def _json_term(term: Term) -> dict[str, Any]:
    """Return *term* as SPARQL 1.1 Query Results JSON, section 3.2.2, has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = ("subject", "predicate", "object")
        return {
            "type": "triple",
            "value": {part: _json_term(getattr(term, part)) for part in parts},
        }
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == f"{XSD}string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _text(serialized: bytes | None) -> str:
    return (serialized or b"").decode()


def _not_installed(library: str) -> QueryError:
    return QueryError(
        f"{library} is not installed", repair=f"Install it with `pip install {library}`."
    )
