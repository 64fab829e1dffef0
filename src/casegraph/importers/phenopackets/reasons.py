"""Why packets are refused, in words: terms with their labels, several reasons in one line."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

from casegraph.build import Build
from casegraph.importers.phenopackets.catalogue import Catalogue
from casegraph.importers.phenopackets.findings import together
from casegraph.importers.phenopackets.known import Said
from casegraph.importers.phenopackets.names import shown
from casegraph.namespaces import SKOS, slug_of
from casegraph.quads import value_of
from casegraph.shacl import Result

Naming = Callable[[str], str]
"""An IRI to the words that a reader of packets knows it by."""

_IRI = re.compile(r"<([^<>\s]+)>")


def naming(catalogue: Catalogue, known: Said) -> Naming:
    """Return what names terms: by id and label, as *known* already, else as most packets have it.

    catalogue: what all packets name.
    """

    def name(iri: str) -> str:
        labels = [
            value_of(quad.object)
            for quad in known.get(iri, ())
            if quad.predicate.value == f"{SKOS}prefLabel"
        ] or [label for label, _ in catalogue.labels.get(iri, Counter()).most_common(1)]
        return f"{shown(iri)} ({labels[0]})" if labels else shown(iri)

    return name


def reasons(built: Build, name: Naming) -> Mapping[str, str]:
    """Return why cases were refused, by their documents."""
    shared = [result for result in built.report.violations if result.document is None]
    found: dict[str, str] = {}
    for document in built.refused:
        error = built.errors.get(document)
        own = built.report.for_case(document).violations
        said = [str(error)] if error else [_reason(result, name) for result in own or shared]
        found[document] = together(said) or f"{slug_of(document)} was refused"
    return found


def _reason(result: Result, name: Naming) -> str:
    """Return what is wrong at which node, which is called after the place in the packet."""
    message = _IRI.sub(lambda iri: name(iri[1]), result.message)
    return f"{result.focus.partition('#')[2] or name(result.focus)}: {message}"
