"""The table of a review article: what it says of a case, and that absence stays absence in it."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from markdown_it import MarkdownIt
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]
from pylatexenc.latexwalker import LatexWalker  # type: ignore[import-untyped]
from typer.testing import CliRunner

from casegraph.build import build
from casegraph.cli import app
from casegraph.errors import ExportError, QueryError
from casegraph.exporters.table import COLUMNS, FORMS, USUAL, export_table
from casegraph.exporters.table.cells import Entry, flat
from casegraph.exporters.table.cells import cell as grouped
from casegraph.exporters.table.columns import chosen
from casegraph.exporters.table.delimited import delimited
from casegraph.exporters.table.html import html
from casegraph.exporters.table.latex import latex
from casegraph.exporters.table.markdown import markdown
from casegraph.exporters.table.sheet import Form, Sheet
from casegraph.exporters.table.xlsx import xlsx
from casegraph.importers.phenopackets import import_phenopackets
from casegraph.namespaces import CASE, CG
from casegraph.narrative.facts import Facts
from casegraph.quads import graph_of
from casegraph.read import read
from casegraph.store import Store
from conftest import case_turtle, named
from conftest import evidence as stanza
from phenopackets_made import packet, write
from phenopackets_made import term as ontology_class

ALAR = "alar-ligament-calcification-ra"
SWALLOW = "cervical-calcinosis-ssc-barium-swallow"
COMPRESSION = "cervical-calcinosis-ssc-cord-compression"
BUNDLED = (ALAR, SWALLOW, COMPRESSION)
NEVER_PRESENT = ("denies", "deniesAt", "suspects", "resolves", "notPerformed")
MARKED = re.compile(
    r"(no|suspected:|ruled out:|resolved:|not done:|not given:|absent at [^;\n]*:) $"
)
HOSTILE = "=1+1|<script>alert(1)</script> \\input{/etc/passwd} & 50 % of $x_1$ #~^ `*[a](b)"
WRITERS: Mapping[str, Form] = {
    "markdown": markdown,
    "html": html,
    "csv": delimited,
    "xlsx": xlsx,
    "latex": latex,
}
every_form = pytest.mark.parametrize("form", FORMS)

Rows = list[dict[str, list[str]]]
"""Each row by heading, each cell as the lines that a reader sees in it."""


def lines_of(text: str) -> list[str]:
    return [line.strip().removeprefix("- ") for line in text.split("\n") if line.strip()]


def rows(cells: list[list[str]]) -> Rows:
    header, *others = cells
    return [dict(zip(header, map(lines_of, row), strict=True)) for row in others]


class Page(HTMLParser):
    """The cells of a table in HTML, each block on a line; an element that is not closed fails."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.scopes: set[str | None] = set()
        self.cells: list[list[str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "meta":
            return
        self.open.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag in {"th", "td"}:
            self.cells[-1].append("")
            self.scopes.add(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in {"li", "p"} and "tr" in self.open:
            self.cells[-1][-1] += "\n"

    def handle_data(self, data: str) -> None:
        if {"th", "td"} & set(self.open):
            self.cells[-1][-1] += data


def from_html(content: bytes) -> Rows:
    return rows(Page(content.decode()).cells)


def from_markdown(content: bytes) -> Rows:
    page = MarkdownIt("commonmark").enable("table").render(content.decode())
    return rows(Page(page.replace("<br>", "\n").replace("<hr />", "")).cells)


def from_csv(content: bytes) -> Rows:
    header, *others = csv.reader(io.StringIO(content.decode(), newline=""))
    cells = [[cell.replace("; ", "\n").replace("] ", "]\n") for cell in row] for row in others]
    return rows([[COLUMNS[name].heading for name in header], *cells])


def from_xlsx(content: bytes) -> Rows:
    page = openpyxl.load_workbook(io.BytesIO(content))["Cases"]
    return rows([[str(cell or "") for cell in row] for row in page.values])


def from_latex(content: bytes) -> Rows:
    """Return the rows of a longtable; those that one case has are joined."""
    text = content.decode()
    LatexWalker(text, tolerant_parsing=False).get_latex_nodes()
    said = LatexNodes2Text(math_mode="text")
    head = re.findall(r"\\textbf\{(.*?)\}", text[: text.index(r"\endfirsthead")])
    body = text[text.index(r"\endfoot") : text.index(r"\end{longtable}")].removeprefix(r"\endfoot")
    cases = [[""] * len(head) for _ in body.split("\\midrule")]
    for cells, case in zip(cases, body.split("\\midrule"), strict=True):
        for row in case.split(r"\tabularnewline")[:-1]:
            parts = re.split(r"(?<!\\)&", row)
            assert len(parts) == len(head)
            for index, part in enumerate(parts):
                cells[index] += (
                    said.latex_to_text(part.strip()).replace(
                        "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^"
                    )
                    + "\n"
                )
    return rows([head, *(cases if body.strip() else [])])


READERS: Mapping[str, Callable[[bytes], Rows]] = {
    "markdown": from_markdown,
    "html": from_html,
    "csv": from_csv,
    "xlsx": from_xlsx,
    "latex": from_latex,
}


def table(store: Store, form: str = "csv", **options: object) -> bytes:
    written: list[bytes] = []
    export_table(written.append, form=form, store=store, **options)  # type: ignore[arg-type]
    return b"".join(written)


def cell(store: Store, slug: str, column: str) -> list[str]:
    """Return the entries of a cell of the table of the one case *slug*."""
    (row,) = from_csv(table(store, case=slug, columns=[column]))
    return row[COLUMNS[column].heading]


def sheet(*texts: str, **options: bool) -> Sheet:
    """Return a table with one row, whose first cells say *texts*."""
    columns = chosen(None)[: len(texts)]
    return Sheet("A table", columns, [[(Entry(text),) for text in texts]], ["A note."], **options)


def terms(store: Store, slug: str, *polarities: str) -> set[str]:
    """Return the labels of what the authors say of the patient with *polarities*."""
    facts = Facts(store, f"{CASE}{slug}")
    statements = facts.nodes_of(f"{CASE}{slug}#case", f"{CG}hasStatement")
    return {
        facts.label_of(term)
        for statement in statements
        for polarity in polarities
        for term in facts.nodes_of(statement, CG + polarity)
    }


@every_form
@pytest.mark.parametrize("slug", BUNDLED)
def test_what_is_not_affirmed_never_reads_as_present(
    bundled_store: Store, slug: str, form: str
) -> None:
    (row,) = READERS[form](table(bundled_store, form, case=slug, columns=list(COLUMNS)))
    only = terms(bundled_store, slug, *NEVER_PRESENT) - terms(bundled_store, slug, "affirms")
    assert only
    said = {
        heading: [line for line in lines if heading not in {"Title", "Case", "Source"}]
        for heading, lines in row.items()
    }
    for term in sorted(only):
        found = [
            line[: place.start()]
            for lines in said.values()
            for line in lines
            for place in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", line)
        ]
        assert found, f"{term} is told nowhere"
        assert [before for before in found if not MARKED.search(before)] == [], term


@every_form
def test_every_form_says_the_same(bundled_store: Store, form: str) -> None:
    def words(content: bytes, read: Callable[[bytes], Rows]) -> list[list[str]]:
        return [
            [re.sub(r"[^a-z0-9]", "", "".join(cell).casefold()) for cell in row.values()]
            for row in read(content)
        ]

    found = words(table(bundled_store, form), READERS[form])
    assert found == words(table(bundled_store), from_csv)


@every_form
def test_a_cell_shows_hostile_text_as_it_is(form: str) -> None:
    content = b"".join(WRITERS[form](sheet("first", HOSTILE)))
    (row,) = READERS[form](content)
    assert "".join("".join(row["Age"]).split()) == "".join(HOSTILE.split())


@every_form
def test_control_characters_break_no_form(form: str) -> None:
    content = b"".join(WRITERS[form](sheet("first", "neck\x00 \x1b[31mpain\x85")))
    (row,) = READERS[form](content)
    assert "pain" in row["Age"][0]


@every_form
def test_a_store_without_cases_gives_a_table_without_rows(form: str) -> None:
    with Store.open() as store:
        assert READERS[form](table(store, form)) == []


def test_html_has_no_element_from_a_cell() -> None:
    page = Page(b"".join(html(sheet(HOSTILE))).decode())
    assert "script" not in page.tags


def test_html_is_a_page_with_caption_and_scopes(bundled_store: Store) -> None:
    page = Page(table(bundled_store, "html").decode().removeprefix("<!DOCTYPE html>"))
    assert {"html", "title", "main", "caption", "thead", "tbody"} <= page.tags
    assert page.scopes == {"col", "row", None}


@pytest.mark.parametrize("form", ["html", "latex", "markdown"])
def test_a_fragment_goes_into_a_page_or_document(bundled_store: Store, form: str) -> None:
    whole = table(bundled_store, form)
    part = table(bundled_store, form, whole=False)
    assert len(part) < len(whole)
    for opening in (b"<html", rb"\documentclass", b"# Table"):
        assert opening not in part
    assert READERS[form](part) == READERS[form](whole)


def test_latex_has_no_command_from_a_cell() -> None:
    text = b"".join(latex(sheet(HOSTILE, "[1] \\tabularnewline & }{"))).decode()
    assert r"\input{" not in text
    assert text.count(r"\tabularnewline") == text.count("tabularnewline") - 1
    LatexWalker(text, tolerant_parsing=False).get_latex_nodes()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_latex_compiles(bundled_store: Store, tmp_path: Path) -> None:
    (tmp_path / "table.tex").write_bytes(table(bundled_store, "latex"))
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "table.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stdout.decode(errors="replace")


def test_a_workbook_has_a_fixed_header_wrapped_text_and_a_legend(bundled_store: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(table(bundled_store, "xlsx")))
    page = book["Cases"]
    assert page.freeze_panes == "B2"
    assert [cell.value for cell in page[1]] == [COLUMNS[name].heading for name in USUAL]
    assert all(cell.font.bold for cell in page[1])
    assert all(cell.alignment.wrap_text for row in page for cell in row if cell.value)
    assert page.column_dimensions["A"].width == COLUMNS["source"].width
    assert "not the same as none" in " ".join(str(row[0]) for row in book["Notes"].values)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "#N/A", "2026-11-21", "1.0"])
def test_a_workbook_has_text_and_no_formula(text: str) -> None:
    content = b"".join(xlsx(sheet(text)))
    found = openpyxl.load_workbook(io.BytesIO(content))["Cases"]["A2"]
    assert (found.value, found.data_type) == (text, "s")


def test_a_workbook_says_that_a_cell_is_cut() -> None:
    content = b"".join(xlsx(sheet("a" * 40_000)))
    found = openpyxl.load_workbook(io.BytesIO(content))["Cases"]["A2"].value
    assert len(found) == 32_767
    assert found.endswith("cut here, a cell holds no more]")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-x", "@A1", "\tx", "\rx", "\N{FULLWIDTH EQUALS SIGN}1"]
)
def test_the_safe_form_of_csv_has_no_formula(text: str) -> None:
    content = b"".join(delimited(sheet(text, "-2.3", spreadsheet_safe=True))).decode()
    assert content.endswith(f'"\'{text}","-2.3"\r\n')
    exact = b"".join(delimited(sheet(text, "-2.3"))).decode()
    assert list(csv.reader(io.StringIO(exact, newline="")))[1] == [text, "-2.3"]


