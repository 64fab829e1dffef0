"""Which kind of term an ontology's terms are: by their prefix, or by the branch they stand in.

Kinds are the classes of terms in the ontology of casegraph. A branch goes before a prefix, and the
nearest branch above a term before those further up. What is not listed has no kind: a term that
stands in no statement needs none.
"""

from collections.abc import Iterable, Mapping, Sequence

from casegraph.errors import VocabularyError
from casegraph.namespaces import CG
from casegraph.ontologies import names

Kinds = tuple[str, ...]

KINDS = (
    "Disease",
    "AnatomicalStructure",
    "FindingType",
    "Procedure",
    "Substance",
    "Observable",
    "Population",
    "Qualifier",
)
"""The kinds, as an option names them; besides these `Term`, for no kind."""

_FINDING, _DISEASE, _STRUCTURE = ("FindingType",), ("Disease",), ("AnatomicalStructure",)
_PROCEDURE, _SUBSTANCE, _QUALIFIER = ("Procedure",), ("Substance",), ("Qualifier",)
_OBSERVABLE, _POPULATION = ("Observable",), ("Population",)

_PREFIXES: Mapping[Kinds, str] = {
    _FINDING: "HP MP SYMP",
    _DISEASE: "MONDO DOID OMIM ORPHA ICD10CM",
    _STRUCTURE: "UBERON CARO CL FMA BTO EMAPA MA XAO ZFA",
    _PROCEDURE: "MAXO",
    _SUBSTANCE: "CHEBI DRON PR RXNORM",
    _OBSERVABLE: "LOINC CMO VT OBA",
    _POPULATION: "HANCESTRO",
    _QUALIFIER: "PATO",
}
_BY_PREFIX = {prefix: kinds for kinds, listed in _PREFIXES.items() for prefix in listed.split()}

_BRANCHES: Mapping[str, Kinds] = {
    "HP:0000118": _FINDING,  # phenotypic abnormality
    "HP:0032223": _FINDING,  # blood group
    "HP:0032443": _FINDING,  # past medical history
    "HP:0000005": _QUALIFIER,  # mode of inheritance
    "HP:0012823": _QUALIFIER,  # clinical modifier
    "HP:0031797": _QUALIFIER,  # clinical course, and onset with it
    "HP:0040279": _QUALIFIER,  # frequency
    "UBERON:0000000": (),  # processual entity, such as a stage of life
    "MONDO:0021125": _QUALIFIER,  # disease characteristic
    "EFO:0000408": _DISEASE,  # disease
    "EFO:0000651": _FINDING,  # phenotype
    "NCIT:C12219": _STRUCTURE,  # anatomic structure, system or substance
    "NCIT:C1908": _SUBSTANCE,  # drug, food, chemical or biomedical material
    "NCIT:C25218": _PROCEDURE,  # intervention or procedure
    "NCIT:C2991": _DISEASE,  # disease or disorder
    "NCIT:C3367": _FINDING,  # finding
    "SCTID:404684003": _FINDING,  # clinical finding
    "SCTID:64572001": (*_FINDING, *_DISEASE),  # disease
    "SCTID:123037004": _STRUCTURE,  # body structure
    "SCTID:71388002": _PROCEDURE,  # procedure
    "SCTID:105590001": _SUBSTANCE,  # substance
    "SCTID:373873005": _SUBSTANCE,  # pharmaceutical or biologic product
    "SCTID:363787002": _OBSERVABLE,  # observable entity
    "SCTID:362981000": _QUALIFIER,  # qualifier value
}
"""The top of a branch to the kinds of it and of all below it, down to the next top.

Where a term stands below two, the kind of the first goes before that of the other.
"""

_OVERLAPPING = ({"Disease", "FindingType"}, {"AnatomicalStructure", "Substance"})
"""Kinds that one term may have both; the axioms say that all others are disjoint."""

