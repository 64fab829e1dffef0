"""What an export could not say, summed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from casegraph.exporters.unsaid import Unsaid


@dataclass
class Report:
    """What an export did.

    cases: how many were written. unsaid: how often something was left out, by its property, which
    is empty for a node as a whole, and the reason.
    """

    cases: int = 0
    unsaid: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, unsaid: Iterable[Unsaid]) -> None:
        """Add what is not said of one case."""
        self.cases += 1
        self.unsaid.update((one.property, one.why) for one in unsaid)