def test_only_csv_has_a_safe_form(bundled_store: Store) -> None:
    with pytest.raises(ExportError, match="for csv, and this is html"):
        table(bundled_store, "html", spreadsheet_safe=True)


@every_form
def test_the_same_store_gives_the_same_bytes(bundled_store: Store, form: str) -> None:
    assert table(bundled_store, form) == table(bundled_store, form)


def test_columns_come_in_the_order_that_is_asked_for(bundled_store: Store) -> None:
    content = table(bundled_store, columns=["sex", "case", "age", "sex"]).decode()
    assert content.splitlines()[:2] == ["sex,case,age", f"female,{ALAR},38 years"]


def test_an_unknown_column_is_an_error_with_the_nearest(bundled_store: Store) -> None:
    with pytest.raises(ExportError, match="'imagin'.* Did you mean imaging"):
        table(bundled_store, columns=["imagin"])


def test_no_column_is_an_error(bundled_store: Store) -> None:
    with pytest.raises(ExportError, match="no column is chosen"):
        table(bundled_store, columns=[])


def test_what_stands_under_no_heading_stands_before_those_that_have_one() -> None:
    entries = [Entry("erosion", "CT"), Entry("fever"), Entry("no fracture", "CT")]
    assert flat(grouped(entries)) == "fever; [CT] erosion; no fracture"


