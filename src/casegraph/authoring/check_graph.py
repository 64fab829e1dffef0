"""Quotes as the graph has them: those that have no position yet, and those kept beside one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from casegraph.authoring.check_quotes import Problem
from casegraph.authoring.quotes import Quote, QuotedText, Span
from casegraph.errors import EvidenceError
from casegraph.namespaces import CG, OA
from casegraph.quads import value_of
from casegraph.read import Location, Reading
from casegraph.shacl import Report
from casegraph.shacl.names import node_name
from casegraph.texts import Texts, source_texts

_EVIDENCE = f"{CG}evidence"
_SELECTOR, _SOURCE = f"{OA}hasSelector", f"{OA}hasSource"
_EXACT, _PREFIX, _SUFFIX = f"{OA}exact", f"{OA}prefix", f"{OA}suffix"
_START, _END = f"{OA}start", f"{OA}end"


class QuotedEvidence:
    """The evidence of a reading that has quotes.

    unplaced: the nodes of the evidence that has no position.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        said: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._owners: dict[str, set[str]] = defaultdict(set)
        evidence = []
        for quad in reading.quads:
            subject, value = str(quad.subject), quad.object
            written = value_of(value) if isinstance(value, ox.Literal) else str(value)
            said[subject, quad.predicate.value].append(written)
            if quad.predicate.value == _EVIDENCE:
                self._owners[written].add(subject)
            if quad.predicate.value in (_EVIDENCE, _SELECTOR):
                evidence.append(written if quad.predicate.value == _EVIDENCE else subject)
        self._said: Mapping[tuple[str, str], Sequence[str]] = said
        quoted = [node for node in dict.fromkeys(evidence) if self._with(node, _EXACT)]
        self.unplaced = tuple(node for node in quoted if not self._with(node, _START))
        self._kept = tuple(node for node in quoted if self._with(node, _START))

    def location(self, node: str) -> Location | None:
        """Return where the evidence *node* is written."""
        return self._reading.location(_bare(node))

    def without(self, report: Report) -> Report:
        """Return *report* without what it says only because a quote has no position yet."""
        nodes = {part for node in self.unplaced for part in (node, *self._said[node, _SELECTOR])}
        owners = {owner for node in self.unplaced for owner in self._owners[node]}
        return Report.of(
            (
                result
                for result in report.results
                if not {f"<{result.focus}>", result.focus, result.value} & nodes
                and not (result.path == _EVIDENCE and result.value in owners)
            ),
            report.cases,
        )

    def wrongly_kept(self, texts: Texts) -> list[Problem]:
        """Return a problem for each quote that does not stand at a position of its evidence.

        Texts that cannot be used are left to the check of the positions.
        """
        problems = []
        told = {
            iri: source
            for document in self._reading.cases
            for iri, source in source_texts(self._reading, document).items()
        }
        for node in self._kept:
            source = next(iter(self._said[node, _SOURCE]), "")
            try:
                text = QuotedText(*texts.find(told[_bare(source)]))
            except (EvidenceError, KeyError):
                continue
            places = {
                Span(int(start), int(end))
                for part in self._parts(node)
                for start, end in zip(
                    self._said[part, _START], self._said[part, _END], strict=False
                )
                if start.isdecimal() and end.isdecimal()
            }
            for quote in self._quotes(node):
                if places.isdisjoint(text.find(quote)):
                    problems.append(
                        Problem(
                            self.location(node) or Location(text.file, None),
                            node_name(_bare(node)),
                            "the quote that is kept beside the position does not stand there. "
                            "Correct one of the two.",
                        )
                    )
        return problems

    def _quotes(self, node: str) -> list[Quote]:
        return [
            Quote(exact, "".join(self._said[part, _PREFIX]), "".join(self._said[part, _SUFFIX]))
            for part in self._parts(node)
            for exact in self._said[part, _EXACT]
        ]

    def _with(self, node: str, predicate: str) -> bool:
        return any((part, predicate) in self._said for part in self._parts(node))

    def _parts(self, node: str) -> tuple[str, ...]:
        """Return the evidence *node* and its selectors."""
        return (node, *self._said.get((node, _SELECTOR), ()))


def _bare(node: str) -> str:
    return node.removeprefix("<").removesuffix(">")
