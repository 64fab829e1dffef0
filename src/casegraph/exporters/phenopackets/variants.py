"""Terms for variants to what packets write of variants and genes."""

import re
from collections.abc import Sequence

from google.protobuf.json_format import ParseDict
from phenopackets import VariantInterpretation

from casegraph.exporters.described import Described
from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.values import CONTRIBUTIONS, PATHOGENICITIES
from casegraph.importers.phenopackets.variants import ANY, any_variant, names_of, variant_term

GROUNDS = ("CONTRIBUTORY", "CAUSATIVE")
"""What a variant contributes when a diagnosis rests on it."""

_SPDI = re.compile(r"[A-Z]{2}_\d+[.]\d+:\d+:[A-Z]*:[A-Z]*", re.ASCII)
_HGVS = re.compile(r"[^\s:]+:([cgmnp])[.]\S+")
_POSITION = re.compile(r"(?:([^\s:]+):)?([^\s:]+):([1-9]\d{0,17}):([^\s:]*):([^\s:]*)", re.ASCII)


def call(said: Statement, case: Case) -> Plain:
    """Return the genomic interpretation of a variant that *said* affirms, without its sample.

    A statement that some variant of a gene caused the disease is about the gene.
    """
    said.said = True
    known = case.about(said.term)
    contribution = said.first("cg:contribution", CONTRIBUTIONS.get)
    found: Plain = {}
    if contribution:
        found["interpretationStatus"] = CONTRIBUTIONS[contribution]
    names, gene, symbol = _identity(known, case)
    context = _gene(gene, symbol, case) if gene else {}
    simple = not said.has("cg:pathogenicity", "cg:qualifier")
    if not names and simple and found.get("interpretationStatus") in GROUNDS:
        return {**found, "gene": context}
    variant: Plain = {}
    if pathogenicity := said.first("cg:pathogenicity", PATHOGENICITIES.get):
        variant["acmgPathogenicityClassification"] = PATHOGENICITIES[pathogenicity]
    descriptor: Plain = {"id": said.term.rpartition("/")[2]}
    if context:
        descriptor["geneContext"] = context
    descriptor |= _written(names)
    descriptor |= _states(said, case)
    return {**found, "variantInterpretation": {**variant, "variationDescriptor": descriptor}}


def is_named(term: Described, case: Case) -> bool:
    """Return whether what a packet writes of the variant *term* leads back to it."""
    names, gene, symbol = _identity(term, case)
    if not names:
        return any_variant(gene, symbol) == term.iri
    return variant_term(names[0], gene, case.slug) == term.iri


def _identity(term: Described, case: Case) -> tuple[list[str], str, str]:
    """Return what is written of a variant, the best first, its gene and the gene's symbol.

    Nothing is written of the term for any variant of a gene.
    """
    names = [name for name in (term.label, *term.synonyms) if name]
    for gene in term.genes:
        above = [case.about(iri).label for iri in term.broader]
        symbols = [label.removeprefix(ANY) for label in (*names, *above) if label.startswith(ANY)]
        for symbol in ("" if one == gene else one for one in (*symbols, case.about(gene).label)):
            if any_variant(gene, symbol) == term.iri:
                return [], gene, symbol
            if any_variant(gene, symbol) in term.broader and (
                names and variant_term(names[0], gene, case.slug) == term.iri
            ):
                return names, gene, symbol
    return names, *((term.genes[0], case.about(term.genes[0]).label) if term.genes else ("", ""))


def _gene(gene: str, symbol: str, case: Case) -> Plain:
    found = {"valueId": case.names.id(gene)}
    return {**found, "symbol": symbol} if symbol else found


def _states(said: Statement, case: Case) -> Plain:
    """Return zygosity, which comes from GENO, and structural type."""
    free = ["allelicState", "structuralType"]
    found: Plain = {}
    for qualifier in list(said.see("cg:qualifier")):
        term = case.names.term(qualifier)
        zygosity = term["id"].startswith("GENO:")
        for key in free if zygosity else free[::-1]:
            if key not in found:
                found[key] = term
                said.drop("cg:qualifier", qualifier)
                break
    return found


def _written(names: Sequence[str]) -> Plain:
    """Return *names* in the syntaxes that they are in, as long as the first one stays the best."""
    if not names:
        return {}
    found = _by_syntax(names)
    message = ParseDict({"variationDescriptor": found}, VariantInterpretation())
    again = names_of(message.variation_descriptor)
    if again[:1] == (names[0],) and set(again) == set(names):
        return found
    return _labelled(names)


def _by_syntax(names: Sequence[str]) -> Plain:
    expressions, labels = [], []
    found: Plain = {}
    for name in names:
        if _SPDI.fullmatch(name):
            expressions.append({"syntax": "spdi", "value": name})
        elif hgvs := _HGVS.fullmatch(name):
            expressions.append({"syntax": f"hgvs.{hgvs[1]}", "value": name})
        elif (position := _POSITION.fullmatch(name)) and "vcfRecord" not in found:
            keys = ("genomeAssembly", "chrom", "pos", "ref", "alt")
            record = zip(keys, position.groups(), strict=True)
            found["vcfRecord"] = {key: value for key, value in record if value}
        else:
            labels.append(name)
    if expressions:
        found["expressions"] = expressions
    return {**found, **(_labelled(labels) if labels else {})}


def _labelled(names: Sequence[str]) -> Plain:
    others = {"alternateLabels": list(names[1:])} if names[1:] else {}
    return {"label": names[0], **others}
