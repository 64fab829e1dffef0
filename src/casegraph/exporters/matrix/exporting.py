"""A store to the matrix of cases by terms: through the cases once to count, and once to write."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from typing import cast

from casegraph import lookup
from casegraph.build import opened
from casegraph.exporters.file import Out, beside, stream
from casegraph.exporters.forms import check_safe, form_of, one_of
from casegraph.exporters.matrix import known
from casegraph.exporters.matrix.covariates import NAMES, covariates
from casegraph.exporters.matrix.delimited import delimited, explained
from casegraph.exporters.matrix.listed import listed
from casegraph.exporters.matrix.same import Same
from casegraph.exporters.matrix.sheet import Form, Row, Sheet
from casegraph.exporters.matrix.variables import Survey, chosen, variables
from casegraph.exporters.narrower import KINDS, narrower, presentable
from casegraph.exporters.optional import require
from casegraph.namespaces import slug_of
from casegraph.progress import Progress, silent
from casegraph.store import Store

FORMS: Mapping[str, str] = {"csv": ".csv", "parquet": ".parquet"}
"""The forms of the matrix, each with the ending of its files."""

_ENDINGS = {ending: form for form, ending in FORMS.items()}

HEADERS: tuple[str, ...] = ("curie", "label")
"""By what the columns of terms are called."""

_ABOUT = "1 presented, 0 excluded, empty unknown; {how}"


def export_matrix(
    out: Out[bytes],
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
    all_names: bool = False,
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
    `HEADERS`. with_covariates: source, age, sex and number of statements, beside the case.
    all_names: a column for each term, also for those that mean exactly the same. long: a row for
    each known value instead of one for each case. explanation: a file for a table of the
    columns. spreadsheet_safe: for CSV, cells that a spreadsheet would compute are made inert.

    :raises ExportError: for an unknown form, kind or header, a list of terms that cannot be used,
        *within* a term that no case can present, a case that contradicts itself, when a package is
        not installed, or when a file cannot be written.
    :raises QueryError: when *within* is no term, or *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    name = form_of(out, form, _ENDINGS, "matrix")
    write = _form(name)
    one_of(header, HEADERS, "header")
    if kind is not None:
        one_of(kind, KINDS, "kind")
    check_safe(name, spreadsheet_safe=spreadsheet_safe)
    beside(out, explanation)
    read = known.inferred if inferred else known.asserted
    before = NAMES if with_covariates else NAMES[:1]
    with opened(store) as source:
        documents = source.cases() if case is None else (lookup.case(source, case),)
        named = None if terms is None else listed(source, terms)
        same = Same(source, named or (), apart=all_names)
        survey = Survey(_counted(source, documents, read, same, progress))
        wanted = chosen(
            source,
            survey,
            same,
            terms=named,
            within=None if within is None else narrower(source, presentable(source, within)),
            kind=kind,
            min_cases=min_cases,
        )
        columns = variables(source, survey, same, wanted, by_label=header == "label", taken=before)
        if explanation is not None:
            stream(explanation, explained(columns, spreadsheet_safe=spreadsheet_safe))
        sheet = Sheet(
            before=before,
            variables=columns,
            rows=_rows(source, documents, read, same, with_covariates, progress),
            long=long,
            spreadsheet_safe=spreadsheet_safe,
            about=_ABOUT.format(how="with what follows" if inferred else "as stated"),
        )
        stream(out, write(sheet))


def _counted(
    store: Store,
    documents: Sequence[str],
    read: known.Reader,
    same: Same,
    progress: Progress,
) -> Iterator[known.Known]:
    for number, document in enumerate(documents, 1):
        yield read(store, document, same.chosen)
        progress("Counting the terms", number, len(documents))


def _rows(
    store: Store,
    documents: Sequence[str],
    read: known.Reader,
    same: Same,
    with_covariates: bool,
    progress: Progress,
) -> Iterator[Row]:
    for number, document in enumerate(documents, 1):
        before = covariates(store, document) if with_covariates else (slug_of(document),)
        yield before, read(store, document, same.chosen)
        progress("Writing the matrix", number, len(documents))


def _form(name: str) -> Form:
    if name == "csv":
        return delimited
    require("pyarrow", "tables")
    return cast("Form", require("casegraph.exporters.matrix.parquet", "tables").parquet)
