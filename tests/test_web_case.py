"""The page of a case: nothing lost, absence visible everywhere, and each voice apart."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from casegraph.build import build
from casegraph.importers.phenopackets import import_phenopackets
from casegraph.namespaces import CASE, CG, PREFIXES, case_iri
from casegraph.narrative import Line, show, told
from casegraph.narrative.facts import Facts
from casegraph.narrative.polarity import MARKS, mark
from casegraph.narrative.statements import POLARITIES
from casegraph.quads import graph_of
from casegraph.query import query
from casegraph.read import read
from casegraph.store import Store
from casegraph.vocabulary import bundled
from casegraph.web.case.brief import brief
from casegraph.web.case.page import KIND, Case, values
from casegraph.web.case.quotes import quotes
from casegraph.web.case.summary import Clause, summary
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.similar import Similar
from conftest import TEXT, case_turtle, named, position
from phenopackets_made import feature, packet

SLUGS = (
    "alar-ligament-calcification-ra",
    "cervical-calcinosis-ssc-barium-swallow",
    "cervical-calcinosis-ssc-cord-compression",
)
ALAR, BARIUM, CORD = SLUGS
NOT_PRESENT = {"denies", "deniesAt", "suspects", "resolves", "notPerformed"}


class Element(HTMLParser):
    """An HTML page as its ids, its links, its JSON-LD and its text by the id of the line."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.data: dict[str, Any] = {}
        self.marked: list[str] = []
        self.words: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found.get("href")))
        if tag not in {"meta", "link", "input", "br", "circle", "path", "rect"}:
            name = "@" + str(found.get("type")) if tag == "script" else str(found.get("id") or "")
            self._open.append((tag, name))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Leave out the shapes in drawings."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] == "@application/ld+json":
            self.data = json.loads(data)
        if self._open and self._open[-1][0] == "mark":
            self.marked.append(data)
        nearest = next((name for _, name in reversed(self._open) if name), "")
        self.words[nearest] = self.words.get(nearest, "") + data


def page_of(catalogue: Catalogue, slug: str) -> Case:
    return values(catalogue, f"{CASE}{slug}")


def html(catalogue: Catalogue, slug: str) -> str:
    return rendered(KIND, page_of(catalogue, slug), f"case/{slug}", catalogue, Site("1.0"))


@pytest.fixture(scope="module")
def catalogue(bundled_store: Store) -> Catalogue:
    return Catalogue(bundled_store)


@pytest.fixture(scope="module")
def pages(catalogue: Catalogue) -> Mapping[str, str]:
    return {slug: html(catalogue, slug) for slug in SLUGS}


@pytest.fixture
def invented(tmp_path: Path) -> Iterator[Store]:
    """Give a store with the invented case of `conftest`."""
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(case_turtle())
    build(file, store=tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        yield store


def facts_of(turtle: str) -> Facts:
    """Return the facts of a case, which need not be valid."""
    document = f"{CASE}invented"
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("cg", "term", "xsd"))
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(document))
        for triple in ox.parse(prefixes + turtle, ox.RdfFormat.TURTLE, base_iri=document)
    ]
    quads += bundled().quads
    store = Store.open()
    store.replace_graphs({graph_of(quad) for quad in quads}, quads)
    return Facts(store, document)


def lines(slug: str, store: Store) -> list[Line]:
    return [line for line in show(slug, store=store).lines() if line.polarity]


# Nothing lost


@pytest.mark.parametrize("slug", SLUGS)
def test_each_fragment_of_a_case_has_its_place(
    pages: Mapping[str, str], bundled_store: Store, slug: str
) -> None:
    document = f"{CASE}{slug}"
    fragments = {
        node.rpartition("#")[2]
        for node in Facts(bundled_store, document).nodes
        if node.startswith(f"{document}#")
    }
    counted = Counter(Element(pages[slug]).ids)
    assert {fragment: counted[fragment] for fragment in fragments} == dict.fromkeys(fragments, 1)
    assert max(counted.values()) == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_links_within_the_page_lead_somewhere(pages: Mapping[str, str], slug: str) -> None:
    found = Element(pages[slug])
    targets = {link[1:] for link in found.links if link.startswith("#")}
    assert len(targets) > 20
    assert targets <= set(found.ids)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_line_is_told_with_its_words(
    pages: Mapping[str, str], bundled_store: Store, slug: str
) -> None:
    words = Element(pages[slug]).words
    for line in lines(slug, bundled_store):
        told = " ".join(words[line.node.rpartition("#")[2]].split())
        assert told.startswith(f"{line.word} {' '.join(line.text.split())}")
        for detail in line.details:
            assert detail.text in told


