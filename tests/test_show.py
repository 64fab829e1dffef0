"""A case as a clinician reads it: nothing lost, nothing told twice, absence always visible."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.errors import UnknownCaseError
from casegraph.namespaces import CG, CITO, OA, RDF, RDFS, TERM, case_iri, document_of
from casegraph.narrative import Line, Narrative, Section, show
from casegraph.narrative.facts import Facts
from casegraph.narrative.pieces import said
from casegraph.narrative.statements import POLARITIES
from casegraph.quads import graph_of
from casegraph.read import read
from casegraph.store import Store
from casegraph.vocabulary import bundled

SLUGS = (
    "alar-ligament-calcification-ra",
    "cervical-calcinosis-ssc-barium-swallow",
    "cervical-calcinosis-ssc-cord-compression",
)
WORDS = {
    "affirms": {"present", "diagnosed", "confirmed"},
    "suspects": {"suspected"},
    "denies": {"absent", "ruled out"},
    "deniesAt": {"absent at"},
    "resolves": {"resolved"},
    "performs": {"done", "given"},
    "notPerformed": {"not done", "not given"},
}
HEAD = """\
@base <https://w3id.org/casegraph/case/invented> .
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix term: <https://w3id.org/casegraph/term/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#case> a cg:Case ; rdfs:label "Invented"@en .
"""


@pytest.fixture(params=SLUGS)
def narrative(request: pytest.FixtureRequest, bundled_store: Store) -> Narrative:
    return show(request.param, store=bundled_store)


def told(tmp_path: Path, turtle: str) -> Narrative:
    """Return the narrative of an invented case, which need not be valid."""
    file = tmp_path / "invented.ttl"
    file.write_text(HEAD + turtle)
    store = Store.open()
    quads = [*read(file).quads, *bundled().quads]
    store.replace_graphs({graph_of(quad) for quad in quads}, quads)
    return show("invented", store=store)


def line(narrative: Narrative, fragment: str) -> Line:
    """Return the one line of a node."""
    found = [line for line in narrative.lines() if line.node.endswith(f"#{fragment}")]
    assert len(found) == 1
    return found[0]


def section(narrative: Narrative, title: str) -> Section:
    return next(section for section in narrative.sections if section.title == title)


def section_of(narrative: Narrative, fragment: str) -> str:
    """Return the title of the section that tells a node."""
    return next(
        section.title
        for section in narrative.sections
        for root in section.lines
        for line in root.walk()
        if line.node.endswith(f"#{fragment}")
    )


def everything(line: Line) -> str:
    """Return all that one line says."""
    details = [f"{detail.name}: {detail.text}" for detail in line.details]
    parts = [line.word, line.text, line.label, line.when, line.voice, *line.evidence, *details]
    return "\n".join(parts)


# Nothing lost


def test_every_statement_is_told_once(narrative: Narrative, bundled_store: Store) -> None:
    facts = Facts(bundled_store, narrative.case)
    case = case_iri(narrative.case)
    links = ("hasStatement", "hasInference", "hasClaim", "hasCitation", "hasFigure")
    expected = [node for link in links for node in facts.nodes_of(case, CG + link)]
    nodes = [line.node for line in narrative.lines()]
    assert len(expected) > 20
    assert sorted(node for node in nodes if node in expected) == sorted(expected)
    assert len(nodes) == len(set(nodes))


def test_no_node_of_a_case_is_left_out(narrative: Narrative, bundled_store: Store) -> None:
    facts = Facts(bundled_store, narrative.case)
    lines = {line.node for line in narrative.lines()} | {case_iri(narrative.case)}
    lines |= {work for line in lines for work in facts.nodes_of(line, f"{CITO}hasCitedEntity")}
    untold = [
        node
        for node in facts.nodes
        if node not in lines and f"{OA}SpecificResource" not in facts.nodes_of(node, f"{RDF}type")
    ]
    assert untold == []
    assert "Also in the case document" not in [section.title for section in narrative.sections]


def test_no_value_of_a_statement_is_left_out(narrative: Narrative, bundled_store: Store) -> None:
    """Each term by its label, each text as it is, each number as written, under its own line."""
    facts = Facts(bundled_store, narrative.case)
    for line in narrative.lines():
        if line.polarity is None:
            continue
        said = everything(line)
        properties = facts.properties(line.node)
        for step, values in properties.items():
            for value in values:
                if isinstance(value, ox.NamedNode) and value.value.startswith(TERM):
                    assert facts.label_of(value.value) in said, (line.node, step)
                elif step in {f"{RDFS}label", f"{RDFS}comment", f"{CG}asWritten", f"{CG}dose"}:
                    assert str(value.value) in said, (line.node, step)


def test_every_evidence_position_is_told(narrative: Narrative, bundled_store: Store) -> None:
    facts = Facts(bundled_store, narrative.case)
    for line in narrative.lines():
        assert len(line.evidence) == len(facts.nodes_of(line.node, f"{CG}evidence"))


def test_what_nothing_links_to_is_told_too(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#forgotten> a cg:Finding ; cg:denies term:neck-pain .
        <#odd> a ex:Thing ; rdfs:label "an odd thing" ; ex:says "something" .""",
    )
    assert section_of(narrative, "forgotten") == "Also in the case document"
    assert line(narrative, "forgotten").word == "absent"
    assert "says: something" in everything(line(narrative, "odd"))


