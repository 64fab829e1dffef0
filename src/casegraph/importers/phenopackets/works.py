"""Publications: a packet's external references to records of works."""

import re
from dataclasses import dataclass

from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.names import is_web_address, publication

_PUBMED = re.compile(
    r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?"
)
_PMID = re.compile(r"(?:PMID|PUBMED):?_?(\d+)", re.IGNORECASE | re.ASCII)
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
    identifiers = sorted({identifier_of(one) for one in said}, key=_rank)
    title = " ".join(reference.description.split())
    if not identifiers:
        if not title:
            return None
        return Work(publication(title), (), "", title)
    addresses = [one for one in identifiers if is_web_address(one)]
    return Work(
        publication(identifiers[0]),
        tuple(one for one in identifiers if not is_web_address(one)),
        addresses[0] if addresses else "",
        title,
    )


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
