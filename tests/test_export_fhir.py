"""What a case says leaves in its bundle or is listed, and an absence never as a presence."""

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import simplejson
from fhir.resources.R4B.bundle import Bundle as Model
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.errors import ExportError, UnknownCaseError
from casegraph.exporters.fhir import export_fhir
from casegraph.exporters.fhir.bundle import Bundle, bundle
from casegraph.exporters.fhir.places import place
from casegraph.exporters.fhir.quantities import duration
from casegraph.namespaces import CASE, CG, TERM, curie
from casegraph.quads import graph_of, value_of
from casegraph.read import read as read_cases
from casegraph.store import Store
from conftest import case_turtle
from fhir_read import (
    Plain,
    code_of,
    codes,
    named,
    parts,
    readable_as_present,
    references,
    resources,
)
from phenopackets_made import feature, term
from phenopackets_made import packet as made
from phenopackets_round import stored

BUNDLED = (
    "alar-ligament-calcification-ra",
    "cervical-calcinosis-ssc-barium-swallow",
    "cervical-calcinosis-ssc-cord-compression",
)
every_bundled_case = pytest.mark.parametrize("slug", BUNDLED)


@pytest.fixture(scope="module")
def bundles(bundled_store: Store) -> dict[str, Bundle]:
    """Return the bundles of the bundled cases."""
    return {slug: bundle(bundled_store, f"{CASE}{slug}") for slug in BUNDLED}


def asserted_in(store: Store, slug: str, *predicates: str, inferred: bool = False) -> set[str]:
    """Return the terms that statements have under *predicates*, those of authors or the others."""
    quads = list(store.graph(f"{CASE}{slug}"))
    drawn = {quad.object for quad in quads if quad.predicate.value == f"{CG}hasInference"}
    return {
        value_of(quad.object).removeprefix(TERM)
        for quad in quads
        if quad.predicate.value in {f"{CG}{one}" for one in predicates}
        and (quad.subject in drawn) is inferred
    }


# The bundled cases


@every_bundled_case
def test_the_models_of_r4b_read_it_back(slug: str, bundles: dict[str, Bundle]) -> None:
    read = Model.model_validate_json(bundles[slug].line())
    assert read.entry is not None
    assert len(read.entry) == len(bundles[slug].plain["entry"])


@every_bundled_case
def test_references_lead_to_resources_of_the_bundle(slug: str, bundles: dict[str, Bundle]) -> None:
    plain = bundles[slug].plain
    places = [f"{one['resourceType']}/{one['id']}" for one in resources(plain)]
    assert len(set(places)) == len(places)
    assert set(references(plain)) <= set(places)
    for entry, at in zip(plain["entry"], places, strict=True):
        assert entry["fullUrl"].endswith(f"/{at}")


@every_bundled_case
def test_absence_never_reads_as_presence(
    slug: str, bundles: dict[str, Bundle], bundled_store: Store
) -> None:
    present = readable_as_present(bundles[slug].plain)
    said = asserted_in(bundled_store, slug, "affirms", "performs")
    for polarity in ("denies", "deniesAt", "suspects", "resolves", "notPerformed"):
        terms = asserted_in(bundled_store, slug, polarity) - said
        assert not terms & present, polarity
    drawn = asserted_in(bundled_store, slug, "affirms", "suspects", inferred=True)
    assert not (drawn - said) & present
    assert asserted_in(bundled_store, slug, "denies", "deniesAt")


@every_bundled_case
def test_each_polarity_is_kept(slug: str, bundles: dict[str, Bundle], bundled_store: Store) -> None:
    plain = bundles[slug].plain
    observed: dict[bool, set[str]] = {True: set(), False: set()}
    for one in resources(plain, "Observation"):
        if "valueBoolean" in one:
            observed[one["valueBoolean"]].add(code_of(one["code"]))
    verified: dict[str, set[str]] = {}
    for one in resources(plain, "Condition"):
        status = code_of(one.get("clinicalStatus") or one["verificationStatus"])
        verified.setdefault(status, set()).add(code_of(one["code"]))
    done = {code_of(one["code"]) for one in resources(plain, "Procedure")} | {
        code_of(one["medicationCodeableConcept"]) for one in resources(plain, "MedicationStatement")
    }
    suspected = verified.get("provisional", set()) | verified.get("differential", set())
    store = bundled_store
    assert observed[True] | verified["confirmed"] == asserted_in(store, slug, "affirms")
    assert observed[False] | verified.get("refuted", set()) == asserted_in(
        store, slug, "denies", "deniesAt"
    )
    assert suspected == asserted_in(store, slug, "suspects")
    assert verified.get("resolved", set()) == asserted_in(store, slug, "resolves")
    assert done == asserted_in(store, slug, "performs")
    drawn = asserted_in(store, slug, "affirms", "suspects", inferred=True)
    assert verified.get("unconfirmed", set()) == drawn


