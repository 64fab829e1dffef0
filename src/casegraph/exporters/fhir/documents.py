"""Publications, cited works and the text that was read, as document references.

Source: https://hl7.org/fhir/R4/documentreference.html.
"""

from collections.abc import Mapping

from casegraph.exporters.fhir.concepts import PROPERTY
from casegraph.exporters.fhir.context import Context
from casegraph.exporters.fhir.places import Place, identifier, place
from casegraph.exporters.fhir.plain import Plain, line, lines, narrative, slim
from casegraph.exporters.fhir.works import Work, works_of
from casegraph.exporters.node import Node
from casegraph.store import Store

_KIND = "DocumentReference"


class Documents:
    """The documents of one case.

    made: their document references, by IRI. reports: the works that report the case, by IRI. told:
    the names of the nodes that are documents, or have told something of one.
    """

    def __init__(self, store: Store, context: Context) -> None:
        """Take from the case its publications, the works that it cites, and the texts."""
        case = context.case
        self._context = context
        self.told: set[str] = set()
        reports, beside = case.node.take("cg:reportedIn"), case.node.take("rdfs:seeAlso")
        cited = [iri for node in case.others for iri in node.see("cito:hasCitedEntity")]
        named = [iri for said in case.statements for iri in said.see("rdfs:seeAlso")]
        elsewhere = [iri for iri in cited if not iri.startswith(f"{case.document}#")]
        works = works_of(store, [*reports, *beside, *named, *elsewhere])
        self.reports: Mapping[str, Work] = {iri: works[iri] for iri in reports}
        self.made = {iri: self._work(work) for iri, work in works.items()}
        for iri, node in self._documents_within().items():
            self.made[iri] = self._within(iri, node)
        for iri in reports:
            self.made[iri]["subject"] = context.patient.reference
            links = [self.place(one).reference for one in beside] + self._citations(iri)
            if links:
                self.made[iri]["context"] = {"related": links}

    @staticmethod
    def place(iri: str) -> Place:
        """Return where the document reference for *iri* stands."""
        return place(_KIND, iri)

    def _documents_within(self) -> Mapping[str, Node]:
        """Return the nodes of the case that are documents: texts, sources, cited works."""
        case = self._context.case
        found = {}
        for node in case.others:
            types = node.see("rdf:type")
            if any(one.endswith(("#SourceText", "#UnresolvedReference")) for one in types):
                found[f"{case.document}#{node.name}"] = node
        source = f"{case.document}/source"
        return found | {name: node for name, node in case.record.items() if name == source}

    def _work(self, work: Work) -> Plain:
        """Return the document reference for a publication."""
        if work.more:
            self._context.case.lose(
                work.iri, "", "what a bibliography says beside authors, title and source"
            )
        words = ". ".join(filter(None, (work.title, work.source)))
        numbers = [{"value": one} for one in lines(work.identifiers)]
        return slim(
            {
                **self.place(work.iri).opened(),
                "text": narrative(words or work.iri),
                "identifier": [identifier(work.iri), *numbers],
                "status": "current",
                "author": [{"display": one} for one in lines(work.authors)],
                "description": line(words),
                "content": [_content(work.title, (work.addresses or [work.iri])[0])],
            }
        )

    def _within(self, iri: str, node: Node) -> Plain:
        """Take from *node* what a document reference has a place for, and return that."""
        self.told.add(node.name)
        labels = lines(node.take("rdfs:label"))
        sizes = [f"{one} characters" for one in node.take("cg:characterCount")]
        formats = [line(one) for one in node.see("dcterms:conformsTo") if "://" not in one]
        for one in formats:
            node.drop("dcterms:conformsTo", one)
        of = [one for one in node.see("cg:textOf") if one in self.made]
        for one in of:
            node.drop("cg:textOf", one)
        numbers = [f"reference {one}" for one in node.take("cg:referenceNumber")]
        words = ", ".join([*(labels or numbers), *formats, *sizes])
        digests = [{"system": f"{PROPERTY}sha256", "value": one} for one in node.take("cg:sha256")]
        return slim(
            {
                **self.place(iri).opened(),
                "text": narrative(words or iri),
                "identifier": [identifier(iri), *digests],
                "status": "current",
                "relatesTo": [
                    {"code": "transforms", "target": self.place(one).reference} for one in of
                ],
                "description": words,
                "content": [_content(labels[0] if labels else "", iri)],
            }
        )

    def _citations(self, publication: str) -> list[Plain]:
        """Take the citations by *publication*, and return what leads to the works."""
        found = []
        for node in self._context.case.others:
            if publication not in node.see("cito:hasCitingEntity"):
                continue
            for iri in [one for one in node.see("cito:hasCitedEntity") if one in self.made]:
                self.told.add(node.name)
                node.drop("cito:hasCitingEntity", publication)
                node.drop("cito:hasCitedEntity", iri)
                number = node.first("cg:referenceNumber")
                words = {"display": f"reference {number}"} if number else {}
                found.append({**self.place(iri).reference, **words})
        return found


def _content(title: str, address: str) -> Plain:
    return {"attachment": slim({"url": address, "title": line(title)})}