def test_a_property_that_nobody_foresaw_is_told(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a> ; ex:madeBy "hand" .
        <#a> a cg:Finding ; cg:affirms term:neck-pain ;
            ex:seenBy ex:nurse ; ex:wasFelt "twice" .""",
    )
    assert "seen by: <https://example.org/nurse>" in everything(line(narrative, "a"))
    assert "was felt: twice" in everything(line(narrative, "a"))
    assert "made by: hand" in everything(line(narrative, "case"))


@pytest.mark.parametrize("link", ["dcterms:hasPart", "cg:revises", "cg:shownBy", "cg:because"])
def test_links_in_a_circle_lose_nothing(tmp_path: Path, link: str) -> None:
    narrative = told(
        tmp_path,
        f"""<#case> cg:hasStatement <#a>, <#b> .
        <#a> a cg:Diagnosis, cg:Finding ; cg:affirms term:neck-pain ; {link} <#b>, <#a> .
        <#b> a cg:Diagnosis, cg:Finding ; cg:denies term:neck-pain ; {link} <#a> .""",
    )
    nodes = [line.node.rpartition("#")[2] for line in narrative.lines() if line.polarity]
    assert sorted(nodes) == ["a", "b"]


# Polarity


def test_absence_never_reads_as_presence(narrative: Narrative) -> None:
    for line in narrative.lines():
        if line.polarity:
            assert line.word in WORDS[line.polarity]
    assert set(WORDS) == set(POLARITIES)


def test_absence_is_marked_wherever_a_statement_is_mentioned(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a>, <#b>, <#c>, <#d>, <#e> ; cg:hasFigure <#figure> .
        <#a> a cg:Finding ; cg:denies term:neck-pain .
        <#b> a cg:Finding ; cg:deniesAt term:pain ; cg:targetSite term:neck .
        <#c> a cg:Diagnosis ; cg:suspects term:crowned-dens-syndrome .
        <#d> a cg:Outcome ; cg:resolves term:neck-pain .
        <#e> a cg:Diagnosis ; cg:denies term:crowned-dens-syndrome ; cg:because <#a>, <#b>, <#d> .
        <#figure> a cg:Figure ; cg:depicts <#a>, <#c>, <#e> .""",
    )
    assert "because of: neck pain (absent); neck: pain (absent); neck pain (resolved)" in (
        everything(line(narrative, "e"))
    )
    assert (
        "depicts: neck pain (absent); crowned dens syndrome (suspected);"
        " crowned dens syndrome (ruled out)"
    ) in everything(line(narrative, "figure"))