def said_of(plain: Plain, name: str) -> str:
    """Return all that the bundle says of the node *name*, with what leads there or hangs on it."""
    texts = {
        f"{one['resourceType']}/{one['id']}": simplejson.dumps(one, ensure_ascii=False)
        for one in resources(plain)
    }
    own = {at for at, text in texts.items() if f'#{name}"' in text}
    if name.startswith("citation-"):
        own = {at for at, text in texts.items() if '"related"' in text}
    about = {at for at, text in texts.items() if any(f'"{one}"' in text for one in own)}
    structures = {
        at for at in texts if "BodyStructure" in at and any(at in texts[one] for one in own)
    }
    return " ".join(texts[at] for at in sorted(own | about | structures))


@every_bundled_case
def test_every_triple_is_said_or_listed(
    slug: str, bundles: dict[str, Bundle], bundled_store: Store
) -> None:
    one = bundles[slug]
    listed = {(unsaid.node, unsaid.property) for unsaid in one.unsaid}
    told_elsewhere = ("hasClaim", "hasFigure", "hasCitation", "hasInference", "reportedIn")
    links = {f"cg:{one}" for one in told_elsewhere}
    lost = []
    said = cache(lambda node: said_of(one.plain, node))
    for quad in bundled_store.graph(f"{CASE}{slug}"):
        node, name = value_of(quad.subject).partition("#")[2], curie(quad.predicate.value)
        if not node or name in links or {(node, ""), (node, name)} & listed:
            continue
        if not any(word in said(node) for word in traces(name, quad.object)):
            lost.append((node, name, value_of(quad.object)))
    assert lost == []


def traces(name: str, value: Any) -> Iterator[str]:
    """Yield texts of which one is in a bundle that says *value* under the property *name*."""
    written = value_of(value)
    local = re.split(r"[#/]", written)[-1]
    fixed = {
        "cg:ageAtPresentation": '"code": "ageAtPresentation"',
        "cito:hasCitingEntity": "DocumentReference",
        "cg:sex": '"gender": "female"',
        "cg:groundsNotStated": "does not state the grounds",
        "cg:interpretation": "v3-ObservationInterpretation",
        "cg:boundsExclusive": '"text": "<',
        "cg:lasting": "boundsDuration",
        "cg:atOffset": "relativeDateTime",
        "cg:shownBy": f"/{local}.",
        "oa:hasSelector": "characters ",
        "rdf:type": "resourceType",
    }
    if name in fixed:
        yield fixed[name]
    yield from (f'"{local}"', f"/{local}.", f"/{local}-", written.removeprefix("\N{EN DASH}"))
    if name == "cg:lasting":
        yield "for 2 weeks"


@every_bundled_case
def test_the_report_is_about_the_patient(slug: str, bundles: dict[str, Bundle]) -> None:
    plain = bundles[slug].plain
    (person,) = resources(plain, "Patient")
    about = [
        one["identifier"][0]["value"]
        for one in resources(plain, "DocumentReference")
        if one.get("subject") == {"reference": f"Patient/{person['id']}"}
    ]
    assert about == [f"https://w3id.org/casegraph/publication/{slug}"]
    assert "birthDate" not in person
    assert "name" not in person


def test_the_same_store_gives_the_same_bytes(
    bundles: dict[str, Bundle], bundled_store: Store
) -> None:
    for slug, one in bundles.items():
        assert bundle(bundled_store, f"{CASE}{slug}").indented() == one.indented()


