"""docs/shapes.md from ontology/shapes: what each shape asks, in the words that a curator gets."""

import re
from itertools import groupby

from casegraph.shacl.told import PASSES, told_shapes
from generator.markdown import table

_HEAD = """\
# The shapes

Each shape asks one thing of a case, and its message is what `casegraph validate` prints when the
case does not have it: what is wrong, and the repair. A violation keeps the case out of a store, a
warning and an information do not. *Words in italics* stand for the nodes and values at fault.
[validate](validate.md) says how the two passes run. This page is made from `ontology/shapes/` by
`make docs`.
"""


def shapes_page() -> str:
    """Return the page: a section for each file, a row for each shape that has a message."""
    parts = [_HEAD]
    for folder, files in groupby(told_shapes(), key=lambda file: file.folder):
        parts.append(f"## {folder.capitalize()}\n\n{PASSES[folder]}\n")
        for file in files:
            rows = [
                (f"`{told.name}`", ", ".join(told.targets), told.severity, _readable(told.message))
                for told in file.shapes
            ]
            lines = table(("shape", "looks at", "severity", "message"), rows)
            parts.append("\n".join((f"### {folder}/{file.name}", "", *lines, "")))
    return "\n".join(parts)


def _readable(message: str) -> str:
    return re.sub(r"\{[?$](\w+)\}", r"*\1*", message)
