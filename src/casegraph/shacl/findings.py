"""From what an engine finds to what a curator reads: the filled message, the place, the repair."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph.namespaces import TERM, curie
from casegraph.read import Location, Reading
from casegraph.shacl.names import path_name, term_name
from casegraph.shacl.result import Result, Severity
from casegraph.vocabulary import Vocabulary

Term = ox.NamedNode | ox.BlankNode | ox.Literal

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Finding:
    """One constraint that one node does not satisfy, as an engine finds it.

    path: the predicate's IRI, or a SPARQL property path. component, shape: IRIs. message: the
    shape's, placeholders unfilled. bindings: the solution of a SPARQL constraint, by variable.
    """

    focus: Term
    path: str | None
    value: Term | None
    component: str
    shape: str
    severity: Severity
    message: str
    bindings: Mapping[str, Term] = field(default_factory=dict)


class Explainer:
    """What turns findings about *reading* over *vocabulary* into results."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._places = (reading, vocabulary.reading)

    def result(self, finding: Finding, document: str | None) -> Result:
        """Return *finding*, made in the case *document* (None: outside all cases), as a result."""
        return Result(
            focus=_label(finding.focus),
            path=finding.path,
            value=None if finding.value is None else str(finding.value),
            component=finding.component,
            shape=finding.shape,
            severity=finding.severity,
            message=filled(finding) + self._suggestion(finding),
            location=self._location(finding),
            document=document,
        )

    def _is_described(self, node: str) -> bool:
        return any(node in place.described for place in self._places)

    def _location(self, finding: Finding) -> Location | None:
        """Return the best known place of *finding*.

        A constraint over a whole case has the case as focus and the node at fault as value; the
        place is then that of the value, as the case itself says nothing with the path.
        """
        focus, value = finding.focus.value, finding.value
        if (
            isinstance(value, ox.NamedNode | ox.BlankNode)
            and not any((focus, finding.path) in place.stated for place in self._places)
            and self._is_described(value.value)
        ):
            focus, value = value.value, None
        said = None if value is None else value.value
        places = (place.location(focus, finding.path, said) for place in self._places)
        return next(filter(None, places), None)

    def _suggestion(self, finding: Finding) -> str:
        """Return a sentence with the terms that an undefined one is likely to mean, or nothing."""
        for node in (finding.focus, finding.value, *finding.bindings.values()):
            if (
                isinstance(node, ox.NamedNode)
                and node.value.startswith(TERM)
                and not self._is_described(node.value)
            ):
                near = self._vocabulary.nearest(node.value)
                labels = self._vocabulary.labels
                named = [f"{curie(term)} ({labels.get(term, 'no label')})" for term in near]
                return f" Did you mean {' or '.join(named)}?" if named else ""
        return ""


def filled(finding: Finding) -> str:
    """Return the message of *finding* with the values of its placeholders.

    SHACL, section 5.2.1: `{?name}` and `{$name}`; one without a value stays as it is.
    """
    values = {"this": finding.focus, "value": finding.value, **finding.bindings}

    def value_of(placeholder: re.Match[str]) -> str:
        name = placeholder[1]
        if name == "path" and finding.path is not None:
            return path_name(finding.path)
        term = values.get(name)
        return placeholder[0] if term is None else term_name(term)

    return _PLACEHOLDER.sub(value_of, finding.message)


def _label(node: Term) -> str:
    """Return the IRI of *node*, `_:label` for a blank node, N-Triples for a literal."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)