def test_the_condition_chooses_cases_and_places(bundled_store: Store) -> None:
    content = table(bundled_store, condition="cervical spine calcinosis", columns=["case", "site"])
    found = {row["Case"][0]: row["Site and level"] for row in from_csv(content)}
    assert found.keys() == {SWALLOW, COMPRESSION}
    assert found[SWALLOW] == ["C4 vertebra"]
    assert "spinal cord at C3\N{EN DASH}C4" not in found[COMPRESSION]


def test_a_condition_that_is_only_denied_has_no_case(bundled_store: Store) -> None:
    content = table(bundled_store, condition="crowned dens syndrome", columns=["case"])
    assert content == b"case\r\n"


@pytest.mark.parametrize("name", ["prednisolone", "computed tomography", "C4 vertebra"])
def test_what_no_case_can_present_is_no_condition(bundled_store: Store, name: str) -> None:
    with pytest.raises(ExportError, match="nothing that a case presents"):
        table(bundled_store, condition=name)


def test_an_unknown_condition_is_an_error(bundled_store: Store) -> None:
    with pytest.raises(QueryError, match="no term is called 'calcinosi'"):
        table(bundled_store, condition="calcinosi")


def test_side_level_number_and_unit_are_told(bundled_store: Store) -> None:
    assert "perched facet at right C3\N{EN DASH}C4 facet joint" in cell(
        bundled_store, COMPRESSION, "imaging"
    )
    assert "left alar ligament" in cell(bundled_store, ALAR, "site")
    assert cell(bundled_store, ALAR, "laboratory")[1:] == [
        "elevated C-reactive protein: C-reactive protein 0.72 mg/dL (reference < 0.3 mg/dL",
        "reported as high)",
    ]
    assert "no abnormal serum calcium: serum calcium 2.30 mmol/L (reported as normal)" in cell(
        bundled_store, SWALLOW, "laboratory"
    )
    assert "isoniazid, 300 mg/d (for latent tuberculosis)" in cell(bundled_store, ALAR, "treatment")


