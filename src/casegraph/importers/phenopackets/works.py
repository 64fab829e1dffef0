"""Publications: a packet's external references to records of works."""

import re
from dataclasses import dataclass

from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.names import is_web_address, publication
from casegraph.namespaces import PUBLICATION

_PUBMED = re.compile(
    r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?"
)
_PMID = re.compile(r"(?:PMID|PUBMED):?_?(\d+)", re.IGNORECASE | re.ASCII)
_OWN = re.compile(re.escape(PUBLICATION) + r"[A-Za-z0-9][A-Za-z0-9._~-]*", re.ASCII)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)(10\.\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Work:
    """A publication that a packet names.

    iri: under the namespace of publications. identifiers: those that the packet gives, the best
    known first. address: an address of the web beside them. title: as the packet has it.
    """

    iri: str
    identifiers: tuple[str, ...]
    address: str
    title: str


def work_of(reference: Message) -> Work | None:
    """Return the work that an external reference names, None when it names nothing."""
    said = [one for one in (reference.id, reference.reference) if one]
    identifiers = sorted({identifier_of(one) for one in said if not _OWN.fullmatch(one)}, key=_rank)
    title = " ".join(reference.description.split())
    iri = named_by(reference.id, reference.reference, title)
    if not iri:
        return None
    addresses = [one for one in identifiers if is_web_address(one)]
    return Work(
        iri,
        tuple(one for one in identifiers if not is_web_address(one)),
        addresses[0] if addresses else "",
        title,
    )


def named_by(identifier: str, reference: str, title: str) -> str:
    """Return the IRI of the publication that these name, empty when they name none.

    An IRI of a publication in a store stands for itself; else the best identifier names it, and
    the title where there is none.
    """
    said = [one for one in (identifier, reference) if one]
    for one in said:
        if _OWN.fullmatch(one):
            return one
    best = min(map(identifier_of, said), key=_rank, default=title)
    return publication(best) if best else ""


def identifier_of(text: str) -> str:
    """Return *text* as the usual identifier of a work.

    >>> identifier_of("https://pubmed.ncbi.nlm.nih.gov/123"), identifier_of("doi:10.1/x")
    ('PMID:123', 'DOI:10.1/x')
    """
    if found := _PUBMED.fullmatch(text) or _PMID.fullmatch(text):
        return f"PMID:{found.group(1)}"
    if found := _DOI.fullmatch(text):
        return f"DOI:{found.group(1)}"
    return text


def _rank(identifier: str) -> tuple[int, str]:
    order = ("PMID:", "DOI:", "PMC")
    places = [place for place, start in enumerate(order) if identifier.startswith(start)]
    return (places[0] if places else len(order), identifier)
