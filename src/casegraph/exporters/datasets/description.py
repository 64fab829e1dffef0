"""What VoID and DCAT both say of a store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casegraph.errors import ExportError
from casegraph.exporters.datasets.tally import Tally, tally
from casegraph.exporters.described import ontologies
from casegraph.namespaces import DCTERMS
from casegraph.progress import Progress, silent
from casegraph.store import Store
from casegraph.syntaxes.triples import natural

TITLE = "Published clinical case reports as linked data"

_DAY = len("2026-11-21")


@dataclass(frozen=True)
class Description:
    """A store as a dataset.

    tally: its numbers. licences, creators, versions: IRIs that its cases name, the versions those
    of the ontology. unlicensed: how many cases name no licence. issued, modified: the days of the
    first and the last case (`xsd:date`), empty without any. ontologies: title and version of each
    public ontology in the store, by its id.
    """

    tally: Tally
    title: str = TITLE
    licences: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    unlicensed: int = 0
    issued: str = ""
    modified: str = ""
    ontologies: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The newest version of the ontology that a case follows, empty without any."""
        return max((one.rpartition("/")[2] for one in self.versions), key=natural, default="")

    @property
    def words(self) -> str:
        """A sentence or two about the dataset."""
        cases = self.tally.cases
        return (
            f"{cases:,} clinical case {'report' if cases == 1 else 'reports'} as RDF: what was "
            "found, suspected, ruled out and by which finding, what was done and how it ended. "
            "Each statement points at the words that it rests on. What is absent has predicates "
            "of its own and never reads as present."
        )


def description(
    store: Store,
    *,
    title: str = TITLE,
    counted: Tally | None = None,
    progress: Progress = silent,
) -> Description:
    """Return what there is to say of *store*, which is read once.

    counted: its numbers, when they are known already.

    :raises ExportError: when *title* is empty.
    """
    if not title.strip():
        raise ExportError("the title is empty", repair="Give one, or leave the option away.")
    counted = counted or tally(store, progress)
    said = {name: _values(counted, name) for name in ("license", "created", "creator")}
    days = sorted(said["created"])
    licensed = sum(n for (name, _), n in counted.said.items() if name == f"{DCTERMS}license")
    return Description(
        counted,
        title,
        licences=said["license"],
        creators=said["creator"],
        versions=_values(counted, "conformsTo"),
        unlicensed=max(0, counted.cases - licensed),
        issued=days[0][:_DAY] if days else "",
        modified=days[-1][:_DAY] if days else "",
        ontologies=ontologies(store),
    )


def _values(counted: Tally, name: str) -> tuple[str, ...]:
    return tuple(sorted(value for key, value in counted.said if key == f"{DCTERMS}{name}"))
