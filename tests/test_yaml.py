"""A YAML case file is RDF by its contexts; whatever would be lost on the way is an error."""

import json
import re
from pathlib import Path
from typing import ClassVar

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld as processor
from rdflib.compare import isomorphic
from typer.testing import CliRunner

from casegraph.authoring.words import context
from casegraph.cli import app
from casegraph.errors import ReadError
from casegraph.namespaces import CASE, CG, OA, PREFIXES, PUBLICATIONS, TERM, TERMS
from casegraph.quads import canonical, graph_of
from casegraph.rdflib_bridge import to_graph
from casegraph.read import Reading, contents, read, skim
from casegraph.read.authored import authored
from casegraph.read.keys import contexts, keys
from casegraph.read.words import LABEL, bundled_words, words_of
from casegraph.read.yaml import MOST_CHARACTERS, tree
from casegraph.read.yamlld import document
from casegraph.validate import validate

DOCUMENT = f"{CASE}stiff-neck"
HEAD = "id: case:stiff-neck#case\ntype: Case\n"
EXAMPLE = """\
id: case:stiff-neck#case
type: Case
label: "Stiff neck: a first look"
patient: {id: "#patient", type: Patient, sex: female, age: P62Y}
outcomeReported: false
statements:
  - id: "#neck-pain"
    type: Finding
    present: neck pain
    atOffset: -P3M
    qualifier: [severe, acute onset]
  - id: "#ligament"
    type: Finding
    affirms: Calcification
    site: alar ligament
    laterality: left
    because:
      - "#neck-pain"
  - id: "#crp"
    type: Measurement
    value: 2.30
    referenceHigh: 3
    unit: mg/dL
    asWritten: 2.30
  - id: "#ct"
    type: Investigation
    not done: computed tomography
document: {id: case:stiff-neck, created: 2026-11-21, wasDerivedFrom: "#text"}
publications:
  - id: publication:stiff-neck
    title: no
    authorList: [publication:stiff-neck#b, publication:stiff-neck#a]
terms:
  - id: term:calcification-of-anything
    type: FindingType
    prefLabel: Calcification
    exactMatch: HP:0010766
places:
  - {id: "#text-0-9", source: "#text", at: {start: 0, end: 9}}
"""
TURTLE = """
<#case> a cg:Case ; rdfs:label "Stiff neck: a first look"@en ; cg:patient <#patient> ;
    cg:outcomeReported false ; cg:hasStatement <#neck-pain>, <#ligament>, <#crp>, <#ct> .
<#patient> a cg:Patient ; cg:sex cg:Female ; cg:ageAtPresentation "P62Y"^^xsd:duration .
<#neck-pain> a cg:Finding ; cg:affirms term:neck-pain ; cg:atOffset "-P3M"^^xsd:duration ;
    cg:qualifier term:severe, term:acute-onset .
<#ligament> a cg:Finding ; cg:affirms term:calcification-of-anything ; cg:site term:alar-ligament ;
    cg:laterality cg:Left ; cg:because <#neck-pain> .
<#crp> a cg:Measurement ; cg:value 2.30 ; cg:referenceHigh 3 ; cg:unit "mg/dL" ;
    cg:asWritten "2.30" .
<#ct> a cg:Investigation ; cg:notPerformed term:computed-tomography .
<> dcterms:created "2026-11-21"^^xsd:date ; prov:wasDerivedFrom <#text> .
publication:stiff-neck dcterms:title "no"@en ;
    bibo:authorList ( <https://w3id.org/casegraph/publication/stiff-neck#b>
        <https://w3id.org/casegraph/publication/stiff-neck#a> ) .
term:calcification-of-anything a cg:FindingType ; skos:prefLabel "Calcification"@en ;
    skos:exactMatch <http://purl.obolibrary.org/obo/HP_0010766> .
<#text-0-9> oa:hasSource <#text> ; oa:hasSelector [ oa:start 0 ; oa:end 9 ] .
"""


def written(folder: Path, text: str | bytes, name: str = "case.yaml") -> str:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def in_turtle(folder: Path, turtle: str) -> Reading:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return read(written(folder, f"{prefixes}@base <{DOCUMENT}> .\n{turtle}", "case.ttl"))


