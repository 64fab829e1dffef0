"""A bundled case that is spoilt in any one of many ways does not pass unnoticed.

Either a shape reports it, or an answer of the query library changes, and with it what is expected.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import casegraph
from casegraph.resources import data_dir
from casegraph.store import Store

RA = "alar-ligament-calcification-ra"
CORD = "cervical-calcinosis-ssc-cord-compression"
BARIUM = "cervical-calcinosis-ssc-barium-swallow"


class Sabotage(NamedTuple):
    """One change to a case file: in the stanza of *node*, *old* becomes *new*."""

    name: str
    case: str
    node: str
    old: str
    new: str


REPORTED = (
    Sabotage("evidence beyond the text", RA, "text-313-343", "oa:end 343", "oa:end 34300"),
    Sabotage("evidence that ends before it starts", RA, "text-313-343", "oa:end 343", "oa:end 300"),
    Sabotage("unit dropped", RA, "c-reactive-protein", '    cg:unit "mg/dL" ;\n', ""),
    Sabotage("dose unit dropped", RA, "isoniazid", '    cg:doseUnit "mg/d" ;\n', ""),
    Sabotage(
        "a denial given a site",
        RA,
        "epidural-abscess",
        "cg:voice",
        "cg:site term:c3 ;\n    cg:voice",
    ),
    Sabotage(
        "a curator's statement moved among the authors'",
        RA,
        "case",
        "cg:hasInference",
        "cg:hasStatement",
    ),
    Sabotage(
        "an author's statement given the curator's voice",
        RA,
        "neck-pain",
        "cg:AuthorObservation",
        "cg:CuratorInference",
    ),
    Sabotage(
        "two polarities",
        RA,
        "trauma",
        "cg:denies term:traumatic-injury",
        "cg:denies term:traumatic-injury ;\n    cg:affirms term:traumatic-injury",
    ),
    Sabotage("no polarity", RA, "trauma", "    cg:denies term:traumatic-injury ;\n", ""),
    Sabotage(
        "a local denial without its place",
        CORD,
        "reflexes-of-upper-limbs",
        "    cg:targetSite term:upper-limb ;\n",
        "",
    ),
    Sabotage("an interpretation against its range", RA, "c-reactive-protein", "0.72 ;", "0.2 ;"),
    Sabotage("a duration in weeks", RA, "treatment-continued", "P14D", "P2W"),
    Sabotage("a misspelt term", RA, "neck-pain", "term:neck-pain", "term:nek-pain"),
    Sabotage("a predicate that nobody defined", RA, "neck-pain", "cg:affirms", "cg:confirms"),
    Sabotage(
        "a reason in another case",
        CORD,
        "computed-tomography",
        "<#cord-compression-suspected>",
        f"<https://w3id.org/casegraph/case/{RA}#neck-pain>",
    ),
    Sabotage("a proportion in percent", BARIUM, "claim-quarter", "0.25", "25"),
    Sabotage("an outcome before its treatment", CORD, "mobile", '"P2Y"', '"-P2Y"'),
    Sabotage("a deficit denied that was there", CORD, "neurology", "cg:resolves", "cg:denies"),
    Sabotage(
        "a figure that depicts a term", RA, "figure-2", "<#computed-tomography>", "term:neck-pain"
    ),
    Sabotage(
        "a cited claim passed off as the authors'",
        CORD,
        "claim-frequency",
        "cg:CitedClaim",
        "cg:AuthorClaim",
    ),
    Sabotage("a citation to nothing", CORD, "citation-2", "ogawa-2009", "ogawa-2090"),
    Sabotage(
        "grounds taken away",
        BARIUM,
        "calcinosis-confirmed",
        "    cg:because <#calcinosis>, <#c4-calcinosis> ;\n",
        "",
    ),
    Sabotage("the digest of the text cut short", RA, "text", 'cg:sha256 "ed', 'cg:sha256 "'),
    Sabotage(
        "a side on a structure that has none",
        RA,
        "neck-pain",
        "cg:qualifier term:acute-onset",
        "cg:site term:odontoid-process ;\n    cg:laterality cg:Left",
    ),
)
"""What the shapes report."""

ANSWERED = (
    Sabotage("the side swapped", RA, "alar-ligament-calcification", "cg:Left", "cg:Right"),
    Sabotage("a denial affirmed", RA, "atlanto-axial-subluxation", "cg:denies", "cg:affirms"),
    Sabotage("an affirmation denied", BARIUM, "aspiration", "cg:affirms", "cg:denies"),
    Sabotage("an operation not done", CORD, "fusion", "cg:performs", "cg:notPerformed"),
    Sabotage("a number changed", RA, "c-reactive-protein", "0.72 ;", "7.2 ;"),
    Sabotage("a sign of a number lost", BARIUM, "t-score-spine", "-1.4", "1.4"),
    Sabotage("a level moved", CORD, "fusion", "c2-c6-segment", "c3-c4-segment"),
    Sabotage(
        "a suspicion cut from its end",
        RA,
        "crowned-dens-syndrome-ruled-out",
        "    cg:revises <#crowned-dens-syndrome-suspected> ;\n",
        "",
    ),
    Sabotage(
        "the finding that decided swapped",
        RA,
        "epidural-abscess-ruled-out",
        "<#epidural-abscess>",
        "<#neck-pain>",
    ),
    Sabotage(
        "a claim turned round",
        RA,
        "claim-association-open",
        "cg:AssociationNotEstablished",
        "cg:NotAssociatedWith",
    ),
    Sabotage("an age changed", RA, "patient", "P38Y", "P83Y"),
    Sabotage("a dose changed", RA, "prednisolone", "cg:dose 20", "cg:dose 200"),
    Sabotage("a time before made a time after", BARIUM, "raynaud-phenomenon", '"-P7Y"', '"P7Y"'),
    Sabotage(
        "evidence moved within the text", RA, "neck-pain", "<#text-345-381>", "<#text-313-343>"
    ),
    Sabotage(
        "a denial made local",
        BARIUM,
        "neurological-deficit",
        "cg:denies term:neurological-deficit",
        "cg:deniesAt term:neurological-deficit ;\n    cg:targetSite term:upper-limb",
    ),
)
"""What the shapes cannot know, and an answer shows."""


def spoilt(sabotage: Sabotage, folder: Path) -> Path:
    """Return the file of the case with the change in it."""
    text = (data_dir() / "cases" / f"{sabotage.case}.ttl").read_text("utf-8")
    start = text.index(f"\n<#{sabotage.node}> a ")
    end = text.index(" .\n", start)
    stanza = text[start:end]
    assert stanza.count(sabotage.old) == 1, f"{sabotage.old!r} in {stanza}"
    changed = text[:start] + stanza.replace(sabotage.old, sabotage.new) + text[end:]
    file = folder / f"{sabotage.case}.ttl"
    file.write_text(changed, "utf-8")
    return file


def answers(store: Store) -> dict[str, tuple[object, ...]]:
    """Return the answers of the library, each asked with its defaults, one about a term too."""
    about = casegraph.query(
        "claims-about", store=store, params={"term": "alar ligament calcification"}
    )
    return {
        "claims about the alar ligament": about.rows,
        **{
            asked.name: casegraph.query(asked.name, store=store).rows
            for asked in casegraph.queries()
        },
    }


@cache
def expected() -> dict[str, tuple[object, ...]]:
    with casegraph.open() as store:
        return answers(store)


def names(sabotages: Iterable[Sabotage]) -> list[str]:
    return [sabotage.name.replace(" ", "-") for sabotage in sabotages]


def test_no_shape_reports_the_cases_as_they_are() -> None:
    assert casegraph.validate(casegraph.read()).conforms


@pytest.mark.parametrize("sabotage", REPORTED, ids=names(REPORTED))
def test_a_shape_reports(sabotage: Sabotage, tmp_path: Path) -> None:
    publications = data_dir() / "publications.ttl"
    report = casegraph.validate(casegraph.read(spoilt(sabotage, tmp_path), publications))
    assert not report.conforms
    assert all(result.location and result.location.line for result in report.violations)


@pytest.mark.parametrize("sabotage", ANSWERED, ids=names(ANSWERED))
def test_an_answer_changes(sabotage: Sabotage, tmp_path: Path) -> None:
    file = spoilt(sabotage, tmp_path)
    others = [
        data_dir() / "publications.ttl",
        *(path for path in (data_dir() / "cases").iterdir() if path.name != file.name),
    ]
    built = casegraph.build([file, *others])
    with built.store as store:
        assert answers(store) != expected()
