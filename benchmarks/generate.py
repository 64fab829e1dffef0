"""Invented cases, shaped like the three bundled reports, as many as wanted.

    python benchmarks/generate.py FOLDER --cases 20 --seed 1

A seed and a number give the same files on every machine: `FOLDER/cases/generated-N.ttl`, and
`FOLDER/publications.ttl` with the works that several of them cite. Each case has about 30
statements of all classes and polarities (history, presentation, examination, laboratory, two
suspicions of which one is confirmed and one ruled out, imaging, treatment, outcome, one conclusion
of the curator), some claims and citations, two figures, and for each of these a position in a text
that does not exist. The terms are those of the bundled vocabulary. The cases conform to the shapes.
"""

import argparse
import random
from pathlib import Path

from case_writer import PREFIXES, CaseWriter, Terms, label

from casegraph.vocabulary import bundled

SHARED_WORKS = 6

# Observable, unit, upper bound of its range, and what a number above that shows.
MEASURED = (
    ("c-reactive-protein", "mg/dL", 0.3, "elevated-c-reactive-protein"),
    ("serum-calcium", "mmol/L", 2.6, "hypercalcaemia"),
)
PAIRED = ("elbow", "foot", "hand", "hip", "knee")
IMAGING = ("computed-tomography", "magnetic-resonance-imaging", "radiograph")


