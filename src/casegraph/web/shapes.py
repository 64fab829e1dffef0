"""The shapes in words, on one page: what a case must have to be let in."""

from dataclasses import dataclass

from casegraph.namespaces import BASE
from casegraph.shacl.told import PASSES, ToldFile, told_shapes
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import thing
from casegraph.web.values import Link, Page


@dataclass(frozen=True, slots=True)
class Asked:
    """What one shape asks, its names in backticks and its places for values in braces.

    id: in the page, empty where another message of the shape has it.
    """

    name: str
    id: str
    severity: str
    message: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """The shapes of one file."""

    id: str
    title: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, kw_only=True)
class Shapes(Page):
    """The files of each pass, with its name and what it looks at."""

    passes: tuple[tuple[str, str, tuple[File, ...]], ...]


def _values(_: Catalogue, __: str, ___: int) -> Shapes:
    files = told_shapes()
    return Shapes(
        title="Shapes",
        description="What is asked of every case before it is let in, in words.",
        crumbs=(Link("Ontology", "ontology"),),
        passes=tuple(
            (folder, words, tuple(_file(told) for told in files if told.folder == folder))
            for folder, words in PASSES.items()
        ),
        schema=thing("TechArticle", f"{BASE}/shape", "The shapes of casegraph"),
    )


def _file(told: ToldFile) -> File:
    name = told.name.removesuffix(".ttl")
    seen: set[str] = set()
    asked = []
    for shape in told.shapes:
        first = shape.name not in seen
        seen.add(shape.name)
        asked.append(
            Asked(
                shape.name,
                shape.name if first else "",
                shape.severity,
                shape.message,
                shape.targets,
            )
        )
    return File(f"{told.folder}-{name}", name.replace("-", " ").capitalize(), tuple(asked))


KIND = Kind("shapes", keys=lambda _: ("",), path=lambda _: "shapes", values=_values)