def test_reasoning_says_what_ruled_a_suspicion_out(bundled_store: Store) -> None:
    steps = cell(bundled_store, ALAR, "reasoning")
    suspected = steps.index("suspected: cervical epidural abscess")
    assert steps[suspected + 1] == (
        "ruled out: cervical epidural abscess, by no cervical epidural abscess "
        "(magnetic resonance imaging of cervical spine)"
    )


def test_a_line_break_in_a_label_makes_no_second_entry() -> None:
    entries = [Entry("neck\npain", "CT\r\nof the neck")]
    assert flat(grouped(entries)) == "[CT of the neck] neck pain"


def test_a_variant_has_its_gene(tmp_path: Path) -> None:
    variant = {
        "geneContext": {"valueId": "HGNC:7", "symbol": "LUN1"},
        "expressions": [{"syntax": "hgvs.c", "value": "NM_000001.2:c.1A>T"}],
    }
    called = {
        "subjectOrBiosampleId": "Patient 1",
        "interpretationStatus": "CAUSATIVE",
        "variantInterpretation": {"variationDescriptor": variant},
    }
    diagnosis = {
        "disease": ontology_class("OMIM:1", "moon fever"),
        "genomicInterpretations": [called],
    }
    interpreted = {"id": "1", "progressStatus": "SOLVED", "diagnosis": diagnosis}
    write(tmp_path / "packets", packet(interpretations=[interpreted]))
    import_phenopackets([tmp_path / "packets"], store=str(tmp_path / "store"))
    with Store.open(tmp_path / "store") as store:
        (found,) = from_csv(table(store))
    assert any("NM_000001.2:c.1A>T" in told for told in found["Laboratory and other tests"])
    assert any("gene: LUN1" in told for told in found["Laboratory and other tests"])


