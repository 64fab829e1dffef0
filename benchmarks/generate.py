"""Invented cases, shaped like the three bundled reports, as many as wanted.

    python benchmarks/generate.py FOLDER --cases 20 --seed 1 [--start N]

A seed and a number give the same case on every machine, in a corpus of any size. The files are
`FOLDER/cases/generated-N.ttl`, each with a case and the record of its publication, and
`FOLDER/publications.ttl` with the works that several of them cite. Where numbers go beyond 1,000
the cases stand in folders of 1,000: `FOLDER/cases/0001/generated-1.ttl`. With --start the numbers
begin at N, so that a corpus can be made in parts and cases can be added to it.

Each case has 20 to 45 statements of all classes and polarities (history, presentation,
examination, laboratory, two suspicions of which one is confirmed and one ruled out, imaging,
treatment, outcome, one conclusion of the curator), some claims and citations, figures, and for each
of these a position in a text that does not exist: 400 to 900 triples. The terms are those of the
bundled vocabulary. The cases conform to the shapes.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from case_writer import PREFIXES, CaseWriter, Terms, label

from casegraph.vocabulary import bundled

SHARED_WORKS = 6
FILES_A_FOLDER = 1000

# Observable, unit, upper bound of its range, and what a number above that shows.
MEASURED = (
    ("c-reactive-protein", "mg/dL", 0.3, "elevated-c-reactive-protein"),
    ("serum-calcium", "mmol/L", 2.6, "hypercalcaemia"),
)
WEAKNESS = "muscle-weakness"  # shown by a span of grades of muscle power
PAIRED = ("elbow", "foot", "hand", "hip", "knee")
IMAGING = ("computed-tomography", "magnetic-resonance-imaging", "radiograph")


def main() -> None:
    """Write a corpus into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Write invented cases that conform.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=1, help="number of the first case")
    chosen = parser.parse_args()
    write_corpus(chosen.folder, chosen.cases, chosen.seed, chosen.start)


def write_corpus(folder: Path, count: int, seed: int, start: int = 1) -> None:
    """Write *count* cases with *seed* into *folder*, numbered from *start*, one at a time."""
    for name, text in corpus(count, seed, start):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def corpus(count: int, seed: int, start: int = 1) -> Iterator[tuple[str, str]]:
    """Yield the files of a corpus: name and Turtle."""
    works = [
        f"publication:generated-work-{number} a fabio:JournalArticle ; {label('invented work')} ."
        for number in range(1, SHARED_WORKS + 1)
    ]
    yield "publications.ttl", "\n".join((PREFIXES, *works, ""))
    terms = Terms.of(bundled())
    end = start + count
    for number in range(start, end):
        one = case(number, seed, terms)
        part = f"{(number - 1) // FILES_A_FOLDER + 1:04}/" if end - 1 > FILES_A_FOLDER else ""
        yield f"cases/{part}{one.slug}.ttl", one.turtle()


def case(number: int, seed: int, terms: Terms) -> CaseWriter:
    """Return the case with that *number* in the corpus with that *seed*."""
    choice = random.Random(f"{seed}/{number}")
    written = CaseWriter(f"generated-{number}", choice, terms)
    is_weak = choice.random() < 0.5
    shown = {shows for *_, shows in MEASURED} | ({WEAKNESS} if is_weak else set())
    measured = {name for one in shown for name in terms.above[one]}
    findings = [
        name
        for name in terms.narrow("FindingType", besides="Disease")
        if not terms.above[name] & shown and name not in measured
    ]
    known, confirmed = choice.sample(terms.narrow("Disease"), 2)
    present = choice.sample(findings, choice.randint(3, 14))
    affirmed = [known, confirmed, MEASURED[0][-1], *([WEAKNESS] if is_weak else []), *present]
    absent = choice.sample(terms.deniable(findings, affirmed), choice.randint(4, 7))
    ruled_out = choice.choice(terms.deniable(terms.narrow("Disease"), affirmed))

    history(written, known, absent[0])
    examined = choice.randint(1, len(present) - 1)
    found = examination(written, present[:examined], absent[1], absent[2])
    if is_weak:
        found.append(muscle_power(written))
    laboratory(written)
    grounds = work_up(written, (confirmed, ruled_out), present[examined:], absent[3:], found)
    treatment_and_outcome(written, confirmed, present[:examined], grounds)
    conclusion(written, terms.narrow("Disease")[0], found)
    claims_and_citations(written, confirmed, present)
    return written


