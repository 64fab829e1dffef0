"""What each format says to be present or done, as one who knows the format alone would read it.

A reader takes the file or folder that an export wrote, and the terms that it looks for in running
text; it yields claims.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pyoxigraph as ox

from absence import SHOWN, Absent, Claim, said_in
from casegraph.namespaces import CG, RDFS, document_of, slug_of
from fhir_read import is_there, parts, readable_as_present, resources

Reader = Callable[[Path, Collection[Absent]], Iterator[Claim]]

_NPX = "http://purl.org/nanopub/x/"
_SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def read_rdf(file: Path, _absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield what the statements in a file of RDF say."""
    yield from stated(ox.parse(path=str(file), format=_SYNTAXES[file.suffix[1:]]))


def stated(quads: Iterable[ox.Quad]) -> Iterator[Claim]:
    """Yield what statements affirm and cases present; what is only a curator's is no claim."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in quads:
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            found[quad.predicate.value].append((quad.subject.value, quad.object.value))
    inferences = {statement for _, statement in found[f"{CG}hasInference"]}
    inferences -= {statement for _, statement in found[f"{CG}hasStatement"]}
    for relation in (*SHOWN, *SHOWN.values()):
        for node, term in found[f"{CG}{relation}"]:
            document = document_of(node)
            if document and node not in inferences:
                yield slug_of(document), node
                yield slug_of(document), term


def read_nanopubs(file: Path, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield what assertions affirm, and what titles say but those of claims about no patient."""
    yield from read_rdf(file, absent)
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in ox.parse(path=str(file), format=ox.RdfFormat.TRIG):
        if "/np/" in quad.subject.value:
            told[quad.subject.value][quad.predicate.value] = quad.object.value
    for about in told.values():
        if f"{_NPX}describes" in about and about[f"{_NPX}hasNanopubType"] != f"{CG}Claim":
            case = slug_of(str(document_of(about[f"{_NPX}describes"])))
            yield from said_in(about[f"{RDFS}label"], case, absent)


def read_packets(file: Path, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield features, diseases, diagnoses and actions of phenopackets, and what their texts say."""
    for packet in _objects(file):
        case = packet["id"]
        there = [
            one
            for key in ("phenotypicFeatures", "diseases")
            for one in packet.get(key, [])
            if not one.get("excluded") and "resolution" not in one
        ]
        there += packet.get("medicalActions", []) + packet.get("measurements", [])
        there += [
            one
            for one in packet.get("interpretations", [])
            if one.get("progressStatus") in ("SOLVED", "COMPLETED")
        ]
        for one in there:
            for part in parts(one):
                if "label" in part:
                    yield case, part["id"]
                    yield case, str(part["label"]).casefold()
                if "description" in part:
                    yield from said_in(part["description"], case, absent)


def read_bundles(file: Path, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield the codes that bundles of FHIR say to be so, whose statements, and what texts say."""
    for bundle in _objects(file):
        (case,) = {
            slug_of(str(document_of(named["value"])))
            for one in resources(bundle, "List")
            for named in one.get("identifier", [])
            if document_of(named["value"])
        }
        yield from ((case, code) for code in readable_as_present(bundle))
        for one in resources(bundle):
            is_question = one["resourceType"] == "Observation" and "valueBoolean" not in one
            if is_there(one) and "code" in one and one["resourceType"] != "List":
                names = [] if is_question else one.get("identifier", [])
                yield from ((case, named["value"]) for named in names)
                yield from said_in(str(one["code"].get("text", "")), case, absent)
            words = [one.get("text", {}).get("div"), one.get("title"), one.get("description")]
            words += [note["text"] for note in one.get("note", [])]
            for text in words:
                yield from said_in(_bare(text or ""), case, absent)


def read_crate(folder: Path, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield what the RDF in a crate says, and its words."""
    every = sorted({one.case for one in absent})
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        if file.suffix[1:] in _SYNTAXES:
            yield from read_rdf(file, absent)
        elif file.suffix in (".json", ".html", ".txt"):
            for line in file.read_text(encoding="utf-8").splitlines():
                for case in every:
                    if case in line:
                        yield from said_in(_bare(line), case, absent)


def read_table(file: Path, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield what the cells of a table say; its first column is the case, its first row no case."""
    for case, *cells in _ROWS[file.suffix](file):
        for cell in cells:
            yield from said_in(cell, case, absent)


def read_matrix(file: Path, _absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield the terms for which a case has 1."""
    if file.suffix == ".parquet":
        rows = [{k: str(v) for k, v in row.items()} for row in pq.read_table(file).to_pylist()]
    else:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    for row in rows:
        yield from ((row["case"], name.casefold()) for name, value in row.items() if value == "1")
        yield from ((row["case"], name) for name, value in row.items() if value == "1")


def read_nothing(file: Path, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield each case that is named, with every term: such a format says nothing of any case."""
    text = file.read_text(encoding="utf-8")
    for one in absent:
        if f"/case/{one.case}" in text or f"case:{one.case}" in text:
            yield from ((one.case, name) for name in one.names)


def _objects(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a file that has one a line."""
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _bare(text: str) -> str:
    return re.sub(r"<[^>]*>", "\n", text)


def _csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def _xlsx(file: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(file).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.values]


def _markdown(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in lines
        if line.startswith("| ")
    ]


def _latex(file: Path) -> list[list[str]]:
    """Return the rows of a table in LaTeX; where a row goes on, its case is that above."""
    rows: list[list[str]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.endswith(r"\tabularnewline"):
            cells = [cell.strip() for cell in line.removesuffix(r"\tabularnewline").split(" & ")]
            rows.append([cells[0] or rows[-1][0], *cells[1:]])
    return rows


def _html(file: Path) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", file.read_text(encoding="utf-8"), re.DOTALL)
    return [[_bare(cell).strip() for cell in re.split(r"</t[hd]>", row)] for row in rows]


_ROWS = {".csv": _csv, ".xlsx": _xlsx, ".md": _markdown, ".tex": _latex, ".html": _html}
