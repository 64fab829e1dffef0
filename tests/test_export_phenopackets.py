"""What a case says leaves in its packet or is listed, and an absence never as a presence."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from google.protobuf.json_format import ParseDict
from phenopackets import Phenopacket
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.curies import NAMESPACES
from casegraph.errors import ExportError, UnknownCaseError
from casegraph.exporters.phenopackets import export_phenopackets
from casegraph.exporters.phenopackets.packet import Packet, packet
from casegraph.importers.phenopackets import import_phenopackets
from casegraph.importers.phenopackets.names import iri_of
from casegraph.namespaces import CASE, CG, RDFS, TERM, curie
from casegraph.quads import graph_of, value_of
from casegraph.read import read as read_cases
from casegraph.store import Store
from conftest import case_turtle
from phenopackets_made import Plain, feature, read, term, write
from phenopackets_made import packet as made
from phenopackets_round import as_written, exported, stored

AT_NINE = 'cg:atAge "P9Y"^^xsd:duration'
AGE = {"age": {"iso8601duration": "P3Y"}}
BUNDLED = (
    "alar-ligament-calcification-ra",
    "cervical-calcinosis-ssc-barium-swallow",
    "cervical-calcinosis-ssc-cord-compression",
)
every_bundled_case = pytest.mark.parametrize("slug", BUNDLED)


def round_trip(folder: Path, **changes: Any) -> Plain:
    """Return the packet of the case that a packet became."""
    with stored(folder, made(**changes)) as store:
        (one,) = exported(store)
    return one.plain


def asserted_in(store: Store, slug: str, *predicates: str) -> set[str]:
    """Return the terms that the statements of the authors have under *predicates*, as CURIEs."""
    wanted = {f"{CG}{one}" for one in predicates}
    quads = list(store.graph(f"{CASE}{slug}"))
    drawn = {quad.object for quad in quads if quad.predicate.value == f"{CG}hasInference"}
    return {
        f"casegraph:{value_of(quad.object).removeprefix(TERM)}"
        for quad in quads
        if quad.predicate.value in wanted and quad.subject not in drawn
    }


def ids_in(part: object) -> set[str]:
    """Return the ids of all terms in *part* of a packet."""
    if isinstance(part, list):
        return {one for item in part for one in ids_in(item)}
    if not isinstance(part, dict):
        return set()
    own = {part["id"]} if isinstance(part.get("id"), str) else set()
    return own | {one for item in part.values() for one in ids_in(item)}


def readable_as_present(plain: Plain) -> set[str]:
    """Return the ids of what a reader of the packet can take for true of the patient.

    That is all but what is excluded, and the disease of an interpretation that is not solved.
    """
    found: set[str] = set()
    for key, part in plain.items():
        for one in part if isinstance(part, list) else [part]:
            if isinstance(one, dict) and not one.get("excluded"):
                unsolved = key == "interpretations" and one.get("progressStatus") != "SOLVED"
                kept = (
                    {**one, "diagnosis": {**one["diagnosis"], "disease": {}}} if unsolved else one
                )
                found |= ids_in(kept)
    return found


# The bundled cases


@every_bundled_case
def test_absence_never_reads_as_presence(slug: str, bundled_store: Store) -> None:
    plain = packet(bundled_store, f"{CASE}{slug}", {}).plain
    absent = asserted_in(bundled_store, slug, "denies", "deniesAt", "notPerformed")
    assert absent
    assert not absent & readable_as_present(plain)
    suspected = asserted_in(bundled_store, slug, "suspects")
    affirmed = asserted_in(bundled_store, slug, "affirms")
    assert not (suspected - affirmed) & readable_as_present(plain)


@every_bundled_case
def test_each_polarity_is_kept_or_listed(slug: str, bundled_store: Store) -> None:
    one = packet(bundled_store, f"{CASE}{slug}", {})
    plain = {"interpretations": [], **one.plain}
    entries = [*plain["phenotypicFeatures"], *plain["diseases"]]
    of: dict[bool, set[str]] = {True: set(), False: set()}
    for entry in entries:
        of[entry.get("excluded", False)].add((entry.get("type") or entry["term"])["id"])
    suspected = {entry["diagnosis"]["disease"]["id"] for entry in plain["interpretations"]}
    actions = [said for action in plain["medicalActions"] for said in action.values()]
    procedures = [one["procedure"] for one in plain["measurements"] if "procedure" in one]
    done = {
        (said.get("code") or said["agent"])["id"]
        for said in (*actions, *procedures)
        if said.keys() & {"code", "agent"}
    }
    assert of[True] == asserted_in(bundled_store, slug, "denies")
    assert of[False] == asserted_in(bundled_store, slug, "affirms")
    assert suspected == asserted_in(bundled_store, slug, "suspects")
    assert done == asserted_in(bundled_store, slug, "performs")
    for why, polarity in (("deny it everywhere", "deniesAt"), ("over at no known age", "resolves")):
        listed = [unsaid for unsaid in one.unsaid if why in unsaid.why]
        assert len(listed) == len(asserted_in(bundled_store, slug, polarity))


def measured_by(quads: Iterable[ox.Quad]) -> set[tuple[str, str]]:
    """Return what was measured with the procedure that showed it."""
    said: dict[tuple[str, str], set[str]] = {}
    for quad in quads:
        key = value_of(quad.subject), curie(quad.predicate.value)
        said.setdefault(key, set()).add(value_of(quad.object))
    return {
        (term, code)
        for (node, name), terms in said.items()
        if name == "cg:measures"
        for term in terms
        for shown in said.get((node, "cg:shownBy"), ())
        for code in said.get((shown, "cg:performs"), ())
    }


@every_bundled_case
def test_every_triple_comes_back_or_is_listed(slug: str, bundled_store: Store) -> None:
    one = packet(bundled_store, f"{CASE}{slug}", {})
    first = list(bundled_store.graph(f"{CASE}{slug}"))
    again = list(ox.parse(read(one.plain)[0].lines.encode(), ox.RdfFormat.N_QUADS))
    back = {(quad.predicate, value_of(quad.object)) for quad in again}
    words = [value_of(quad.object) for quad in again if quad.predicate.value == f"{RDFS}comment"]
    measures = {quad.subject for quad in first if quad.predicate.value == f"{CG}measures"}
    listed = {(unsaid.node, unsaid.property) for unsaid in one.unsaid}
    parts = {f"cg:has{part}" for part in ("Claim", "Figure", "Citation", "Statement", "Inference")}
    lost = []
    for quad in first:
        node, name = value_of(quad.subject).partition("#")[2], curie(quad.predicate.value)
        is_part = isinstance(quad.subject, ox.BlankNode) or name in parts
        is_kept = (quad.predicate, value_of(quad.object)) in back or any(
            value_of(quad.object) in said for said in words
        )
        is_procedure = name == "cg:shownBy" and quad.subject in measures
        if not (is_kept or is_part or is_procedure or {(node, ""), (node, name)} & listed):
            lost.append((node, name, value_of(quad.object)))
    assert lost == []
    assert measured_by(again) == measured_by(first)


def test_bundled_cases_are_imported_again_and_conform(tmp_path: Path) -> None:
    done = export_phenopackets(tmp_path / "packets")
    assert done.cases == len(BUNDLED)
    report = import_phenopackets([tmp_path / "packets"], store=str(tmp_path / "store"))
    assert not report.refusals
    with Store.open(tmp_path / "store") as store:
        assert store.cases() == tuple(f"{CASE}{slug}" for slug in BUNDLED)


# Cases by hand


def by_hand(folder: Path, *lines: str, kind: str = "Finding", polarity: str = "denies") -> Packet:
    """Return the packet of a case in which one statement of a *kind* says *lines*.

    polarity: of the other statement, which is about a traumatic injury.
    """
    said = case_turtle().replace("cg:affirms term:neck-pain ;", " ;\n".join((*lines, "")))
    said = said.replace("cg:denies term:traumatic-injury", f"cg:{polarity} term:traumatic-injury")
    file = folder / "stiff-neck.ttl"
    file.write_text(said.replace("<#neck-pain> a cg:Finding", f"<#neck-pain> a cg:{kind}"))
    quads = read_cases(file).quads
    with Store.open(None, write=True) as store:
        store.replace_graphs(sorted(set(map(graph_of, quads))), quads)
        return packet(store, f"{CASE}stiff-neck", {})


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("Finding", ["cg:denies term:pain", "cg:qualifier term:severe"]),
        ("Finding", ["cg:denies term:pain", "cg:laterality cg:Left"]),
        ("Finding", ["cg:deniesAt term:pain", "cg:targetSite term:elbow"]),
        ("Finding", ["cg:suspects term:pain"]),
        ("Diagnosis", ["cg:denies term:pain", "cg:stage term:early"]),
        (
            "Diagnosis",
            ["cg:deniesAt term:pain", "cg:targetSite term:elbow", "cg:laterality cg:Midline"],
        ),
        ("Outcome", ["cg:resolves term:pain"]),
        ("Outcome", ["cg:resolves term:pain", AT_NINE, "cg:targetSite term:elbow"]),
        ("Treatment", ["cg:notPerformed term:pain"]),
        ("Measurement", ["cg:measures term:pain", "cg:value 5", 'cg:comparator "<"']),
        ("Measurement", ["cg:measures term:pain", "cg:minValue 2", "cg:maxValue 5"]),
    ],
)
def test_what_a_packet_would_overstate_stays_outside(
    kind: str, lines: list[str], tmp_path: Path
) -> None:
    one = by_hand(tmp_path, *lines, kind=kind)
    assert "casegraph:pain" not in ids_in(one.plain)
    assert [unsaid.property for unsaid in one.unsaid if unsaid.node == "neck-pain"] == [""]


def test_what_is_over_was_there_unless_it_is_denied_elsewhere(tmp_path: Path) -> None:
    one = by_hand(tmp_path, "cg:resolves term:pain", AT_NINE, kind="Outcome")
    assert one.plain["phenotypicFeatures"][1] == {
        "type": {"id": "casegraph:pain"},
        "resolution": {"age": {"iso8601duration": "P9Y"}},
    }
    one = by_hand(tmp_path, "cg:resolves term:traumatic-injury", AT_NINE, kind="Outcome")
    assert readable_as_present(one.plain) & {"casegraph:traumatic-injury"} == set()


def test_a_disease_that_is_absent_at_two_sites_is_excluded_at_each(tmp_path: Path) -> None:
    lines = ["cg:deniesAt term:pain", "cg:targetSite term:elbow, term:hand"]
    one = by_hand(tmp_path, *lines, kind="Diagnosis")
    assert [(entry["excluded"], entry["primarySite"]["id"]) for entry in one.plain["diseases"]] == [
        (True, "casegraph:elbow"),
        (True, "casegraph:hand"),
    ]


@pytest.mark.parametrize("polarity", ["denies", "deniesAt", "suspects"])
def test_what_was_treated_and_never_affirmed_is_no_target(tmp_path: Path, polarity: str) -> None:
    lines = ["cg:performs term:isoniazid", "cg:indication term:traumatic-injury"]
    one = by_hand(tmp_path, *lines, kind="Treatment", polarity=polarity)
    assert "treatmentTarget" not in one.plain["medicalActions"][0]
    assert ("neck-pain", "cg:indication") in {(each.node, each.property) for each in one.unsaid}


@pytest.mark.parametrize("status", ["InProgress", "Completed", "Solved", "Unsolved"])
def test_a_suspicion_is_never_solved(status: str, tmp_path: Path) -> None:
    lines = ["cg:suspects term:pain", f"cg:progress cg:{status}"]
    one = by_hand(tmp_path, *lines, kind="Diagnosis")
    (entry,) = one.plain["interpretations"]
    assert entry.get("progressStatus") != "SOLVED"
    assert "diseases" not in one.plain
    assert any(unsaid.property == "cg:progress" for unsaid in one.unsaid) is (status == "Solved")


def test_a_number_that_protobuf_would_round_stays_outside(tmp_path: Path) -> None:
    lines = ["cg:measures term:pain", "cg:value 0.1234567890123456789", 'cg:unit "1"']
    one = by_hand(tmp_path, *lines, kind="Measurement")
    assert "measurements" not in one.plain


def test_zero_is_written(tmp_path: Path) -> None:
    lines = ["cg:measures term:pain", "cg:value 0", 'cg:unit "mg/dL"', "cg:referenceLow 0"]
    one = by_hand(tmp_path, *lines, "cg:referenceHigh 5", kind="Measurement")
    (entry,) = one.plain["measurements"]
    assert entry["value"]["quantity"]["value"] == 0
    assert entry["value"]["quantity"]["referenceRange"]["low"] == 0


def test_labels_and_comments_are_the_description(tmp_path: Path) -> None:
    one = by_hand(tmp_path, "cg:affirms term:pain", 'rdfs:comment "At night."@en')
    assert one.plain["phenotypicFeatures"][0]["description"] == "neck pain; At night."


# What a packet has around its statements


def full() -> Plain:
    """Return a packet in the order in which an export writes, with no statement twice."""
    return made(
        subject={"id": "Patient 1", "sex": "MALE", "timeAtLastEncounter": AGE},
        phenotypicFeatures=[
            feature("HP:0001250", "Seizure", onset=AGE, severity=term("HP:0012828", "Severe")),
            feature("HP:2", "Fever", excluded=True),
            *(feature(f"HP:{number}", f"sign {number}") for number in range(10, 22)),
        ],
        diseases=[{"term": term("OMIM:1", "moon fever"), "resolution": AGE}],
        interpretations=[
            {"progressStatus": "SOLVED", "diagnosis": {"disease": term("OMIM:1", "moon fever")}}
        ],
        medicalActions=[{"procedure": {"code": term("MAXO:1", "moon bath"), "performed": AGE}}],
    )


def test_the_places_of_statements_stay(tmp_path: Path) -> None:
    with stored(tmp_path, full()) as store:
        (document,) = store.cases()
        first = list(store.graph(document))
        (one,) = exported(store)
    with stored(tmp_path, one.plain) as store:
        assert as_written(store.graph(document)) == as_written(first)


def test_how_long_a_dose_was_given_is_listed_and_no_date_invented(tmp_path: Path) -> None:
    interval = {"start": "2019-03-20T00:00:00Z", "end": "2019-03-27T00:00:00Z"}
    drug = {"agent": term("CHEBI:1", "comet salt"), "doseIntervals": [{"interval": interval}]}
    with stored(tmp_path, made(medicalActions=[{"treatment": drug}])) as store:
        (one,) = exported(store)
    assert [(u.node, u.property) for u in one.unsaid] == [("action-0", "cg:lasting")]
    assert one.plain["medicalActions"] == [{"treatment": {"agent": term("CHEBI:1", "comet salt")}}]


def test_resources_have_the_namespaces_of_all_terms(tmp_path: Path) -> None:
    declared = [{"namespacePrefix": "XYZ", "iriPrefix": "https://example.org/z#"}]
    features = [
        feature("HP:0001250", "Seizure"),
        feature("ABC:1", "tail"),
        feature("", "moon stare"),
        feature("XYZ:1", "paw"),
    ]
    metadata = {**made()["metaData"], "resources": declared}
    plain = round_trip(tmp_path, phenotypicFeatures=features, metaData=metadata)
    spaces = {one["namespacePrefix"]: one["iriPrefix"] for one in plain["metaData"]["resources"]}
    assert spaces == {
        "ABC": "https://identifiers.org/ABC:",
        "HP": NAMESPACES["HP"],
        "casegraph": TERM,
    }
    ids = [one["type"]["id"] for one in plain["phenotypicFeatures"]]
    assert ids[0] == "HP:0001250"
    assert iri_of(ids[2], {"CASEGRAPH": spaces["casegraph"]}).startswith(f"{TERM}moon-stare-")
    assert ids[3] == "https://example.org/z#1"


def test_metadata_come_back(tmp_path: Path) -> None:
    plain = round_trip(tmp_path)
    assert plain["metaData"] == {
        "created": "2024-05-06T00:00:00Z",
        "createdBy": "ORCID:0000-0001-2345-6789",
        "phenopacketSchemaVersion": "2.0",
        "externalReferences": [{"id": "PMID:123", "description": "Seizures at full moon"}],
        "resources": [
            {
                "id": "hp",
                "name": "Human Phenotype Ontology",
                "namespacePrefix": "HP",
                "iriPrefix": NAMESPACES["HP"],
            }
        ],
    }


def test_variants_are_written_in_their_syntaxes(tmp_path: Path) -> None:
    described = {
        "geneContext": {"valueId": "HGNC:7", "symbol": "LUN1"},
        "expressions": [
            {"syntax": "hgvs.c", "value": "NM_000001.2:c.1A>T"},
            {"syntax": "hgvs.g", "value": "NC_000001.11:g.5A>T"},
        ],
        "vcfRecord": {
            "genomeAssembly": "hg38",
            "chrom": "chr1",
            "pos": "5",
            "ref": "A",
            "alt": "T",
        },
        "label": "LUN1 change",
        "allelicState": term("GENO:0000135", "heterozygous"),
    }
    genomic = {
        "subjectOrBiosampleId": "Patient 1",
        "interpretationStatus": "CAUSATIVE",
        "variantInterpretation": {
            "acmgPathogenicityClassification": "PATHOGENIC",
            "variationDescriptor": described,
        },
    }
    diagnosis = {"disease": term("OMIM:1", "x"), "genomicInterpretations": [genomic]}
    plain = round_trip(
        tmp_path, interpretations=[{"progressStatus": "SOLVED", "diagnosis": diagnosis}]
    )
    (entry,) = plain["interpretations"]
    (again,) = entry["diagnosis"]["genomicInterpretations"]
    found = again["variantInterpretation"]["variationDescriptor"]
    assert found.pop("id").startswith("variant-nc_000001.11")
    found["expressions"].sort(key=lambda one: str(one["syntax"]))
    assert found == described
    assert again["interpretationStatus"] == "CAUSATIVE"
    assert again["variantInterpretation"]["acmgPathogenicityClassification"] == "PATHOGENIC"


def test_the_publication_of_a_case_is_the_same_whatever_it_is_called(bundled_store: Store) -> None:
    for slug in BUNDLED:
        one = packet(bundled_store, f"{CASE}{slug}", {})
        (work,) = read(one.plain)[0].works
        assert work.iri.endswith(f"/publication/{slug}")
        assert not work.identifiers
        assert not work.address


def test_a_member_of_a_family_comes_back_by_itself(tmp_path: Path) -> None:
    family = {"id": "fam/1", "proband": made(id="proband"), "relatives": [made(id="mother")]}
    file = tmp_path / "family.json"
    file.write_text(json.dumps(family))
    import_phenopackets([file], store=str(tmp_path / "first"))
    export_phenopackets(tmp_path / "packets", store=tmp_path / "first")
    report = import_phenopackets([tmp_path / "packets"], store=str(tmp_path / "second"))
    assert not report.refusals
    with Store.open(tmp_path / "first") as first, Store.open(tmp_path / "second") as second:
        assert first.cases() == second.cases()
        for document in first.cases():
            said = [q for q in first.graph(document) if "#evidence" not in q.predicate.value]
            again = [q for q in second.graph(document) if "#evidence" not in q.predicate.value]
            assert as_written(again) == as_written(said)


# Files and the command line


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return a store with two cases, one with a name that no file can have."""
    place = tmp_path / "two"
    folder = write(tmp_path / "packets", made(), made(id="moon fever/2"))
    import_phenopackets([folder], store=str(place))
    return place


