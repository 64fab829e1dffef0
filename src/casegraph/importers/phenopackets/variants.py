"""Variants and genes: what a packet writes of them, to terms that are told apart."""

import re

from casegraph.importers.phenopackets.denials import denies
from casegraph.importers.phenopackets.draft import Detail, Draft, Use, VariantUse, cg, iri
from casegraph.importers.phenopackets.features import is_given
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.names import (
    curie_of,
    digest,
    iri_of,
    is_web_address,
    local_term,
    readable,
)
from casegraph.namespaces import CG, TERM

PATHOGENICITIES = {
    1: "Benign",
    2: "LikelyBenign",
    3: "UncertainSignificance",
    4: "LikelyPathogenic",
    5: "Pathogenic",
}
"""The number of a pathogenicity in the schema, and the value of the vocabulary."""

_SYNTAXES = ("hgvs.g", "spdi", "hgvs.c", "hgvs", "hgvs.n", "hgvs.m", "hgvs.p", "iscn")
"""Ways to write a variant, the one that identifies it best first."""

ANY = "variant of "
"""What the label of the term for any variant of a gene begins with."""

_ACCESSION = re.compile(
    r"(?:[A-Z]{2,4}_?[0-9]{3,}[.][0-9]+|[A-Za-z]+[0-9]+:chr[0-9A-Za-z]+):", re.ASCII
)
"""What a variant begins with that is told apart from all others by what is written of it."""


def variant(said: Message, details: list[Detail], draft: Draft, pointer: str) -> str:
    """Return the term for a variant, and add *details*.

    It is empty when nothing is written of the variant, and when it is said not to be there.
    """
    described = said.variation_descriptor
    where = f"{pointer}/variantInterpretation/variationDescriptor"
    if denies(described.allelic_state):
        draft.findings.lose(f"{where}/allelicState", "the state of an allele without the variant")
        return ""
    if said.acmg_pathogenicity_classification in PATHOGENICITIES:
        found = PATHOGENICITIES[said.acmg_pathogenicity_classification]
        details.append(cg("pathogenicity", iri(f"{CG}{found}")))
    for given, key in (
        (described.allelic_state, "allelicState"),
        (described.structural_type, "structuralType"),
    ):
        if is_given(given):
            details.append(cg("qualifier", iri(draft.term(given, "Qualifier", f"{where}/{key}"))))
    gene = gene_of(described.gene_context, draft, f"{where}/geneContext")
    names = names_of(described)
    if not names:
        return any_of(gene, draft) if gene else ""
    term = variant_term(names[0], gene, draft.slug)
    genes = frozenset([gene] if gene else [])
    broader = frozenset([any_of(gene, draft)] if gene else [])
    draft.variants[term] = VariantUse(term, (names[0], *sorted(names[1:])), genes, broader)
    draft.uses[Use(term, "Variant", "")] = None
    return term


def variant_term(name: str, gene: str, slug: str) -> str:
    """Return the IRI of the variant that is called *name* in the case *slug*.

    gene: its IRI, or empty. A name without a sequence, as "c.35delG", is another variant in each
    gene.
    """
    written = name if _ACCESSION.match(name) else f"{gene or slug}|{name}"
    return f"{TERM}variant-{readable(name).lower()[:60]}-{digest(written)}"


def names_of(described: Message) -> tuple[str, ...]:
    """Return all that is written of a variant, the one that identifies it best first."""
    expressions = sorted(
        (_rank(one.syntax), " ".join(one.value.split()))
        for one in described.expressions
        if one.value.strip()
    )
    record = described.vcf_record
    position = ""
    if record.chrom and record.pos:
        assembly = f"{record.genome_assembly}:" if record.genome_assembly else ""
        position = f"{assembly}{record.chrom}:{record.pos}:{record.ref}:{record.alt}"
    labels = (described.label, *described.alternate_labels)
    written = [value for _, value in expressions] + [position]
    written += [" ".join(label.split()) for label in labels]
    return tuple(dict.fromkeys(one for one in written if one))


def _rank(syntax: str) -> int:
    known = syntax.strip().lower()
    return _SYNTAXES.index(known) if known in _SYNTAXES else len(_SYNTAXES)


def gene_of(said: Message, draft: Draft, pointer: str) -> str:
    """Return the IRI of a gene, empty when none is given."""
    identifier = said.value_id.strip()
    symbol = said.symbol.strip()
    if not identifier and not symbol:
        return ""
    curie = curie_of(identifier)
    if curie or is_web_address(identifier):
        found = iri_of(curie or identifier, draft.resources)
    else:
        found = local_term(identifier, symbol)
        draft.findings.repaired(f"{pointer}/valueId", identifier or "no id", found)
    draft.uses[Use(found, "Gene", symbol)] = None
    return found


def any_of(gene: str, draft: Draft) -> str:
    """Return the term for any variant of *gene*."""
    symbol = next((use.label for use in draft.uses if use.iri == gene and use.label), gene)
    term = any_variant(gene, symbol)
    draft.variants.setdefault(
        term, VariantUse(term, (f"{ANY}{symbol}",), frozenset([gene]), frozenset())
    )
    draft.uses[Use(term, "Variant", "")] = None
    return term


def any_variant(gene: str, symbol: str) -> str:
    """Return the IRI of the term for any variant of *gene*, which is called *symbol*."""
    return f"{TERM}variant-of-{readable(symbol or gene).lower()}-{digest(gene)}"