def test_an_image_stands_over_what_it_showed(bundled_store: Store) -> None:
    found = cell(bundled_store, ALAR, "imaging")
    mri = found.index("[magnetic resonance imaging of cervical spine]")
    assert found[mri + 1 :] == ["no atlanto-axial subluxation", "no cervical epidural abscess"]


def test_the_course_says_when_and_in_which_state(bundled_store: Store) -> None:
    assert cell(bundled_store, ALAR, "outcome") == [
        "[2 weeks into treatment of rheumatoid arthritis]",
        "resolved: neck pain",
    ]
    assert cell(bundled_store, COMPRESSION, "follow-up") == [
        "2 years after cervical spine surgery: 2 present and 2 resolved"
    ]


def test_an_outcome_that_is_not_reported_says_so(bundled_store: Store) -> None:
    assert cell(bundled_store, SWALLOW, "outcome") == ["not reported"]
    assert cell(bundled_store, SWALLOW, "follow-up") == ["rheumatological follow-up (long-term)"]


def test_what_the_curator_infers_is_left_out(bundled_store: Store) -> None:
    content = table(bundled_store, columns=list(COLUMNS)).decode()
    assert "cervical myelopathy" not in content
    assert "inflammation of the alar ligament" not in content


def test_an_underlying_disease_is_no_step_of_the_reasoning(bundled_store: Store) -> None:
    assert cell(bundled_store, ALAR, "underlying") == [
        "rheumatoid arthritis",
        "latent tuberculosis",
    ]
    assert not any("rheumatoid" in step for step in cell(bundled_store, ALAR, "reasoning"))


def invented(folder: Path, **statements: str) -> Store:
    """Return a store with the case of `case_turtle` and more statements, by name."""
    linked = "".join(f" <#{name}>," for name in statements)
    text = case_turtle().replace("cg:hasStatement", f"cg:hasStatement{linked}", 1)
    for name, said in statements.items():
        text += (
            f'<#{name}> {said} ; rdfs:label "{name}"@en ; cg:voice cg:AuthorObservation ; '
            f"cg:evidence {named('isoniazid')} .\n"
        )
    if any("cg:Outcome" in said for said in statements.values()):
        text = text.replace("cg:outcomeReported false", "cg:outcomeReported true")
    (folder / "case.ttl").write_text(f"{text}{stanza('isoniazid')}")
    report = build(folder / "case.ttl", store=folder / "store").report
    assert report.conforms, report.results
    return Store.open(folder / "store")


def test_a_treatment_for_what_is_only_suspected_says_so(tmp_path: Path) -> None:
    with invented(
        tmp_path,
        suspicion="a cg:Diagnosis ; cg:groundsNotStated true ; "
        "cg:suspects term:latent-tuberculosis",
        drug="a cg:Treatment ; cg:performs term:isoniazid ; cg:indication term:latent-tuberculosis",
    ) as store:
        assert cell(store, "stiff-neck", "treatment") == [
            "isoniazid (for latent tuberculosis, suspected)"
        ]


def test_a_treatment_for_what_follows_from_a_suspicion_alone_says_so(tmp_path: Path) -> None:
    with invented(
        tmp_path,
        suspicion="a cg:Diagnosis ; cg:groundsNotStated true ; "
        "cg:suspects term:latent-tuberculosis",
        drug="a cg:Treatment ; cg:performs term:isoniazid ; cg:indication term:infection",
    ) as store:
        assert cell(store, "stiff-neck", "treatment") == ["isoniazid (for infection, suspected)"]