def test_a_page_is_the_same_each_time(pages: Mapping[str, str], bundled_store: Store) -> None:
    again = Catalogue(bundled_store)
    assert {slug: html(again, slug) for slug in reversed(SLUGS)} == pages


def test_words_of_a_case_are_never_markup(tmp_path: Path) -> None:
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(case_turtle().replace('"Neck pain in', '"<script>alert(1)</script></title>'))
    build(file, store=tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        page = html(Catalogue(store), "stiff-neck")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# Polarity


@pytest.mark.parametrize("slug", SLUGS)
def test_each_statement_shows_word_and_shape(
    pages: Mapping[str, str], bundled_store: Store, slug: str
) -> None:
    for line in lines(slug, bundled_store):
        begin = pages[slug].index(f'id="{line.node.rpartition("#")[2]}"')
        opening = pages[slug][begin : begin + 600]
        seen = mark(line.polarity, line.word)
        assert seen.drawing in opening
        assert f"</svg> {line.word}</span>" in opening


def test_a_link_to_a_line_says_its_word_where_it_is_read_alone(catalogue: Catalogue) -> None:
    """A screen reader lists links without what stands before them."""
    page = html(catalogue, ALAR)
    for words in ("absent: no trauma in the history", "ruled out: cervical epidural abscess"):
        assert f"Permanent link to {words}" in page


def test_each_polarity_has_a_shape_of_its_own() -> None:
    assert {mark(polarity).name for polarity in POLARITIES} | {"ruled-out", "neutral"} == {
        seen.name for seen in MARKS
    }
    for values_of in ("name", "shape", "drawing", "meaning"):
        assert len({getattr(seen, values_of) for seen in MARKS}) == len(MARKS)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_summary_says_the_polarity_of_what_it_names(catalogue: Catalogue, slug: str) -> None:
    introduced = {
        "Suspected:": "suspects",
        "Ruled out:": "denies",
        "Resolved:": "resolves",
        "Treated by:": "performs",
    }
    for clause in page_of(catalogue, slug).summary:
        polarities = {line.polarity for line in clause.lines}
        assert polarities == {introduced.get(clause.words, "affirms")}
        assert not any(line.voice for line in clause.lines)


@pytest.mark.parametrize("slug", SLUGS)
def test_schema_org_holds_only_what_the_authors_affirm(
    pages: Mapping[str, str], bundled_store: Store, slug: str
) -> None:
    facts = Facts(bundled_store, f"{CASE}{slug}")
    affirmed, others = set(), set()
    for node in facts.nodes_of(case_iri(facts.document), f"{CG}hasStatement"):
        affirmed |= set(facts.nodes_of(node, f"{CG}affirms"))
        for polarity in NOT_PRESENT:
            others |= set(facts.nodes_of(node, CG + polarity))
    about = Element(pages[slug]).data["mainEntity"]["about"]
    named = {
        thing["@id"]
        for condition in about
        for thing in (condition, *condition.get("signOrSymptom", ()))
    }
    assert named
    assert named <= affirmed
    assert named.isdisjoint(others - affirmed)
    assert {thing["@type"] for thing in about} == {"MedicalCondition", "MedicalSignOrSymptom"}


def test_a_diagnosis_that_is_taken_back_is_no_diagnosis(tmp_path: Path) -> None:
    (tmp_path / "stiff-neck.ttl").write_text(
        case_turtle().replace("<#no-trauma> ;", "<#no-trauma>, <#first>, <#then> ;")
        + f"""
        <#first> a cg:Diagnosis ; rdfs:label "gout"@en ; cg:affirms term:crowned-dens-syndrome ;
            cg:because <#neck-pain> ; cg:voice cg:AuthorObservation ;
            cg:evidence {named("neck pain")} .
        <#then> a cg:Diagnosis ; rdfs:label "no gout"@en ; cg:denies term:crowned-dens-syndrome ;
            cg:revises <#first> ; cg:because <#no-trauma> ; cg:voice cg:AuthorObservation ;
            cg:evidence {named("no trauma")} ."""
    )
    store = Store.open()
    quads = [*read(tmp_path / "stiff-neck.ttl").quads, *bundled().quads]
    store.replace_graphs({graph_of(quad) for quad in quads}, quads)
    catalogue = Catalogue(store)
    page = page_of(catalogue, "stiff-neck")
    assert [clause.words for clause in page.summary[2:]] == ["Ruled out:"]
    assert "crowned" not in json.dumps(Element(html(catalogue, "stiff-neck")).data["mainEntity"])


def test_what_only_the_curator_concludes_stands_apart(catalogue: Catalogue) -> None:
    sections = dict(page_of(catalogue, CORD).sections)
    alone = {line.node for line in sections["section-curator"].lines}
    assert alone == {f"{CASE}{CORD}#cervical-myelopathy"}
    assert all(
        line.node not in alone
        for place, section in sections.items()
        if place != "section-curator"
        for root in section.lines
        for line in root.walk()
    )


def test_inferred_is_told_apart_from_what_is_said(catalogue: Catalogue) -> None:
    following = {one.relation.name: one for one in page_of(catalogue, ALAR).following}
    said = {link.text for link in following["excludes"].said}
    assert said == {
        "atlanto-axial subluxation",
        "cervical epidural abscess",
        "crowned dens syndrome",
        "traumatic injury",
    }
    presented = following["presents"]
    assert "neck pain" in {link.text for link in presented.said}
    assert "pain" in {link.text for link in presented.further}
    assert not {"crowned dens syndrome", "inflammation of the alar ligament"} & {
        link.text for link in (*presented.said, *presented.further)
    }


# The summary and what is not told


def test_the_summary_tells_the_case(catalogue: Catalogue) -> None:
    assert page_of(catalogue, ALAR).description == (
        "Woman of 38 with rheumatoid arthritis and latent tuberculosis."
        " Presented with neck pain (acute onset)."
        " Diagnosed: alar ligament calcification, left (focal)."
        " Ruled out: crowned dens syndrome and cervical epidural abscess."
        " Resolved: neck pain 2 weeks into treatment of rheumatoid arthritis."
    )


def test_what_a_finding_adds_to_its_diagnosis_stays_in_the_summary(catalogue: Catalogue) -> None:
    clauses = {clause.words: clause.text for clause in page_of(catalogue, BARIUM).summary}
    assert clauses["Diagnosed:"] == (
        "Diagnosed: cervical spine calcinosis (incidental, very extensive, voluminous)"
    )
    assert clauses["Shown:"].endswith("and cervical spine calcinosis at C4 vertebra")


def test_a_finding_of_the_other_side_qualifies_no_diagnosis() -> None:
    def finding(side: str, qualifier: str) -> str:
        return (
            f"<#{side}> a cg:Finding ; cg:affirms term:anterolisthesis ; cg:laterality cg:{side} ;"
            f" cg:qualifier term:{qualifier} ."
        )

    facts = facts_of(
        f"""<#case> cg:hasStatement <#Left>, <#Right>, <#diagnosed>, <#ct> .
        <#ct> a cg:Investigation ; cg:performs term:computed-tomography .
        {finding("Left", "severe")} {finding("Right", "focal")}
        <#Left> cg:shownBy <#ct> . <#Right> cg:shownBy <#ct> .
        <#diagnosed> a cg:Diagnosis ; cg:affirms term:anterolisthesis ; cg:laterality cg:Left ;
            cg:because <#Left>, <#Right> .""",
    )
    clauses = {clause.words: clause.text for clause in summary(facts, told(facts))}
    assert clauses["Diagnosed:"] == "Diagnosed: anterolisthesis, left (severe)"
    assert clauses["Shown:"] == "Shown: anterolisthesis, right (focal)"


def test_a_suspicion_of_what_is_diagnosed_is_no_open_one() -> None:
    facts = facts_of(
        """<#case> cg:hasStatement <#known>, <#asked>, <#open> .
        <#known> a cg:Diagnosis ; cg:affirms term:rheumatoid-arthritis .
        <#asked> a cg:Diagnosis ; cg:suspects term:rheumatoid-arthritis .
        <#open> a cg:Diagnosis ; cg:suspects term:crowned-dens-syndrome .""",
    )
    clauses = {clause.words: clause.text for clause in summary(facts, told(facts))}
    assert clauses["Suspected:"] == "Suspected: crowned dens syndrome"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_description_is_short_and_has_only_whole_clauses(catalogue: Catalogue, slug: str) -> None:
    page = page_of(catalogue, slug)
    assert len(page.description) < 305
    said = page.description.removesuffix(" …").removesuffix(page.ending).rstrip()
    clauses = [f"{clause.text}." for clause in page.summary]
    assert said == " ".join(clause for clause in clauses if clause in said)
    assert (said != " ".join(clauses)) == page.description.endswith(" …")


def test_what_does_not_fit_into_a_description_never_loses_its_word() -> None:
    long = tuple(Line(f"#{number}", "finding", "absent", "neck pain" * 12) for number in range(3))
    patient = Clause("Woman of 50")
    assert brief([patient, Clause("Ruled out:", long)]) == "Woman of 50. …"
    assert brief([patient, Clause("Ruled out:", long[:1])]).endswith("pain.")
    whole = Clause("Woman of 50 with", (Line("#a", "diagnosis", "diagnosed", "long word " * 60),))
    assert brief([whole]).endswith("long word …")
    assert len(brief([whole])) < 305


def test_the_age_when_last_seen_is_no_age_at_presentation() -> None:
    facts = facts_of(
        """<#case> cg:patient <#patient> .
        <#patient> a cg:Patient ; cg:sex cg:Male ; cg:atAge "P14Y"^^xsd:duration .""",
    )
    who = summary(facts, told(facts))[0].text
    assert who == "Male patient (last seen at the age of 14 years)"


@pytest.mark.parametrize(
    ("age", "sex", "who"),
    [
        ("P50Y", "Female", "Woman of 50"),
        ("P17Y", "Male", "Boy of 17"),
        ("P6M", "Female", "Girl of 6 months"),
        ("P50Y", "UnknownSex", "Patient of 50"),
    ],
)
def test_the_patient_is_named_by_age_and_sex(tmp_path: Path, age: str, sex: str, who: str) -> None:
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(case_turtle().replace("P50Y", age).replace("cg:Female", f"cg:{sex}"))
    build(file, store=tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        assert page_of(Catalogue(store), "stiff-neck").description.startswith(f"{who}. Present")


def test_what_the_report_does_not_tell_is_listed(catalogue: Catalogue, invented: Store) -> None:
    assert [one.text for one in page_of(catalogue, ALAR).unreported] == [
        "On what grounds rheumatoid arthritis was diagnosed.",
        "On what grounds latent tuberculosis was diagnosed.",
    ]
    page = page_of(Catalogue(invented), "stiff-neck")
    assert "No outcome is told." in [one.text for one in page.unreported]
    assert page.ending == "No outcome is told."


# Evidence


def test_evidence_is_quoted_in_its_context(invented: Store, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "any.txt").write_text(TEXT)
    page = html(Catalogue(invented, texts), "stiff-neck")
    assert Element(page).marked == ["A woman of 50 years", "neck pain", "no trauma"]
    assert "had <mark>neck pain</mark> for two weeks." in page
    assert "The quoted words are those of the authors of the report" in " ".join(page.split())


def test_quoted_words_are_those_of_authors_by_name(tmp_path: Path) -> None:
    work = "<https://w3id.org/casegraph/publication/stiff-neck"
    (tmp_path / "stiff-neck.ttl").write_text(
        case_turtle("stiff-neck")
        + f"""
{work}> dcterms:creator {work}#author-1> .
{work}#author-1> a <http://xmlns.com/foaf/0.1/Person> ;
    <http://xmlns.com/foaf/0.1/name> "Ada Stern" .
"""
    )
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "any.txt").write_text(TEXT)
    with build(tmp_path / "stiff-neck.ttl").store as store:
        page = html(Catalogue(store, texts), "stiff-neck")
    assert "The quoted words are those of Ada Stern;" in " ".join(page.split())


def test_without_the_text_no_word_of_it_is_published(invented: Store, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "any.txt").write_text(TEXT.replace("two weeks", "six weeks"))
    for folder in (None, texts):
        page = html(Catalogue(invented, folder), "stiff-neck")
        assert "<mark>" not in page
        assert "weeks" not in page
        assert "24-33" in page


def test_parts_far_apart_are_quoted_with_a_gap(tmp_path: Path) -> None:
    text = f"First words here.{' and more of it' * 60} Last words\nthere.\n"
    last = text.index("Last")
    first, second = (0, 11), (last, last + 10)
    selectors = ", ".join(
        f"[ a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ]"
        for start, end in (first, second)
    )
    start, end = position("neck pain")
    one = f"[ a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ]"
    file = tmp_path / "stiff-neck.ttl"
    counted = f"cg:characterCount {len(text)}"
    turtle = case_turtle().replace(f"cg:characterCount {len(TEXT)}", counted)
    name = f"text-0-11-{last}-{last + 10}"
    file.write_text(turtle.replace(one, selectors).replace(f"text-{start}-{end}", name))
    build(file, store=tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        facts = Facts(store, f"{CASE}stiff-neck")
        told = [line for line in lines("stiff-neck", store) if line.text == "neck pain"]
        source = f"{facts.document}#text"
        quote = quotes(facts, told, {source: text})[told[0].node][0]
        assert quotes(facts, told, {source: "short"})[told[0].node][0].parts == ()
    assert quote.said == f"0-11+{second[0]}-{second[1]}"
    assert [part.text for part in quote.parts if part.marked] == ["First words", "Last words"]
    between = quote.parts[1].text
    assert between.startswith(" here. and more")
    assert " … " in between
    assert between.endswith("of it ")
    assert len(between) < 200
    assert quote.parts[-1].text == " there. "


# Similar cases


def test_similar_cases_are_those_of_the_query(bundled_store: Store) -> None:
    similar = Similar(bundled_store, bundled_store.cases())
    for row in query("similar-cases", store=bundled_store):
        document = str(row["case"]).partition("#")[0]
        found = {alike.document: alike for alike in similar.to(document)}
        alike = found[str(row["similar"]).partition("#")[0]]
        assert len(alike.presented) == row["shared"]


def test_shared_terms_that_are_not_named_are_counted(catalogue: Catalogue) -> None:
    page = page_of(catalogue, BARIUM)
    many = replace(page, similar=tuple(replace(one, more=3) for one in page.similar))
    path = KIND.path(page.iri)
    assert "And 3 terms more." in rendered(KIND, many, path, catalogue, Site("0"))


def test_what_both_exclude_makes_no_case_similar(tmp_path: Path) -> None:
    for slug, finding in (("one", "neck-pain"), ("two", "hyperreflexia")):
        turtle = case_turtle(slug).replace("affirms term:neck-pain", f"affirms term:{finding}")
        (tmp_path / f"{slug}.ttl").write_text(turtle)
    build([tmp_path / "one.ttl", tmp_path / "two.ttl"], store=tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        similar = Similar(store, store.cases())
        assert all(
            "traumatic-injury" not in term
            for alike in similar.to(f"{CASE}one")
            for term in alike.presented
        )


# Cases from elsewhere


def test_an_imported_case_has_a_page(tmp_path: Path) -> None:
    made = packet(
        phenotypicFeatures=[
            feature("HP:0001250", "Seizure"),
            feature("HP:0000252", "Microcephaly", excluded=True),
        ]
    )
    file = tmp_path / "packet.json"
    file.write_text(json.dumps(made))
    import_phenopackets([file], store=tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        catalogue = Catalogue(store)
        slug = catalogue.cases[0].removeprefix(CASE)
        page = page_of(catalogue, slug)
        text = html(catalogue, slug)
    words = {line.text: line.word for _, section in page.sections for line in section.lines}
    assert page.description.startswith("Female patient. Present: Seizure.")
    assert words["Seizure"] == "present"
    assert words["Microcephaly"] == "absent"
    assert "<wbr>/phenotypicFeatures<wbr>/1<" in text
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/123"' in text
    assert "Microcephaly" not in json.dumps(Element(text).data)
