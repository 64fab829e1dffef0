"""Wrong input gets one clear line and exit status 2: no traceback, nothing written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from casegraph.cli import app
from casegraph.store import Store
from conftest import TEXT

TYPED = """\
#+ summary: Since when?
#+ description: A number.
#+ params:
#+   - name: year
#+     type: year
#+     description: A year.
#+   - name: finding
#+     type: term
#+     description: A finding.
SELECT ?year
WHERE {
  VALUES ?_year { UNDEF }
  VALUES ?_finding { UNDEF }
  BIND (?_year AS ?year)
}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refused(result: Result) -> str:
    """Return the one line that the error is."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("error: ")
    return lines[0].removeprefix("error: ")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with unusable files."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "broken.ttl").write_text("@prefix cg: <x:> .\n\ncg:a cg:b ; .. \n")
    (folder / "notes.txt").write_text("The patient had neck pain.")
    (folder / "empty").mkdir()
    (folder / "word.ttl").write_bytes(b"PK\x03\x04\x14\x00\xff")
    (folder / "binary.ttl").write_bytes(b"\x00\xff\xfe")
    (folder / "entities.rdf").write_text(
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>'
    )
    (folder / "remote.jsonld").write_text('{"@context": "https://example.org/c", "a": 1}')
    (folder / "typed.rq").write_text(TYPED)
    (folder / "header.rq").write_text("#+ summery: Oops\n\nASK {}\n")
    (folder / "update.rq").write_text("PREFIX cg: <x:>\nDROP ALL\n")
    (folder / "service.rq").write_text("SELECT *\n{ SERVICE <http://example.org/> { ?a ?b ?c } }\n")
    (folder / "syntax.rq").write_text("SELECT *\nWHERE {\n  ?a ?b\n}\n")
    (folder / "latin.rq").write_bytes(b"ASK {} # \xe9\n")
    return folder


@pytest.mark.parametrize("command", ["build", "validate", "infer"])
@pytest.mark.parametrize(
    ("name", "place", "message"),
    [
        ("broken.ttl", "broken.ttl:3: ", "is not Turtle"),
        ("notes.txt", "notes.txt: ", ""),
        ("empty", "empty: ", ""),
        ("binary.ttl", "binary.ttl", "is not"),
        ("word.ttl", "word.ttl: ", "is a zip archive"),
        ("entities.rdf", "entities.rdf", ""),
        ("remote.jsonld", "remote.jsonld", ""),
        ("missing.ttl", "missing.ttl: ", ""),
    ],
)
def test_a_file_that_cannot_be_read(
    files: Path, command: str, name: str, place: str, message: str
) -> None:
    error = refused(run(command, files / name))
    assert str(files / place) in error
    assert message in error


def test_nothing_is_written_when_a_build_cannot_start(files: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    refused(run("build", files / "broken.ttl", "--store", store))
    assert not store.exists()


def test_a_store_is_as_it_was_after_a_build_that_could_not_start(
    files: Path, case_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "store"
    assert run("build", case_file, "--store", path).exit_code == 0
    with Store.open(path) as store:
        before = set(store.quads())
    refused(run("build", files / "broken.ttl", "--store", path))
    with Store.open(path) as store:
        assert set(store.quads()) == before


def test_an_unknown_case() -> None:
    error = refused(run("show", "alar-ligament"))
    assert error == (
        "there is no case 'alar-ligament'. Did you mean alar-ligament-calcification-ra?"
    )
    assert "no case" in refused(run("export", "turtle", "--case", "alar-ligament"))


@pytest.mark.parametrize("command", [["show", "x"], ["query", "ASK {}"], ["export", "turtle"]])
def test_a_folder_that_is_no_store(files: Path, tmp_path: Path, command: list[str]) -> None:
    assert f"{files}: is not a casegraph store" in refused(run(*command, "--store", files))
    missing = tmp_path / "missing"
    assert str(missing) in refused(run(*command, "--store", missing))
    assert not missing.exists()


def test_a_build_into_a_folder_that_holds_other_things(files: Path, case_file: Path) -> None:
    before = sorted(files.rglob("*"))
    assert "is not a casegraph store" in refused(run("build", case_file, "--store", files))
    assert sorted(files.rglob("*")) == before


@pytest.mark.parametrize("command", ["validate", "infer"])
def test_files_beside_a_folder_that_is_no_store(
    case_file: Path, tmp_path: Path, command: str
) -> None:
    assert "is not a casegraph store" in refused(run(command, case_file, "--store", tmp_path))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-query"], "there is no library query 'no-such-query'"),
        (["missing.rq"], "missing.rq: the file cannot be read"),
        (["{files}"], "cannot be read"),
        (["{files}/header.rq"], "header.rq:1: unknown key 'summery'"),
        (["{files}/update.rq"], "update.rq:2: DROP is an update"),
        (["{files}/service.rq"], "service.rq:2: SERVICE is refused"),
        (["{files}/syntax.rq"], "syntax.rq:4: not SPARQL near '}'"),
        (["{files}/latin.rq"], "latin.rq: the file is not UTF-8"),
        (["SELECT nothing {"], "line 1, column"),
        (["{files}/typed.rq", "-p", "yeer=2010"], "no parameter 'yeer'. Did you mean year?"),
        (["{files}/typed.rq", "-p", "year"], "has no value"),
        (["{files}/typed.rq", "-p", "year=then"], "'then' is not of type year. Write, for example"),
        (["{files}/typed.rq", "-p", "finding=neck pian"], "Did you mean neck pain"),
        (["ASK {}", "-p", "x=1"], "no parameter 'x'"),
        (["ASK {}", "--format", "turtle"], "answers with yes or no"),
    ],
)
def test_a_question_that_cannot_be_asked(files: Path, arguments: list[str], message: str) -> None:
    error = refused(run("query", *(each.replace("{files}", str(files)) for each in arguments)))
    assert message in error


def test_a_query_from_standard_input_that_is_no_text() -> None:
    result = CliRunner().invoke(app, ["query", "-"], input=b"\xff\xfe")
    assert "standard input is not UTF-8" in refused(result)


def test_a_source_text_that_is_missing_or_has_changed(case_file: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    missing = refused(run("evidence", case_file, "--sources", sources))
    assert missing.startswith(f"{sources}: no such folder")
    sources.mkdir()
    assert f"{case_file}:" in refused(run("evidence", case_file, "--sources", sources))
    (sources / "text").write_text(f"{TEXT} ")
    file = refused(run("evidence", case_file, "--sources", sources / "text"))
    assert file.endswith(f"Name its folder: {sources}.")
    changed = refused(run("evidence", case_file, "--sources", sources))
    assert f"{case_file}:" in changed
    assert "Restore the text" in changed


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    out = tmp_path / "no such folder" / "all.ttl"
    assert f"{out}: cannot be written" in refused(run("export", "turtle", "--out", out))
    assert "cannot be written" in refused(run("export", "turtle", "--out", tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "excel"], "excel"),
        (["validate", "--format", "yaml"], "yaml"),
        (["show"], "CASE"),
        (["evidence"], "--sources"),
        (["shwo"], "shwo"),
        (["show", "x", "--fromat", "json"], "--format"),
    ],
)
def test_wrong_use(arguments: list[str], message: str) -> None:
    error = refused(run(*arguments))
    assert message in error
    assert "--help" in error


def test_an_unknown_engine(case_file: Path) -> None:
    assert refused(run("validate", case_file, "--engine", "steam")).startswith(
        "steam: no such engine"
    )


def test_control_characters_in_an_error_are_written_out() -> None:
    assert "\\x1b[2J" in refused(run("show", "\x1b[2Jgone"))


WITHOUT_CASE = """\
@prefix dcterms: <http://purl.org/dc/terms/> .

<https://w3id.org/casegraph/case/stiff-neck> dcterms:title "stiff neck"@en .
"""


@pytest.mark.parametrize("command", ["validate", "check", "build"])
def test_a_document_without_its_case_is_refused_in_the_same_words(
    command: str, tmp_path: Path
) -> None:
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(WITHOUT_CASE)
    store = ["--store", tmp_path / "store"] if command == "build" else []
    result = run(command, *store, file)
    told = result.stdout if command == "build" else refused(result)
    assert (
        f"{file}:3: stiff-neck: nothing in this document is a cg:Case. Write that "
        "<https://w3id.org/casegraph/case/stiff-neck#case> is one, "
        "with all that the shapes ask of a case."
    ) in " ".join(told.split())


@pytest.mark.parametrize("engine", ["native", "both"])
def test_a_case_beside_a_document_without_one_does_not_hide_it(engine: str, tmp_path: Path) -> None:
    (tmp_path / "stiff-neck.ttl").write_text(WITHOUT_CASE)
    data = Path(__file__).parents[1] / "data"
    result = run("validate", "--engine", engine, data, tmp_path / "stiff-neck.ttl")
    assert "stiff-neck: nothing in this document is a cg:Case" in refused(result)