def error_of(folder: Path, text: str | bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(written(folder, text))
    assert caught.value.repair, "an error without a repair"
    return caught.value


# What a file says


def test_a_case_in_yaml_is_the_same_graph_as_in_turtle(tmp_path: Path) -> None:
    reading = read(written(tmp_path, EXAMPLE))
    assert canonical(reading.quads) == canonical(in_turtle(tmp_path, TURTLE).quads)
    assert {graph_of(quad) for quad in reading.quads} == {
        DOCUMENT,
        f"{DOCUMENT}/provenance",
        PUBLICATIONS,
        TERMS,
    }


def test_a_file_without_places_says_the_same(tmp_path: Path) -> None:
    file = written(tmp_path, EXAMPLE, "case.yml")
    reading = read(file)
    content = contents(file)
    assert set(content.cases[DOCUMENT]) | set(content.background) == set(reading.quads)
    assert skim(file).cases == (DOCUMENT,)
    assert set(skim(file).background) == set(content.background)
    assert read(tmp_path).cases == (DOCUMENT,)


def test_the_context_may_be_named(tmp_path: Path) -> None:
    for name in ("context", "authoring"):
        line = f'"@context": https://w3id.org/casegraph/{name}.jsonld\n'
        reading = read(written(tmp_path, line + EXAMPLE))
        assert canonical(reading.quads) == canonical(read(written(tmp_path, EXAMPLE)).quads)


def test_any_processor_gives_the_same_triples_under_the_whole_context() -> None:
    """The words under which one file is read are a part of a context that holds them all."""
    own = words_of([(f"{TERM}calcification-of-anything", LABEL, "Calcification")])
    found = authored(tree(EXAMPLE, "case.yaml"), "case.yaml", bundled_words())
    whole = context(bundled_words() | own)["@context"]
    ours = oxigraph(document(found))
    theirs = [whole, {"@base": found.base}]
    assert canonical(oxigraph({"@context": theirs, **found.document})) == canonical(ours)
    options = {"base": found.base, "expandContext": {"@context": whole}}
    expanded = processor.expand(found.document, options)
    assert canonical(oxigraph(expanded)) == canonical(ours)
    read = rdflib.Graph()
    read.parse(data=json.dumps({"@context": theirs, **found.document}), format="json-ld")
    assert isomorphic(read, to_graph(ours))


class CoreSchema(yaml.SafeLoader):
    """Reads plain scalars as YAML 1.2 has them (YAML 1.2.2, section 10.3.2)."""

    yaml_implicit_resolvers: ClassVar = {}  # type: ignore[misc]


for tag, form in {
    "tag:yaml.org,2002:null": "~|null|Null|NULL|",
    "tag:yaml.org,2002:bool": "true|True|TRUE|false|False|FALSE",
    "core:int": "[-+]?[0-9]+|0x[0-9a-fA-F]+",
    "core:float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    CoreSchema.add_implicit_resolver(tag, re.compile(rf"(?:{form})\Z"), None)
CoreSchema.add_constructor(
    "core:int", lambda _, node: int(node.value, 16 if "x" in node.value else 10)
)
CoreSchema.add_constructor("core:float", lambda _, node: float(node.value))


def read_elsewhere(line: str) -> list[ox.Quad]:
    """Return what a processor of YAML-LD other than ours reads in a case with *line*."""
    said = yaml.load(HEAD + line, CoreSchema)  # noqa: S506 - a safe loader
    return oxigraph({"@context": [context()["@context"], {"@base": DOCUMENT}], **said})


def read_here(line: str) -> list[ox.Quad]:
    return oxigraph(document(authored(tree(HEAD + line, "a.yaml"), "a.yaml", bundled_words())))


@pytest.mark.parametrize(
    "line",
    [
        *('value: "20"', 'value: "2.30"', 'offsetDays: "-3"', 'asWritten: "2.30"', 'label: "12"'),
        *('unit: "1"', 'asWritten: "007"', 'label: "true"', "figureNumber: 3", "inYear: 2009"),
        *("created: 2026-11-21", "label: no", "label: P62Y", "outcomeReported: false"),
        *("unit: mg/dL", "asWritten: 1.2.3"),
    ],
)
def test_what_the_page_says_is_read_alike_elsewhere_is(line: str) -> None:
    assert canonical(read_here(line)) == canonical(read_elsewhere(line))


@pytest.mark.parametrize(
    "line",
    [
        *("value: 20", "value: 2.30", "figureNumber: 007", "figureNumber: +3", "asWritten: 2.30"),
        *("label: 12", "unit: 1", "asWritten: 007", "asWritten: 1e3", "label: true"),
    ],
)
def test_what_the_page_says_is_read_otherwise_elsewhere_is(line: str) -> None:
    assert canonical(read_here(line)) != canonical(read_elsewhere(line))


def oxigraph(jsonld: object) -> list[ox.Quad]:
    return list(ox.parse(json.dumps(jsonld).encode(), format=ox.RdfFormat.JSON_LD))


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("affirms", ["present"]),
        ("suspects", ["suspected"]),
        ("denies", ["absent", "ruled out"]),
        ("deniesAt", ["absent at site"]),
        ("resolves", ["resolved"]),
        ("performs", ["done"]),
        ("notPerformed", ["not done"]),
    ],
)
def test_each_polarity_has_its_plain_words(polarity: str, words: list[str], tmp_path: Path) -> None:
    for word in [polarity, *words]:
        reading = read(written(tmp_path, f"{HEAD}{word}: neck pain\n"))
        assert f"{CG}{polarity}" in {quad.predicate.value for quad in reading.quads}


