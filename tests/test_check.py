"""Quotes become positions and all else stays; what is not certain is said and not written."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from casegraph.authoring.check import Checked, check
from casegraph.authoring.check_watch import checks
from casegraph.cli import app
from casegraph.errors import CasegraphError, EvidenceError, ReadError
from casegraph.evidence import check_evidence
from casegraph.namespaces import CG, OA, RDFS
from casegraph.quads import canonical
from casegraph.read import read

REPORT = (
    "A woman of 62 \U0001d538 had severe neck\r\npain.\f CT showed calci-\r\nfied ligaments. "
    "The neck pain was gone after two weeks. There was (Fig. 1) no abscess.\x00"
)
"""An invented report with what extracted texts have: CRLF, a form feed, a NUL, an astral letter."""

TURTLE = """\
# my case
@base <https://w3id.org/casegraph/case/neck> .
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix term: <https://w3id.org/casegraph/term/> .
@prefix prov: <http://www.w3.org/ns/prov#> .

<> a prov:Entity ; prov:wasDerivedFrom <#text> .

<#case> a cg:Case ;
    rdfs:label "Neck pain [once] in a woman # of 62"@en ;
    cg:patient <#patient> ;
    cg:reportedIn <https://w3id.org/casegraph/publication/neck> ;
    cg:hasStatement <#neck-pain>, <#no-abscess> ;
    cg:outcomeReported false . # so far

<#patient> a cg:Patient ;
    cg:sex cg:Female ;
    cg:evidence [ oa:exact "A woman of 62" ] .

<#neck-pain> a cg:Finding ;
    rdfs:label "neck pain"@en ;
    cg:affirms term:neck-pain ;
    cg:voice cg:AuthorObservation ;
    cg:evidence [ oa:exact "neck pain" ; oa:prefix "severe" ] . # as she said

<#no-abscess> a cg:Finding ;
    rdfs:label "no abscess"@en ;
    cg:denies term:epidural-abscess ;
    cg:voice cg:AuthorObservation ;
    cg:evidence [ oa:exact "There was", "no abscess" ] .

<#text> a cg:SourceText ;
    cg:textOf <https://w3id.org/casegraph/publication/neck> .

<https://w3id.org/casegraph/publication/neck> a fabio:ClinicalCaseReport ;
    rdfs:label "an invented report"@en .
"""

YAML = """\
# my case
id: case:neck#case
type: Case
label: "Neck pain [once] in a woman # of 62"
reportedIn: publication:neck
outcomeReported: false # so far

patient:
  id: "#patient"
  type: Patient
  sex: female
  evidence: {quote: A woman of 62}

statements:
  - id: "#neck-pain"
    type: Finding
    label: neck pain
    present: neck pain
    voice: author observation
    evidence:
      - quote: neck pain
        prefix: severe # as she said

  - id: "#no-abscess"
    type: Finding
    label: no abscess
    absent: epidural abscess
    voice: author observation
    evidence: {quote: [There was, no abscess]}

document: {id: case:neck, type: Entity, wasDerivedFrom: "#text"}

texts:
  - id: "#text"
    type: SourceText
    textOf: publication:neck

publications:
  - {id: publication:neck, type: ClinicalCaseReport, label: an invented report}
"""
CASES = {"neck.ttl": TURTLE, "neck.yaml": YAML}

each_syntax = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the report, the case in both syntaxes, and another text."""
    (tmp_path / "neck.txt").write_bytes(REPORT.encode())
    (tmp_path / "other.txt").write_text("Something else.")
    for name, content in CASES.items():
        (tmp_path / name).write_bytes(content.encode())
    return tmp_path


def checked(
    folder: Path, name: str, changes: Mapping[str, str] | None = None, *, keep: bool = False
) -> Checked:
    """Return the check of the case after *changes*, each of which says what stands instead."""
    file = folder / name
    for old, new in (changes or {}).items():
        content = file.read_text("utf-8")
        assert content.count(old) == 1, old
        file.write_text(content.replace(old, new), "utf-8")
    return check(str(file), str(folder), keep=keep)


