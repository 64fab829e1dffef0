"""Where each thing of a case is told.

The sections are those of the CARE guideline for case reports: patient, history, work-up, diagnostic
reasoning, treatment, course and outcome; then what the publication says in general, and what only
the curator concludes.
"""

from collections.abc import Callable, Iterable

from casegraph.namespaces import CG, CITO, DCTERMS, OA, PROV, RDF, RDFS
from casegraph.narrative import claims, statements
from casegraph.narrative.bibliography import TOLD, author, authors, reference
from casegraph.narrative.facts import Facts
from casegraph.narrative.order import Order, is_later
from casegraph.narrative.pieces import Piece
from casegraph.narrative.values import Detail, Line, Section
from casegraph.narrative.words import age, last_seen, listing

SOURCE = "Patient and source"
PRESENTATION = "History and presentation"
WORK_UP = "Work-up"
REASONING = "Diagnostic reasoning"
TREATMENT = "Treatment"
COURSE = "Course and outcome"
CLAIMS = "Claims"
CITATIONS = "Citations"
FIGURES = "Figures"
CURATOR = "The curator's inferences"
REST = "Also in the case document"

STORY = (PRESENTATION, WORK_UP, REASONING, TREATMENT, COURSE)
"""The sections of what the authors say of the patient."""

_CITED = f"{CITO}hasCitedEntity"
_OF_A_CASE = frozenset(
    [f"{RDF}type", f"{RDFS}label"]
    + [CG + name for name in ("patient", "reportedIn", "hasStatement", "hasInference", "hasClaim")]
    + [CG + name for name in ("hasFigure", "hasCitation", "outcomeReported")]
)
_OF_A_PATIENT = frozenset(
    [f"{RDF}type"]
    + [CG + name for name in ("ageAtPresentation", "atAge", "sex", "evidence", "voice")]
)
_OF_A_TEXT = frozenset({f"{RDF}type", f"{CG}textOf", f"{CG}characterCount", f"{CG}sha256"})
_OF_AN_ENCODING = frozenset(
    {f"{RDF}type", f"{DCTERMS}created", f"{DCTERMS}creator", f"{PROV}wasDerivedFrom"}
)
_EVIDENCE = frozenset({f"{CG}SourceText", f"{OA}SpecificResource"})


def sections(facts: Facts, case: str) -> tuple[Section, ...]:
    """Return the sections of *case* in clinical order."""
    told = [
        _patient_and_source(facts, case),
        *_story(facts, case),
        _general(CLAIMS, facts, case, "hasClaim", claims.claim),
        _general(CITATIONS, facts, case, "hasCitation", claims.citation),
        _general(FIGURES, facts, case, "hasFigure", claims.figure),
        _curators(facts, case),
    ]
    told.append(_rest(facts, case, told))
    return tuple(section for section in told if section.lines or section.note)


def _patient_and_source(facts: Facts, case: str) -> Section:
    lines = [_patient(facts, patient) for patient in facts.nodes_of(case, f"{CG}patient")]
    lines += [_report(facts, work) for work in facts.nodes_of(case, f"{CG}reportedIn")]
    lines += [_text(facts, node) for node in facts.instances("SourceText")]
    lines.append(_encoding(facts))
    of_the_case = statements.details(facts, case, told=_OF_A_CASE)
    if of_the_case:
        lines.append(Line(case, "case", "case", facts.label_of(case), details=of_the_case))
    return Section(SOURCE, tuple(lines))


def _story(facts: Facts, case: str) -> Iterable[Section]:
    """Return the sections of what the authors say of the patient."""
    order = Order(facts, facts.nodes_of(case, f"{CG}hasStatement"))
    homes = {node: _home(facts, order, node) for node in order.roots}
    unreported = facts.literal(case, f"{CG}outcomeReported") == "false"
    notes = {
        WORK_UP: "No investigation is told.",
        TREATMENT: "No treatment is told.",
        COURSE: "No outcome is told.",
    }
    for title in STORY:
        roots = [node for node in order.roots if homes[node] == title]
        said = unreported if title == COURSE else not roots
        yield Section(
            title,
            tuple(_with_what_is_under(facts, order, node) for node in roots),
            note=notes.get(title, "") if said else "",
        )