def test_codes_are_those_of_terms_that_mean_the_same(bundles: dict[str, Bundle]) -> None:
    plain = bundles["alar-ligament-calcification-ra"].plain
    (arthritis,) = named(plain, "rheumatoid-arthritis")
    assert arthritis["code"] == {
        "coding": [
            {
                "system": "https://w3id.org/casegraph/term",
                "code": "rheumatoid-arthritis",
                "display": "rheumatoid arthritis",
            },
            {"system": "http://purl.obolibrary.org/obo/mondo.owl", "code": "MONDO:0008383"},
            {"system": "http://snomed.info/sct", "code": "69896004"},
        ],
        "text": "rheumatoid arthritis",
    }
    (pain,) = named(plain, "neck-pain")
    assert codes(pain["code"]) == {"neck-pain"}


def test_a_number_keeps_the_digits_that_were_printed(bundles: dict[str, Bundle]) -> None:
    one = bundles["cervical-calcinosis-ssc-barium-swallow"]
    assert '"value": 2.30, "unit": "mmol/L"' in one.line()
    shows, number = named(one.plain, "serum-calcium")
    assert (shows["valueBoolean"], code_of(shows["interpretation"][0])) == (False, "NEG")
    assert shows["derivedFrom"] == [{"reference": f"Observation/{number['id']}"}]
    assert code_of(number["interpretation"][0]) == "N"


def test_a_bound_that_does_not_belong_to_the_range_is_in_words(bundles: dict[str, Bundle]) -> None:
    plain = bundles["alar-ligament-calcification-ra"].plain
    shows, number = named(plain, "c-reactive-protein")
    assert shows["valueBoolean"] is True
    assert number["referenceRange"] == [{"text": "< 0.3 mg/dL"}]
    assert number["valueQuantity"]["code"] == "mg/dL"


def test_the_reasoning_is_linked_step_by_step(bundles: dict[str, Bundle]) -> None:
    plain = bundles["alar-ligament-calcification-ra"].plain
    (weighed,) = named(plain, "epidural-abscess-suspected")
    (dropped,) = named(plain, "epidural-abscess-ruled-out")
    (finding,) = named(plain, "epidural-abscess")
    assert code_of(weighed["verificationStatus"]) == "differential"
    assert code_of(dropped["verificationStatus"]) == "refuted"
    assert references(dropped["evidence"]) == [f"Observation/{finding['id']}"]
    (origin,) = [
        one
        for one in resources(plain, "Provenance")
        if f"Condition/{dropped['id']}" in references(one["target"])
    ]
    revised = [one for one in origin["entity"] if one["role"] == "revision"]
    assert references(revised) == [f"Condition/{weighed['id']}"]
    (scan, report) = named(plain, "magnetic-resonance-imaging")
    assert f"Condition/{weighed['id']}" in references(scan["reasonReference"])
    assert f"Observation/{finding['id']}" in references(report["result"])
    (alone,) = named(
        bundles["cervical-calcinosis-ssc-cord-compression"].plain, "cord-compression-suspected"
    )
    assert code_of(alone["verificationStatus"]) == "provisional"


def test_what_the_curator_infers_has_a_list_and_an_author_of_its_own(
    bundles: dict[str, Bundle],
) -> None:
    plain = bundles["cervical-calcinosis-ssc-cord-compression"].plain
    (inferred,) = named(plain, "cervical-myelopathy")
    at = f"Condition/{inferred['id']}"
    said, drawn = resources(plain, "List")
    assert at not in references(said)
    assert references(drawn["entry"]) == [at]
    (origin,) = [one for one in resources(plain, "Provenance") if at in references(one["target"])]
    (agent,) = origin["agent"]
    assert agent["who"]["identifier"]["value"] == "https://w3id.org/casegraph"
    assert codes(agent["role"]) == {"CuratorInference"}


def test_evidence_has_its_text_and_its_positions(bundles: dict[str, Bundle]) -> None:
    plain = bundles["alar-ligament-calcification-ra"].plain
    (finding,) = named(plain, "alar-ligament-calcification")
    (origin,) = [
        one
        for one in resources(plain, "Provenance")
        if f"Observation/{finding['id']}" in references(one["target"])
    ]
    (text,) = named(plain, "text")
    assert [one["what"]["display"] for one in origin["entity"]] == [
        "characters 1424-1431, 2047-2103",
        "characters 923-998, 1424-1431",
    ]
    assert set(references(origin["entity"])) == {f"DocumentReference/{text['id']}"}
    digests = [one["value"] for one in text["identifier"] if one["system"].endswith("#sha256")]
    assert [len(one) for one in digests] == [64]
    assert origin["recorded"] == "2026-11-21T00:00:00Z"


