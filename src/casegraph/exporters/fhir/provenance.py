"""Who says what a statement's resources say, who encoded it, and on which words it rests.

The voices stay apart: what the authors say has their publication as its author and the encoder as
the one who entered it; what only the curator infers has the encoder as its author.

Source: https://hl7.org/fhir/R4/provenance.html.
"""

import re
from collections.abc import Iterable

from casegraph.exporters.fhir.context import Context
from casegraph.exporters.fhir.documents import Documents
from casegraph.exporters.fhir.places import identifier, place
from casegraph.exporters.fhir.plain import EXTENSION, Plain, code, line, slim
from casegraph.exporters.node import Node
from casegraph.namespaces import CG

_ROLES = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INFERENCE = f"{CG}CuratorInference"


class Provenances:
    """Writes the provenance of the resources of one case."""

    def __init__(self, context: Context, documents: Documents) -> None:
        """Take from the record of the case when and by whom it was encoded."""
        case = context.case
        self._context = context
        self._documents = documents
        self._nodes = {node.name: node for node in case.others}
        record = case.record.get(case.document, Node(case.document, {}))
        day = record.first("dcterms:created", _DAY.fullmatch)
        self._known: dict[str, Plain] = {}
        unknown = {"url": f"{EXTENSION}data-absent-reason", "valueCode": "unknown"}
        self._recorded: Plain = (
            {"recorded": f"{day}T00:00:00Z"} if day else {"_recorded": {"extension": [unknown]}}
        )
        self._curators = [_who(iri) for iri in record.take("dcterms:creator")]
        self._programs = [_who(iri) for iri in record.take("prov:wasAttributedTo")]
        for iri in list(record.see("prov:wasDerivedFrom")):
            if iri in documents.made:
                record.drop("prov:wasDerivedFrom", iri)

    def of(self, said: Node, targets: Iterable[Plain], pointers: Iterable[str] = ()) -> Plain:
        """Take from *said* its evidence and voice, and return the provenance of *targets*.

        pointers: the places in the source that *said* no longer has itself.
        """
        iri = f"{self._context.case.document}#{said.name}"
        return slim(
            {
                **place("Provenance", iri).opened(),
                "target": [{"reference": f"{one['resourceType']}/{one['id']}"} for one in targets],
                **self._recorded,
                "agent": self._agents(said),
                "entity": [*self._revised(said), *self._sources(said, pointers)],
            }
        )

    def _agents(self, said: Node) -> list[Plain]:
        voice = said.first("cg:voice")
        role = [{"coding": [self._context.concepts.coding(voice)]}] if voice else []
        authors = [
            {
                "identifier": identifier(iri),
                "display": line(f"the authors of: {work.title or iri}"),
            }
            for iri, work in self._documents.reports.items()
        ] or [{"display": "the authors of the report"}]
        inferred = voice == _INFERENCE
        kinds = [
            ("author", self._curators or [{"display": "the curator"}], role)
            if inferred
            else ("author", authors, role),
            ("enterer", [] if inferred else self._curators, []),
            ("assembler", self._programs, []),
        ]
        return [
            slim({"type": code(_ROLES, kind, kind.capitalize()), "role": given, "who": who})
            for kind, several, given in kinds
            for who in several
        ]

    def _revised(self, said: Node) -> list[Plain]:
        """Return the earlier steps of the reasoning that *said* revises."""
        kinds = ("Condition", "Observation", "Procedure", "MedicationStatement")
        return [
            {"role": "revision", "what": one.reference}
            for one in self._context.plan.linked(said, "cg:revises", kinds)
        ]

    def _sources(self, said: Node, pointers: Iterable[str]) -> list[Plain]:
        source = f"{self._context.case.document}/source"
        found = [self._pointer(source, one) for one in pointers]
        for iri in said.take("cg:evidence"):
            base, _, pointer = iri.partition("#")
            within = base == source
            found.append(self._pointer(base, pointer) if within else self._words(iri))
        works = said.take("rdfs:seeAlso")
        found += [self._documents.place(iri).reference for iri in works]
        return [{"role": "source", "what": one} for one in found]

    def _pointer(self, source: str, pointer: str) -> Plain:
        """Return what leads to a place in structured data."""
        known = source in self._documents.made
        return {
            **(self._documents.place(source).reference if known else {}),
            "identifier": identifier(f"{source}#{pointer}"),
            "display": line(pointer),
        }

    def _words(self, iri: str) -> Plain:
        """Return what leads to words in a text: from which character to which, that excluded."""
        if iri not in self._known:
            self._known[iri] = self._read(iri)
        return self._known[iri]

    def _read(self, iri: str) -> Plain:
        """Take the evidence *iri* from the case, and return what leads to its words."""
        name = self._context.case.local(iri)
        node = self._nodes.get(name, Node(name, {}))
        self._documents.told.add(name)
        spans = sorted(self._span(name, one) for one in node.take("oa:hasSelector"))
        sources = [one for one in node.see("oa:hasSource") if one in self._documents.made]
        if sources:
            node.drop("oa:hasSource", sources[0])
        said = ", ".join(f"{start}-{end}" for start, end in spans if end)
        return slim(
            {
                **(self._documents.place(sources[0]).reference if sources else {}),
                "identifier": identifier(iri),
                "display": f"characters {said}" if said else "",
            }
        )

    def _span(self, name: str, selector: str) -> tuple[int, int]:
        """Return start and end that *selector* gives; no end when it gives none."""
        node = self._nodes.get(f"_:{selector}", Node(selector, {}))
        start, end = node.first("oa:start", str.isdecimal), node.first("oa:end", str.isdecimal)
        if node.values.keys() - {"rdf:type"}:
            why = "a quotation, or a selector of another kind"
            self._context.case.lose(name, "oa:hasSelector", why)
        return int(start or 0), int(end or 0)


def _who(iri: str) -> Plain:
    return {"identifier": identifier(iri)}
