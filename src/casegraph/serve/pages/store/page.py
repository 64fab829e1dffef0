"""What the page of the store shows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from casegraph.build.versions import current
from casegraph.namespaces import slug_of
from casegraph.ontologies.graphs import Stored, stored
from casegraph.query.parameters import FEW_CASES
from casegraph.serve.pages.store.counting import triples
from casegraph.serve.pages.store.limits import limits
from casegraph.serve.pages.store.shapes import Found, findings
from casegraph.serve.settings import Settings
from casegraph.serve.workers import Context
from casegraph.store import Built, manifest
from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Page


@dataclass(frozen=True, kw_only=True)
class OfStore(Page):
    """The page of the store.

    counts: each with its noun, in the singular and the plural, and the path of its list. triples:
    by kind of graph, None when they were not counted. built: None when the store does not say.
    outdated: how that differs from what a build would rest on now. written: when the content last
    became what it is, empty when that is not known. findings: by shape, of the first *few* cases at
    most, None when the shapes were not asked. is_large: whether there are more cases than these.
    removed: cases by name.
    """

    counts: tuple[tuple[int, str, str, str], ...]
    triples: tuple[tuple[str, int], ...] | None
    software: str
    built: Built | None
    outdated: tuple[str, ...]
    written: str
    findings: tuple[Found, ...] | None
    is_large: bool
    few: int
    removed: tuple[str, ...]
    ontologies: tuple[Stored, ...]
    limits: tuple[tuple[str, str], ...]


def of_store(context: Context, *, counted: bool, checked: bool) -> OfStore:
    """Return what the page shows.

    counted, checked: whether triples are counted and the shapes asked though that takes long.
    """
    catalogue, built = context.catalogue, context.store.built
    is_large = len(catalogue.cases) > FEW_CASES
    return OfStore(
        title="The store",
        description="How much this server holds, what it was built with, and its limits.",
        counts=_counts(catalogue),
        triples=_triples(catalogue) if counted or not is_large else None,
        software=version("casegraph"),
        built=built,
        outdated=() if built is None else built.differences(current()),
        written=_written(context.settings),
        findings=_findings(context) if checked else None,
        is_large=is_large,
        few=FEW_CASES,
        removed=tuple(slug_of(document) for document in context.store.removed()),
        ontologies=stored(context.store),
        limits=tuple(limits(context.settings)),
    )


def _counts(catalogue: Catalogue) -> tuple[tuple[int, str, str, str], ...]:
    return (
        (len(catalogue.cases), "case", "cases", "cases"),
        (len(catalogue.terms), "term", "terms", "terms"),
        (len(catalogue.publications), "publication", "publications", "publications"),
    )


def _triples(catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    return catalogue.once("triples by kind of graph", lambda: triples(catalogue))


def _findings(context: Context) -> tuple[Found, ...]:
    catalogue = context.catalogue
    few = catalogue.cases[:FEW_CASES]
    return catalogue.once("findings by shape", lambda: findings(context.store, few))


def _written(settings: Settings) -> str:
    """Return the minute in which the manifest of the store was written."""
    try:
        changed = (settings.store / manifest.NAME).stat().st_mtime
    except OSError:
        return ""
    return f"{datetime.fromtimestamp(changed, UTC):%Y-%m-%d %H:%M} UTC"