def test_the_iri_of_a_property_is_the_same_key(tmp_path: Path) -> None:
    """The messages of the shapes say `cg:because`, so that is what authors write."""
    short = 'because: "#a"\naffirms: neck pain\nvalue: 2.30\nlabel: x\nsex: female\n'
    long = (
        'cg:because: "#a"\nhttps://w3id.org/casegraph/ontology#affirms: neck pain\n'
        "cg:value: 2.30\nrdfs:label: x\ncg:sex: female\n"
    )
    expected = read(written(tmp_path, HEAD + short)).quads
    assert canonical(read(written(tmp_path, HEAD + long)).quads) == canonical(expected)


@pytest.mark.parametrize("word", ["no", "on", "yes", "2024-01-01", "0123", "1e3", "12:30", "true"])
def test_a_text_stays_a_text_without_quotation_marks(word: str, tmp_path: Path) -> None:
    reading = read(written(tmp_path, f"{HEAD}label: {word}\n"))
    values = [quad.object for quad in reading.quads if quad.predicate.value.endswith("label")]
    assert values == [ox.Literal(word, language="en")]


def test_an_alias_stands_for_what_it_names(tmp_path: Path) -> None:
    text = f'{HEAD}because: &both ["#a", "#b"]\nafter: *both\n'
    assert len(read(written(tmp_path, text)).quads) == 5


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"\xef\xbb\xbf" + EXAMPLE.encode())).cases == (DOCUMENT,)


def test_words_of_a_store_are_looked_at_after_the_bundled(tmp_path: Path) -> None:
    seizure, neck = "http://purl.obolibrary.org/obo/HP_0001250", "https://example.org/neck"
    names = [(seizure, "Seizure"), (neck, "neck"), (seizure, "Fit"), (neck, "Fit")]
    words = bundled_words().before(words_of((iri, LABEL, name) for iri, name in names))
    file = written(tmp_path, f"{HEAD}affirms: seizure\nsite: neck\n")
    for quads in (read(file, words=words).quads, contents(file, words).cases[DOCUMENT]):
        assert {seizure, f"{TERM}neck"} <= {getattr(quad.object, "value", "") for quad in quads}
    with pytest.raises(ReadError, match="'seizure' is not the name of a term"):
        read(file)
    with pytest.raises(ReadError, match="'Fit' is a name of <http.*> and of <https.*>"):
        read(written(tmp_path, f"{HEAD}affirms: Fit\n"), words=words)
    with pytest.raises(ReadError, match="Did you mean .*seizure"):
        read(written(tmp_path, f"{HEAD}affirms: siezure\n"), words=words)


def test_a_plainer_word_means_a_property_of_the_vocabulary() -> None:
    own, plainer = contexts()
    known = {key.iri for name, key in keys().items() if name in own}
    added = {name for name in plainer if name in keys() and not keys()[name].is_group}
    assert {"present", "statements", "quote"} <= added
    assert {keys()[name].iri for name in added} - known <= {f"{OA}prefix", f"{OA}suffix"}


# Lines


def test_each_triple_has_the_line_of_its_value(tmp_path: Path) -> None:
    reading = read(written(tmp_path, EXAMPLE))
    lines = {
        (quad.predicate.value.rpartition("/")[2].rpartition("#")[2], quad.object.value): place.line
        for quad, place in reading.locations.items()
        if not isinstance(quad.object, ox.BlankNode | ox.Triple)
    }
    assert lines["sex", f"{CG}Female"] == 4
    assert lines["affirms", f"{TERM}neck-pain"] == 9
    assert lines["hasStatement", f"{DOCUMENT}#ligament"] == 12
    assert lines["because", f"{DOCUMENT}#neck-pain"] == 18
    assert lines["value", "2.30"] == 21
    assert lines["first", "https://w3id.org/casegraph/publication/stiff-neck#a"] == 32
    assert lines["end", "9"] == 39
    assert None not in {place.line for place in reading.locations.values()}


