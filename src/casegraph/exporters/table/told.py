"""What the authors tell of one case, sorted by where a review article has it.

Enters the facts of a case; leaves its statements by part of the story, in the order of telling.
What only the curator infers is none of them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from casegraph.namespaces import CG, DCTERMS, case_iri
from casegraph.narrative.facts import Facts
from casegraph.narrative.order import in_order, is_later
from casegraph.narrative.statements import line, polarity_of
from casegraph.narrative.values import Line


@dataclass(frozen=True)
class Sorts:
    """Terms by which statements are sorted, as IRIs, each set with all narrower terms.

    imaging, examination, care: procedures. condition: what the cases have in common, None when that
    is nothing.
    """

    imaging: frozenset[str]
    examination: frozenset[str]
    care: frozenset[str]
    condition: frozenset[str] | None = None


class Told:
    """The statements of one case, as IRIs.

    all: in the order of telling. polarities: of each, the local name of its predicate. in_part: the
    statements by part: `underlying`, `history`, `presentation`, `imaging`, `tests`, `reasoning`,
    `treatment`, `care`, `course`.
    """

    def __init__(self, facts: Facts, sorts: Sorts) -> None:
        self.facts = facts
        self.sorts = sorts
        self.case = case_iri(facts.document)
        self.line = cache(self._line)
        self.all = in_order(facts, facts.nodes_of(self.case, f"{CG}hasStatement"))
        self.polarities = {node: polarity_of(facts, node) for node in self.all}
        self._inner = {part for node in self.all for part in self._parts(node)}
        self._revised = {old for node in self.all for old in facts.nodes_of(node, f"{CG}revises")}
        self.in_part: dict[str, list[str]] = defaultdict(list)
        for node in self.all:
            self.in_part[self._part(node)].append(node)

    def of(self, *polarities: str) -> list[str]:
        """Return the statements with one of *polarities*."""
        return [node for node in self.all if self.polarities[node] in polarities]

    def terms(self, node: str) -> list[str]:
        """Return the terms of which *node* says its polarity."""
        polarity = self.polarities[node]
        return self.facts.nodes_of(node, CG + polarity) if polarity else []

    def investigations(self, node: str) -> list[str]:
        """Return the investigations that showed *node*."""
        return self.facts.nodes_of(node, f"{CG}shownBy")

    def parts(self, node: str) -> list[str]:
        """Return the parts of an operation or an investigation."""
        parts = self._parts(node)
        return [other for other in self.all if other in parts]

    def is_part(self, node: str) -> bool:
        """Return whether *node* is a part of an operation or an investigation."""
        return node in self._inner

    def _line(self, node: str) -> Line:
        return line(self.facts, node)

    def _parts(self, node: str) -> set[str]:
        return set(self.facts.nodes_of(node, f"{DCTERMS}hasPart"))

    def _part(self, node: str) -> str:
        kinds = self.facts.types(node)
        if "Outcome" in kinds:
            return "course"
        if "Diagnosis" in kinds:
            return "underlying" if self._is_known(node) else "reasoning"
        if "Treatment" in kinds:
            return "care" if self._is_a(node, self.sorts.care) else "treatment"
        if "Investigation" in kinds:
            return self._shown_in([node])
        return self._part_of_a_finding(node)

    def _part_of_a_finding(self, node: str) -> str:
        facts = self.facts
        investigations = self.investigations(node)
        if investigations:
            return self._shown_in(investigations)
        if "Measurement" in facts.types(node) or self._is_of_a_variant(node):
            return "tests"
        if is_later(facts, node):
            return "course"
        if facts.days(node) < 0 or facts.literal(node, f"{CG}inYear"):
            return "history"
        return "presentation"

    def _shown_in(self, investigations: list[str]) -> str:
        if any(self._is_a(node, self.sorts.imaging) for node in investigations):
            return "imaging"
        if all(self._is_a(node, self.sorts.examination) for node in investigations):
            return "presentation"
        return "tests"

    def _is_a(self, node: str, procedures: frozenset[str]) -> bool:
        """Return whether what *node* says was done, or not done, is one of *procedures*."""
        return not procedures.isdisjoint(self.terms(node))

    def _is_of_a_variant(self, node: str) -> bool:
        return any("Variant" in self.facts.types(term) for term in self.terms(node))

    def _is_known(self, node: str) -> bool:
        """Return whether a diagnosis was made before, or comes without any step that led to it."""
        alone = node not in self._revised and not self.facts.nodes_of(node, f"{CG}revises")
        grounds = self.facts.nodes_of(node, f"{CG}because")
        return (
            self.polarities[node] == "affirms"
            and alone
            and (self.facts.days(node) < 0 or not grounds)
        )
