"""Objects of JSON as FHIR wants them: no empty values, no odd white space."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

Plain = dict[str, Any]
"""An object of JSON."""

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
"""What the names of the standard's own extensions are appended to."""

_ODD = re.compile(r"[^\S\r\n\t ]")
_NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def slim(plain: Plain) -> Plain:
    """Return *plain* without what is empty; false and zero stay.

    >>> slim({"a": "", "b": [], "c": False, "d": 0, "e": None})
    {'c': False, 'd': 0}
    """
    return {key: part for key, part in plain.items() if part not in (None, "", [], {})}


def line(text: str) -> str:
    """Return *text* with plain spaces in place of all other white space.

    >>> line("12\N{NARROW NO-BREAK SPACE}mg")
    '12 mg'
    """
    return _ODD.sub(" ", text)


def lines(texts: Iterable[str]) -> list[str]:
    """Return those of *texts* that say something, each with plain spaces."""
    return [line(text) for text in texts if text.strip()]


def narrative(text: str) -> Plain:
    """Return *text* as the narrative of a resource."""
    said = escape(_NO_XML.sub("", line(text)))
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{said}</p></div>',
    }


def code(system: str, value: str, display: str = "") -> Plain:
    """Return a concept with one coding."""
    return {"coding": [slim({"system": system, "code": value, "display": display})]}
