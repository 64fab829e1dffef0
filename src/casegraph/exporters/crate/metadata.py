"""The metadata of a crate, by the package `rocrate`."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from casegraph import lookup
from casegraph.exporters.crate.archive import MAKER
from casegraph.exporters.crate.part import CC_BY, Part
from casegraph.exporters.crate.preview import PREVIEW
from casegraph.exporters.crate.works import Work
from casegraph.exporters.datasets import Description
from casegraph.exporters.optional import require
from casegraph.namespaces import BASE, VOCABULARY
from casegraph.store import Store

_VERSION = "1.1"
_LICENCES = {
    CC_BY: "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0 Universal",
    "https://www.apache.org/licenses/LICENSE-2.0": "Apache License 2.0",
}
_APACHE = "https://www.apache.org/licenses/LICENSE-2.0"
_KEYWORDS = ["case reports", "diagnostic reasoning", "evidence", "knowledge graph", "linked data"]


def crate(
    folder: Path,
    store: Store,
    described: Description,
    parts: Iterable[Part],
    works: Iterable[Work],
    day: str,
) -> Any:  # noqa: ANN401 - the package is not typed
    """Return the crate of *parts*, which stand in *folder* beside the preview. day: of publication.

    :raises ExportError: when the package is not installed.
    """
    package = require("rocrate.rocrate", "crate")
    made = package.ROCrate(version=_VERSION)
    root = made.root_dataset
    root["identifier"] = BASE
    root["name"] = described.title
    root["description"] = described.words
    root["datePublished"] = day
    root["version"] = described.version or version("casegraph")
    root["keywords"] = _KEYWORDS
    root["license"] = _licences(made, described.licences or (CC_BY,))
    root["publisher"] = _agent(made, store, BASE)
    root["author"] = [_agent(made, store, one) for one in described.creators or (BASE,)]
    root["citation"] = [_cited(made, work) for work in works]
    if described.ontologies:
        root["isBasedOn"] = [_ontology(made, *one) for one in sorted(described.ontologies.items())]
    for part in parts:
        _add(made, folder, part)
    _entity(made, PREVIEW, {"@type": "CreativeWork", "about": root})
    _made_with(made)
    return made


def _add(made: Any, folder: Path, part: Part) -> None:  # noqa: ANN401
    properties: dict[str, Any] = {
        "name": part.name,
        "description": part.description,
        "license": _licences(made, part.licences),
    }
    source = folder / part.path
    if part.is_folder:
        made.add_dataset(source, part.path, properties=properties)
        return
    properties["encodingFormat"] = part.media_type
    properties["contentSize"] = str(source.stat().st_size)
    made.add_file(source, part.path, properties=properties)


def _licences(made: Any, iris: Iterable[str]) -> list[Any]:  # noqa: ANN401
    return [
        _entity(made, iri, {"@type": "CreativeWork", "name": _LICENCES.get(iri, iri)})
        for iri in iris
    ]


def _agent(made: Any, store: Store, iri: str) -> Any:  # noqa: ANN401
    kind = "Person" if iri.startswith("https://orcid.org/") else "Organization"
    return _entity(made, iri, {"@type": kind, "name": lookup.label(store, iri) or iri})


def _cited(made: Any, work: Work) -> Any:  # noqa: ANN401
    properties: dict[str, Any] = {"@type": "ScholarlyArticle", "name": work.title}
    if work.issued:
        properties["datePublished"] = work.issued
    if work.authors:
        properties["author"] = [
            _entity(made, iri, {"@type": "Person", "name": name}) for iri, name in work.authors
        ]
    return _entity(made, work.iri, properties)


def _ontology(made: Any, name: str, said: tuple[str, str]) -> Any:  # noqa: ANN401
    title, number = said
    properties = {"@type": "CreativeWork", "name": title or name}
    return _entity(
        made, VOCABULARY + name, {**properties, "version": number} if number else properties
    )


def _made_with(made: Any) -> None:  # noqa: ANN401
    software = {
        "@type": "SoftwareApplication",
        "name": "casegraph",
        "version": version("casegraph"),
        "url": BASE,
        "license": _licences(made, (_APACHE,)),
    }
    action = {
        "@type": "CreateAction",
        "name": "Export as RO-Crate",
        "instrument": _entity(made, MAKER, software),
        "result": made.root_dataset,
    }
    made.root_dataset["mentions"] = [_entity(made, "#export", action)]


def _entity(made: Any, iri: str, properties: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the entity called *iri*, made with *properties* when there is none yet."""
    model = require("rocrate.model", "crate")
    return made.get(iri) or made.add(model.ContextEntity(made, iri, properties=properties))