def test_a_folder_gets_a_file_for_each_case(two: Path, tmp_path: Path) -> None:
    export_phenopackets(tmp_path / "out", store=two)
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["moon-1.json", "moon-fever-2-06ae185e5e.json"]


@pytest.mark.parametrize("name", ["all.json", "all.ndjson", "all.jsonl"])
def test_one_file_has_all_packets_and_is_read_again(name: str, two: Path, tmp_path: Path) -> None:
    export_phenopackets(tmp_path / name, store=two)
    text = (tmp_path / name).read_text()
    plains = json.loads(text) if name == "all.json" else list(map(json.loads, text.splitlines()))
    assert [plain["id"] for plain in plains] == ["moon-1", "moon fever/2"]
    for plain in plains:
        ParseDict(plain, Phenopacket())
    report = import_phenopackets([tmp_path / name], store=str(tmp_path / "again"))
    assert (report.cases, report.refusals) == (2, {})


def test_one_case_is_no_array(two: Path, tmp_path: Path) -> None:
    export_phenopackets(tmp_path / "one.json", store=two, case="moon-1")
    assert json.loads((tmp_path / "one.json").read_text())["id"] == "moon-1"


def test_a_store_without_cases_gives_an_empty_array(tmp_path: Path) -> None:
    with Store.open(None, write=True) as store:
        assert export_phenopackets(tmp_path / "none.json", store=store).cases == 0
    assert json.loads((tmp_path / "none.json").read_text()) == []


