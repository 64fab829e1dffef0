"""`casegraph schema`: what tells editors and other programs about case files in YAML."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from casegraph.authoring.schema import schema
from casegraph.authoring.words import context
from casegraph.cli.output import write


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
) -> None:
    """Write the JSON Schema of case files in YAML.

    Put `# yaml-language-server: $schema=FILE` on the first line of a case file, and editors
    complete keys and terms.
    """
    content = schema() if kind == Kind.schema else context()
    write(json.dumps(content, ensure_ascii=False, indent=2))