def positions(folder: Path, name: str) -> dict[str, list[str]]:
    """Return the words at the positions of each piece of evidence."""
    report = check_evidence(read(folder / name), folder)
    assert report.holds
    words: dict[str, list[str]] = {}
    for at in report.positions:
        words.setdefault(at.evidence.rpartition("#")[2], []).append(at.words)
    return words


@each_syntax
def test_quotes_become_positions_that_hold(folder: Path, name: str) -> None:
    found = checked(folder, name)
    assert (found.placed, found.problems, found.errors) == (3, (), ())
    assert found.conforms
    assert list(positions(folder, name).values()) == [
        ["A woman of 62"],
        ["neck\r\npain"],
        ["There was", "no abscess"],
    ]


def test_both_syntaxes_give_the_same_graph(folder: Path) -> None:
    for name in CASES:
        assert checked(folder, name).conforms
    turtle, yaml = (read(folder / name).quads for name in CASES)
    assert canonical(turtle) == canonical(yaml)


@each_syntax
def test_no_word_of_the_report_stays_unless_it_is_asked_for(folder: Path, name: str) -> None:
    checked(folder, name)
    assert f"{OA}exact" not in {quad.predicate.value for quad in read(folder / name).quads}
    assert "There was" not in (folder / name).read_text("utf-8")


@each_syntax
def test_kept_quotes_stay_beside_their_positions(folder: Path, name: str) -> None:
    found = checked(folder, name, keep=True)
    assert found.conforms
    quotes = {
        quad.object.value
        for quad in read(folder / name).quads
        if quad.predicate.value == f"{OA}exact" and isinstance(quad.object, ox.Literal)
    }
    assert quotes == {"A woman of 62", "neck pain", "There was", "no abscess"}
    assert len(positions(folder, name)) == 3
    before = (folder / name).read_bytes()
    again = checked(folder, name)
    assert (again.placed, again.conforms) == (0, True)
    assert (folder / name).read_bytes() == before


@each_syntax
def test_a_kept_quote_that_is_not_at_its_position_is_told(folder: Path, name: str) -> None:
    checked(folder, name, keep=True)
    content = (folder / name).read_text("utf-8")
    assert content.count("A woman of 62") == 1
    (folder / name).write_text(content.replace("A woman of 62", "A man of 62"), "utf-8")
    [problem] = checked(folder, name).problems
    assert "neck#text-0-13" in str(problem)
    assert "does not stand there" in str(problem)


@each_syntax
def test_a_second_check_changes_nothing(folder: Path, name: str) -> None:
    checked(folder, name)
    before = (folder / name).read_bytes()
    stamp = (folder / name).stat().st_mtime_ns
    again = checked(folder, name)
    assert (again.placed, again.conforms) == (0, True)
    assert (folder / name).read_bytes() == before
    assert (folder / name).stat().st_mtime_ns == stamp


@each_syntax
def test_comments_order_and_layout_stay(folder: Path, name: str) -> None:
    checked(folder, name)
    before = CASES[name].splitlines()
    after = (folder / name).read_text("utf-8").splitlines()
    quoting = ("evidence", "quote", "prefix:")
    kept = [line for line in before if not any(word in line for word in quoting)]
    remaining = iter(after)
    assert [line for line in kept if line not in remaining] == []
    assert "# as she said" in "\n".join(after)


@each_syntax
def test_line_ends_and_byte_order_mark_stay(folder: Path, name: str) -> None:
    file = folder / name
    file.write_bytes(b"\xef\xbb\xbf" + CASES[name].replace("\n", "\r\n").encode())
    assert checked(folder, name).conforms
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")


@each_syntax
def test_permissions_and_links_stay(folder: Path, name: str) -> None:
    file = folder / name
    file.chmod(0o640)
    (folder / "links").mkdir()
    link = folder / "links" / name
    link.symlink_to(file)
    assert check(str(link), str(folder)).placed == 3
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640


