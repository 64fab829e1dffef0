"""Invented phenopackets, shaped like those of phenopacket-store, as many as are wanted.

    python benchmarks/packet_writer.py PATH [--packets N] [--seed N] [--hpo FILE]

A seed and a number give the same packet on every machine, as long as the HPO file is the same.
PATH: a folder, which gets a file for each packet, or an archive (`.zip`), or a file with a packet
on each line (`.ndjson`). Without `--hpo` the packets name a few features that are well known.

Eight patients stand in one publication, with one disease, one gene, and features from the same
thirty or so. A packet is consistent: what it excludes is neither observed nor broader than what is.
"""

import argparse
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packet_terms import Features

Plain = dict[str, Any]

PATIENTS = 8  # in one publication
SIZES = range(18, 60)  # how many features a publication tells of
ONSETS = {
    "HP:0003577": "Congenital onset",
    "HP:0003581": "Adult onset",
    "HP:0003593": "Infantile onset",
    "HP:0003621": "Juvenile onset",
    "HP:0003623": "Neonatal onset",
    "HP:0011463": "Childhood onset",
}
# LOINC code: label, unit, and the normal range.
ASSAYS = {
    "LOINC:1668-3": ("17-Hydroxyprogesterone[Mass/Vol]", "ng/dL", 20, 180),
    "LOINC:2157-6": ("Creatine kinase [Enzymatic activity/Vol]", "U/L", 30, 200),
    "LOINC:2986-8": ("Testosterone[Mass/Vol]", "ng/dL", 300, 1000),
}
ZYGOSITIES = {
    "GENO:0000134": "hemizygous",
    "GENO:0000135": "heterozygous",
    "GENO:0000136": "homozygous",
}
RESOURCES = {
    "hp": ("human phenotype ontology", "http://purl.obolibrary.org/obo/HP_"),
    "geno": ("Genotype Ontology", "http://purl.obolibrary.org/obo/GENO_"),
    "hgnc": ("HUGO Gene Nomenclature Committee", "https://identifiers.org/hgnc:"),
    "omim": ("Online Mendelian Inheritance in Man", "https://omim.org/entry/"),
    "loinc": ("Logical Observation Identifiers", "https://loinc.org/"),
    "ucum": ("Unified Code for Units of Measure", "https://ucum.org/"),
}