def _home(facts: Facts, order: Order, node: str) -> str:
    """Return the title of the section in which the root statement *node* is told."""
    kinds = facts.types(node)
    if "Investigation" in kinds:
        return WORK_UP
    if "Treatment" in kinds:
        return TREATMENT
    if "Outcome" in kinds:
        return COURSE
    if "Diagnosis" in kinds:
        known = statements.polarity_of(facts, node) == "affirms" and not order.children[node]
        grounds = facts.nodes_of(node, f"{CG}because")
        before = facts.days(node) < 0
        return PRESENTATION if known and (before or not grounds) else REASONING
    return COURSE if is_later(facts, node) else PRESENTATION


def _with_what_is_under(facts: Facts, order: Order, node: str, under: str = "") -> Line:
    below = (_with_what_is_under(facts, order, child, node) for child in order.children[node])
    return statements.line(facts, node, under=under, lines=tuple(below))


def _curators(facts: Facts, case: str) -> Section:
    order = Order(facts, facts.nodes_of(case, f"{CG}hasInference"))
    lines = tuple(_with_what_is_under(facts, order, node) for node in order.roots)
    note = "Not said by the authors; the case presents and excludes nothing because of it."
    return Section(CURATOR, lines, note=note if lines else "")


def _general(
    title: str, facts: Facts, case: str, link: str, line: Callable[[Facts, str], Line]
) -> Section:
    return Section(title, tuple(line(facts, node) for node in facts.nodes_of(case, CG + link)))


def _rest(facts: Facts, case: str, told: Iterable[Section]) -> Section:
    """Return what else the case's graph has: nothing, unless something is linked from nowhere."""
    lines = [line for section in told for root in section.lines for line in root.walk()]
    done = {case, *(line.node for line in lines)}
    done |= {work for line in lines for work in facts.values_of(line.node, _CITED)}
    rest = [
        node
        for node in facts.nodes
        if node not in done and _EVIDENCE.isdisjoint(facts.values_of(node, f"{RDF}type"))
    ]
    return Section(
        REST,
        tuple(
            statements.line(facts, node)
            if statements.polarity_of(facts, node)
            else Line(
                node=node,
                kind=statements.kind_of(facts, node),
                word=statements.kind_of(facts, node),
                text=facts.label_of(node),
                details=statements.details(
                    facts, node, told=frozenset({f"{RDF}type", f"{RDFS}label", f"{CG}evidence"})
                ),
                evidence=facts.evidence(node),
            )
            for node in sorted(rest, key=facts.order)
        ),
    )


def _patient(facts: Facts, node: str) -> Line:
    sex = facts.labels_of(node, f"{CG}sex")
    ages = [age(lexical) for lexical in facts.literals(node, f"{CG}ageAtPresentation")]
    ages += [last_seen(lexical) for lexical in facts.literals(node, f"{CG}atAge")]
    return Line(
        node=node,
        kind="patient",
        word="patient",
        text=", ".join([*sex, *ages]) or "neither age nor sex is told",
        details=statements.details(facts, node, told=_OF_A_PATIENT),
        evidence=facts.evidence(node),
    )


def _report(facts: Facts, work: str) -> Line:
    people = [Detail("author", author(facts, person)) for person in authors(facts, work)]
    text = reference(facts, work)
    return Line(
        node=work,
        kind="publication",
        word="report",
        text=text,
        details=(*people, *statements.details(facts, work, told=TOLD)),
        pieces=(Piece(text, work),),
    )


def _text(facts: Facts, node: str) -> Line:
    return Line(
        node=node,
        kind="source text",
        word="text",
        text=f"{facts.literal(node, f'{CG}characterCount') or 'unknown number of'} characters",
        details=(
            *(Detail("SHA-256", digest) for digest in facts.literals(node, f"{CG}sha256")),
            *statements.details(facts, node, told=_OF_A_TEXT),
        ),
    )


def _encoding(facts: Facts) -> Line:
    document = facts.document
    by = listing(facts.labels_of(document, f"{DCTERMS}creator"))
    parts = [*facts.literals(document, f"{DCTERMS}created"), f"by {by}" if by else ""]
    return Line(
        node=document,
        kind="case document",
        word="encoded",
        text=" ".join(part for part in parts if part) or "nobody says by whom or when",
        details=statements.details(facts, document, told=_OF_AN_ENCODING),
    )