def test_a_side_is_the_qualifier_of_a_body_structure(bundles: dict[str, Bundle]) -> None:
    plain = bundles["cervical-calcinosis-ssc-cord-compression"].plain
    (facet,) = named(plain, "perched-facet")
    assert facet["bodySite"]["text"] == "right C3\N{EN DASH}C4 facet joint"
    assert codes(facet["bodySite"]) == {"c3-c4-facet-joint"}
    (structure,) = [
        one
        for one in resources(plain, "BodyStructure")
        if references(facet["bodySite"]) == [f"BodyStructure/{one['id']}"]
    ]
    assert codes(structure["locationQualifier"]) == {"Right", "HP:0012834"}
    hands = {one["bodySite"]["text"] for one in named(plain, "paraesthesia")}
    assert hands == {"right elbow", "right hand"}


def test_times_count_from_what_they_counted_from(bundles: dict[str, Bundle]) -> None:
    plain = bundles["cervical-calcinosis-ssc-cord-compression"].plain
    (surgery,) = named(plain, "surgery")
    (gone,) = named(plain, "neurology")
    end = gone["abatementPeriod"]["_end"]
    assert offset(end) == (f"Procedure/{surgery['id']}", "after", 2, "a")
    other = bundles["cervical-calcinosis-ssc-barium-swallow"].plain
    (sclerosis,) = named(other, "systemic-sclerosis")
    (start,) = resources(other, "Encounter")
    (person,) = resources(other, "Patient")
    assert offset(sclerosis["_recordedDate"]) == (f"Encounter/{start['id']}", "before", 7, "a")
    assert offset(start["period"]["_start"]) == (f"Patient/{person['id']}", "after", 64, "a")
    assert named(other, "bone-densitometry", "Procedure")[0]["performedDateTime"] == "2010"


def offset(element: Plain) -> tuple[str, str, int, str]:
    """Return from what a relative date counts, in which direction and how far."""
    (relative,) = element["extension"]
    said = {one["url"]: one for one in relative["extension"]}
    length = said["offset"]["valueDuration"]
    (origin,) = references(said["target"])
    return origin, said["relationship"]["valueCode"], int(length["value"]), length["code"]


# Cases by hand


def by_hand(folder: Path, *lines: str, kind: str = "Finding", polarity: str = "denies") -> Bundle:
    """Return the bundle of a case in which one statement of a *kind* says *lines*.

    polarity: of the other statement, which is about a traumatic injury.
    """
    said = case_turtle().replace("cg:affirms term:neck-pain ;", " ;\n".join((*lines, "")))
    said = said.replace("cg:denies", f"cg:{polarity}")
    file = folder / "stiff-neck.ttl"
    file.write_text(said.replace("<#neck-pain> a cg:Finding", f"<#neck-pain> a cg:{kind}"))
    quads = read_cases(file).quads
    with Store.open(None, write=True) as store:
        store.replace_graphs(sorted(set(map(graph_of, quads))), quads)
        return bundle(store, f"{CASE}stiff-neck")


def statement(one: Bundle) -> list[Plain]:
    """Return the resources of the statement of a case by hand."""
    return named(one.plain, "neck-pain")


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("Finding", ["cg:denies term:pain", "cg:qualifier term:severe"]),
        ("Finding", ["cg:deniesAt term:pain", "cg:targetSite term:elbow", "cg:stage term:early"]),
        ("Finding", ["cg:deniesAt term:pain"]),
        ("Diagnosis", ["cg:denies term:pain", "cg:stage term:early"]),
        ("Outcome", ["cg:resolves term:pain", "cg:qualifier term:severe"]),
    ],
)
def test_a_denial_that_would_deny_more_stays_outside(
    kind: str, lines: list[str], tmp_path: Path
) -> None:
    one = by_hand(tmp_path, *lines, kind=kind)
    assert "pain" not in codes(one.plain)
    assert [unsaid.property for unsaid in one.unsaid if unsaid.node == "neck-pain"] == [""]


