"""What the content of a store rests on besides the cases: vocabulary, rules, shapes, software."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version

from casegraph.namespaces import ONTOLOGY, OWL
from casegraph.quads import subject_of, value_of
from casegraph.reason import rules
from casegraph.resources import ontology_dir
from casegraph.store import Built
from casegraph.vocabulary import bundled


@cache
def current() -> Built:
    """Return what a build of this installation rests on."""
    return Built(
        ontology=_ontology_version(),
        vocabulary=bundled().digest,
        rules=_digest(rule.text for rule in rules.bundled()),
        shapes=_digest(
            file.read_text(encoding="utf-8")
            for file in sorted((ontology_dir() / "shapes").rglob("*.ttl"))
        ),
        software=version("casegraph"),
    )


def _ontology_version() -> str:
    """Return the version IRI that the ontology gives itself."""
    return next(
        value_of(quad.object)
        for quad in bundled().quads
        if quad.predicate.value == f"{OWL}versionIRI" and subject_of(quad).value == ONTOLOGY
    )


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()
