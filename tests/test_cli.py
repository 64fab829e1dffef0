"""The command line: what goes where, exit statuses, formats, terminals."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner, Result

from casegraph.cli import app, infer, output, queries, query, show, validate
from casegraph.cli.markdown import markdown
from casegraph.exporters import FORMATS as EXPORTS
from casegraph.narrative import show as narrative_of
from casegraph.quads import canonical, nquads
from casegraph.shacl import passes
from casegraph.shacl.formats import FORMATS as REPORTS
from casegraph.solutions import FORMATS as ANSWERS
from casegraph.store import Store
from conftest import TEXT

SLUG = "alar-ligament-calcification-ra"
COMMANDS = (
    "build",
    "evidence",
    "export turtle",
    "export phenopackets",
    "infer",
    "queries",
    "query",
    "remove",
    "show",
    "validate",
)
ABSENT = """\
#+ summary: Which findings are explicitly absent?
#+ description: One row a finding that a case denies.
#+ params:
#+   - name: finding
#+     type: term
#+     description: Only this finding.
PREFIX cg: <https://w3id.org/casegraph/ontology#>
SELECT ?case ?finding
WHERE {
  VALUES ?_finding { UNDEF }
  ?case cg:hasStatement ?statement .
  ?statement cg:denies ?finding .
  FILTER (!BOUND(?_finding) || ?finding = ?_finding)
}
ORDER BY ?case ?finding
"""


def run(*arguments: object, **more: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **more)  # type: ignore[arg-type]


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program as a shell would."""
    return subprocess.run(
        [sys.executable, "-m", "casegraph", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, bundled_store: Store) -> Path:
    """Return a store on disk with what the bundled one has."""
    path = tmp_path_factory.mktemp("stores") / "bundled"
    built = bundled_store.built
    with Store.open(path, write=True) as store, store.rewriting(built, empty=True) as rewrite:
        rewrite.load(nquads(bundled_store.quads()))
    return path


@pytest.fixture
def absent(tmp_path: Path) -> Path:
    file = tmp_path / "absent.rq"
    file.write_text(ABSENT)
    return file


# The program as a whole


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"casegraph {version('casegraph')}\n"


def test_every_command_of_the_design_is_there_and_explains_itself() -> None:
    listed = run("--help").stdout
    for command in COMMANDS:
        assert command.split()[0] in listed
        explained = run(*command.split(), "--help")
        assert explained.exit_code == 0
        assert "--store" in explained.stdout


def test_without_a_command_the_commands_are_listed() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.output


def test_the_formats_are_those_of_the_library() -> None:
    assert {each.value for each in validate.Format} == set(REPORTS)
    assert {each.value for each in query.Format} == {"table", *ANSWERS}
    assert {each.value for each in infer.Format} <= set(EXPORTS)


def test_python_m_casegraph_is_the_program() -> None:
    assert program("--version").stdout.startswith(b"casegraph ")


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "LC_ALL": ""}]
)
def test_output_is_utf_8_whatever_the_locale(folder: Path, environment: dict[str, str]) -> None:
    ran = program("show", SLUG, "--store", folder, **environment)
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert "\N{MIDDLE DOT}" in ran.stdout.decode()


def test_a_reader_that_closes_the_output_is_no_fault(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "casegraph", "export", "nquads", "--store", str(folder)],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("form", ["turtle", "fhir", "matrix", "table"])
def test_a_full_disk_behind_the_output_is_an_error_and_no_bug(folder: Path, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "casegraph", "export", form, "--store", str(folder)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"error: standard output cannot be written: No space left")
    assert len(ran.stderr.splitlines()) == 1