def test_each_polarity_has_its_word(tmp_path: Path) -> None:
    statements = {
        "affirms": "cg:Finding ; cg:affirms term:neck-pain",
        "suspects": "cg:Diagnosis ; cg:suspects term:crowned-dens-syndrome",
        "denies": "cg:Finding ; cg:denies term:neck-pain",
        "denies-at": "cg:Finding ; cg:deniesAt term:pain ; cg:targetSite term:neck",
        "resolves": "cg:Outcome ; cg:resolves term:neck-pain",
        "performs": "cg:Investigation ; cg:performs term:computed-tomography",
        "not-done": "cg:Investigation ; cg:notPerformed term:computed-tomography",
        "given": "cg:Treatment ; cg:performs term:prednisolone",
        "not-given": "cg:Treatment ; cg:notPerformed term:prednisolone",
        "ruled-out": "cg:Diagnosis ; cg:denies term:crowned-dens-syndrome ; cg:revises <#suspects>",
        "confirmed": (
            "cg:Diagnosis ; cg:affirms term:crowned-dens-syndrome ; cg:revises <#ruled-out>"
        ),
    }
    turtle = "".join(f"<#{name}> a {said} .\n" for name, said in statements.items())
    listed = ", ".join(f"<#{name}>" for name in statements)
    narrative = told(tmp_path, f"<#case> cg:hasStatement {listed} .\n{turtle}")
    words = {name: line(narrative, name).word for name in statements}
    assert words == {
        "affirms": "present",
        "suspects": "suspected",
        "denies": "absent",
        "denies-at": "absent at",
        "resolves": "resolved",
        "performs": "done",
        "not-done": "not done",
        "given": "given",
        "not-given": "not given",
        "ruled-out": "ruled out",
        "confirmed": "confirmed",
    }
    assert line(narrative, "denies-at").text == "neck: pain"


def test_a_statement_with_two_polarities_reads_as_neither(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a> .
        <#a> a cg:Finding ; rdfs:label "pain"@en ; cg:affirms term:pain ; cg:denies term:pain .""",
    )
    assert line(narrative, "a").word == "unclear"
    assert "affirms and denies: pain" in everything(line(narrative, "a"))


def test_values_that_are_no_numbers_are_told_as_they_are(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a> ; cg:hasClaim <#b> .
        <#a> a cg:Finding ; cg:affirms term:pain ; cg:inYear "then" ; cg:atOffset "soon" ;
            cg:lasting "long" ; cg:value "some" ; cg:evidence <#text-1> .
        <#b> a cg:Claim ; cg:claimSubject term:pain ; cg:proportion "many" .
        <#text-1> oa:hasSelector [ oa:start "a" ; oa:end "b" ] .""",
    )
    assert line(narrative, "a").when == "soon after presentation, in then, for long"
    assert line(narrative, "a").evidence == ("text-1",)
    assert line(narrative, "b").text.endswith("in many")


def test_a_label_with_a_negation_is_no_part_of_the_line(bundled_store: Store) -> None:
    """The text of a denied finding is the finding; "absent: no deficit" would be two negations."""
    narrative = show("cervical-calcinosis-ssc-barium-swallow", store=bundled_store)
    found = line(narrative, "neurological-deficit")
    assert (found.word, found.text) == ("absent", "neurological deficit")
    assert found.label == "no neurological deficit on examination"


# Order


def test_sections_come_in_clinical_order(narrative: Narrative) -> None:
    titles = [section.title for section in narrative.sections]
    assert titles[:8] == [
        "Patient and source",
        "History and presentation",
        "Work-up",
        "Diagnostic reasoning",
        "Treatment",
        "Course and outcome",
        "Claims",
        "Citations",
    ]


