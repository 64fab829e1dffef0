"""A new file holds what is certain, reads at once, and conforms as soon as it is filled in."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from typer.testing import CliRunner

from casegraph.authoring.template import Publication
from casegraph.cli import app
from casegraph.errors import CasegraphError
from casegraph.quads import canonical
from casegraph.read import read

DOCS = Path(__file__).parents[1] / "docs"
TUTORIAL = DOCS / "examples" / "tutorial"
DRAFT = DOCS / "examples" / "mistakes" / "neck-ligament.yaml"
TEXT = "A woman of 62 had neck pain. \U0001d538\r\n"
DETAILS = (
    *("--title", 'A "case" of: # pain'),
    *("--author", "A. Inventor"),
    *("--author", "B. Nobody"),
    *("--doi", "https://doi.org/10.1000/a<b>c"),
    *("--pmid", "PMID: 123"),
)

each_syntax = pytest.mark.parametrize("name", ["neck.yaml", "neck.ttl"])


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    return result.exit_code, result.output


def new(folder: Path, name: str, *more: object) -> Path:
    """Return the file that `casegraph new` writes for a text."""
    (folder / "neck.txt").write_bytes(TEXT.encode())
    status, output = run("new", "neck", "--out", folder / name, *more)
    assert status == 0, output
    return folder / name


def values(file: Path, predicate: str) -> list[str]:
    return sorted(
        getattr(quad.object, "value", "")
        for quad in read(file).quads
        if re.split("[/#]", quad.predicate.value)[-1] == predicate
    )


@each_syntax
def test_digest_length_and_details_are_filled_in(tmp_path: Path, name: str) -> None:
    (tmp_path / "neck.txt").write_bytes(TEXT.encode())
    file = new(tmp_path, name, "--source", tmp_path / "neck.txt", *DETAILS)
    assert values(file, "sha256") == [hashlib.sha256(TEXT.encode()).hexdigest()]
    assert values(file, "characterCount") == [str(len(TEXT))]
    assert values(file, "title") == ['A "case" of: # pain']
    assert values(file, "name") == ["A. Inventor", "B. Nobody"]
    assert values(file, "identifier") == ["DOI:10.1000/a<b>c", "PMID:123"]
    assert values(file, "sameAs") == [
        "https://doi.org/10.1000/a%3Cb%3Ec",
        "https://pubmed.ncbi.nlm.nih.gov/123/",
    ]


@pytest.mark.parametrize("more", [(), DETAILS])
def test_both_syntaxes_say_the_same(tmp_path: Path, more: tuple[str, ...]) -> None:
    yaml, turtle = (read(new(tmp_path, name, *more)).quads for name in ("neck.yaml", "neck.ttl"))
    assert canonical(yaml) == canonical(turtle)


@each_syntax
def test_a_filled_template_conforms(tmp_path: Path, name: str) -> None:
    file = new(tmp_path, name)
    content = file.read_text("utf-8")
    for key in ("label", "outcomeReported", "sex", "evidence"):
        content, count = re.subn(rf"# ((\w+:)?{key}\b)", r"\1", content, count=1)
        assert count == 1
    for template, filled in (
        ("the words of the report that say so", "A woman of 62"),
        ("outcomeReported true", "outcomeReported false"),
        ("outcomeReported: true", "outcomeReported: false"),
    ):
        content = content.replace(template, filled, 1)
    file.write_text(content, "utf-8")
    status, output = run("check", file)
    assert status == 0, output
    assert "quotes: 1 replaced by positions" in output


@each_syntax
def test_a_file_is_never_written_over(tmp_path: Path, name: str) -> None:
    file = new(tmp_path, name)
    file.write_text("mine")
    status, output = run("new", "neck", "--out", file)
    assert status == 2
    assert "is there already" in output
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    "slug", ["", "a b", "fall_mueller", "a.b", "a/b", "../a", "-a", "ä", "a#b"]
)
def test_what_is_no_name_is_refused(tmp_path: Path, slug: str) -> None:
    status, output = run("new", "--out", tmp_path / "a.yaml", "--", slug)
    assert status == 2
    assert "is no name for a case" in output
    assert not (tmp_path / "a.yaml").exists()


def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    for source, said in (("a.txt", "is not UTF-8"), ("b.txt", "cannot be read")):
        status, output = run(
            "new", "a", "--source", tmp_path / source, "--out", tmp_path / "a.yaml"
        )
        assert status == 2
        assert said in output
    assert run("new", "a", "--out", tmp_path / "no" / "a.yaml")[0] == 2


@pytest.mark.parametrize("given", [{"doi": "11.1/x"}, {"doi": "10.1000"}, {"pmid": "PMC1"}])
def test_what_is_no_identifier_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(CasegraphError):
        Publication.of(**given)


def significant(file: Path) -> list[str]:
    """Return the lines of *file* that are no comment, without the date and trailing comments."""
    lines = [line.split("  #")[0].rstrip() for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not re.match(r" *(#|created:)", line)]


def begin_tutorial(file: Path) -> None:
    """Write to *file* what the first command of the tutorial writes."""
    status, output = run(
        *("new", "neck-ligament", "--source", TUTORIAL / "neck-ligament.txt", "--out", file),
        *("--title", "Chalk in the neck: a stiff gardener without an infection"),
        *("--author", "A. Inventor", "--author", "B. Nobody"),
    )
    assert status == 0, output


def test_the_file_of_the_tutorial_is_the_template_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "neck-ligament.yaml"
    begin_tutorial(file)
    filled = iter(significant(DRAFT))
    assert [line for line in significant(file) if line not in filled] == []


def test_the_finished_file_of_the_tutorial_is_the_draft_mended(tmp_path: Path) -> None:
    file = tmp_path / "neck-ligament.yaml"
    draft = DRAFT.read_text("utf-8")
    mended = draft.replace("alar ligment", "alar ligament").replace(
        "{quote: neck pain}", '{quote: neck pain, prefix: "her"}'
    )
    file.write_text(mended, "utf-8")
    assert run("check", file, "--sources", TUTORIAL)[0] == 0
    finished = TUTORIAL / "neck-ligament.yaml"
    assert canonical(read(file).quads) == canonical(read(finished).quads)


class Plain(yaml.SafeDumper):
    """Writes a text without quotation marks wherever YAML allows it, so that `5` is a number."""


Plain.yaml_implicit_resolvers = {}


def typed(template: Path) -> str:
    """Return *template* with the YAML blocks of the tutorial entered in their order.

    A block of keys sets them, or adds to the list that stands there; a block of items goes on with
    the list of the block before.
    """
    page = (DOCS / "tutorial.md").read_text("utf-8")
    told = page[: page.index("## 6.")]
    case = yaml.load(template.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
    key = ""
    for block in re.findall(r"^```yaml\n(.*?)^```$", told, re.M | re.S):
        said = yaml.load(block, yaml.BaseLoader)  # noqa: S506 - texts alone
        for name, value in said.items() if isinstance(said, dict) else [(key, said)]:
            key = name
            case[key] = case.get(key, []) + value if isinstance(value, list) else value
    return yaml.dump(case, Dumper=Plain, sort_keys=False, allow_unicode=True)


def test_whoever_types_every_block_of_the_tutorial_has_its_finished_file(tmp_path: Path) -> None:
    file = tmp_path / "neck-ligament.yaml"
    begin_tutorial(file)
    file.write_text(typed(file), "utf-8")
    status, output = run("check", file, "--sources", TUTORIAL)
    assert status == 0, output
    assert "quotes: 20 replaced by positions" in output
    finished = read(TUTORIAL / "neck-ligament.yaml").quads
    assert undated(read(file).quads) == undated(finished)


def undated(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* in canonical order, without the day on which the file was begun."""
    return canonical([quad for quad in quads if not quad.predicate.value.endswith("/created")])