def test_a_file_that_cannot_be_written_is_an_error_and_the_old_one_stays(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export_phenopackets(tmp_path / "no" / "all.json", store=two)
    with pytest.raises(UnknownCaseError):
        export_phenopackets(tmp_path / "all.json", store=two, case="moon-9")
    (tmp_path / "all.json").write_text("old")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("casegraph.exporters.document.Document.indented", full_disk)
    with pytest.raises(ExportError, match="No space left"):
        export_phenopackets(tmp_path / "all.json", store=two)
    assert (tmp_path / "all.json").read_text() == "old"
    assert not list(tmp_path.glob(".all*"))


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_the_command_writes_packets_and_tells_what_they_leave_out(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    result = run("export", "phenopackets", "--case", BUNDLED[0], "--report", report)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == BUNDLED[0]
    assert "not represented: 11 a claim that is not about the patient" in result.stderr
    (record,) = map(json.loads, report.read_text().splitlines())
    assert record["case"] == f"{CASE}{BUNDLED[0]}"
    assert {
        "node": "claim-rare",
        "property": "",
        "why": "a claim that is not about the patient",
    } in (record["not represented"])


def test_all_packets_on_standard_output_are_one_a_line(two: Path) -> None:
    result = run("export", "phenopackets", "--store", two)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        "moon-1",
        "moon fever/2",
    ]


def test_a_report_of_an_rdf_syntax_is_wrong_use(tmp_path: Path) -> None:
    result = run("export", "turtle", "--report", tmp_path / "report.jsonl")
    assert result.exit_code == 2