def test_what_an_investigation_showed_stands_under_it(bundled_store: Store) -> None:
    narrative = show("alar-ligament-calcification-ra", store=bundled_store)
    mri = line(narrative, "magnetic-resonance-imaging")
    assert [(below.word, below.text) for below in mri.lines if below.kind == "finding"] == [
        ("absent", "atlanto-axial subluxation"),
        ("absent", "cervical epidural abscess"),
    ]


def test_reasoning_goes_from_the_suspicion_to_what_became_of_it(bundled_store: Store) -> None:
    narrative = show("alar-ligament-calcification-ra", store=bundled_store)
    suspected = line(narrative, "crowned-dens-syndrome-suspected")
    assert [below.word for below in suspected.lines] == ["ruled out"]
    assert suspected.lines[0].details[0].name == "because of"


def test_an_investigation_comes_after_what_it_was_made_for(bundled_store: Store) -> None:
    """The text names the CT first, in a sentence about what was done after the barium swallow."""
    narrative = show("cervical-calcinosis-ssc-barium-swallow", store=bundled_store)
    roots = [line.node.rpartition("#")[2] for line in section(narrative, "Work-up").lines]
    assert roots.index("barium-swallow") < roots.index("computed-tomography")


def test_an_investigation_is_told_where_the_text_and_not_where_a_caption_names_it(
    bundled_store: Store,
) -> None:
    """The caption of the MRI stands before the sentence about the CT, which comes first."""
    narrative = show("cervical-calcinosis-ssc-cord-compression", store=bundled_store)
    roots = [line.node.rpartition("#")[2] for line in section(narrative, "Work-up").lines]
    assert roots == [
        "physical-examination",
        "computed-tomography",
        "magnetic-resonance-imaging",
        "radiograph",
    ]


def test_what_followed_a_treatment_is_told_after_what_did_not(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a>, <#b>, <#c> .
        <#a> a cg:Treatment ; cg:performs term:spinal-decompression .
        <#b> a cg:Investigation ; cg:performs term:radiograph ; cg:after <#a> .
        <#c> a cg:Investigation ; cg:performs term:computed-tomography .""",
    )
    lines = section(narrative, "Work-up").lines
    assert [line.node.rpartition("#")[2] for line in lines] == ["c", "b"]


def test_numbers_in_names_and_pointers_count_as_numbers(tmp_path: Path) -> None:
    """A tenth feature of a packet is told after the ninth."""
    names = [f"finding-{number}" for number in range(1, 12)]
    statements = "".join(
        f"<#{name}> a cg:Finding ; cg:affirms term:neck-pain ;"
        f" cg:evidence <#/features/{number}>, <#/features/{number}0> .\n"
        for number, name in enumerate(names, 1)
    )
    listed = ", ".join(f"<#{name}>" for name in reversed(names))
    narrative = told(tmp_path, f"<#case> cg:hasStatement {listed} . {statements}")
    lines = section(narrative, "History and presentation").lines
    assert [line.node.rpartition("#")[2] for line in lines] == names
    assert lines[1].evidence == ("/features/2", "/features/20")