@pytest.mark.parametrize("kind", ["Finding", "Diagnosis", "Outcome"])
def test_what_is_absent_at_two_sites_is_absent_at_each(kind: str, tmp_path: Path) -> None:
    lines = ["cg:deniesAt term:pain", "cg:targetSite term:elbow, term:hand"]
    one = by_hand(tmp_path, *lines, "cg:laterality cg:Left", kind=kind)
    sites = {code_of(site) for part in statement(one) for site in listed(part["bodySite"])}
    assert sites == {"elbow", "hand"}
    assert len(statement(one)) == 2
    assert "pain" not in readable_as_present(one.plain)
    for part in statement(one):
        assert part.get("valueBoolean") is False or codes(part["verificationStatus"]) == {"refuted"}
        assert "absent at" in part["text"]["div"]


def listed(part: Any) -> list[Plain]:
    return part if isinstance(part, list) else [part]


@pytest.mark.parametrize("kind", ["Finding", "Diagnosis", "Outcome", "Measurement"])
@pytest.mark.parametrize(
    ("polarity", "status"), [("suspects", "provisional"), ("resolves", "resolved")]
)
def test_what_is_suspected_or_over_is_never_confirmed_alone(
    kind: str, polarity: str, status: str, tmp_path: Path
) -> None:
    one = by_hand(tmp_path, f"cg:{polarity} term:pain", kind=kind)
    (condition,) = statement(one)
    said = {**condition["verificationStatus"], **condition.get("clinicalStatus", {})}
    assert code_of(said) == status
    assert "pain" not in readable_as_present(one.plain)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["cg:value 5", 'cg:comparator "<"'], {"valueQuantity": (5, "<")}),
        (["cg:minValue 0"], {"valueQuantity": (0, ">=")}),
        (["cg:maxValue 5", "cg:boundsExclusive true"], {"valueQuantity": (5, "<")}),
        (["cg:minValue 2", "cg:maxValue 5"], {"valueRange": (2, 5)}),
        (["cg:value 5", 'cg:comparator "~"'], {"valueString": "~ 5 mg/dL"}),
        (
            ["cg:minValue 2", "cg:maxValue 5", "cg:boundsExclusive true"],
            {"valueString": "2 to 5, bounds excluded mg/dL"},
        ),
    ],
)
def test_a_number_that_is_not_exact_never_reads_as_exact(
    lines: list[str], said: Plain, tmp_path: Path
) -> None:
    one = by_hand(tmp_path, "cg:measures term:pain", *lines, 'cg:unit "mg/dL"', kind="Measurement")
    (number,) = statement(one)
    value = {key: part for key, part in number.items() if key.startswith("value")}
    assert {key: short(part) for key, part in value.items()} == said


def short(value: Any) -> Any:
    """Return a quantity as number and comparator, a range as its ends, and words as they are."""
    if isinstance(value, str):
        return value
    if "low" in value:
        return value["low"]["value"], value["high"]["value"]
    return value["value"], value.get("comparator", "")


def test_zero_is_written(tmp_path: Path) -> None:
    lines = ["cg:measures term:pain", "cg:value 0", 'cg:unit "mg/dL"', "cg:referenceLow 0"]
    one = by_hand(tmp_path, *lines, "cg:referenceHigh 5", kind="Measurement")
    (number,) = statement(one)
    assert number["valueQuantity"]["value"] == 0
    (bounds,) = number["referenceRange"]
    assert (bounds["low"]["value"], bounds["high"]["value"]) == (0, 5)


def test_words_that_are_no_unit_have_no_code(tmp_path: Path) -> None:
    lines = ["cg:measures term:pain", "cg:value 3", 'cg:unit "little drops"']
    (number,) = statement(by_hand(tmp_path, *lines, kind="Measurement"))
    assert set(number["valueQuantity"]) == {"value", "unit"}


