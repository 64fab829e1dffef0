"""`casegraph convert` goes between the syntaxes both ways without loss."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.errors import ExportError
from casegraph.exporters.convert import SYNTAXES, convert
from casegraph.quads import canonical
from casegraph.read import read
from casegraph.read.source import SUFFIXES
from casegraph.resources import data_dir

BUNDLED = sorted(data_dir().rglob("*.ttl"))
SUFFIX = {
    "yaml": ".yaml",
    "turtle": ".ttl",
    "trig": ".trig",
    "ntriples": ".nt",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}


def test_every_syntax_is_tried_and_told_of() -> None:
    assert set(SYNTAXES) == SUFFIX.keys()
    told = CliRunner().invoke(app, ["convert", "--help"], env={"COLUMNS": "200"}).output
    assert ", ".join(SYNTAXES) in " ".join(told.split())


@pytest.mark.parametrize(
    ("suffix", "name"), [("ttl", "turtle"), (".YML", "yaml"), ("nq", "nquads")]
)
def test_the_usual_suffix_names_a_syntax_too(suffix: str, name: str, case_file: Path) -> None:
    assert convert(case_file, suffix) == convert(case_file, name)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_turtle_to_yaml_and_back_is_the_same_graph(path: Path, tmp_path: Path) -> None:
    there, back = tmp_path / "there.yaml", tmp_path / "back.ttl"
    assert convert(path, out=there) is None
    assert convert(there, out=back) is None
    assert canonical(read(back).quads) == canonical(read(path).quads)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_each_syntax_reads_back_the_same(syntax: str, case_file: Path, tmp_path: Path) -> None:
    file = tmp_path / f"other{SUFFIX[syntax]}"
    convert(case_file, syntax, out=file)
    assert canonical(read(file).quads) == canonical(read(case_file).quads)
    again = tmp_path / "again.yml"
    convert(file, out=again)
    assert canonical(read(again).quads) == canonical(read(case_file).quads)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_of_the_output_tells_its_syntax(
    suffix: str, case_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"other{suffix}"
    convert(case_file, out=file)
    assert canonical(read(file).quads) == canonical(read(case_file).quads)


def test_what_is_converted_twice_is_the_same_text(case_file: Path, tmp_path: Path) -> None:
    there, back = tmp_path / "there.yaml", tmp_path / "back.ttl"
    convert(case_file, out=there)
    convert(there, out=back)
    assert convert(there) == convert(back, "turtle")


def test_an_unknown_syntax_is_named() -> None:
    with pytest.raises(ExportError, match="there is no syntax 'n3'. Choose one of yaml, "):
        convert(BUNDLED[0], "n3")


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        convert(BUNDLED[0], out=tmp_path / "no-folder" / "case.yaml")


def test_the_command_writes_or_prints(case_file: Path, tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["convert", str(case_file)])
    assert printed.exit_code == 0
    assert printed.stdout.startswith("id: case:stiff-neck#case\ntype: Case\n")
    out = tmp_path / "case.yaml"
    assert CliRunner().invoke(app, ["convert", str(case_file), "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8") == printed.stdout


def test_the_command_prints_schema_and_context() -> None:
    for arguments, words in (([], '"$schema"'), (["--kind", "context"], '"@context"')):
        printed = CliRunner().invoke(app, ["schema", *arguments])
        assert printed.exit_code == 0
        assert words in printed.stdout.splitlines()[1]


def test_the_schema_is_written_to_a_file_too(tmp_path: Path) -> None:
    out = tmp_path / "case.schema.json"
    assert CliRunner().invoke(app, ["schema", "--out", str(out)]).exit_code == 0
    assert out.read_text("utf-8") == CliRunner().invoke(app, ["schema"]).stdout
    nowhere = CliRunner().invoke(app, ["schema", "--out", str(tmp_path / "no" / "x.json")])
    assert nowhere.exit_code == 2
    assert "cannot be written" in nowhere.output
