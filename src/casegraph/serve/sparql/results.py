"""Rows and yes or no in the formats of SPARQL 1.1 Query Results: JSON, XML, CSV and TSV.

Enters solutions while they are found; leaves pieces of a document, so that an answer is never held
whole. The recommendations have no CSV and TSV for ASK: it is the word `true` or `false` alone.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from json.encoder import encode_basestring
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from casegraph.namespaces import XSD
from casegraph.serve.errors import RefusedError
from casegraph.solutions import Term

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"

Row = Iterable[Term | None]
"""The terms of a solution in the order of the variables, None for one that is unbound."""

_AT_ONCE = 500
"""How many rows are written at once."""

_STRING = f"{XSD}string"
_UNSAYABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARTS = ("subject", "predicate", "object")
_RESULTS = "http://www.w3.org/2005/sparql-results#"


def rows(
    variables: Sequence[str],
    found: Iterable[Row],
    media_type: str,
    head: Mapping[str, object] | None = None,
) -> Iterator[bytes]:
    """Yield one document with the solutions *found*.

    media_type: one of `OFFERED`. head: what the head of JSON has besides the variables; the other
    formats have no place for it.

    :raises RefusedError: 406, when XML cannot say a character of one.
    """
    write = _FORMATS[media_type]
    if write is _json:
        return _json(variables, iter(found), head)
    return write(variables, iter(found))


def boolean(value: bool, media_type: str) -> bytes:
    """Return the answer *value* to ASK as a document. media_type: one of `OFFERED`."""
    word = "true" if value else "false"
    write = _FORMATS[media_type]
    if write is _json:
        return f'{{"head":{{}},"boolean":{word}}}\n'.encode()
    if write is _xml:
        return (
            f'<?xml version="1.0"?>\n<sparql xmlns="{_RESULTS}"><head/>'
            f"<boolean>{word}</boolean></sparql>\n"
        ).encode()
    return f"{word}\r\n".encode() if write is _csv else f"{word}\n".encode()


def _json(
    variables: Sequence[str], found: Iterator[Row], further: Mapping[str, object] | None = None
) -> Iterator[bytes]:
    """Yield SPARQL 1.1 Query Results JSON, with what is *further* in its head."""
    head = json.dumps(
        {"vars": variables, **(further or {})}, ensure_ascii=False, separators=(",", ":")
    )
    yield f'{{"head":{head},"results":{{"bindings":['.encode()
    keys = [f"{json.dumps(name)}:" for name in variables]
    comma = "\n"
    while some := list(islice(found, _AT_ONCE)):
        said = (
            ",".join(
                [
                    key + _json_term(term)
                    for key, term in zip(keys, row, strict=True)
                    if term is not None
                ]
            )
            for row in some
        )
        yield (comma + ",\n".join([f"{{{bindings}}}" for bindings in said])).encode()
        comma = ",\n"
    yield b"\n]}}\n"


def _json_term(term: Term) -> str:
    """Return *term* as section 3.2.2 has it, a triple as the working draft of 1.2 does."""
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.Literal):
        said = f'{{"type":"literal","value":{_quoted(term.value)}'
        if term.language is not None:
            towards = "" if term.direction is None else f',"its:dir":"{term.direction.value}"'
            return f'{said},"xml:lang":"{term.language}"{towards}}}'
        datatype = term.datatype.value
        return f"{said}}}" if datatype == _STRING else f'{said},"datatype":{_quoted(datatype)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'
    parts = (f'"{part}":{_json_term(getattr(term, part))}' for part in _PARTS)
    return f'{{"type":"triple","value":{{{",".join(parts)}}}}}'


_quoted = encode_basestring


def _xml(variables: Sequence[str], found: Iterator[Row]) -> Iterator[bytes]:
    """Yield SPARQL Query Results XML."""
    head = "".join(f"<variable name={_attribute(name)}/>" for name in variables)
    yield f'<?xml version="1.0"?>\n<sparql xmlns="{_RESULTS}"><head>{head}</head><results>'.encode()
    tags = [f"<binding name={_attribute(name)}>" for name in variables]
    while some := list(islice(found, _AT_ONCE)):
        said = (
            "".join(
                [
                    f"{tag}{_xml_term(term)}</binding>"
                    for tag, term in zip(tags, row, strict=True)
                    if term is not None
                ]
            )
            for row in some
        )
        text = "".join([f"\n<result>{bindings}</result>" for bindings in said])
        if unsayable := _UNSAYABLE.search(text):
            raise RefusedError(
                406,
                f"XML cannot say the character U+{ord(unsayable[0]):04X}, which the answer has",
                repair=f"Ask for JSON: Accept: {JSON}.",
            )
        yield text.encode()
    yield b"\n</results></sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_text(term.value)}</uri>"
    if isinstance(term, ox.Literal):
        value = _text(term.value)
        if term.language is not None:
            return f'<literal xml:lang="{term.language}">{value}</literal>'
        datatype = term.datatype.value
        kind = "" if datatype == _STRING else f" datatype={_attribute(datatype)}"
        return f"<literal{kind}>{value}</literal>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_text(term.value)}</bnode>"
    parts = (f"<{part}>{_xml_term(getattr(term, part))}</{part}>" for part in _PARTS)
    return f"<triple>{''.join(parts)}</triple>"


def _text(value: str) -> str:
    """Return *value* as text of an element; a carriage return would be read as a line feed."""
    return escape(value, {"\r": "&#13;"})


_attribute = quoteattr


def _csv(variables: Sequence[str], found: Iterator[Row]) -> Iterator[bytes]:
    """Yield CSV (SPARQL 1.1 Query Results CSV and TSV, section 3), lines ended as RFC 4180 says."""
    yield _csv_lines([variables])
    while some := list(islice(found, _AT_ONCE)):
        yield _csv_lines([[_csv_term(term) for term in row] for row in some])


def _csv_lines(lines: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue().encode()


def _csv_term(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else _turtle_term(term)


def _tsv(variables: Sequence[str], found: Iterator[Row]) -> Iterator[bytes]:
    """Yield TSV (section 4 of the same): terms as Turtle has them, which has no tab in them."""
    yield ("\t".join(f"?{name}" for name in variables) + "\n").encode()
    while some := list(islice(found, _AT_ONCE)):
        lines = ("\t".join(map(_turtle_term, row)) for row in some)
        yield "".join([f"{line}\n" for line in lines]).encode()


def _turtle_term(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.Triple):
        return f"<<( {' '.join(map(_turtle_term, term))} )>>"
    return str(term)


_FORMATS: Mapping[str, Callable[[Sequence[str], Iterator[Row]], Iterator[bytes]]] = {
    JSON: _json,
    XML: _xml,
    CSV: _csv,
    TSV: _tsv,
    "application/json": _json,
    "application/xml": _xml,
    "text/xml": _xml,
}

OFFERED = tuple(_FORMATS)
"""The media types of rows, in the order in which the server would give them."""
