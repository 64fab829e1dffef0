"""What comes of all cases of a build, added up."""

from collections import Counter
from dataclasses import dataclass, field

from casegraph.build.outcome import Outcome
from casegraph.errors import CasegraphError
from casegraph.shacl import Result


@dataclass
class Total:
    """The outcomes so far; each field is the sum of that of `Outcome`.

    stored has the documents alone: their N-Quads are written as they come.
    """

    cases: int = 0
    stored: list[str] = field(default_factory=list)
    shared: list[bytes] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    refused_pages: set[str] = field(default_factory=set)
    results: dict[Result, None] = field(default_factory=dict)
    errors: dict[str, CasegraphError] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def refuses(self) -> bool:
        """Whether a case or a publication is not stored."""
        return bool(self.errors or self.results) or len(self.stored) < self.cases

    def add(self, outcome: Outcome) -> None:
        """Add what came of some cases."""
        self.cases += outcome.cases
        self.stored += outcome.stored
        self.shared.append(outcome.shared)
        self.pages |= outcome.pages
        self.refused_pages |= outcome.refused_pages
        self.results |= dict.fromkeys(outcome.results)
        self.errors |= outcome.errors
        self.counts.update(outcome.counts)