def test_history_goes_by_time(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-barium-swallow", store=bundled_store)
    whens = [line.when for line in section(narrative, "History and presentation").lines]
    assert whens == sorted(whens, key=lambda when: when != "7 years before presentation")
    assert whens[0] == "7 years before presentation"
    assert whens[-1] == ""


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("cg:Finding ; cg:affirms term:neck-pain", "History and presentation"),
        (
            'cg:Finding ; cg:affirms term:neck-pain ; cg:atOffset "P2Y"^^xsd:duration ;'
            " cg:offsetFrom <#operation>",
            "Course and outcome",
        ),
        ("cg:Finding ; cg:affirms term:neck-pain ; cg:after <#operation>", "Course and outcome"),
        (
            'cg:Finding ; cg:affirms term:neck-pain ; cg:atOffset "-P2D"^^xsd:duration ;'
            " cg:offsetFrom <#operation>",
            "History and presentation",
        ),
        ("cg:Outcome ; cg:resolves term:neck-pain", "Course and outcome"),
        ("cg:Diagnosis ; cg:affirms term:rheumatoid-arthritis", "History and presentation"),
        ("cg:Diagnosis ; cg:suspects term:rheumatoid-arthritis", "Diagnostic reasoning"),
        (
            "cg:Diagnosis ; cg:affirms term:rheumatoid-arthritis ; cg:because <#operation>",
            "Diagnostic reasoning",
        ),
    ],
)
def test_a_statement_is_told_where_a_clinician_looks_for_it(
    tmp_path: Path, said: str, title: str
) -> None:
    narrative = told(
        tmp_path,
        f"""<#case> cg:hasStatement <#a>, <#operation> . <#a> a {said} .
        <#operation> a cg:Treatment ; cg:performs term:spinal-decompression .""",
    )
    assert section_of(narrative, "a") == title


# Words