@pytest.mark.parametrize(
    ("kind", "lines", "status"),
    [
        ("Treatment", ["cg:notPerformed term:surgical-procedure"], "not-done"),
        ("Investigation", ["cg:notPerformed term:imaging"], "not-done"),
        ("Treatment", ["cg:notPerformed term:isoniazid", "cg:dose 3"], "not-taken"),
        ("Treatment", ["cg:performs term:isoniazid", "cg:dose 3"], "unknown"),
        ("Treatment", ["cg:performs term:surgical-procedure"], "completed"),
    ],
)
def test_what_was_not_done_never_reads_as_done(
    kind: str, lines: list[str], status: str, tmp_path: Path
) -> None:
    one = by_hand(tmp_path, *lines, kind=kind)
    (done,) = statement(one)
    assert done["status"] == status
    is_there = status not in ("not-done", "not-taken")
    terms = {"surgical-procedure", "imaging", "isoniazid"}
    assert bool(terms & readable_as_present(one.plain)) is is_there


def test_a_dose_for_each_day_is_a_rate(tmp_path: Path) -> None:
    lines = ["cg:performs term:isoniazid", "cg:dose 300"]
    length = 'cg:lasting "P17D"^^xsd:duration'
    (drug,) = statement(by_hand(tmp_path, *lines, 'cg:doseUnit "mg/d"', length, kind="Treatment"))
    (dosage,) = drug["dosage"]
    assert dosage["doseAndRate"][0]["rateQuantity"]["value"] == 300
    assert dosage["timing"]["repeat"]["boundsDuration"]["value"] == 17
    (drug,) = statement(by_hand(tmp_path, *lines, 'cg:doseUnit "mg"', kind="Treatment"))
    assert drug["dosage"][0]["doseAndRate"][0]["doseQuantity"]["code"] == "mg"


@pytest.mark.parametrize("polarity", ["denies", "suspects"])
def test_what_was_treated_and_never_affirmed_is_no_reason(tmp_path: Path, polarity: str) -> None:
    lines = ["cg:performs term:isoniazid", "cg:dose 3", "cg:indication term:traumatic-injury"]
    one = by_hand(tmp_path, *lines, kind="Treatment", polarity=polarity)
    assert "reasonCode" not in statement(one)[0]
    assert ("neck-pain", "cg:indication") in {(each.node, each.property) for each in one.unsaid}


@pytest.mark.parametrize(
    ("lines", "is_step"),
    [
        (["cg:affirms term:pain"], False),
        (["cg:affirms term:pain", "cg:because <#no-trauma>"], True),
        (["cg:affirms term:pain", "cg:groundsNotStated true"], True),
        (["cg:affirms term:pain", "cg:revises <#no-trauma>"], True),
        (["cg:suspects term:pain"], True),
        (["cg:denies term:pain"], True),
        (["cg:denies term:pain", "cg:inYear 2009"], False),
        (
            ["cg:affirms term:pain", "cg:because <#no-trauma>", 'cg:atAge "P9Y"^^xsd:duration'],
            False,
        ),
        (
            [
                "cg:affirms term:pain",
                "cg:because <#no-trauma>",
                'cg:atOffset "-P7Y"^^xsd:duration',
            ],
            False,
        ),
        (
            ["cg:affirms term:pain", "cg:because <#no-trauma>", 'cg:atOffset "P1D"^^xsd:duration'],
            True,
        ),
    ],
)
def test_a_disease_that_was_known_before_is_no_diagnosis_of_the_encounter(
    tmp_path: Path, lines: list[str], is_step: bool
) -> None:
    (made,) = statement(by_hand(tmp_path, *lines, kind="Diagnosis"))
    codes = {coding["code"] for one in made["category"] for coding in one["coding"]}
    assert codes == {"Diagnosis", *["encounter-diagnosis"] * is_step}


def test_what_only_the_curator_infers_is_no_diagnosis_of_the_encounter(
    bundles: dict[str, Bundle],
) -> None:
    found = 0
    for one in bundles.values():
        for said in (entry["resource"] for entry in one.plain["entry"]):
            if said["resourceType"] == "Condition" and coded(said) == "unconfirmed":
                found += 1
                codes = {coding["code"] for each in said["category"] for coding in each["coding"]}
                assert codes == {"Diagnosis"}
    assert found


def coded(condition: Plain) -> str:
    """Return the verification status of *condition*."""
    return str(condition["verificationStatus"]["coding"][0]["code"])