def test_steps_that_revise_each_other_stand_in_the_order_of_telling(tmp_path: Path) -> None:
    text = case_turtle().replace("cg:hasStatement", "cg:hasStatement <#step-9>, <#step-10>,", 1)
    text += """
        <#step-9> a cg:Diagnosis ; cg:suspects term:pain ; cg:revises <#step-10> .
        <#step-10> a cg:Diagnosis ; cg:suspects term:dysphagia ; cg:revises <#step-9> .
    """
    (tmp_path / "case.ttl").write_text(text)
    quads = read(tmp_path / "case.ttl").quads
    with Store.open() as store:
        store.replace_graphs(sorted(set(map(graph_of, quads))), quads)
        found = cell(store, "stiff-neck", "reasoning")
    assert found == ["suspected: term:pain", "suspected: term:dysphagia"]


def test_what_was_not_done_never_reads_as_done(tmp_path: Path) -> None:
    with invented(
        tmp_path,
        operation="a cg:Treatment ; cg:performs term:spinal-surgery ; "
        "dcterms:hasPart <#fusion>, <#decompression>",
        fusion="a cg:Treatment ; cg:notPerformed term:posterior-spinal-fusion",
        decompression="a cg:Treatment ; cg:performs term:spinal-decompression",
        drug="a cg:Treatment ; cg:notPerformed term:alendronate",
        scan="a cg:Investigation ; cg:notPerformed term:computed-tomography",
    ) as store:
        assert cell(store, "stiff-neck", "treatment") == [
            "not given: alendronate",
            "spinal surgery, with spinal decompression + not done: posterior spinal fusion",
        ]
        assert cell(store, "stiff-neck", "imaging") == ["not done: computed tomography"]


def test_the_last_time_is_the_longest_after_its_origin(tmp_path: Path) -> None:
    outcome = "a cg:Outcome ; cg:follows <#drug> ; cg:offsetFrom <#drug>"
    with invented(
        tmp_path,
        drug="a cg:Treatment ; cg:performs term:isoniazid",
        early=f'{outcome} ; cg:affirms term:neck-pain ; cg:atOffset "P14D"^^xsd:duration',
        late=f'{outcome} ; cg:resolves term:neck-pain ; cg:atOffset "P1Y"^^xsd:duration',
        middle=f'{outcome} ; cg:affirms term:dysphagia ; cg:atOffset "P6M"^^xsd:duration',
    ) as store:
        assert cell(store, "stiff-neck", "follow-up") == ["1 year after isoniazid: 1 resolved"]


def test_a_table_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def stop(doing: str, done: int, of: int) -> None:
        raise ExportError(f"{doing} stopped at {done} of {of}")

    for form, ending in FORMS.items():
        out = tmp_path / f"table{ending}"
        out.write_text("before")
        with pytest.raises(ExportError, match="stopped at 1 of 3"):
            export_table(out, form=form, progress=stop)
        assert out.read_text() == "before"


def test_the_form_is_that_of_the_ending(bundled_store: Store, tmp_path: Path) -> None:
    for form, ending in FORMS.items():
        out = tmp_path / f"table{ending}"
        export_table(out, store=bundled_store, columns=["case"])
        assert out.read_bytes() == table(bundled_store, form, columns=["case"])


def test_an_unknown_ending_or_form_is_an_error(bundled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="form of the table is not known"):
        export_table(tmp_path / "table.doc", store=bundled_store)
    with pytest.raises(ExportError, match="no form 'exel'"):
        export_table(tmp_path / "table.doc", form="exel", store=bundled_store)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_an_error(bundled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export_table(tmp_path / "no" / "table.csv", store=bundled_store)


def test_progress_is_told_case_by_case(bundled_store: Store) -> None:
    told: list[tuple[int, int]] = []
    table(bundled_store, progress=lambda _, done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_command_writes_markdown_or_a_file(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["export", "table", "--columns", "case, sex", "--case", ALAR])
    assert run.exit_code == 0, run.output
    assert run.stdout.splitlines()[2:5] == [
        "| Case | Sex |",
        "| --- | --- |",
        f"| {ALAR} | female |",
    ]
    out = tmp_path / "table.xlsx"
    run = CliRunner().invoke(app, ["export", "table", "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert len(from_xlsx(out.read_bytes())) == 3