def test_side_place_level_and_qualifiers_are_told(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-cord-compression", store=bundled_store)
    texts = {line.node.rpartition("#")[2]: line.text for line in narrative.lines()}
    assert (
        texts["c4-thinning"] == "thinning of bone at left lateral mass of C4 (rostrocaudal, severe)"
    )
    assert texts["fusion"] == "posterior spinal fusion at C2\N{EN DASH}C6 segment"
    assert texts["reflexes-of-upper-limbs"] == "upper limb: abnormal tendon reflex"


def test_numbers_are_told_as_written_with_unit_and_range(bundled_store: Store) -> None:
    texts = {
        line.node.rpartition("#")[2]: line.text
        for slug in SLUGS
        for line in show(slug, store=bundled_store).lines()
    }
    assert texts["c-reactive-protein"] == (
        "elevated C-reactive protein: C-reactive protein 0.72 mg/dL"
        " (reference < 0.3 mg/dL; reported as high)"
    )
    assert texts["serum-calcium"].endswith("serum calcium 2.30 mmol/L (reported as normal)")
    assert texts["power-of-upper-limbs"].endswith("muscle power grade 3 to 4 of 5")
    assert texts["prednisolone"] == "prednisolone, 20 mg/d"


def test_times_are_told_in_words(bundled_store: Store) -> None:
    whens = {
        line.node.rpartition("#")[2]: line.when
        for slug in SLUGS
        for line in show(slug, store=bundled_store).lines()
    }
    assert whens["mobile"] == "2 years after cervical spine surgery"
    assert whens["neck-pain-gone"] == "2 weeks into treatment of rheumatoid arthritis"
    assert whens["weakness"] == "for 2 months"
    assert whens["bone-densitometry"] == "in 2010"
    assert whens["raynaud-phenomenon"] == "7 years before presentation"


@pytest.mark.parametrize(
    ("lasting", "at", "words"),
    [
        ("P21D", "P14D", "2 weeks into"),
        ("P14D", "P14D", "2 weeks into"),
        ("P7D", "P14D", "2 weeks after"),
        ("PT3H", "P2Y", "2 years after"),
        (None, "P14D", "2 weeks after"),
        ("P14D", "-P7D", "1 week before"),
        ("P14D", "P0D", "at"),
    ],
)
def test_only_what_still_lasts_is_gone_into(
    tmp_path: Path, lasting: str | None, at: str, words: str
) -> None:
    """Nothing follows a treatment that goes on; everything follows an operation."""
    length = f'; cg:lasting "{lasting}"^^xsd:duration' if lasting else ""
    narrative = told(
        tmp_path,
        f"""<#case> cg:hasStatement <#a>, <#b> .
        <#a> a cg:Outcome ; cg:resolves term:neck-pain ; cg:offsetFrom <#b> ;
            cg:atOffset "{at}"^^xsd:duration .
        <#b> a cg:Treatment ; cg:performs term:prednisolone {length} .""",
    )
    assert line(narrative, "a").when == f"{words} prednisolone"


def test_a_line_tells_its_time_in_the_words_of_its_links(narrative: Narrative) -> None:
    assert all(line.when == said(line.times) for line in narrative.lines())


def test_who_lives_is_said_to_be_alive(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a>, <#b> .
        <#a> a cg:Outcome ; cg:denies term:death .
        <#b> a cg:Outcome ; cg:affirms term:death .""",
    )
    alive, dead = line(narrative, "a"), line(narrative, "b")
    assert (alive.word, alive.text) == ("absent", "death (the patient is alive)")
    assert "alive" not in everything(dead)


def test_the_age_at_which_a_patient_was_last_seen_is_told_as_that(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:patient <#patient> .
        <#patient> a cg:Patient ; cg:sex cg:Male ; cg:atAge "P14Y"^^xsd:duration .""",
    )
    assert line(narrative, "patient").text == "male, last seen at the age of 14 years"
    assert line(narrative, "patient").details == ()


def test_ages_and_other_durations_below_a_line_are_told_in_words(tmp_path: Path) -> None:
    turtle = """
<#case> cg:hasStatement <#fits> .
<#fits> a cg:Finding ; cg:affirms term:neck-pain ;
    cg:atAge "P2Y6M"^^xsd:duration ; cg:atMinAge "P14D"^^xsd:duration .
"""
    fits = next(line for line in told(tmp_path, turtle).lines() if line.node.endswith("#fits"))
    assert {(one.name, one.text) for one in fits.details} == {
        ("at age", "2 years 6 months"),
        ("at minimum age", "2 weeks"),
    }


def test_a_zero_is_told(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a> .
        <#a> a cg:Measurement ; cg:denies term:elevated-c-reactive-protein ;
            cg:measures term:c-reactive-protein ; cg:value 0 ; cg:unit "mg/dL" ;
            cg:referenceLow 0 ; cg:referenceHigh 0.5 ; cg:atOffset "P0D"^^xsd:duration .""",
    )
    assert "0 mg/dL (reference 0 to 0.5 mg/dL" in line(narrative, "a").text
    assert line(narrative, "a").when == "at presentation"


def test_a_term_without_a_label_goes_by_its_curie(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a>, <#b> .
        <#a> a cg:Finding ; cg:affirms term:no-such-term .
        <#b> a cg:Finding ; cg:denies <https://example.org/x> .""",
    )
    assert line(narrative, "a").text == "term:no-such-term"
    assert line(narrative, "b").text == "<https://example.org/x>"


def test_evidence_in_structured_data_is_told_by_its_pointer(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:hasStatement <#a> .
        <#a> a cg:Finding ; cg:affirms term:neck-pain ; cg:evidence <#/phenotypicFeatures/3> .""",
    )
    assert line(narrative, "a").evidence == ("/phenotypicFeatures/3",)


def test_an_outcome_that_is_not_reported_is_said_so(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-barium-swallow", store=bundled_store)
    assert section(narrative, "Course and outcome").note == "No outcome is told."


# Voices and claims


def test_the_curators_voice_stays_apart(narrative: Narrative, bundled_store: Store) -> None:
    facts = Facts(bundled_store, narrative.case)
    for each in narrative.sections:
        for root in each.lines:
            for line in root.walk():
                voices = facts.nodes_of(line.node, f"{CG}voice")
                curator = f"{CG}CuratorInference" in voices
                assert curator == (line.voice == "the curator's inference")
                if line.polarity:
                    assert curator == (each.title == "The curator's inferences")


def test_a_claim_says_its_sign_share_population_and_authority(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-cord-compression", store=bundled_store)
    claim = line(narrative, "claim-frequency")
    assert claim.word == "positive"
    assert claim.text == (
        "spinal calcinosis: occurs in systemic sclerosis,"
        " in more than 50% of patients with systemic sclerosis"
    )
    assert claim.voice == "cited from others"
    assert claim.details[0].text == "[2] Ogawa et al. 2009"


def test_a_claim_of_absence_or_ignorance_is_marked(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-barium-swallow", store=bundled_store)
    assert line(narrative, "claim-therapy").word == "negative"
    assert line(narrative, "claim-cause").word == "unknown"


def test_a_claim_with_reserve_is_marked(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-barium-swallow", store=bundled_store)
    assert line(narrative, "claim-underestimated").text.endswith(", with reserve")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("cg:proportion 0.25", "in 25 % of patients"),
        ('cg:proportion 0.25 ; cg:comparator "~"', "in about 25 % of patients"),
        ("cg:minProportion 0.5 ; cg:boundsExclusive true", "in more than 50 % of patients"),
        ("cg:minProportion 0.5", "in at least 50 % of patients"),
        ("cg:maxProportion 0.125", "in at most 12.5 % of patients"),
        ("cg:minProportion 0 ; cg:maxProportion 0.1", "in 0 % to 10 % of patients"),
    ],
)
def test_a_share_is_told_in_percent(tmp_path: Path, share: str, words: str) -> None:
    narrative = told(
        tmp_path,
        f"""<#case> cg:hasClaim <#a> .
        <#a> a cg:Claim ; cg:claimSubject term:calcinosis ; cg:relation cg:OccursIn ;
            cg:population term:patients-with-systemic-sclerosis ; {share} .""",
    )
    assert words in line(narrative, "a").text


def test_authors_come_in_their_order(bundled_store: Store) -> None:
    narrative = show("cervical-calcinosis-ssc-cord-compression", store=bundled_store)
    report = next(line for line in narrative.lines() if line.kind == "publication")
    names = [detail.text.split(",")[0] for detail in report.details if detail.name == "author"]
    assert names == ["Naji Al-Khudairi", "Shigeru Kobayashi", "Adam Meir"]


def test_what_is_known_of_a_cited_work_stands_by_its_reference(bundled_store: Store) -> None:
    """A list of authors that goes on is no whole one."""
    narrative = show("cervical-calcinosis-ssc-cord-compression", store=bundled_store)
    notes = {
        line.node.rpartition("#")[2]: [
            detail.text for detail in line.details if detail.name == "about the work"
        ]
        for line in section(narrative, "Citations").lines
    }
    assert notes["citation-1"] == []
    assert ["goes on beyond" in note for note in notes["citation-2"]] == [True]


def test_identifiers_lead_to_who_resolves_them(tmp_path: Path) -> None:
    narrative = told(
        tmp_path,
        """<#case> cg:reportedIn <https://w3id.org/casegraph/publication/invented> .
        <https://w3id.org/casegraph/publication/invented>
            dcterms:identifier "PMID:123", "here-1" .""",
    )
    report = next(line for line in narrative.lines() if line.kind == "publication")
    found = next(detail for detail in report.details if detail.name == "identifier")
    assert found.text == "PMID:123; here-1"
    assert [piece.node for piece in found.pieces if piece.node] == [
        "https://pubmed.ncbi.nlm.nih.gov/123"
    ]


# The function itself


def test_a_narrative_is_json(narrative: Narrative) -> None:
    read_back = json.loads(json.dumps(narrative.to_dict()))
    assert read_back["slug"] == narrative.slug
    assert len(read_back["sections"]) == len(narrative.sections)


def test_an_unknown_case_is_an_error_with_the_nearest(bundled_store: Store) -> None:
    with pytest.raises(UnknownCaseError, match="Did you mean alar-ligament-calcification-ra"):
        show("alar-ligament-calcification", store=bundled_store)


def test_any_iri_of_a_case_names_it(bundled_store: Store) -> None:
    iri = f"https://w3id.org/casegraph/case/{SLUGS[0]}#neck-pain"
    assert document_of(iri) == show(iri, store=bundled_store).case