def test_a_finding_of_validation_names_the_line(tmp_path: Path) -> None:
    report = validate(written(tmp_path, EXAMPLE))
    lines = {
        result.location.line
        for result in report.results
        if result.focus.endswith("#ct") and result.location
    }
    assert lines
    assert lines <= {25, 26, 27}


# What is refused


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("lable: x", "the key 'lable' is not known. Did you mean label"),
        ("on: x", "the key 'on' is not known"),
        ("<<: {label: x}", "the key '<<' is not known"),
        ('"@graph": []', "the key '@graph' is not known"),
        ("foo:bar: x", "the key 'foo:bar' is not known"),
        ("cg:site: alar ligment", "'alar ligment' is not the name of a term"),
        ("site: " + "x" * 5000, "xxx...xxx"),
        ("site: alar ligment", "'alar ligment' is not the name of a term. Did you mean alar lig"),
        ("site: term", "'term' is not the name of a term"),
        ("site: C3/4", "'C3/4' cannot be a word, because of its slash"),
        ('site: "#neck"', "'#neck' is a node of this file, where a term is meant"),
        ("sex: Femal", "'Femal' is not one of its values. Write one of"),
        ("voice: no", "'no' is not one of its values. Write one of author "),
        ("voice: author", "Write one of author observation, author claim, c"),
        ("evidence: A woman", "'A woman' is not a name. Write evidence: {quote: A woman} for"),
        ('evidence: "she: a, b"', 'Write evidence: {quote: "she: a, b"} for words'),
        ('evidence: "#a b"', "is not an IRI"),
        ("statements: [{type: Symptom}]", "A statement is one of Diagnosis, Finding, Invest"),
        ("type: Fnding", "the key 'type' stands here and on line 2"),
        ("statements: [{type: Fnding}]", "the type 'Fnding' is not known. Did you mean Finding"),
        ("because: neck-pain", "'neck-pain' is not a name. Write \"#neck-pain\""),
        ("because: cg", "'cg' is not a name"),
        ("because: foo:bar", "the prefix 'foo' is not known"),
        ('because: "#a b"', "is not an IRI"),
        ("patient: #patient", "a key has no value"),
        ("label: ~", "~ is no value"),
        ("age: P2W", "'P2W' is in weeks, which xsd:duration does not have. Write P14D."),
        ("atOffset: 3 months", "'3 months' is not a duration"),
        ("lasting: -P", "'-P' is not a duration"),
        ("dose: 10 mg/d", "'10 mg/d' is not a number. Write the number 10 here, and mg/d under"),
        ("proportion: 25%", "Write 25 and, under `unit`, %; as a proportion 0.25."),
        ("value: 1e3", "'1e3' is not a number. Write plain digits"),
        ("value: 0x1F", "'0x1F' is not a number"),
        ("value: 1,5", "'1,5' is not a number. Write a decimal point"),
        ("figureNumber: 1.5", "'1.5' is not a whole number"),
        ("outcomeReported: yes", "'yes' is not true or false"),
        ("document: {id: case:stiff-neck, created: 2026-1-1}", "'2026-1-1' is not a date"),
        ("inYear: 09", "'09' is not a year"),
        ("label: [[x]]", "a list inside a list"),
        ("label: !!str x", "the tag tag:yaml.org,2002:str"),
        ("label: !x y", "the tag !x"),
        ("label: a: b", "is not YAML: mapping values are not allowed"),
        ("label: a: b", "Put a text that has a colon in quotation marks, or line this key up"),
        ("  label: x", "Put a text that has a colon in quotation marks, or line this key up"),
        ("\tlabel: x", "is not YAML: found a tab character"),
        ("\tlabel: x", "Indent with blanks, not with tabs."),
        ('label: "x', "Close the quotation mark that opens here."),
        ("patient: {age: P1Y\nlabel: x", "Close the bracket that opens here"),
        ("label x\nsite: neck", "Write `key: value`, with a blank after the colon"),
        ('label: "x" y', "Line this key up with the other keys of the same node."),
        ("label: @x", "Put a text that begins with a sign"),
        ("label: | x", "Put a text that begins with a sign"),
        ("label: - x", "Begin the list on the next line"),
        ('label: "\\d"', "for a backslash"),
        ("label: \x07", "is not YAML: a character that cannot be printed"),
        ("label: *x", "the alias *x stands inside what it names, or before it"),
        ("label: &x [*x]", "the alias *x stands inside what it names, or before it"),
        ("? [a]\n: b", "a key that is not a word"),
        ('statements: [{id: "#a", type: Finding}, {id: "#a", label: x}]', "#a is described here"),
        ("places: [x]", "'x' is not a node"),
        ('label: {"@value": x, "@type": xsd:date, "@language": en}', "both @type and @language"),
        ('label: {"@value": x, label: y}', "'label' beside @value"),
        ('label: {"@value": x, "@language": e_n}', "'e_n' is not a language"),
        ('"@context": https://example.org/c', "a context other than the project's"),
        ("---\nid: case:other#case", "a second document in one file"),
    ],
)
def test_what_would_be_lost_is_an_error_at_its_line(
    line: str, message: str, tmp_path: Path
) -> None:
    error = error_of(tmp_path, f"{HEAD}{line}\n")
    assert message in str(error)
    assert error.line is not None
    assert 3 <= error.line <= 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("# nothing but a comment\n", "is empty"),
        ("- id: case:a#case\n", "is not a mapping of keys to values"),
        ("A report in plain words.\n", "is not a mapping of keys to values"),
        ("label: x\n", "the case has no id"),
        ('id: "#case"\n', "'#case' does not say which case this is"),
        ('terms: [{id: "#x", label: y}]\n', "'#x' belongs to no case, since the file has no id"),
        ("[" * 5000, "is nested more than"),
        ("- " * 5000, "is nested more than"),
        ("x" * (MOST_CHARACTERS + 1), "characters, which nobody writes by hand"),
        ("id: case:é#case".encode("latin-1"), "is not UTF-8"),
    ],
    ids=range(11),
)
def test_what_is_no_case_file_is_refused(text: str | bytes, message: str, tmp_path: Path) -> None:
    assert message in str(error_of(tmp_path, text))