@each_syntax
def test_a_quote_that_stands_twice_is_told_with_what_tells_it_apart(
    folder: Path, name: str
) -> None:
    prefix = ' ; oa:prefix "severe"' if name.endswith("ttl") else "        prefix: severe "
    found = checked(folder, name, {prefix: ""})
    assert (found.placed, found.conforms) == (2, False)
    [problem] = found.problems
    told = str(problem).splitlines()
    assert '"neck pain" stands 2 times' in told[0]
    assert "#neck-pain" in told[0]
    assert "line 1, 27-37: " in told[1]
    assert told[1].endswith('"severe"')
    assert told[2].endswith('"The"')
    assert '"neck pain"' in (folder / name).read_text("utf-8") or name.endswith("yaml")
    assert found.report.conforms


@each_syntax
def test_a_quote_that_stands_nowhere_is_told_with_the_nearest_words(
    folder: Path, name: str
) -> None:
    found = checked(folder, name, {"A woman of 62": "A women of 62"})
    [problem] = found.problems
    assert "The nearest words differ in 1 character:" in str(problem)
    assert "[A woman of 62]" in str(problem)
    assert found.placed == 2


@each_syntax
def test_wrong_words_before_a_quote_show_where_it_stands(folder: Path, name: str) -> None:
    found = checked(folder, name, {"severe": "mild"})
    [problem] = found.problems
    assert "with these words before and after it" in str(problem)
    assert len(problem.places) == 2


@each_syntax
def test_digest_and_length_are_written_once(folder: Path, name: str) -> None:
    checked(folder, name)
    content = (folder / name).read_text("utf-8")
    assert content.count("sha256") == content.count("characterCount") == 1
    assert f"{len(REPORT)}" in content


@each_syntax
def test_which_text_is_meant_is_never_guessed(folder: Path, name: str) -> None:
    (folder / "neck.txt").rename(folder / "report.txt")
    found = checked(folder, name)
    assert found.placed == 0
    [error] = found.errors
    assert "does not tell which text was read" in str(error)
    assert "neck.txt" in str(error)
    assert (folder / name).read_text("utf-8") == CASES[name]
    (folder / "other.txt").unlink()
    assert checked(folder, name).conforms


@each_syntax
def test_a_text_that_has_changed_is_an_error(folder: Path, name: str) -> None:
    checked(folder, name)
    (folder / "neck.txt").write_bytes(REPORT.encode() + b" More.")
    found = checked(folder, name)
    assert [type(error) for error in found.errors] == [EvidenceError]
    assert "the nearest text" in str(found.errors[0])


def test_the_same_words_quoted_twice_have_one_place(folder: Path) -> None:
    found = checked(
        folder, "neck.yaml", {"{quote: [There was, no abscess]}": "{quote: no abscess}"}
    )
    assert found.placed == 3
    again = checked(
        folder, "neck.yaml", {'  evidence: "#text-0-13"': "  evidence: {quote: no abscess}"}
    )
    assert (again.placed, again.conforms) == (1, True)
    start = REPORT.index("no abscess")
    assert (folder / "neck.yaml").read_text("utf-8").count(f'id: "#text-{start}-') == 1


@pytest.mark.parametrize(
    "evidence",
    [
        "{ evidence }",
        "<#words> . <#words> a oa:SpecificResource ; oa:hasSource <#text> ;\n"
        '    oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "A woman of 62" ]',
        "[ a oa:SpecificResource ; oa:hasSource <#text> ; # in full\n"
        '    oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "A woman of 62" ] ]',
        '[ <http://www.w3.org/ns/oa#exact> """A woman\n  of 62""" ]',
        "[ oa:exact 'A woman \\u006ff 62' ]",
        '[ a oa:SpecificResource ; oa:hasSource <#text> ; oa:hasSelector [ oa:exact "A woman" ] ,\n'
        '    [ oa:exact "of 62" ] ]',
    ],
)
def test_each_way_to_write_a_quote_in_turtle_is_understood(folder: Path, evidence: str) -> None:
    if evidence == "{ evidence }":
        evidence = '[ oa:exact "A woman of 62" ]'
    found = checked(folder, "neck.ttl", {'[ oa:exact "A woman of 62" ]': evidence})
    assert (found.placed, found.problems) == (3, ())
    assert found.conforms
    words = next(iter(positions(folder, "neck.ttl").values()))
    assert words in (["A woman of 62"], ["A woman", "of 62"])
    assert ("# in full" in evidence) == ("# in full" in (folder / "neck.ttl").read_text("utf-8"))


