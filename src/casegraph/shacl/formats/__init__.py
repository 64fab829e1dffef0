"""The forms of a report."""

from collections.abc import Callable, Mapping, Sequence

from casegraph.shacl.formats.json import json
from casegraph.shacl.formats.junit import junit
from casegraph.shacl.formats.sarif import sarif
from casegraph.shacl.formats.text import text
from casegraph.shacl.formats.turtle import turtle
from casegraph.shacl.result import Result

FORMATS: Mapping[str, Callable[[Sequence[Result], Sequence[str]], str]] = {
    "text": text,
    "json": json,
    "turtle": turtle,
    "sarif": sarif,
    "junit": junit,
}
"""Name of a form to what writes results about cases in it."""