def test_the_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    items = '[{id: "#a", type: Fnding, present: nekc pain}, {id: "#b", because: [x, y]}]'
    error = error_of(tmp_path, f"{HEAD}statements: {items}\nlable: x\n")
    said = [str(error), *error.__notes__]
    assert [line.split(": ", 1)[0].rpartition(":")[2] for line in said] == [*"33334"]
    for line, word in zip(said, ("Fnding", "nekc pain", "'x'", "'y'", "lable"), strict=True):
        assert word in line
    assert error_of(tmp_path, HEAD + "".join(f"k{at}: x\n" for at in range(50))).__notes__[-1] == (
        f"{tmp_path / 'case.yaml'}: and 30 more like these"
    )


def test_the_command_line_prints_a_line_for_each_fault(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEAD}lable: x\nsite: nekc\n")
    printed = CliRunner().invoke(app, ["validate", file])
    assert printed.exit_code == 2
    assert [line.split(": ")[1] for line in printed.stderr.splitlines()] == [
        f"{file}:3",
        f"{file}:4",
    ]


def test_aliases_of_aliases_are_bounded(tmp_path: Path) -> None:
    lines = [f"k{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 9)]
    text = "\n".join(["k0: &a0 [x]", *lines])
    assert "aliases counted as what they stand for" in str(error_of(tmp_path, text))


def test_a_word_for_two_terms_names_both(tmp_path: Path) -> None:
    text = f"{HEAD}affirms: neck pain\nterms: [{{id: term:other, prefLabel: neck pain}}]\n"
    error = error_of(tmp_path, text)
    assert "'neck pain' is a name of term:neck-pain and of term:other" in str(error)
    assert error.line == 3


PIECES = st.sampled_from(
    [
        *("id: case:a#case", "type: Case", "label: ", "site: neck", "because: [", "]", "{", "}"),
        *('"#a"', "&a ", "*a", "!t ", "---", "- ", "  ", "\n", "\n\n", ": ", "? ", "| ", "> ", "#"),
        *('"@value"', '"@list"', '"@context"', "terms:", "prefLabel: neck", "value: 1", "'", "\t"),
    ]
)


@settings(max_examples=300)
@given(text=st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_no_text_makes_anything_but_quads_or_a_named_error(text: str) -> None:
    try:
        found = authored(tree(text, "case.yaml"), "case.yaml", bundled_words())
        document(found)
    except ReadError as error:
        assert error.repair