def main() -> None:
    """Write the packets that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write invented phenopackets.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--packets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hpo", type=Path, help="an OBO Graphs JSON file, gzipped or not")
    chosen = parser.parse_args()
    write_packets(chosen.path, chosen.packets, chosen.seed, Features.of(chosen.hpo))


def write_packets(path: Path, count: int, seed: int, features: Features) -> None:
    """Write the first *count* packets to *path*, in the form that its name asks for."""
    found = (packet(seed, number, features) for number in range(count))
    if path.suffix == ".ndjson":
        with path.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{json.dumps(one)}\n" for one in found)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in found:
                archive.writestr(f"{one['id']}.json", json.dumps(one, indent=2))
    else:
        path.mkdir(parents=True, exist_ok=True)
        for one in found:
            (path / f"{one['id']}.json").write_text(json.dumps(one, indent=2), encoding="utf-8")


def packet(seed: int, number: int, features: Features) -> Plain:
    """Return the packet *number*, which counts from 0."""
    work, patient = divmod(number, PATIENTS)
    shared = random.Random(f"{seed}/publication/{work}")
    pubmed = 90_000_000 + work
    disease = {
        "id": f"OMIM:{shared.randint(700_000, 799_999)}",
        "label": f"Invented disease {work}",
    }
    gene = {"valueId": f"HGNC:{shared.randint(90_000, 99_999)}", "symbol": f"INV{work}"}
    reported = features.chosen(shared, shared.choice(SIZES))
    choice = random.Random(f"{seed}/packet/{number}")
    subject = f"Patient {patient + 1}"
    found: Plain = {
        "id": f"PMID_{pubmed}_Patient_{patient + 1}",
        "subject": _subject(subject, choice),
        "phenotypicFeatures": list(_features(reported, features, choice)),
        "interpretations": [_interpretation(subject, disease, gene, choice)],
        "diseases": [{"term": disease, **_onset(choice, 0.6)}],
        "metaData": {
            "created": "2026-11-21T12:00:00Z",
            "createdBy": "ORCID:0000-0000-0000-0000",
            "resources": list(_resources()),
            "phenopacketSchemaVersion": "2.0",
            "externalReferences": [
                {"id": f"PMID:{pubmed}", "description": f"Invented report {work}"}
            ],
        },
    }
    if choice.random() < 0.1:
        found["measurements"] = list(_measurements(choice))
    return found


def _subject(name: str, choice: random.Random) -> Plain:
    found: Plain = {"id": name, "sex": choice.choice(("FEMALE", "MALE", "UNKNOWN_SEX"))}
    if choice.random() < 0.75:
        found["timeAtLastEncounter"] = _age(choice)
    if choice.random() < 0.25:
        found["vitalStatus"] = {"status": choice.choice(("ALIVE", "DECEASED"))}
    return found


def _features(names: list[str], features: Features, choice: random.Random) -> Iterator[Plain]:
    """Yield what a patient has, three to thirty features, and up to forty-five excluded."""
    names = choice.sample(names, len(names))
    wanted = max(3, min(30, round(choice.lognormvariate(2, 0.5))))
    excluded = 0 if choice.random() < 0.2 else min(45, round(choice.expovariate(1 / 11)))
    observed = names[:wanted]
    for name in observed:
        yield {"type": _term(name, features.labels[name]), **_onset(choice, 0.12)}
    present = {other for name in observed for other in features.above[name]}
    absent = [name for name in names[wanted:] if name not in present]
    for name in absent[:excluded]:
        yield {"type": _term(name, features.labels[name]), "excluded": True}


def _interpretation(subject: str, disease: Plain, gene: Plain, choice: random.Random) -> Plain:
    variants = [_variant(gene, choice) for _ in range(choice.choice((1, 1, 2)))]
    return {
        "id": subject,
        "progressStatus": "SOLVED",
        "diagnosis": {
            "disease": disease,
            "genomicInterpretations": [
                {
                    "subjectOrBiosampleId": subject,
                    "interpretationStatus": "CAUSATIVE",
                    "variantInterpretation": {"variationDescriptor": one},
                }
                for one in variants
            ],
        },
    }


def _variant(gene: Plain, choice: random.Random) -> Plain:
    position, place = choice.randint(1, 99_999_999), choice.randint(1, 4999)
    before, after = choice.sample("ACGT", 2)
    number = gene["valueId"].removeprefix("HGNC:")
    written = f"NM_9{number}.1:c.{place}{before}>{after}"
    state = choice.choice(list(ZYGOSITIES))
    return {
        "id": f"var_{position}{before}{after}",
        "geneContext": gene,
        "expressions": [
            {"syntax": "hgvs.c", "value": written},
            {"syntax": "hgvs.g", "value": f"NC_000006.12:g.{position}{before}>{after}"},
        ],
        "vcfRecord": {
            "genomeAssembly": "hg38",
            "chrom": "chr6",
            "pos": str(position),
            "ref": before,
            "alt": after,
        },
        "moleculeContext": "genomic",
        "allelicState": _term(state, ZYGOSITIES[state]),
    }


def _measurements(choice: random.Random) -> Iterator[Plain]:
    for assay in choice.sample(sorted(ASSAYS), choice.randint(1, len(ASSAYS))):
        label, code, low, high = ASSAYS[assay]
        unit = _term(f"UCUM:{code}", code)
        quantity: Plain = {"unit": unit, "value": round(choice.uniform(low / 2, 2 * high), 1)}
        if choice.random() < 0.7:
            quantity["referenceRange"] = {"unit": unit, "low": float(low), "high": float(high)}
        yield {"assay": _term(assay, label), "value": {"quantity": quantity}}


def _onset(choice: random.Random, share: float) -> Plain:
    """Return an onset for that *share* of what may have one."""
    if choice.random() >= share:
        return {}
    if choice.random() < 0.5:
        return {"onset": _age(choice)}
    name = choice.choice(list(ONSETS))
    return {"onset": {"ontologyClass": _term(name, ONSETS[name])}}


def _age(choice: random.Random) -> Plain:
    said = choice.choice((f"P{choice.randint(1, 60)}Y", f"P{choice.randint(1, 11)}M", "P1Y6M"))
    return {"age": {"iso8601duration": said}}


def _resources() -> Iterator[Plain]:
    for name, (title, start) in RESOURCES.items():
        yield {
            "id": name,
            "name": title,
            "url": start,
            "version": "2026-11-21",
            "namespacePrefix": name.upper(),
            "iriPrefix": start,
        }


def _term(identifier: str, label: str) -> Plain:
    return {"id": identifier, "label": label}


if __name__ == "__main__":
    main()
