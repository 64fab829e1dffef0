"""The documentation against the program: what it shows is printed, what it names exists."""

import contextlib
import csv
import doctest
import importlib
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import typer

import casegraph
from casegraph.cli import app
from casegraph.quads import canonical_quads
from generator import DOCS, GENERATED, written_pages
from generator.console import Console, examples

ROOT = DOCS.parent
PAGES = sorted({*GENERATED, *written_pages()})
COMMANDS: dict[str, Any] = vars(typer.main.get_command(app))["commands"]
SYNTAXES = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
OPTION = re.compile(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text("utf-8")) if kind == language]


def command_lines(page: Path) -> list[str]:
    """Return what begins with `casegraph` in the console examples and code spans of *page*."""
    text = page.read_text("utf-8")
    lines = [example.command for example in examples(text)] + SPAN.findall(text)
    return [line for line in lines if line.startswith("casegraph ")]


def meaning(command: str, output: str) -> object:
    """Return *output* as what it is: a graph, rows, a JSON value, or text."""
    words = shlex.split(command.split("|")[0])
    name = words[1] if words[0] == "casegraph" else ""
    form = words[words.index("--format") + 1] if "--format" in words else ""
    if name == "export":
        form = words[2]
    elif name == "infer":
        form = form or "nquads"
    if not name or "| sed" in command or re.match(r"\w+: ", output):
        return output
    if form in SYNTAXES:
        return set(canonical_quads(ox.parse(output, format=SYNTAXES[form])))
    if form == "json":
        return json.loads(output)
    if form in {"csv", "tsv"}:
        return list(csv.reader(io.StringIO(output), delimiter="," if form == "csv" else "\t"))
    if name in {"query", "queries"}:
        return [line.split() for line in output.splitlines() if line.strip("─ ")]
    return output


@every_page
def test_a_console_example_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    console = Console(tmp_path)
    for example in examples(page.read_text("utf-8")):
        printed = console.run(example.command)
        place = f"{page.name}:{example.line}: {example.command}"
        if example.output:
            shown = meaning(example.command, example.output)
            assert meaning(example.command, printed) == shown, f"{place}: run `make docs`"
        else:
            assert console.status == 0, f"{place}\n{printed}"


def test_the_examples_are_collected() -> None:
    commands = [example.command for page in PAGES for example in examples(page.read_text("utf-8"))]
    assert len(commands) >= 40
    assert ROOT / "README.md" in PAGES
    assert set(COMMANDS) <= {command.split()[1] for command in commands if " " in command}


@every_page
def test_python_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    Console(tmp_path)
    parser = doctest.DocTestParser()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    runner = doctest.DocTestRunner(optionflags=flags)
    said = io.StringIO()
    with contextlib.chdir(tmp_path):
        session = "\n".join(blocks(page, "pycon"))
        runner.run(parser.get_doctest(session, {}, page.name, str(page), 0), out=said.write)
        for text in blocks(page, "python"):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(text, page.name, "exec"), {})  # noqa: S102 - it is our own page
    assert not runner.failures, said.getvalue()


@pytest.mark.parametrize("page", GENERATED, ids=lambda page: page.name)
def test_a_generated_page_is_up_to_date(page: Path) -> None:
    assert page.read_text("utf-8") == GENERATED[page](), "run `make docs`"


def test_the_index_links_to_every_page() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = {page.name for page in PAGES if page.parent == DOCS} - {"README.md"}
    assert pages <= set(re.findall(r"\]\(([^)#]+)", index))


def anchors(page: Path) -> set[str]:
    """Return the fragments that GitHub gives the headings of *page*."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {re.sub(r"\s", "-", heading) for heading in plain}


@every_page
def test_each_internal_link_resolves(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if not re.match(r"https?:", target):
            path, _, fragment = target.partition("#")
            file = page.parent / path if path else page
            assert file.exists(), target
            assert not fragment or fragment in anchors(file), target


@every_page
def test_each_file_that_a_page_names_exists(page: Path) -> None:
    named = [
        span
        for span in SPAN.findall(page.read_text("utf-8"))
        if re.match(r"(src|tests|docs|ontology|data|queries|benchmarks)/[\w./-]*$", span)
    ]
    assert [span for span in named if not (ROOT / span).exists()] == []


@every_page
def test_each_target_of_make_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"[`$] ?make (\w+)", page.read_text("utf-8"))) <= targets


def own_options(command: Any) -> set[str]:
    names = {name for parameter in command.params for name in parameter.opts}
    return {name for name in names if name.startswith("--")}


def options(command: Any) -> set[str]:
    """Return the options of *command* and of the commands below it."""
    below = getattr(command, "commands", {}).values()
    return own_options(command).union(*map(options, below))


GLOBAL = own_options(typer.main.get_command(app)) | {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_described_with_every_option_and_choice(name: str) -> None:
    page = DOCS / f"{'query' if name == 'queries' else name}.md"
    text = page.read_text("utf-8")
    assert f"casegraph {name}" in text
    spans = " ".join(SPAN.findall(text))
    for option in options(COMMANDS[name]) - {"--help"}:
        assert option in spans, option
    module = "imports" if name == "import" else name
    for choice in getattr(importlib.import_module(f"casegraph.cli.{module}"), "Format", ()):
        assert f"`{choice}`" in text, choice


@every_page
def test_no_page_names_a_command_or_an_option_that_does_not_exist(page: Path) -> None:
    known = GLOBAL.union(*map(options, COMMANDS.values()))
    prose = "\n".join(SPAN.findall(page.read_text("utf-8")))
    assert set(OPTION.findall(prose)) - known == set()
    for line in command_lines(page):
        name = next((word for word in line.split()[1:] if not word.startswith("-")), "")
        if name and name != "COMMAND":
            assert name in COMMANDS, line
            assert set(OPTION.findall(line)) <= options(COMMANDS[name]) | GLOBAL, line


@every_page
def test_each_question_that_a_page_asks_is_in_the_library(page: Path) -> None:
    library = {query.name for query in casegraph.queries()}
    asked = {name for line in command_lines(page) for name in re.findall(r"query ([a-z-]+)", line)}
    assert asked - library <= {"-", "ruledout"}


@pytest.mark.parametrize("name", casegraph.__all__)
def test_a_public_name_is_described_and_has_an_example(name: str) -> None:
    assert f"`casegraph.{name}`" in (DOCS / "python.md").read_text("utf-8")
    assert ">>> " in (getattr(casegraph, name).__doc__ or "")


@every_page
def test_the_sparql_of_a_page_runs(page: Path) -> None:
    for text in blocks(page, "sparql"):
        assert casegraph.query(text)


def named_quads(turtle: str) -> set[ox.Quad]:
    """Return the quads of *turtle* without blank nodes."""
    return {
        quad
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if not {type(quad.subject), type(quad.object)} & {ox.BlankNode}
    }


def test_the_worked_case_of_the_model_is_in_its_file() -> None:
    [shown] = blocks(DOCS / "model.md", "turtle")
    whole = (DOCS / "examples" / "stiff-neck.ttl").read_text("utf-8")
    prefixes = "\n".join(line for line in whole.splitlines() if line.startswith("@"))
    stanzas = [
        ox.parse(f"{prefixes}\n{text}", format=ox.RdfFormat.TURTLE) for text in (shown, whole)
    ]
    part, file = (
        {quad for quad in stanza if not isinstance(quad.object, ox.BlankNode)} for stanza in stanzas
    )
    named = {quad for quad in part if not isinstance(quad.subject, ox.BlankNode)}
    assert named
    assert named <= file
