"""Each position is held against its text, and a text that is not the one encoded is named."""

import hashlib
from pathlib import Path

import pytest

from casegraph.errors import EvidenceError
from casegraph.evidence import EvidenceReport, check_evidence
from casegraph.read import read
from conftest import TEXT, case_turtle, position

CASE = "https://w3id.org/casegraph/case/stiff-neck"


def check(folder: Path, turtle: str | None = None, **texts: str | bytes) -> EvidenceReport:
    """Return the check of the small case against *texts*, by file name."""
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    for name, text in texts.items():
        (sources / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    case = folder / "case.ttl"
    case.write_text(turtle or case_turtle())
    return check_evidence(read(case), sources)


def moved(start: int, end: int) -> str:
    """Return the small case with its first position moved."""
    old_start, old_end = position("A woman of 50 years")
    old = f"oa:start {old_start} ; oa:end {old_end} "
    assert old in case_turtle()
    return case_turtle().replace(old, f"oa:start {start} ; oa:end {end} ")


def test_every_position_of_the_bundled_cases_holds(sources: Path) -> None:
    report = check_evidence(read(), sources)
    assert report.errors == ()
    assert [at for at in report.positions if at.problem] == []
    assert {at.document for at in report.positions} == set(read().cases)


def test_text_is_found_under_any_name(tmp_path: Path) -> None:
    report = check(tmp_path, unrelated="something else", anything=TEXT)
    assert report.holds
    assert [at.words for at in report.positions] == [
        "A woman of 50 years",
        "neck pain",
        "no trauma",
    ]


def test_position_tells_case_evidence_and_line(tmp_path: Path) -> None:
    first = check(tmp_path, text=TEXT).positions[0]
    assert (first.document, first.evidence) == (CASE, f"{CASE}#text-0-19")
    assert (first.start, first.end, first.problem) == (0, 19, None)
    line = (
        case_turtle()
        .split("\n")
        .index("<#text-0-19> a oa:SpecificResource ; oa:hasSource <#text> ;")
    )
    assert first.location is not None
    assert first.location.line == line + 2


@pytest.mark.parametrize(
    ("start", "end", "problem", "words"),
    [
        (0, 7, None, "A woman"),
        (0, len(TEXT), None, TEXT),
        (11, 13, None, "50"),
        (7, 7, "is empty", ""),
        (7, 2, "is empty", ""),
        (-2, 7, "lies outside the text", ""),
        (0, len(TEXT) + 1, "lies outside the text", TEXT),
        (len(TEXT), len(TEXT) + 5, "lies outside the text", ""),
        (1, 7, "begins with white space", " woman"),
        (2, 8, "ends with white space", "woman "),
        (3, 7, "begins inside a word", "oman"),
        (2, 6, "ends inside a word", "woma"),
        (12, 19, "begins inside a word", "0 years"),
    ],
)
def test_position_that_cuts_words_or_leaves_the_text_is_found(
    tmp_path: Path, start: int, end: int, problem: str | None, words: str
) -> None:
    report = check(tmp_path, moved(start, end), text=TEXT)
    (at,) = (at for at in report.positions if (at.start, at.end) == (start, end))
    assert at.words == words
    assert report.holds == (problem is None)
    assert at.problem is None if problem is None else problem in (at.problem or "")


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("disease", True),  # disease1: the superscript of a reference
        ("Department", True),  # 2Department: the superscript of an affiliation
        ("1", True),
        ("C", False),  # C3
        ("0", False),  # 0.72
        ("72", False),
        ("0.72", True),
        ("cafe", False),  # an accent of its own follows
        ("cafe\u0301", True),
        ("bone", False),
        ("\U0001f9b4", True),
        ("end", True),
    ],
)
def test_words_as_extracted_texts_have_them(tmp_path: Path, words: str, whole: bool) -> None:
    text = "disease1 2Department C3 0.72 cafe\u0301 bones \U0001f9b4 end"
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    start = text.index(words)
    turtle = (
        moved(start, start + len(words))
        .replace(digest, hashlib.sha256(text.encode()).hexdigest())
        .replace(f"cg:characterCount {len(TEXT)}", f"cg:characterCount {len(text)}")
    )
    report = check(tmp_path, turtle, text=text)
    (at,) = (at for at in report.positions if at.evidence.endswith("#text-0-19"))
    assert at.words == words
    assert (at.problem is None) == whole


def test_missing_text_is_an_error_with_its_place(tmp_path: Path) -> None:
    report = check(tmp_path, unrelated="too short")
    (error,) = report.errors
    assert report.positions == ()
    assert not report.holds
    assert "no text in" in error.message
    assert error.node == f"<{CASE}#text>"
    assert error.file == str(tmp_path / "case.ttl")
    assert (
        error.line
        == case_turtle()
        .split("\n")
        .index(next(line for line in case_turtle().split("\n") if "cg:sha256" in line))
        + 1
    )


def test_changed_text_is_an_error_that_names_the_nearest_file(tmp_path: Path) -> None:
    changed = TEXT.replace("two", "six")
    (error,) = check(tmp_path, changed=changed, other=TEXT[:60]).errors
    assert "the nearest text" in error.message
    assert str(tmp_path / "sources" / "changed") in error.message
    assert hashlib.sha256(changed.encode()).hexdigest() in error.message


def test_line_endings_are_part_of_the_text(tmp_path: Path) -> None:
    assert len(check(tmp_path, text=TEXT + "\n").errors) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"cg:characterCount {len(TEXT)}", "cg:characterCount 7", "and the case says 7"),
        (f"cg:characterCount {len(TEXT)} ;", "", "has no cg:characterCount"),
        ("cg:sha256", "cg:sha512", "has no cg:sha256"),
    ],
)
def test_source_text_described_wrongly_is_an_error(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (error,) = check(tmp_path, case_turtle().replace(old, new), text=TEXT).errors
    assert said in error.message
    assert error.line


def test_text_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    text = TEXT.encode() + b"\xff"
    turtle = case_turtle().replace(
        hashlib.sha256(TEXT.encode()).hexdigest(), hashlib.sha256(text).hexdigest()
    )
    (error,) = check(tmp_path, turtle, text=text).errors
    assert "is not UTF-8" in error.message


@pytest.mark.parametrize("name", ["nothing", "case.ttl"])
def test_sources_that_are_no_folder_are_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "case.ttl").write_text(case_turtle())
    with pytest.raises(EvidenceError, match="(no such|looked for in a) folder"):
        check_evidence(read(tmp_path / "case.ttl"), tmp_path / name)
