"""`casegraph vocab`: public ontologies as terms, and a search among all terms."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from casegraph.build import open_store
from casegraph.cli.output import columns, message, render, safe, working, write
from casegraph.cli.tables import layout
from casegraph.ontologies import Match, Ontology, add, near_words, read, remove, search, stored
from casegraph.quads import nquads
from casegraph.shacl.names import one_line
from casegraph.store import Store
from casegraph.vocabulary import bundled

_NUMBERS = frozenset(("terms", "dangling"))

app = typer.Typer(
    help="Public ontologies as terms: add, list, remove, and search.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """The forms of a list and of what a search finds."""

    table = "table"
    tsv = "tsv"
    json = "json"


StoreArgument = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        help="The store: a folder, or the URL of a SPARQL 1.1 endpoint.",
        show_default=False,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="The form of the list.")]


@app.command("add")
def add_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="OBO, OBO Graphs JSON, OWL or SKOS, gzipped or not.",
            show_default=False,
        ),
    ],
    store: StoreArgument,
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help="What the terms are whose ontology does not tell it: Disease, FindingType, "
            "AnatomicalStructure, Procedure, Substance, Observable, Population, Qualifier or Term.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Put public ontologies into a store, each in place of the one of its name.

    All of the files are added or, when one cannot be used, none.
    """
    with working("Reading the ontologies"):
        ontologies = [read(file, kind=kind) for file in files]
    with working("Storing, with what follows"), Store.open(store, write=True) as target:
        cases = add(target, *ontologies)
    for ontology in ontologies:
        render(*_told(ontology), Text())
    count = len(ontologies)
    write(f"{count} ontolog{'ies' if count != 1 else 'y'} stored in {store}.")
    _tell_of_cases(cases, store)


@app.command("list")
def list_command(store: StoreArgument, form: FormatOption = Format.table) -> None:
    """List the public ontologies in a store."""
    with open_store(store) as source:
        found = stored(source)
    if form is Format.json:
        write(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    names = ("id", "title", "version", "licence", "terms", "dangling", "source")
    rows = [[str(value or "") for value in map(asdict(one).get, names)] for one in found]
    for row, one in zip(rows, found, strict=True):
        row[4:6] = str(one.terms), str(one.dangling)
    if rows or form is Format.tsv:
        _show(names, rows, form)
    else:
        message("none", "the store has no public ontology")


@app.command("remove")
def remove_command(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help="Names of ontologies, as the list has them.", show_default=False
        ),
    ],
    store: StoreArgument,
    force: Annotated[
        bool, typer.Option("--force", help="Remove them also when cases use their terms.")
    ] = False,
) -> None:
    """Remove public ontologies from a store: all that are named or, when one is missing, none.

    An ontology whose terms stored cases use is not removed unless --force says so.
    """
    with working("Removing"), Store.open(store, write=True) as target:
        cases = remove(target, *names, force=force)
    message("done", f"{', '.join(names)} removed from {store}")
    _tell_of_cases(cases, store)


@app.command("search")
def search_command(
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="A label, a synonym or a CURIE.", show_default=False),
    ],
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="DIR|URL",
            help="The store to search; without it, the bundled terms.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="How many terms at most.")
    ] = 10,
    form: FormatOption = Format.table,
) -> None:
    """Find terms by label or synonym, spelt rightly or nearly so, the likeliest first."""
    with open_store(store) if store else _bundled_terms() as source:
        found = search(source, text, limit=limit)
        near = () if found else near_words(source, text)
    if not found:
        known = f"; words like it are {', '.join(near)}" if near else ""
        message("nothing found", f"no label or synonym is like this{known}")
    if form is Format.json:
        write(json.dumps([_object(one) for one in found], ensure_ascii=False, indent=2))
        return
    names = ("term", "label", "matched", "ontology", "kind", "above")
    if found or form is Format.tsv:
        _show(names, [_row(one) for one in found], form)


@contextmanager
def _bundled_terms() -> Iterator[Store]:
    """Give a store in memory with the bundled terms alone, until the block ends."""
    with Store.open() as store:
        with store.rewriting(empty=True) as rewrite:
            rewrite.load(nquads(bundled().quads))
        yield store


def _told(ontology: Ontology) -> Iterator[Text | Table]:
    """Yield what a reader should know of *ontology*."""
    version = f" {ontology.version}" if ontology.version else ""
    yield Text(safe(f"{ontology.title}{version}"), style="bold")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    counts = ontology.counts
    kinds = ", ".join(f"{kind} {count}" for kind, count in ontology.kinds.items())
    said = ", ".join(f"{what} {count}" for what, count in counts.items() if what != "terms")
    grid.add_row("  id", ontology.id)
    grid.add_row("  licence", safe(ontology.licence or "the file tells none"))
    grid.add_row("  terms", f"{counts['terms']}: {kinds}")
    grid.add_row("  with", said)
    for note in ontology.notes:
        grid.add_row("  left out", safe(note))
    yield grid


def _tell_of_cases(cases: int, store: str) -> None:
    if cases:
        message(
            "note",
            f"{cases} case{'s' * (cases != 1)} in {store} rest on the terms as they were; "
            "build all of them again for what follows now",
        )


def _object(match: Match) -> dict[str, object]:
    return {"curie": match.curie, **asdict(match)}


def _row(match: Match) -> list[str]:
    label = match.label
    if match.obsolete:
        instead = f", see {', '.join(match.replaced_by)}" if match.replaced_by else ""
        label = f"{label} (obsolete{instead})"
    return [
        match.curie,
        label,
        match.synonym or "",
        match.ontology,
        ", ".join(match.kinds),
        ", ".join(match.parents),
    ]


def _show(names: Sequence[str], rows: Sequence[Sequence[str]], form: Format) -> None:
    rows = [[one_line(cell) for cell in row] for row in rows]
    if form is Format.tsv:
        write("".join("\t".join(row) + "\n" for row in [names, *rows]))
        return
    width, parts = layout(names, rows, columns(), _NUMBERS)
    render(*parts, width=width)