_ROOTS = ("HP:0000001",)
"""Terms without a kind because the branches below them are of several."""


def option(name: str | None) -> Kinds | None:
    """Return the kinds that the option *name* gives, None when there is none.

    :raises VocabularyError: when it is no kind.

    >>> option("finding-type"), option("Term")
    (('FindingType',), ())
    """
    if name is None:
        return None
    plain = name.removeprefix("cg:").replace("-", "").replace("_", "").lower()
    if plain == "term":
        return ()
    for kind in KINDS:
        if kind.lower() == plain:
            return (kind,)
    raise VocabularyError(
        "is no kind of term",
        node=name,
        repair=f"Give one of {', '.join(KINDS)}, or Term for none.",
    )


def of_terms(broader: Mapping[str, Sequence[str]], otherwise: Kinds | None) -> Mapping[str, Kinds]:
    """Return the kinds of each term, as IRIs; a term that the table says nothing of is missing.

    broader: term to the terms above it, for all terms. otherwise: for those that are not known.
    """
    by_branch = _by_branch(broader)
    kinds: dict[str, Kinds] = {}
    for term in broader:
        found = by_branch.get(term)
        if found is None:
            found = _BY_PREFIX.get(names.prefix_of(term) or "", otherwise)
        if found is not None:
            kinds[term] = tuple(f"{CG}{kind}" for kind in found)
    return kinds


def may_be_one(*terms: str, known: Mapping[str, Sequence[str]] | None = None) -> bool:
    """Return whether *terms* can be one thing, as far as their kinds tell.

    known: kinds of terms, as `of_terms` gives them; those of the others come from their prefixes.

    >>> finding, structure = map(names.expanded, ("HP:0012443", "UBERON:0000955"))
    >>> may_be_one(finding, structure)
    False
    """
    found: set[str] = set()
    for term in terms:
        if known and term in known:
            found |= {kind.removeprefix(CG) for kind in known[term]}
        else:
            found |= set(_BY_PREFIX.get(names.prefix_of(term) or "", ()))
    return disjoint(found) is None


def _by_branch(broader: Mapping[str, Sequence[str]]) -> Mapping[str, Kinds]:
    """Return the kinds of each term below the top of a branch, and of the tops."""
    tops = {
        iri: kinds
        for name, kinds in _BRANCHES.items()
        if (iri := names.expanded(name)) and iri in broader
    }
    below: dict[str, list[str]] = {}
    for term, above in broader.items():
        for upper in above:
            below.setdefault(upper, []).append(term)
    found: dict[str, Kinds] = {}
    for top, kinds in tops.items():
        for term in _reached(top, below, tops):
            found[term] = _both(found.get(term, ()), kinds)
    found.update((iri, ()) for name in _ROOTS if (iri := names.expanded(name)))
    return found


def _reached(top: str, below: Mapping[str, Sequence[str]], tops: Iterable[str]) -> set[str]:
    """Return *top* and all below it, without other tops and what is below only these."""
    reached = {top}
    waiting = [top]
    while waiting:
        for term in below.get(waiting.pop(), ()):
            if term not in reached and term not in tops:
                reached.add(term)
                waiting.append(term)
    return reached


def disjoint(kinds: Iterable[str]) -> tuple[str, str] | None:
    """Return two of *kinds* that no term may have both, None when there are none.

    >>> disjoint(["Disease", "FindingType", "Procedure"])
    ('Disease', 'Procedure')
    """
    found = [kind for kind in KINDS if kind in set(kinds)]
    for number, kind in enumerate(found):
        for other in found[number + 1 :]:
            if {kind, other} not in _OVERLAPPING:
                return kind, other
    return None


def _both(some: Kinds, more: Kinds) -> Kinds:
    """Return *some* with those of *more* that a term may have besides."""
    for kind in more:
        if kind not in some and not disjoint((*some, kind)):
            some = (*some, kind)
    return some
