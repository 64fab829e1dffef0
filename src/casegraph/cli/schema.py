"""`casegraph schema`: what tells editors and other programs about case files in YAML."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.authoring.schema import schema
from casegraph.authoring.words import context
from casegraph.cli.output import message, write
from casegraph.errors import CasegraphError
from casegraph.files import write_atomically


class Kind(StrEnum):
    """What is written."""

    schema = "schema"
    context = "context"


def command(
    kind: Annotated[
        Kind,
        typer.Option(
            help="schema: the JSON Schema for editors. context: the JSON-LD context with all "
            "words, for other processors."
        ),
    ] = Kind.schema,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file to write; standard output without.", show_default=False
        ),
    ] = None,
) -> None:
    """Write the JSON Schema of case files in YAML.

    Put `# yaml-language-server: $schema=FILE` on the first line of a case file, and editors
    complete keys and terms.
    """
    content = schema() if kind == Kind.schema else context()
    text = json.dumps(content, ensure_ascii=False, indent=2)
    if out is None:
        write(text)
        return
    try:
        write_atomically(out, f"{text}\n".encode())
    except OSError as error:
        raise CasegraphError(
            f"cannot be written: {error.strerror}",
            file=out,
            repair="Choose a folder that exists and can be written.",
        ) from None
    message("written", str(out))
