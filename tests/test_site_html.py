"""The pages of the bundled site are valid HTML, and the data that they offer is what it says."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from npm import installed

RULES = {
    "extends": ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
    "rules": {"require-sri": "off", "prefer-native-element": "off"},
}
"""What html-validate looks for: the standard, the whole document, and accessibility.

Not the digests of files from the same site, and not `section` in place of a group in a figure.
"""

ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]+)" [^>]*href="([^"]+)"')
SYNTAXES = {
    "text/turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "application/ld+json": (ox.RdfFormat.JSON_LD, "json-ld"),
}


class _Pictures(HTMLParser):
    """Pictures without words: `img` without `alt`, `svg` neither named nor hidden."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.unnamed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and "alt" not in given:
            self.unnamed.append(str(self.get_starttag_text()))
        if tag == "svg" and not (
            given.get("aria-hidden") == "true"
            or given.get("aria-labelledby")
            or given.get("aria-label")
        ):
            self.unnamed.append(str(self.get_starttag_text()))


def test_pages_are_valid_html(bundled_site: Path, tmp_path: Path) -> None:
    program = installed("html-validate", "bin", "html-validate.mjs")
    node = shutil.which("node")
    if not node:
        pytest.skip("no node on the path")
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({"root": True, **RULES}), encoding="utf-8")
    said = tmp_path / "said.json"
    with said.open("w", encoding="utf-8") as out:
        command = [node, str(program), "--config", str(rules), "--formatter", "json"]
        done = subprocess.run(
            [*command, str(bundled_site)], stdout=out, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b""
    found = {
        f"{message['ruleId']}: {message['message']}: {Path(page['filePath']).name}"
        for page in json.loads(said.read_text(encoding="utf-8"))
        for message in page["messages"]
    }
    assert found == set()


def test_pictures_have_words(bundled_site: Path) -> None:
    found = {
        file.name: wrong
        for file in bundled_site.rglob("*.html")
        if (wrong := _Pictures(file.read_text(encoding="utf-8")).unnamed)
    }
    assert found == {}


def test_data_beside_a_page_is_one_graph_to_every_reader(bundled_site: Path) -> None:
    """Both syntaxes of both libraries give the same graph; the largest pages of each folder."""
    count = 0
    for folder in ("case", "term", "publication", "query", "ontology"):
        files = sorted(
            (bundled_site / folder).rglob("*.html"), key=lambda file: file.stat().st_size
        )
        for file in files[-2:]:
            offered = ALTERNATE.findall(file.read_text(encoding="utf-8"))
            assert {media for media, _ in offered} == SYNTAXES.keys(), file
            graphs = [_read(file.parent / href, media) for media, href in offered]
            assert all(len(graph) > 0 for pair in graphs for graph in pair), file
            first = graphs[0][0]
            assert all(isomorphic(first, graph) for pair in graphs for graph in pair), file
            count += 1
    assert count == 10


def test_every_offer_of_data_is_a_file_that_parses(bundled_site: Path) -> None:
    count = 0
    for file in bundled_site.rglob("*.html"):
        for media, href in ALTERNATE.findall(file.read_text(encoding="utf-8")):
            data = (file.parent / href).resolve()
            for _ in ox.parse(path=str(data), format=SYNTAXES[media][0]):
                pass
            count += 1
    assert count > 800


def _read(file: Path, media: str) -> tuple[Graph, Graph]:
    """Return *file* as rdflib reads it, and as pyoxigraph does."""
    ours, theirs = SYNTAXES[media]
    again = Graph()
    lines = ox.serialize(
        (quad.triple for quad in ox.parse(path=str(file), format=ours)),
        format=ox.RdfFormat.N_TRIPLES,
    )
    again.parse(data=lines, format="nt")
    return Graph().parse(file, format=theirs), again
