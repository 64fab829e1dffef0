"""Examination by the reference engine: each case by itself, with owlrl and pySHACL."""

from collections.abc import Mapping

from casegraph.errors import InferenceError
from casegraph.examine.group import Examined, Group, Quads, violates
from casegraph.namespaces import PUBLICATIONS, document_of
from casegraph.quads import graph_of
from casegraph.reason import reference
from casegraph.shacl.findings import Finding
from casegraph.shacl.passes import find_by_reference
from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes


def examine(group: Group) -> Examined:
    """Return what owlrl and pySHACL say of *group*.

    :raises InferenceError: when the axioms contradict what the cases share.
    :raises ShapeError: for a shape that cannot be used.
    """
    shared = {PUBLICATIONS: group.shared.quads} if group.shared.quads else {}
    said = group.vocabulary.quads
    about_shared = _found(structure_shapes(), said, shared, {})
    findings = _found(structure_shapes(), (*said, *group.shared.quads), group.cases, {})
    shared_inferred = reference.entailments(group.shared, group.vocabulary)
    inferred: dict[str, Quads] = {}
    errors: dict[str, InferenceError] = {}
    for name in group.cases:
        if violates(findings.get(name, ())):
            continue
        try:
            follows = reference.entailments(group.reading(name) | group.shared, group.vocabulary)
        except InferenceError as error:
            errors[name] = error
        else:
            inferred[name] = [quad for quad in follows if document_of(graph_of(quad)) == name]
    known = (*said, *shared_inferred)
    sound = {name: group.cases[name] for name in inferred}
    later = _found(consistency_shapes(), (*known, *group.shared.quads), sound, inferred)
    about_shared_later = _found(consistency_shapes(), known, shared, {})
    return Examined(
        inferred=inferred,
        shared_inferred=shared_inferred,
        findings={name: [*findings.get(name, ()), *later.get(name, ())] for name in group.cases},
        shared_findings=[
            *about_shared.get(PUBLICATIONS, ()),
            *about_shared_later.get(PUBLICATIONS, ()),
        ],
        errors=errors,
    )


def _found(
    shapes: Shapes, background: Quads, said: Mapping[str, Quads], inferred: Mapping[str, Quads]
) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for name, finding in find_by_reference(shapes, background, said, inferred):
        found.setdefault(name, []).append(finding)
    return found
