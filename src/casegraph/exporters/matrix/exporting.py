"""A store to the matrix of cases by terms: through the cases once to count, and once to write."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import cast

from casegraph import lookup
from casegraph.build import opened
from casegraph.errors import ExportError
from casegraph.exporters.file import beside
from casegraph.exporters.matrix import known
from casegraph.exporters.matrix.covariates import NAMES, covariates
from casegraph.exporters.matrix.delimited import delimited, explained
from casegraph.exporters.matrix.listed import listed
from casegraph.exporters.matrix.sheet import Form, Row, Sheet
from casegraph.exporters.matrix.variables import Survey, chosen, variables
from casegraph.exporters.narrower import KINDS, narrower, presentable
from casegraph.exporters.optional import require
from casegraph.exporters.streaming import Out, stream
from casegraph.lookup import suggestion
from casegraph.namespaces import slug_of
from casegraph.progress import Progress, silent
from casegraph.store import Store

FORMS: Mapping[str, str] = {"csv": ".csv", "parquet": ".parquet"}
"""The forms of the matrix, each with the ending of its files."""

HEADERS: tuple[str, ...] = ("curie", "label")
"""By what the columns of terms are called."""

_ABOUT = "1 presented, 0 excluded, empty unknown; {how}"


def export_matrix(
    out: Out,
    *,
    form: str | None = None,
    store: Store | str | PathLike[str] | None = None,
    case: str | None = None,
    inferred: bool = True,
    kind: str | None = None,
    terms: str | PathLike[str] | None = None,
    within: str | None = None,
    min_cases: int = 1,
    header: str = "curie",
    with_covariates: bool = True,
    long: bool = False,
    explanation: str | PathLike[str] | None = None,
    spreadsheet_safe: bool = False,
    progress: Progress = silent,
) -> None:
    """Write the cases of *store* by terms to *out*: 1 presented, 0 excluded, empty unknown.

    out: a file, or what takes the bytes. form: a key of `FORMS`; None for that of the file's
    ending. store: a store, the path of one, or None for the bundled cases. case: the slug or IRI of
    the one that is wanted. inferred: count what follows too, so that presence rises to broader
    terms and absence falls to narrower ones. kind: a key of `KINDS`, only terms of it. terms: a
    file of those that are wanted, one a line. within: a term, only what is narrower or the same.
    min_cases: in how many cases a term is known at least, where none are listed. header: one of
    `HEADERS`. with_covariates: source, age, sex and number of statements, beside the case. long:
    a row for each known value instead of one for each case. explanation: a file for a table of the
    columns. spreadsheet_safe: for CSV, cells that a spreadsheet would compute are made inert.

    :raises ExportError: for an unknown form, kind or header, a list of terms that cannot be used,
        *within* a term that no case can present, a case that contradicts itself, when a package is
        not installed, or when a file cannot be written.
    :raises QueryError: when *within* is no term, or *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    name = form or _form_of(out)
    write = _form(_one_of(name, FORMS, "form"))
    _one_of(header, HEADERS, "header")
    if kind is not None:
        _one_of(kind, KINDS, "kind")
    if spreadsheet_safe and name != "csv":
        raise ExportError(
            f"a spreadsheet-safe form is for csv, and this is {name}",
            repair="Leave the option away: no spreadsheet computes the other.",
        )
    beside(out, explanation)
    read = known.inferred if inferred else known.asserted
    before = NAMES if with_covariates else NAMES[:1]
    with opened(store) as source:
        documents = source.cases() if case is None else (lookup.case(source, case),)
        survey = Survey(_counted(source, documents, read, progress))
        wanted = chosen(
            source,
            survey,
            terms=None if terms is None else listed(source, terms),
            within=None if within is None else narrower(source, presentable(source, within)),
            kind=kind,
            min_cases=min_cases,
        )
        columns = variables(source, survey, wanted, by_label=header == "label", taken=before)
        if explanation is not None:
            stream(explanation, explained(columns, spreadsheet_safe=spreadsheet_safe))
        sheet = Sheet(
            before=before,
            variables=columns,
            rows=_rows(source, documents, read, with_covariates, progress),
            long=long,
            spreadsheet_safe=spreadsheet_safe,
            about=_ABOUT.format(how="with what follows" if inferred else "as stated"),
        )
        stream(out, write(sheet))


def _counted(
    store: Store, documents: Sequence[str], read: known.Reader, progress: Progress
) -> Iterator[known.Known]:
    for number, document in enumerate(documents, 1):
        yield read(store, document)
        progress("Counting the terms", number, len(documents))


def _rows(
    store: Store,
    documents: Sequence[str],
    read: known.Reader,
    with_covariates: bool,
    progress: Progress,
) -> Iterator[Row]:
    for number, document in enumerate(documents, 1):
        before = covariates(store, document) if with_covariates else (slug_of(document),)
        yield before, read(store, document)
        progress("Writing the matrix", number, len(documents))


def _form_of(out: Out) -> str:
    ending = "" if callable(out) else Path(out).suffix.lower()
    for form, usual in FORMS.items():
        if ending == usual:
            return form
    raise ExportError(
        "the form of the matrix is not known",
        file=None if callable(out) else fspath(out),
        repair="Give a form, csv or parquet, or a file that ends in .csv or .parquet.",
    )


def _form(name: str) -> Form:
    if name == "csv":
        return delimited
    require("pyarrow", "tables")
    return cast("Form", require("casegraph.exporters.matrix.parquet", "tables").parquet)


def _one_of(name: str, known_ones: Mapping[str, str] | Sequence[str], what: str) -> str:
    """Return *name*, which must be one of *known_ones*.

    :raises ExportError: when it is none.
    """
    if name not in known_ones:
        raise ExportError(
            f"there is no {what} {name!r}",
            repair=suggestion(name, known_ones) or f"Choose one of {', '.join(known_ones)}.",
        )
    return name