def history(written: CaseWriter, known: str, absent: str) -> None:
    """Write a disease that was known before, its drugs, and something that never was."""
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
    drugs = choice.sample(terms.narrow("Substance"), choice.randint(0, 2))
    for number, drug in enumerate(drugs, start=1):
        written.state(
            f"regular-drug-{number}",
            "Treatment",
            "performs",
            drug,
            f"cg:dose {choice.randint(1, 60) * 5}",
            'cg:doseUnit "mg/d"',
            f"cg:indication term:{known}",
            f"cg:because {disease}",
            f'cg:lasting "P{choice.randint(1, years)}Y"^^xsd:duration',
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
        said += somewhere(written, term)
        found.append(written.state(f"finding-{number}", "Finding", "affirms", term, *said))
    written.state("not-found", "Finding", "denies", absent, f"cg:shownBy {done}")
    place = choice.choice(terms.narrow("AnatomicalStructure"))
    at = f"cg:targetSite term:{place}"
    written.state("not-found-there", "Finding", "deniesAt", absent_there, at, f"cg:shownBy {done}")
    return found


def somewhere(written: CaseWriter, term: str) -> list[str]:
    """Return the properties that say where a finding is, none when its *term* says it."""
    if term in written.terms.placed:
        return []
    side = written.choice.choice(("Left", "Right", "Bilateral"))
    return [f"cg:site term:{written.choice.choice(PAIRED)}", f"cg:laterality cg:{side}"]


def muscle_power(written: CaseWriter) -> str:
    """Write a span of grades of muscle power that shows weakness, and return that finding."""
    lowest = written.choice.randint(1, 3)
    highest = written.choice.randint(lowest + 1, 4)
    return written.state(
        "muscle-power",
        "Measurement",
        "affirms",
        WEAKNESS,
        f"cg:site term:{written.choice.choice(('upper-limb', 'lower-limb'))}",
        f"cg:laterality cg:{written.choice.choice(('Left', 'Right', 'Bilateral'))}",
        "cg:measures term:muscle-power-grade",
        f"cg:minValue {lowest}",
        f"cg:maxValue {highest}",
        f'cg:asWritten "{lowest} to {highest} of 5"',
        'cg:unit "{grade}"',
        "cg:shownBy <#physical-examination>",
    )


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
    by = f"cg:shownBy {imaging}"
    shown = [
        written.state(
            f"image-shows-{number}", "Finding", "affirms", term, by, *somewhere(written, term)
        )
        for number, term in enumerate(present, start=1)
    ]
    against = [
        written.state(f"image-excludes-{number}", "Finding", "denies", term, by)
        for number, term in enumerate(absent, start=1)
    ]
    steps = [
        written.state(
            name, "Diagnosis", polarity, disease, f"cg:revises {earlier}", because(grounds)
        )
        for name, polarity, disease, earlier, grounds in (
            ("confirmed", "affirms", suspicions[0], suspected[0], shown),
            ("ruled-out", "denies", suspicions[1], suspected[1], against),
        )
    ]
    pictures = ([imaging, *shown], against, shown[:1])[: written.choice.randint(1, 3)]
    for number, depicted in enumerate(pictures, start=1):
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
    written: CaseWriter, disease: str, complaints: list[str], diagnosis: str
) -> None:
    """Write an operation with its parts, a drug that was withheld, and how it went."""
    choice, terms = written.choice, written.terms
    operations = [
        name for name in terms.narrow("Procedure") if "surgical-procedure" in terms.above[name]
    ]
    whole, *parts = choice.sample(operations, choice.randint(2, 3))
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
    for number, complaint in enumerate(complaints[: choice.randint(1, 3)], start=1):
        written.state(f"complaint-gone-{number}", "Outcome", "resolves", complaint, *follow_up)
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
    works += [f"<#reference-{number}>" for number in range(3, choice.randint(2, 6) + 1)]
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
    for number, (relation, said) in enumerate(choice.sample(kinds, choice.randint(1, 6)), start=1):
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
