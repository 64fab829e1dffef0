"""Which classes and properties the picture shows: those that a reader needs first."""

from collections.abc import Callable

from casegraph.namespaces import CG
from casegraph.pictures.classes.values import Class, Classes, Name, Relation

_CLASSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Case": ((), ()),
    "Patient": ((), ()),
    "Figure": ((), ()),
    "Statement": (
        ("Finding", "Measurement", "Diagnosis", "Investigation", "Treatment", "Outcome"),
        ("because", "revises", "shownBy", "dueTo", "follows"),
    ),
    "Claim": ((), ()),
    "Term": (
        (
            "Disease",
            "FindingType",
            "AnatomicalStructure",
            "Procedure",
            "Substance",
            "Observable",
            "Population",
            "Qualifier",
            "Gene",
            "Variant",
        ),
        ("partOf", "spans", "impliesSite", "inGene"),
    ),
}
"""Each class with the classes below it and the properties between its own members."""

_RELATIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Case", "Patient", ("patient",)),
    ("Case", "Statement", ("hasStatement", "hasInference")),
    ("Case", "Figure", ("hasFigure",)),
    ("Case", "Claim", ("hasClaim",)),
    ("Figure", "Statement", ("depicts",)),
    (
        "Statement",
        "Term",
        ("affirms", "suspects", "denies", "deniesAt", "resolves", "performs", "notPerformed"),
    ),
    ("Statement", "Term", ("site", "targetSite", "qualifier", "measures", "indication")),
    ("Claim", "Term", ("claimSubject", "claimObject", "comparedWith", "population")),
)

_FOLLOWING = ("Case", "Term", ("presents", "considers", "excludes", "underwent", "involves"))
"""What is never asserted."""


def of_ontology(label: Callable[[str], str]) -> Classes:
    """Return the main classes and properties. label: the words for an IRI."""

    def names(locals_: tuple[str, ...]) -> tuple[Name, ...]:
        return tuple(Name(CG + name, label(CG + name)) for name in locals_)

    def relation(source: str, target: str, properties: tuple[str, ...]) -> Relation:
        return Relation(
            CG + source,
            CG + target,
            names(properties),
            follows=(source, target, properties) == _FOLLOWING,
        )

    return Classes(
        tuple(
            Class(Name(CG + name, label(CG + name)), names(kinds), names(among))
            for name, (kinds, among) in _CLASSES.items()
        ),
        tuple(relation(*one) for one in (*_RELATIONS, _FOLLOWING)),
    )