def test_a_step_that_a_later_one_revises_is_of_the_encounter(tmp_path: Path) -> None:
    revising = "revises <#neck-pain> ; cg:denies"
    one = by_hand(tmp_path, "cg:affirms term:pain", kind="Diagnosis", polarity=revising)
    codes = [coding["code"] for each in statement(one)[0]["category"] for coding in each["coding"]]
    assert codes == ["Diagnosis", "encounter-diagnosis"]


@pytest.mark.parametrize(
    ("lexical", "unit", "code"),
    [
        ("P1Y", "year", "a"),
        ("P1Y6M", "months", "mo"),
        ("-P14D", "days", "d"),
        ("PT36H", "hours", "h"),
        ("P0D", "days", "d"),
    ],
)
def test_a_length_has_its_unit_in_words_and_as_a_code(lexical: str, unit: str, code: str) -> None:
    length = duration(lexical)
    assert (length["unit"], length["code"]) == (unit, code)
    assert length["system"] == "http://unitsofmeasure.org"


def test_a_length_that_no_unit_has_is_listed(tmp_path: Path) -> None:
    one = by_hand(tmp_path, "cg:affirms term:pain", 'cg:atOffset "P1M3D"^^xsd:duration')
    assert "_effectiveDateTime" not in statement(one)[0]
    assert ("neck-pain", "cg:atOffset") in {(each.node, each.property) for each in one.unsaid}


def test_ages_are_ages_where_there_is_an_element_for_them(tmp_path: Path) -> None:
    lines = ["cg:affirms term:pain", 'cg:ageAtOnset "P1Y6M"^^xsd:duration']
    (made_at,) = statement(by_hand(tmp_path, *lines, kind="Diagnosis"))
    assert (made_at["onsetAge"]["value"], made_at["onsetAge"]["code"]) == (18, "mo")
    (found,) = statement(by_hand(tmp_path, *lines))
    assert offset(found["effectivePeriod"]["_start"])[1:] == ("after", 18, "mo")
    birth = ["cg:affirms term:pain", 'cg:ageAtOnset "P0D"^^xsd:duration']
    (inborn,) = statement(by_hand(tmp_path, *birth, kind="Diagnosis"))
    assert offset(inborn["_onsetDateTime"])[1:] == ("concurrent", 0, "d")


def test_a_harm_is_an_adverse_event_of_its_treatment(tmp_path: Path) -> None:
    said = case_turtle().replace(
        "cg:affirms term:neck-pain ;", "cg:affirms term:pain ; cg:adverseEventOf <#drug> ;"
    )
    said = said.replace("<#neck-pain>, <#no", "<#drug>, <#neck-pain>, <#no")
    drug = "<#drug> a cg:Treatment ; cg:performs term:isoniazid ; cg:dose 3 ."
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(f"{said}\n{drug}\n")
    quads = read_cases(file).quads
    with Store.open(None, write=True) as store:
        store.replace_graphs(sorted(set(map(graph_of, quads))), quads)
        one = bundle(store, f"{CASE}stiff-neck")
    (event,) = resources(one.plain, "AdverseEvent")
    (given,) = named(one.plain, "drug")
    assert references(event["suspectEntity"]) == [f"MedicationStatement/{given['id']}"]


# Names


@pytest.mark.parametrize(
    "name",
    ["", "a_b", "n\N{LATIN SMALL LETTER A WITH DIAERESIS}ck", "x" * 200, "..", "<script>", "%20"],
)
def test_every_name_has_an_id_that_fhir_allows(name: str) -> None:
    for part in ("", "value", f"{TERM}left-_-hand"):
        at = place("Observation", f"{CASE}stiff-neck#{name}", part)
        assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", at.id)
    same = {place("Observation", f"{CASE}one#{one}").id for one in (name, f"{name}_", f"{name}-")}
    assert len(same) == 3
    assert place("Observation", f"{CASE}two#{name}").id not in same


def test_words_cannot_leave_the_narrative(tmp_path: Path) -> None:
    label = 'rdfs:label "<b>&\\u0001 12\\u00A0mg</b>"@en'
    (one,) = statement(by_hand(tmp_path, "cg:affirms term:pain", label))
    assert "&lt;b&gt;&amp; 12 mg&lt;/b&gt;" in one["text"]["div"]