@pytest.mark.parametrize(
    "evidence",
    [
        "{exact: A woman of 62}",
        "[{quote: A woman of 62}]",
        "\n    quote: A woman\n      of 62",
        "\n    - quote: |\n        A woman\n        of 62",
        "{source: '#text', at: {quote: A woman of 62}}",
        "{at: [{quote: A woman}, {quote: of 62}]}",
        "\n  - # a comment\n    quote: # another\n      A woman of 62",
    ],
)
def test_each_way_to_write_a_quote_in_yaml_is_understood(folder: Path, evidence: str) -> None:
    found = checked(folder, "neck.yaml", {"{quote: A woman of 62}": evidence})
    assert (found.placed, found.problems) == (3, ())
    assert found.conforms
    words = next(iter(positions(folder, "neck.yaml").values()))
    assert words in (["A woman of 62"], ["A woman", "of 62"])
    after = (folder / "neck.yaml").read_text("utf-8")
    assert all(comment in after for comment in ("# a comment", "# another") if comment in evidence)


@pytest.mark.parametrize(
    "places",
    ["places:\n", "places: []\n", "places:\n- {id: '#a', type: SpecificResource}\n", "...\n"],
)
def test_places_are_added_to_those_that_are_there(folder: Path, places: str) -> None:
    (folder / "neck.yaml").write_text(YAML + places, "utf-8")
    with contextlib.suppress(ReadError):  # a key without a value is none
        found = checked(folder, "neck.yaml")
        assert (found.placed, found.problems) == (3, ())
        assert "text-0-13" in (folder / "neck.yaml").read_text("utf-8")


def test_a_quote_where_it_cannot_be_replaced_is_told(folder: Path) -> None:
    lost = "places:\n  - {id: '#words', type: SpecificResource, at: {quote: A woman of 62}}\n"
    (folder / "neck.yaml").write_text(
        YAML.replace("{quote: A woman of 62}", '"#words"') + lost, "utf-8"
    )
    found = checked(folder, "neck.yaml")
    assert found.placed == 2
    assert any("directly where the evidence" in str(problem) for problem in found.problems)
    assert not found.conforms


def test_quotes_in_other_syntaxes_are_told_and_stay(folder: Path) -> None:
    content = ox.serialize(
        ox.parse(TURTLE.encode(), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES
    )
    assert content is not None
    (folder / "neck.nt").write_bytes(content)
    found = checked(folder, "neck.nt")
    assert len(found.problems) == 3
    assert (folder / "neck.nt").read_bytes() == content


@each_syntax
def test_an_unknown_word_is_an_error_at_its_line(folder: Path, name: str) -> None:
    if name.endswith("ttl"):
        found = checked(folder, name, {"term:neck-pain": "term:neck-pane"})
        assert "Did you mean term:neck-pain" in found.report.serialize()
        return
    with pytest.raises(ReadError, match=r"yaml:18: present: 'neck pane'.*neck pain"):
        checked(folder, name, {"present: neck pain": "present: neck pane"})
    assert "{quote:" in (folder / name).read_text("utf-8")


@pytest.mark.parametrize("content", ["", "id: [", "@prefix", "- a\n- b\n", "\x00"])
@each_syntax
def test_a_file_that_does_not_read_is_an_error_and_stays(
    folder: Path, name: str, content: str
) -> None:
    (folder / name).write_text(content)
    with pytest.raises(CasegraphError):
        checked(folder, name)
    assert (folder / name).read_text() == content


def unchanging(quads: Iterable[ox.Quad]) -> set[str]:
    """Return what a check must leave as it is."""
    changing = (f"{CG}evidence", f"{CG}sha256", f"{CG}characterCount")
    return {
        str(quad)
        for quad in quads
        if quad.predicate.value not in changing
        and not isinstance(quad.subject, ox.BlankNode)
        and "#text-" not in str(quad.subject)
    }


@each_syntax
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    quotes=st.lists(
        st.sampled_from(["calcified", "A woman", "pain", "weeks", "nothing"]), min_size=1
    ),
    comment=st.sampled_from(["", " # [ a comment ]", ' # oa:exact "x" {quote: y}']),
)
def test_any_quotes_become_positions_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, name: str, quotes: list[str], comment: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "neck.txt").write_bytes(REPORT.encode())
    file = folder / name
    if name.endswith("ttl"):
        written = ", ".join(f'[ oa:exact "{quote}"{comment}\n ]' for quote in quotes)
        content = TURTLE.replace('[ oa:exact "A woman of 62" ]', written)
    else:
        written = "".join(f"\n    - quote: {quote}{comment}" for quote in quotes)
        content = YAML.replace(" {quote: A woman of 62}", written)
    file.write_text(content, "utf-8")
    before = unchanging(read(file).quads)
    found = checked(folder, name)
    assert unchanging(read(file).quads) == before
    left = [quote for quote in quotes if quote in ("pain", "nothing")]
    assert len(found.problems) == len(left)
    assert found.placed == len(quotes) - len(left) + 2
    assert file.read_text("utf-8").count(comment) >= len(quotes)