def main() -> None:
    """Write a corpus into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Write invented cases that conform.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write_corpus(chosen.folder, chosen.cases, chosen.seed)


def write_corpus(folder: Path, count: int, seed: int) -> None:
    """Write the corpus of *count* cases with *seed* into *folder*."""
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    for name, text in corpus(count, seed).items():
        (folder / name).write_text(text, encoding="utf-8")


def corpus(count: int, seed: int) -> dict[str, str]:
    """Return the files of a corpus: name to Turtle."""
    terms = Terms.of(bundled())
    cases = [case(number, seed, terms) for number in range(1, count + 1)]
    works = [f"generated-work-{number}" for number in range(1, SHARED_WORKS + 1)]
    described = [
        f"publication:{one.slug} a fabio:ClinicalCaseReport ; {label('invented report')} ."
        for one in cases
    ]
    described += [
        f"publication:{work} a fabio:JournalArticle ; {label('invented work')} ." for work in works
    ]
    files = {f"cases/{one.slug}.ttl": one.turtle() for one in cases}
    return {**files, "publications.ttl": "\n".join((PREFIXES, *described, ""))}


def case(number: int, seed: int, terms: Terms) -> CaseWriter:
    """Return the case with that *number* in the corpus with that *seed*."""
    choice = random.Random(f"{seed}/{number}")
    written = CaseWriter(f"generated-{number}", choice, terms)
    measured = {name for *_, shows in MEASURED for name in terms.above[shows]}
    findings = [
        name
        for name in terms.narrow("FindingType", besides="Disease")
        if not terms.above[name] & {shows for *_, shows in MEASURED} and name not in measured
    ]
    known, confirmed = choice.sample(terms.narrow("Disease"), 2)
    present = choice.sample(findings, choice.randint(7, 11))
    affirmed = [known, confirmed, MEASURED[0][-1], *present]
    absent = choice.sample(terms.deniable(findings, affirmed), 5)
    ruled_out = choice.choice(terms.deniable(terms.narrow("Disease"), affirmed))

    history(written, known, absent[0])
    found = examination(written, present[:4], absent[1], absent[2])
    laboratory(written)
    grounds = work_up(written, (confirmed, ruled_out), present[4:], absent[3:], found)
    treatment_and_outcome(written, confirmed, present[0], grounds)
    conclusion(written, terms.narrow("Disease")[0], found)
    claims_and_citations(written, confirmed, present)
    return written


def history(written: CaseWriter, known: str, absent: str) -> None:
    """Write a disease that was known before, its treatment, and something that never was."""
    choice, terms = written.choice, written.terms
    years = choice.randint(1, 20)
    disease = written.state(
        "known-disease",
        "Diagnosis",
        "affirms",
        known,
        "cg:groundsNotStated true",
        f'cg:atOffset "-P{years}Y"^^xsd:duration',
    )
    written.state(
        "regular-drug",
        "Treatment",
        "performs",
        choice.choice(terms.narrow("Substance")),
        f"cg:dose {choice.randint(1, 60) * 5}",
        'cg:doseUnit "mg/d"',
        f"cg:indication term:{known}",
        f"cg:because {disease}",
        f'cg:lasting "P{years}Y"^^xsd:duration',
    )
    written.state("never-had", "Finding", "denies", absent)


def examination(
    written: CaseWriter, present: list[str], absent: str, absent_there: str
) -> list[str]:
    """Write the complaints and the examination, and return what was found."""
    choice, terms = written.choice, written.terms
    done = written.state(
        "physical-examination", "Investigation", "performs", "physical-examination"
    )
    qualifiers = [
        name for name in terms.narrow("Qualifier") if "frequency-word" not in terms.above[name]
    ]
    found = []
    for number, term in enumerate(present, start=1):
        said = [f"cg:qualifier term:{choice.choice(qualifiers)}"]
        if number == 1:
            said.append(f'cg:onset "-P{choice.randint(1, 40)}D"^^xsd:duration')
        else:
            said.append(f"cg:shownBy {done}")
        if term not in terms.placed:
            said.append(f"cg:site term:{choice.choice(PAIRED)}")
            said.append(f"cg:laterality cg:{choice.choice(('Left', 'Right', 'Bilateral'))}")
        found.append(written.state(f"finding-{number}", "Finding", "affirms", term, *said))
    written.state("not-found", "Finding", "denies", absent, f"cg:shownBy {done}")
    place = choice.choice(terms.narrow("AnatomicalStructure"))
    at = f"cg:targetSite term:{place}"
    written.state("not-found-there", "Finding", "deniesAt", absent_there, at, f"cg:shownBy {done}")
    return found


def laboratory(written: CaseWriter) -> None:
    """Write one result above its range and one inside it."""
    done = written.state("laboratory", "Investigation", "performs", "laboratory-test")
    for (observable, unit, high, shows), above in zip(MEASURED, (True, False), strict=True):
        value = f"{high * written.choice.uniform(*((1.2, 4) if above else (0.5, 0.9))):.2f}"
        written.state(
            observable,
            "Measurement",
            "affirms" if above else "denies",
            shows,
            f"cg:measures term:{observable}",
            f"cg:value {value}",
            f'cg:asWritten "{value}"',
            f'cg:unit "{unit}"',
            f"cg:referenceHigh {high}",
            f"cg:interpretation cg:{'High' if above else 'Normal'}",
            f"cg:shownBy {done}",
        )


def work_up(
    written: CaseWriter,
    suspicions: tuple[str, str],
    present: list[str],
    absent: list[str],
    found: list[str],
) -> str:
    """Write two suspicions, the imaging that they led to, and what became of each.

    Return the diagnosis that was confirmed.
    """
    suspected = [
        written.state(f"suspicion-{number}", "Diagnosis", "suspects", disease, because(found))
        for number, disease in enumerate(suspicions, start=1)
    ]
    imaging = written.state(
        "imaging",
        "Investigation",
        "performs",
        written.choice.choice(IMAGING),
        "cg:targetSite term:cervical-spine",
        because(suspected),
    )
    shown, against = (
        [
            written.state(
                f"image-{polarity}-{number}", "Finding", polarity, term, f"cg:shownBy {imaging}"
            )
            for number, term in enumerate(terms, start=1)
        ]
        for polarity, terms in (("affirms", present), ("denies", absent))
    )
    steps = [
        written.state(
            name, "Diagnosis", polarity, disease, f"cg:revises {earlier}", because(grounds)
        )
        for name, polarity, disease, earlier, grounds in (
            ("confirmed", "affirms", suspicions[0], suspected[0], shown),
            ("ruled-out", "denies", suspicions[1], suspected[1], against),
        )
    ]
    for number, depicted in enumerate(([imaging, *shown], against), start=1):
        written.add(
            "hasFigure",
            f"figure-{number}",
            "cg:Figure",
            label(f"image {number}"),
            f"cg:figureNumber {number}",
            f"cg:depicts {', '.join(depicted)}",
        )
    return steps[0]


def treatment_and_outcome(
    written: CaseWriter, disease: str, complaint: str, diagnosis: str
) -> None:
    """Write an operation with its parts, a drug that was withheld, and how it went."""
    choice, terms = written.choice, written.terms
    operations = [
        name for name in terms.narrow("Procedure") if "surgical-procedure" in terms.above[name]
    ]
    whole, *parts = choice.sample(operations, 3)
    steps = [
        written.state(f"operation-step-{number}", "Treatment", "performs", part)
        for number, part in enumerate(parts, start=1)
    ]
    operation = written.state(
        "operation",
        "Treatment",
        "performs",
        whole,
        f"dcterms:hasPart {', '.join(steps)}",
        "cg:targetSite term:cervical-spine",
        f"cg:indication term:{disease}",
        because([diagnosis]),
        'cg:atOffset "P7D"^^xsd:duration',
    )
    drug = choice.choice(terms.narrow("Substance"))
    written.state("drug-withheld", "Treatment", "notPerformed", drug, because([diagnosis]))
    days = choice.randint(14, 700)
    follow_up = (f'cg:atOffset "P{days}D"^^xsd:duration', f"cg:follows {operation}")
    written.state("complaint-gone", "Outcome", "resolves", complaint, *follow_up)
    written.state("disease-remains", "Outcome", "affirms", disease, *follow_up)


def conclusion(written: CaseWriter, disease: str, grounds: list[str]) -> None:
    """Write what only the curator concludes."""
    words = f"{written.terms.labels[disease]} possible"
    written.add(
        "hasInference",
        "possible-cause",
        "cg:Diagnosis",
        label(words),
        f"cg:suspects term:{disease}",
        because(grounds),
        "cg:voice cg:CuratorInference",
    )


def claims_and_citations(written: CaseWriter, disease: str, findings: list[str]) -> None:
    """Write the works that are cited and the general claims, some on their authority."""
    choice, terms = written.choice, written.terms
    works = [
        f"publication:generated-work-{n}" for n in choice.sample(range(1, SHARED_WORKS + 1), 2)
    ]
    works += [f"<#reference-{number}>" for number in range(3, choice.randint(3, 5) + 1)]
    for number, work in enumerate(works, start=1):
        written.add(
            "hasCitation",
            f"citation-{number}",
            "cito:Citation",
            f"cito:hasCitingEntity publication:{written.slug}",
            f"cito:hasCitedEntity {work}",
            "cito:hasCitationCharacterization cito:citesAsEvidence",
            f"cg:referenceNumber {number}",
            "cg:voice cg:CitedClaim",
        )
        if work.startswith("<"):
            written.add_reference(work, number)
    population = choice.choice(terms.narrow("Population") or terms.kinds["Population"])
    kinds = [
        ("OccursIn", (f"cg:claimObject term:{disease}", f"cg:proportion 0.{choice.randint(1, 9)}")),
        ("HasFrequency", ("cg:claimObject term:rare",)),
        ("ReportedIn", (f"cg:claimObject term:{disease}",)),
        ("ManifestationOf", (f"cg:claimObject term:{disease}",)),
        ("CauseUnknown", ()),
        ("NoApprovedTreatment", ()),
        ("TypicallyAt", (f"cg:claimObject term:{choice.choice(PAIRED)}",)),
        ("OccursIn", (f"cg:population term:{population}", "cg:hedged true")),
    ]
    for number, (relation, said) in enumerate(choice.sample(kinds, choice.randint(3, 8)), start=1):
        subject = choice.choice(findings)
        cited = choice.random() < 0.5
        voice = (
            ("cg:voice cg:CitedClaim", f"cito:citesAsEvidence {choice.choice(works)}")
            if cited
            else ("cg:voice cg:AuthorClaim",)
        )
        written.add(
            "hasClaim",
            f"claim-{number}",
            "cg:Claim",
            label(f"claim {number}: {terms.labels[subject]}"),
            f"cg:claimSubject term:{subject}",
            f"cg:relation cg:{relation}",
            *said,
            *voice,
        )


def because(statements: list[str]) -> str:
    """Return the property that says what moved the authors."""
    return f"cg:because {', '.join(statements)}"


if __name__ == "__main__":
    main()