@pytest.mark.parametrize(
    "lines",
    [
        ["cg:measures term:pain", 'cg:value "many"'],
        ["cg:affirms term:pain", 'cg:inYear "20100"'],
        ["cg:affirms term:pain", 'cg:atOffset "soon"'],
        ["cg:affirms term:pain", 'rdfs:comment " "'],
        ["cg:affirms term:pain", "cg:site <urn:a%20b>", "cg:shownBy <#nowhere>"],
        ["cg:affirms term:pain", "cg:because <#neck-pain>", "cg:offsetFrom <#case>"],
    ],
)
def test_a_value_that_fhir_does_not_allow_is_left_out(lines: list[str], tmp_path: Path) -> None:
    one = by_hand(tmp_path, *lines, kind="Measurement")
    assert Model.model_validate_json(one.line())
    listed = {each.property for each in one.unsaid if each.node == "neck-pain"}
    named_by = {line.split()[0] for line in lines}
    assert listed <= named_by | {""}


# Cases that were phenopackets


def test_imported_cases_keep_what_is_excluded(tmp_path: Path) -> None:
    plain = made(
        phenotypicFeatures=[
            feature("HP:0001250", "Seizure", onset={"age": {"iso8601duration": "P3Y"}}),
            feature("HP:0001251", "Ataxia", excluded=True),
        ],
        diseases=[
            {"term": term("OMIM:1", "moon fever")},
            {"term": term("MONDO:0000002", "sun fever"), "excluded": True},
        ],
    )
    with stored(tmp_path, plain) as store:
        (one,) = [bundle(store, document) for document in store.cases()]
    present = readable_as_present(one.plain)
    assert {"HP:0001250", "1"} <= present
    assert not {"HP:0001251", "MONDO:0000002"} & present
    assert {"HP:0001251", "MONDO:0000002"} <= codes(one.plain)
    (person,) = resources(one.plain, "Patient")
    assert person["gender"] == "female"
    pointers = {
        part["display"]
        for origin in resources(one.plain, "Provenance")
        for part in parts(origin.get("entity", []))
        if "display" in part
    }
    assert "/phenotypicFeatures/1" in pointers


# Files and the command line


def test_several_cases_are_lines_an_array_or_a_folder(tmp_path: Path) -> None:
    taken: list[str] = []
    for out in (tmp_path / "all.ndjson", tmp_path / "all.json", tmp_path / "all", taken.append):
        assert export_fhir(out).cases == len(BUNDLED)
    lines = (tmp_path / "all.ndjson").read_text().splitlines()
    first = [json.loads(line) for line in lines]
    assert [json.loads(text) for text in taken] == first
    assert json.loads((tmp_path / "all.json").read_text()) == first
    files = sorted((tmp_path / "all").iterdir())
    assert [file.name for file in files] == [f"{slug}.json" for slug in BUNDLED]
    assert [json.loads(file.read_text()) for file in files] == first


def test_a_file_that_cannot_be_written_and_an_unknown_case_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export_fhir(tmp_path / "no" / "all.json")
    with pytest.raises(UnknownCaseError):
        export_fhir(tmp_path / "one.json", case="moon-9")
    assert not list(tmp_path.iterdir())


def test_a_missing_package_is_an_error_that_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fhir.resources.R4B.bundle", None)
    monkeypatch.delitem(sys.modules, "casegraph.exporters.fhir.bundle")
    with pytest.raises(ExportError, match=r"casegraph\[fhir\]"):
        export_fhir(tmp_path / "all.json")


def test_the_command_writes_a_bundle_and_tells_what_it_leaves_out(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    arguments = ["export", "fhir", "--case", BUNDLED[0], "--report", str(report)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["type"] == "collection"
    assert "not represented: 11 a claim that is not about the patient" in result.stderr
    record = json.loads(report.read_text())
    assert record["case"] == f"{CASE}{BUNDLED[0]}"
    why = "that an outcome came after a treatment"
    assert {"node": "neck-pain-gone", "property": "cg:follows", "why": why} in (
        record["not represented"]
    )


def test_the_report_does_not_take_the_place_of_the_bundles(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="two things"):
        export_fhir(tmp_path / "all.json", details=tmp_path / "all.json")
    assert list(tmp_path.iterdir()) == []