def test_an_anchor_goes_with_its_quote(folder: Path) -> None:
    shared = {
        "evidence: {quote: A woman of 62}": "evidence: &woman {quote: A woman of 62}",
        "evidence: {quote: [There was, no abscess]}": "evidence: *woman",
    }
    found = checked(folder, "neck.yaml", shared)
    assert (found.placed, found.conforms) == (2, True)


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return result.exit_code, result.output


@each_syntax
def test_exit_status_says_what_was_found(folder: Path, name: str) -> None:
    file = folder / name
    prefix = ' ; oa:prefix "severe"' if name.endswith("ttl") else "        prefix: severe "
    file.write_text(CASES[name].replace(prefix, ""), "utf-8")
    status, output = run(file)
    assert status == 1
    assert output.rstrip().endswith("quotes: 2 replaced by positions, 1 still to be found")
    file.write_text(CASES[name], "utf-8")
    assert run(file, "--sources", folder)[0] == 0
    (folder / "neck.txt").unlink()
    assert run(file, "--sources", folder)[0] == 2
    assert run(folder / "nothing.ttl")[0] == 2
    assert run(file, "--sources", file)[0] == 2


def test_a_save_is_seen_whatever_way_the_editor_saves(folder: Path) -> None:
    file = folder / "neck.yaml"
    found = checks(str(file), lambda: check(str(file), str(folder)))
    assert isinstance(first := next(found), Checked)
    assert first.placed == 3
    file.write_text(file.read_text("utf-8").replace("sex: female", "sex: femal"), "utf-8")
    assert isinstance(next(found), ReadError)
    aside = folder / "neck.yaml~"
    aside.write_text(YAML.replace("neck pain in", "pain in"), "utf-8")
    aside.replace(file)
    assert isinstance(third := next(found), Checked)
    assert (third.placed, third.content) == (3, file.read_bytes())


def test_what_a_check_writes_is_no_save(folder: Path) -> None:
    file = folder / "neck.ttl"
    count = 0

    def counted() -> Checked:
        nonlocal count
        count += 1
        return check(str(file), str(folder))

    found: Iterator[Checked | CasegraphError] = checks(str(file), counted)
    next(found)
    (folder / "neck.txt").touch()
    file.write_text(file.read_text("utf-8") + "# saved\n", "utf-8")
    next(found)
    assert count == 2


def test_the_first_check_of_a_missing_file_is_an_error(folder: Path) -> None:
    file = str(folder / "missing.ttl")
    with pytest.raises(ReadError):
        next(checks(file, lambda: check(file, str(folder))))