def test_a_closed_output_takes_nothing(folder: Path) -> None:
    command = [sys.executable, "-m", "casegraph", "export", "nquads", "--store", str(folder)]
    ran = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command],
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_an_interrupt_from_the_keyboard_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(show, "show", interrupted)
    result = run("show", SLUG)
    assert result.exit_code == 130
    assert "Traceback" not in result.output


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_is_called_one_and_shows_its_traceback_only_on_demand(
    debug: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(show, "show", broken)
    result = run(*(["--debug"] if debug else []), "show", SLUG)
    assert result.exit_code == 2
    assert "this is a bug in casegraph: ZeroDivisionError: a\\nb" in result.stderr
    assert ("Traceback" in result.stderr) is debug


# Terminals


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """Return what the program writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    command = [sys.executable, "-m", "casegraph", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=variables) as running:
        os.close(theirs)
        written = b"".join(_until_closed(ours))
    os.close(ours)
    assert running.returncode == 0
    return written.decode()


def _until_closed(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            block = os.read(descriptor, 65536)
        except OSError:  # Linux says so when the other side is closed
            return
        if not block:
            return
        yield block


def test_a_terminal_gets_colour_and_a_file_gets_none(folder: Path) -> None:
    assert "\x1b[31mabsent" in on_a_terminal("show", SLUG, "--store", folder)
    assert "\x1b[31m" not in on_a_terminal("show", SLUG, "--store", folder, NO_COLOR="1")
    assert b"\x1b" not in program("show", SLUG, "--store", folder).stdout


def test_a_progress_message_never_reaches_a_file(folder: Path, absent: Path) -> None:
    ran = program("query", absent, "--store", folder)
    assert ran.stderr == b""
    assert ran.stdout.startswith(b"case ")


def test_a_table_too_wide_for_the_terminal_is_told_as_records(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "wide.rq"
    columns = " ".join(f"?column_with_a_long_name_{number}" for number in range(6))
    file.write_text(f"SELECT {columns} {{ VALUES ({columns}) {{ (1 2 3 4 5 UNDEF) }} }}")
    written = on_a_terminal("query", file, "--store", folder)
    assert "column_with_a_long_name_4" in written
    assert "column_with_a_long_name_5" not in written
    assert len(program("query", file, "--store", folder).stdout.splitlines()) == 3


def test_what_the_data_says_cannot_drive_the_terminal(folder: Path) -> None:
    evil = 'SELECT ?a { VALUES ?a { "\\u001b[2Jgone\\u202e" } }'
    assert "\\x1b[2Jgone\\u202e" in run("query", evil, "--store", folder).stdout
    assert "\x1b[2J" in run("query", evil, "--store", folder, "--format", "csv").stdout


# query


def test_a_table_has_labels_and_the_other_formats_have_iris(folder: Path, absent: Path) -> None:
    table = run("query", absent, "--store", folder, "--param", "finding=Traumatic injury").stdout
    assert table.splitlines()[-1].split("  ") == [SLUG, "traumatic injury"]
    assert f"case/{SLUG}#case," in run("query", absent, "--store", folder, "--format", "csv").stdout


def test_each_format_of_an_answer_holds_the_same_rows(folder: Path, absent: Path) -> None:
    written = {
        name: run("query", absent, "--store", folder, "--format", name).stdout
        for name in ("csv", "tsv", "json", "xml")
    }
    rows = list(csv.DictReader(io.StringIO(written["csv"], newline="")))
    assert len(rows) > 3
    bindings = json.loads(written["json"])["results"]["bindings"]
    assert [{name: cell["value"] for name, cell in row.items()} for row in bindings] == rows
    for name in ("tsv", "xml"):
        parsed = ox.parse_query_results(
            written[name], format=getattr(ox.QueryResultsFormat, name.upper())
        )
        assert isinstance(parsed, ox.QuerySolutions)
        assert [
            {"case": row["case"].value, "finding": row["finding"].value} for row in parsed
        ] == rows


def test_standard_input_is_a_query(folder: Path) -> None:
    ask = run("query", "-", "--store", folder, input="ASK { ?a ?b ?c }")
    assert ask.stdout == "yes\n"


def test_sparql_on_the_command_line_is_a_query(folder: Path) -> None:
    assert run("query", "SELECT (1 + 1 AS ?n) {}", "--store", folder).stdout.split() == [
        "n",
        "\N{BOX DRAWINGS LIGHT HORIZONTAL}",
        "2",
    ]


def test_triples_are_turtle(folder: Path) -> None:
    asked = "DESCRIBE <https://w3id.org/casegraph/term/neck-pain>"
    result = run("query", asked, "--store", folder, "--format", "turtle")
    assert list(ox.parse(result.stdout, format=ox.RdfFormat.TURTLE))


def test_no_solution_is_said_and_no_failure(folder: Path) -> None:
    result = run("query", "SELECT * { <urn:a> <urn:b> ?c }", "--store", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "found nothing" in result.stderr


def test_without_a_store_the_bundled_cases_are_asked(absent: Path) -> None:
    result = run("query", absent, "--format", "csv")
    assert result.exit_code == 0
    assert SLUG in result.stdout


# queries


def test_the_library_is_listed_and_explained(absent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from casegraph.query import library

    loaded = library.load(absent.parent)
    monkeypatch.setattr(queries, "queries", lambda: loaded)
    monkeypatch.setattr(queries, "named", lambda name: {"absent": loaded[0]}[name])
    listed = run("queries").stdout
    assert "absent" in listed
    assert "Which findings are explicitly absent?" in listed
    explained = run("queries", "absent").stdout
    assert "One row a finding that a case denies." in explained
    assert "casegraph query absent --param finding=VALUE" in explained
    told = json.loads(run("queries", "--format", "json").stdout)
    assert told[0]["params"][0]["type"] == "term"


# show


def test_show_tells_the_same_story_in_each_form(folder: Path, bundled_store: Store) -> None:
    narrative = narrative_of(SLUG, store=bundled_store)
    text = " ".join(run("show", SLUG, "--store", folder).stdout.split())
    formatted = run("show", SLUG, "--store", folder, "--format", "markdown").stdout
    assert formatted == markdown(narrative)
    for line in narrative.lines():
        assert f"{line.word} {line.text}" in text
        assert f"**{line.word}**".replace("[", "\\[").replace("]", "\\]") in formatted
    told = json.loads(run("show", SLUG, "--store", folder, "--format", "json").stdout)
    assert told == json.loads(json.dumps(narrative.to_dict()))


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_of_a_story_is_wider_than_the_page(folder: Path, width: int) -> None:
    ran = program("show", SLUG, "--store", folder, COLUMNS=str(width))
    lines = ran.stdout.decode().splitlines()
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


# build, validate, infer


def test_build_tells_what_it_stored_and_what_to_try_next(case_file: Path, tmp_path: Path) -> None:
    store = tmp_path / "a store"
    result = run("build", case_file, "--store", store)
    assert result.exit_code == 0
    assert "Neck pain in a woman of 50" in result.stdout
    assert "female, 50 years old" in result.stdout
    assert "2: 1 present, 1 absent" in result.stdout
    assert f"casegraph show stiff-neck --store '{store}'" in result.stdout
    assert run("show", "stiff-neck", "--store", store).exit_code == 0


def test_build_refuses_a_case_with_a_violation_and_keeps_the_others(
    case_file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        case_file.read_text()
        .replace("stiff-neck", "stiff-ear")
        .replace(
            "cg:denies term:traumatic-injury ;", "cg:denies term:traumatic-injury, term:pain ;"
        )
    )
    store = tmp_path / "store"
    result = run("build", case_file, bad, "--store", store)
    assert result.exit_code == 1
    assert "refused: stiff-ear" in result.stdout
    assert f"{bad}:" in result.stdout
    assert "1 case stored" in result.stdout
    with Store.open(store) as opened:
        assert [case.rpartition("/")[2] for case in opened.cases()] == ["stiff-neck"]


def test_the_next_command_is_named_as_this_one_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    called = tmp_path / ".venv" / "bin" / "casegraph"
    called.parent.mkdir(parents=True)
    called.touch(0o755)
    monkeypatch.setattr(sys, "argv", [".venv/bin/casegraph", "build"])
    monkeypatch.setenv("PATH", "/nowhere")
    assert output.program() == ".venv/bin/casegraph"
    monkeypatch.chdir(called.parent.parent)
    monkeypatch.setattr(sys, "argv", [str(called)])
    assert output.program() == "bin/casegraph"
    monkeypatch.setenv("PATH", str(called.parent))
    assert output.program() == "casegraph"


def test_a_refused_case_says_that_the_stored_version_stays(case_file: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("build", case_file, "--store", store)
    case_file.write_text(case_file.read_text().replace("cg:voice cg:AuthorObservation ;", "", 1))
    refused = run("build", case_file, "--store", store)
    assert refused.exit_code == 1
    assert "the version that was stored before stays" in refused.stdout
    assert "stays" not in run("build", case_file, "--store", tmp_path / "new").stdout


def test_a_case_in_two_files_is_refused_with_both_named(case_file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.ttl"
    again.write_text(case_file.read_text())
    result = run("build", case_file, again)
    assert result.exit_code == 1
    assert "refused: stiff-neck" in result.stdout
    assert f"{again}: " in result.stdout
    assert f"this case is in {case_file} too" in result.stdout
    assert "0 cases stored in memory, 1 refused." in result.stdout


def test_a_file_that_is_left_out_is_named(case_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("hello")
    result = run("build", case_file, bad)
    assert result.exit_code == 1
    assert f"left out: {bad}:1: is not Turtle" in result.stdout
    assert "1 case stored in memory." in result.stdout


def test_remove_takes_a_case_out_and_leaves_the_others(case_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text(case_file.read_text().replace("stiff-neck", "stiff-ear"))
    store = tmp_path / "store"
    run("build", case_file, other, "--store", store)
    result = run("remove", "stiff-neck", "--store", store)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"1 case removed from {store}" in result.stderr
    with Store.open(store) as opened:
        assert opened.cases() == ("https://w3id.org/casegraph/case/stiff-ear",)
        assert not any("case/stiff-neck" in graph for graph in opened.graphs())


def test_remove_of_an_unknown_case_removes_none(case_file: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("build", case_file, "--store", store)
    result = run("remove", "stiff-neck", "stiff-ear", "--store", store)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: {store}: stiff-ear: no such case among the 1 of the store; nothing was removed. "
        "Check the slug.\n"
    )
    with Store.open(store) as opened:
        assert opened.count() == 1


def test_validate_says_where_the_engines_differ(
    case_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_file.write_text(case_file.read_text().replace("cg:voice cg:AuthorObservation ;", "", 1))
    assert run("validate", case_file, "--engine", "both").exit_code == 1
    silent = {"native": lambda *_: iter(()), "reference": passes.find_by_reference}
    monkeypatch.setattr(passes, "_ENGINES", silent)
    result = run("validate", case_file, "--engine", "both")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "only reference reports" in result.stderr
    assert "stiff-neck#neck-pain" in result.stderr


def test_validate_exits_with_what_it_found(case_file: Path, tmp_path: Path) -> None:
    assert run("validate", case_file).exit_code == 0
    bad = tmp_path / "bad.ttl"
    bad.write_text(case_file.read_text().replace("cg:voice cg:AuthorObservation ;", "", 1))
    result = run("validate", bad, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["conforms"] is False
    assert result.stderr == ""


def test_validate_and_infer_take_what_a_store_has_asserted(case_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    run("build", case_file, "--store", folder)
    validated = run("validate", "--store", folder)
    assert validated.exit_code == 0
    assert "1 case conforms" in validated.stdout
    with Store.open(folder) as store:
        inferred = set(store.quads()) - set(store.quads(asserted_only=True))
    written = run("infer", "--store", folder).stdout
    assert canonical(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == canonical(inferred)


def test_infer_writes_only_inferred_graphs(case_file: Path) -> None:
    for name, syntax in (("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)):
        result = run("infer", case_file, "--format", name)
        graphs = {str(quad.graph_name) for quad in ox.parse(result.stdout, format=syntax)}
        assert graphs
        assert all(graph.endswith("/inferred>") for graph in graphs)


# evidence


def test_evidence_says_that_all_positions_hold(case_file: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "any name").write_text(TEXT)
    result = run("evidence", case_file, "--sources", sources)
    assert (result.exit_code, result.stdout) == (0, "stiff-neck: 3 positions, all hold\n")
    told = json.loads(run("evidence", case_file, "--sources", sources, "--format", "json").stdout)
    assert told["holds"] is True
    assert len(told["positions"]) == 3


def test_evidence_names_each_position_that_does_not_hold(case_file: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "text").write_text(TEXT)
    end = len("A woman of 50 years")
    case_file.write_text(case_file.read_text().replace(f"oa:end {end} ", f"oa:end {end - 1} "))
    result = run("evidence", case_file, "--sources", sources)
    assert result.exit_code == 1
    assert f"{case_file}:" in result.stdout
    assert "ends inside a word" in result.stdout
    assert "3 positions, 1 does not hold" in result.stdout


# export


def test_export_replaces_a_file_and_leaves_no_other(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "all.nq"
    out.parent.mkdir()
    out.write_text("old")
    result = run("export", "nquads", "--store", folder, "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert list(out.parent.iterdir()) == [out]
    assert out.read_text() == run("export", "nquads", "--store", folder).stdout


def test_export_has_a_command_for_each_syntax() -> None:
    listed = run("export", "--help").stdout
    assert all(f"  {name} " in listed for name in EXPORTS)


def test_the_format_of_an_export_may_stand_behind_its_options(folder: Path) -> None:
    first = run("export", "nquads", "--store", folder, "--case", SLUG)
    assert run("export", "--store", folder, "--case", SLUG, "nquads").stdout == first.stdout


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    result = run("export", "nquad")
    assert result.exit_code == 2
    assert "nquads" in result.output


def test_export_of_one_case_without_what_was_inferred(folder: Path) -> None:
    result = run("export", "nquads", "--store", folder, "--case", SLUG, "--asserted-only")
    quads = ox.parse(result.stdout, format=ox.RdfFormat.N_QUADS)
    graphs = {str(quad.graph_name).strip("<>").rpartition("casegraph/")[2] for quad in quads}
    assert graphs == {f"case/{SLUG}", f"case/{SLUG}/provenance", "publication"}
