"""`casegraph export matrix`: cases by terms, for statistics."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import CaseOption, OutOption, StoreOption
from casegraph.cli.output import message, working, write_bytes
from casegraph.exporters.matrix import export_matrix


class Form(StrEnum):
    """The forms of a matrix."""

    csv = "csv"
    parquet = "parquet"


class Kind(StrEnum):
    """The kinds of term that a case can present."""

    disease = "disease"
    finding = "finding"
    variant = "variant"


class Header(StrEnum):
    """The names of a column."""

    curie = "curie"
    label = "label"


def command(
    store: StoreOption = None,
    out: OutOption = None,
    case: CaseOption = None,
    form: Annotated[
        Form | None,
        typer.Option(
            help="The form of the matrix; without it, what the ending of FILE says.",
            show_default=False,
        ),
    ] = None,
    asserted_only: Annotated[
        bool,
        typer.Option(
            "--asserted-only",
            help="Only the terms that the authors' statements name; without it presence counts "
            "for broader terms too, and absence for narrower ones.",
        ),
    ] = False,
    kind: Annotated[
        Kind | None, typer.Option(help="Only terms of this kind.", show_default=False)
    ] = None,
    terms: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Only the terms in FILE, one a line, in its order, known or not: labels, CURIEs "
            "or IRIs.",
            show_default=False,
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(metavar="TERM", help="Only TERM and narrower ones.", show_default=False),
    ] = None,
    min_cases: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Only terms that are known in N cases or more."),
    ] = 1,
    header: Annotated[
        Header, typer.Option(help="By what the terms' columns are called.")
    ] = Header.curie,
    no_covariates: Annotated[
        bool,
        typer.Option(
            "--no-covariates",
            help="Without the source, age in years, sex and number of statements of the cases.",
        ),
    ] = False,
    all_names: Annotated[
        bool,
        typer.Option(
            "--all-names",
            help="A column for each term; without it one for all that mean exactly the same.",
        ),
    ] = False,
    long: Annotated[
        bool,
        typer.Option("--long", help="A row for each known value: case, term, value."),
    ] = False,
    legend: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write what each column stands for to FILE, as CSV: IRI, CURIE, label, kinds, "
            "terms that mean the same, in how many cases presented and excluded.",
            show_default=False,
        ),
    ] = None,
    spreadsheet_safe: Annotated[
        bool,
        typer.Option("--spreadsheet-safe", help="For csv: no cell is a formula to a spreadsheet."),
    ] = False,
) -> None:
    """Write the cases by terms, for statistics: 1 presented, 0 excluded, empty unknown.

    A term is never 0 because nobody mentioned it. What is suspected, absent at one place only, or
    resolved is empty, unless the case says more of it.
    """
    with store_at(store) as source, working("Counting the terms") as progress:
        export_matrix(
            write_bytes if out is None else out,
            form=form.value if form else None if out else "csv",
            store=source,
            case=case,
            inferred=not asserted_only,
            kind=kind.value if kind else None,
            terms=terms,
            within=within,
            min_cases=min_cases,
            header=header.value,
            with_covariates=not no_covariates,
            all_names=all_names,
            long=long,
            explanation=legend,
            spreadsheet_safe=spreadsheet_safe,
            progress=progress,
        )
    if out is not None:
        message("written", str(out))