def test_watching_begins_with_a_file_that_does_not_read_yet(folder: Path) -> None:
    file = folder / "neck.yaml"
    file.write_text(YAML.replace("sex: female", "sex: femal"), "utf-8")
    found = checks(str(file), lambda: check(str(file), str(folder)))
    assert isinstance(next(found), ReadError)
    file.write_text(YAML, "utf-8")
    assert isinstance(second := next(found), Checked)
    assert second.placed == 3


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
def test_watching_ends_cleanly_when_it_is_interrupted(folder: Path) -> None:
    command = [sys.executable, "-m", "casegraph", "check", str(folder / "neck.yaml"), "--watch"]
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` ignores it
    try:
        started = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
    finally:
        signal.signal(signal.SIGINT, heeded)
    with started as process:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("watching:"):
                break
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(60) == 0, rest
    assert "Traceback" not in rest
    assert any("3 replaced by positions" in line for line in said)


TEXT = '  - id: "#text"\n    type: SourceText\n    textOf: publication:neck\n'


@pytest.mark.parametrize("style", ["|", "|+", "|-", ">", ">+"])
def test_the_digest_leaves_the_text_before_it_as_it_is(folder: Path, style: str) -> None:
    comment = f"    comment: {style}\n      Read twice.\n\n      By two readers.\n\n\n"
    checked(folder, "neck.yaml", {TEXT: TEXT + comment})
    file = folder / "neck.yaml"
    assert "sha256" in file.read_text("utf-8")
    file.with_name("before.yaml").write_text(YAML.replace(TEXT, TEXT + comment), "utf-8")
    written, before = (
        [quad.object for quad in read(one).quads if quad.predicate.value == f"{RDFS}comment"]
        for one in (file, file.with_name("before.yaml"))
    )
    assert written == before


def test_places_leave_the_text_before_them_as_it_is(folder: Path) -> None:
    label = "label: an invented report"
    last = YAML.replace(f"  - {{id: publication:neck, type: ClinicalCaseReport, {label}}}\n", "")
    last += (
        "  - id: publication:neck\n    type: ClinicalCaseReport\n    label: an invented report\n"
    )
    (folder / "neck.yaml").write_text(last + "    comment: |+\n      Last words.\n\n\n", "utf-8")
    assert checked(folder, "neck.yaml").placed == 3
    [comment] = [
        quad.object
        for quad in read(folder / "neck.yaml").quads
        if quad.predicate.value == f"{RDFS}comment"
    ]
    assert comment == ox.Literal("Last words.\n\n\n", language="en")


@pytest.mark.parametrize(
    "ending", [", }", " ,\n    # the report\n    }", " }", "}", " # no, none\n  }"]
)
def test_a_source_text_on_one_line_gets_its_digest(folder: Path, ending: str) -> None:
    flow = '  - {id: "#text", type: SourceText, textOf: publication:neck'
    found = checked(folder, "neck.yaml", {TEXT: f"{flow}{ending}\n"})
    assert found.conforms
    assert "sha256" in (folder / "neck.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "lost"),
    [
        ("label: the first words", "rdfs:label"),
        ('comment: "as written"', "rdfs:comment"),
        ("source: '#text', label: x", "rdfs:label"),
    ],
)
def test_what_evidence_says_beside_its_quote_is_never_lost(
    folder: Path, said: str, lost: str
) -> None:
    changed = YAML.replace("{quote: A woman of 62}", f"{{quote: A woman of 62, {said}}}")
    (folder / "neck.yaml").write_text(changed, "utf-8")
    with pytest.raises(ReadError, match=rf"neck.yaml:12: {lost} .* would be lost"):
        check(str(folder / "neck.yaml"), str(folder))
    assert (folder / "neck.yaml").read_text("utf-8") == changed


def test_what_a_bracket_says_beside_its_quote_is_never_lost(folder: Path) -> None:
    changed = TURTLE.replace('"A woman of 62" ]', '"A woman of 62" ; rdfs:comment "so"@en ]')
    assert changed != TURTLE
    (folder / "neck.ttl").write_text(changed, "utf-8")
    with pytest.raises(ReadError, match=r"rdfs:comment .* would be lost"):
        check(str(folder / "neck.ttl"), str(folder))
    assert (folder / "neck.ttl").read_text("utf-8") == changed


@each_syntax
def test_the_shapes_name_the_keys_of_a_yaml_file_and_the_properties_of_turtle(
    folder: Path, name: str
) -> None:
    absent = "term:epidural-abscess" if name.endswith("ttl") else "absent: epidural abscess"
    pain = absent.replace("epidural-abscess", "neck-pain").replace("epidural abscess", "neck pain")
    messages = " ".join(one.message for one in checked(folder, name, {absent: pain}).report.results)
    assert "is cg:resolves" in messages if name.endswith("ttl") else "is `resolved`" in messages
