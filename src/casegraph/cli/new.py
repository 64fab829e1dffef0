"""`casegraph new`: a case file to begin from."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.authoring.template import Publication, new_case
from casegraph.build import versions
from casegraph.cli.output import message
from casegraph.errors import CasegraphError


class Format(StrEnum):
    """The syntaxes of a new file."""

    yaml = "yaml"
    turtle = "turtle"


_SUFFIXES = {Format.yaml: ".yaml", Format.turtle: ".ttl"}


def command(
    slug: Annotated[
        str,
        typer.Argument(
            metavar="SLUG",
            help="The name of the case: letters, digits and hyphens.",
            show_default=False,
        ),
    ],
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="TEXT",
            help="The text of the report, in UTF-8; its digest and length are filled in.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file to write.", show_default="SLUG.yaml or SLUG.ttl"
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        Format | None,
        typer.Option(
            help="The syntax of the file.", show_default="what FILE of --out tells, else yaml"
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="The title of the publication.")] = "",
    author: Annotated[
        list[str] | None,
        typer.Option(help="The name of an author; again for each, in order.", show_default=False),
    ] = None,
    doi: Annotated[str, typer.Option(help="The DOI of the publication.")] = "",
    pmid: Annotated[str, typer.Option(help="The PubMed number of the publication.")] = "",
) -> None:
    """Write a case file to begin from, with comments that say how to fill it in.

    Never writes over a file.
    """
    syntax = format or (Format.turtle if out and out.suffix == ".ttl" else Format.yaml)
    file = out or Path(f"{slug}{_SUFFIXES[syntax]}")
    content = new_case(
        slug,
        syntax.value,
        file=str(file),
        today=datetime.now(UTC).astimezone().date(),
        ontology=versions.current().ontology,
        source=str(source) if source else None,
        publication=Publication.of(title=title, authors=author or (), doi=doi, pmid=pmid),
    )
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(content)
    except FileExistsError:
        raise CasegraphError(
            "is there already, and is not written over",
            file=file,
            repair="Name another one with --out.",
        ) from None
    except OSError as error:
        raise CasegraphError(
            f"cannot be written: {error.strerror}", file=file, repair="Check the path."
        ) from None
    message("written", str(file))
