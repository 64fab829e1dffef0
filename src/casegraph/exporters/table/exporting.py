"""A store to the table of cases of a review article, one case after the other."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from typing import cast

from casegraph import lookup
from casegraph.build import opened
from casegraph.exporters.file import Out, stream
from casegraph.exporters.forms import check_safe, form_of
from casegraph.exporters.narrower import narrower, presentable, presenting
from casegraph.exporters.optional import require
from casegraph.exporters.table.cells import Cell
from casegraph.exporters.table.columns import Column, chosen
from casegraph.exporters.table.delimited import delimited
from casegraph.exporters.table.html import html
from casegraph.exporters.table.legend import legend
from casegraph.exporters.table.markdown import markdown
from casegraph.exporters.table.sheet import Form, Sheet
from casegraph.exporters.table.told import Sorts, Told
from casegraph.namespaces import TERM, case_iri
from casegraph.narrative.background import Background
from casegraph.narrative.facts import Facts
from casegraph.progress import Progress, silent
from casegraph.store import Store

FORMS: Mapping[str, str] = {
    "markdown": ".md",
    "html": ".html",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "latex": ".tex",
}
"""The forms of the table, each with the ending of its files."""

_ENDINGS = {
    **{ending: form for form, ending in FORMS.items()},
    ".markdown": "markdown",
    ".htm": "html",
}
_INCLUDED: Mapping[str, Form] = {"markdown": markdown, "html": html, "csv": delimited}
_EXTRA = {"xlsx": "openpyxl", "latex": "pylatexenc"}
"""The forms that need a package, and which."""

_PROCEDURES = ("imaging", "physical-examination", "follow-up-care")


def export_table(
    out: Out[bytes],
    *,
    form: str | None = None,
    store: Store | str | PathLike[str] | None = None,
    case: str | None = None,
    condition: str | None = None,
    columns: Sequence[str] | None = None,
    whole: bool = True,
    spreadsheet_safe: bool = False,
    progress: Progress = silent,
) -> None:
    """Write the cases of *store* to *out* as a table, one row a case.

    out: a file, or what takes the bytes. form: a key of `FORMS`; None for that of the file's
    ending. store: a store, the path of one, or None for the bundled cases. case: the slug or IRI of
    the one that is wanted. condition: a term; only cases that present it or a kind of it.
    columns: keys of `COLUMNS` in the order that is wanted. whole: make a page or document of it,
    not a piece to put into one. spreadsheet_safe: for CSV, cells that a spreadsheet would compute
    are made inert.

    :raises ExportError: for an unknown form or column, a *condition* that no case can present, when
        a package is not installed, or when the file cannot be written.
    :raises QueryError: when *condition* is no term, or *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    name = form_of(out, form, _ENDINGS, "table")
    write = _form(name)
    check_safe(name, spreadsheet_safe=spreadsheet_safe)
    picked = chosen(columns)
    with opened(store) as source:
        term = None if condition is None else presentable(source, condition)
        documents = _documents(source, case, term)
        sheet = Sheet(
            title=_title(source, term),
            columns=picked,
            rows=_rows(source, documents, picked, term, progress),
            notes=legend(picked, of_a_condition=term is not None),
            whole=whole,
            spreadsheet_safe=spreadsheet_safe,
        )
        stream(out, write(sheet))


def _form(name: str) -> Form:
    if name in _INCLUDED:
        return _INCLUDED[name]
    require(_EXTRA[name], "tables")
    return cast("Form", getattr(require(f"casegraph.exporters.table.{name}", "tables"), name))


def _documents(store: Store, case: str | None, term: str | None) -> Sequence[str]:
    documents = store.cases() if case is None else (lookup.case(store, case),)
    if term is None:
        return documents
    cases = presenting(store, term)
    return [document for document in documents if case_iri(document) in cases]


def _rows(
    store: Store,
    documents: Sequence[str],
    columns: Sequence[Column],
    condition: str | None,
    progress: Progress,
) -> Iterator[list[Cell]]:
    """Yield the cells of each case."""
    imaging, examination, care = (narrower(store, TERM + name) for name in _PROCEDURES)
    common = None if condition is None else narrower(store, condition)
    sorts = Sorts(imaging, examination, care, common)
    background = Background(store)
    for number, document in enumerate(documents, 1):
        told = Told(Facts(store, document, background), sorts)
        yield [column.of(told) for column in columns]
        progress("Writing the table", number, len(documents))


def _title(store: Store, condition: str | None) -> str:
    if condition is None:
        return "Table of cases"
    return f"Cases that present {lookup.label(store, condition) or condition}"
