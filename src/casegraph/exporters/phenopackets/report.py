"""What an export could not say, summed."""

from collections import Counter
from dataclasses import dataclass, field

from casegraph.exporters.phenopackets.packet import Packet


@dataclass
class Report:
    """What an export did.

    cases: how many were written. unsaid: how often something was left out, by its property, which
    is empty for a node as a whole, and the reason.
    """

    cases: int = 0
    unsaid: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, packet: Packet) -> None:
        """Add what *packet* does not say."""
        self.cases += 1
        self.unsaid.update((one.property, one.why) for one in packet.unsaid)
