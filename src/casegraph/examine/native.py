"""Examination by the native engine: many cases at once, with compiled axioms and shapes."""

from collections.abc import Iterable, Mapping

from casegraph.batch import Batch
from casegraph.errors import InferenceError
from casegraph.examine.group import Examined, Group, Quads, violates
from casegraph.grouping import grouped
from casegraph.namespaces import PUBLICATIONS
from casegraph.reason.batches import Reasoning, known_of
from casegraph.shacl.findings import Finding
from casegraph.shacl.passes import check, find_by_reference, find_natively
from casegraph.shacl.shapes import consistency_shapes, structure_shapes


def examine(group: Group) -> Examined:
    """Return what the compiled axioms and shapes say of *group*.

    :raises InferenceError: when the axioms contradict what the cases share.
    :raises ShapeError: for a shape that cannot be used.
    """
    structure, consistency = structure_shapes(), consistency_shapes()
    reasoning, about_shared = _over_shared(group)
    findings: dict[str, list[Finding]] = {}
    inferred: dict[str, Quads] = {}
    errors: dict[str, InferenceError] = {}
    cases = grouped(group.cases, group.shared.quads)
    for said in cases.groups:
        batch = reasoning.batch(said)
        _add(findings, check(structure, batch, said))
        sound = _sound(said, findings)
        for name in said.keys() - sound.keys():
            batch.remove(name)
        for part in reasoning.on(batch, sound):
            inferred |= part.inferred
            errors |= part.errors
            if part.batch is not None:
                _add(findings, check(consistency, part.batch, part.said))
    if cases.unfaithful:
        _add(findings, find_by_reference(structure, reasoning.said, cases.unfaithful, {}))
        closed = (*reasoning.said, *reasoning.published)
        for part in reasoning.unfaithful(_sound(cases.unfaithful, findings)):
            inferred |= part.inferred
            errors |= part.errors
            _add(findings, find_by_reference(consistency, closed, part.said, part.inferred))
    return Examined(
        inferred=inferred,
        shared_inferred=reasoning.published,
        findings=findings,
        shared_findings=about_shared,
        errors=errors,
    )


def _over_shared(group: Group) -> tuple[Reasoning, list[Finding]]:
    """Return what reasons over what the cases share, and what both passes find in that."""
    publications = group.shared.only(PUBLICATIONS).quads
    shared = grouped({PUBLICATIONS: group.shared.quads})
    if shared.unfaithful or len(publications) != len(group.shared.quads):
        return _over_terms(group)
    known = known_of(group.around_shared)
    batch = Batch(known.said)
    batch.add(PUBLICATIONS, publications)
    said = {PUBLICATIONS: publications}
    found = [*check(structure_shapes(), batch, said)]
    batch.add_background(known.follows)
    reasoning = Reasoning.over(group.shared, group.vocabulary, group.reading, batch)
    found += check(consistency_shapes(), batch, said)
    return reasoning, [finding for _, finding in found]


def _over_terms(group: Group) -> tuple[Reasoning, list[Finding]]:
    """Return the same where terms are shared too, or what a batch cannot hold."""
    reasoning = Reasoning.over(group.shared, group.vocabulary, group.reading)
    shared, said = {PUBLICATIONS: group.shared.quads}, group.vocabulary.quads
    known = (*said, *reasoning.published)
    found = [*find_natively(structure_shapes(), said, shared, {})]
    found += find_natively(consistency_shapes(), known, shared, {})
    return reasoning, [finding for _, finding in found]


def _sound(
    cases: Mapping[str, Quads], findings: Mapping[str, list[Finding]]
) -> Mapping[str, Quads]:
    return {name: one for name, one in cases.items() if not violates(findings.get(name, ()))}


def _add(found: dict[str, list[Finding]], findings: Iterable[tuple[str, Finding]]) -> None:
    for name, finding in findings:
        found.setdefault(name, []).append(finding)
