"""Investigations and operations of a case to procedures of a packet."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.times import time
from casegraph.importers.phenopackets.times import AT


class Procedures:
    """The procedures of one packet; several measurements may come of one."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._investigations = {
            one.name: one for one in case.statements if one.is_a("Investigation", "performs")
        }
        self._made: dict[str, Plain] = {}

    def behind(self, measurement: Statement) -> Plain:
        """Return the procedure by which *measurement* was made, empty when there is none."""
        shown = [self._case.local(iri) for iri in measurement.see("cg:shownBy")]
        name = next((one for one in shown if one in self._investigations), "")
        if not name:
            return {}
        measurement.drop("cg:shownBy", f"{self._case.document}#{name}")
        return self.of(self._investigations[name])

    def of(self, said: Statement) -> Plain:
        """Return the procedure that *said* performs."""
        if said.name not in self._made:
            said.said = True
            found: Plain = {"code": self._case.names.term(said.term)}
            if site := said.first("cg:targetSite"):
                found["bodySite"] = self._case.names.term(site)
            if when := time(said, AT, self._case):
                found["performed"] = when
            self._made[said.name] = found
        return self._made[said.name]
