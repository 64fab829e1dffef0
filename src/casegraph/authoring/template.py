"""A new case file: what is certain filled in, all else as comments to begin from.

In go the name of the case, its source text when there is one, and the publication's details; out
comes the text of a file in YAML or Turtle that reads without error.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from urllib.parse import quote

import pyoxigraph as ox

from casegraph.errors import CasegraphError
from casegraph.namespaces import PUBLICATION

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"(?:PMID:?\s*)?([1-9]\d*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of the publication that reports a case; what is not is empty.

    authors: their names, in order. doi: without `https://doi.org/`. pmid: digits.

    :raises CasegraphError: from `of`, for a DOI or a PubMed number that is none.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    doi: str = ""
    pmid: str = ""

    @classmethod
    def of(
        cls, *, title: str = "", authors: Sequence[str] = (), doi: str = "", pmid: str = ""
    ) -> "Publication":
        """Return the publication with these details, as people write them.

        >>> Publication.of(doi="https://doi.org/10.1000/182", pmid="PMID: 123")
        Publication(title='', authors=(), doi='10.1000/182', pmid='123')
        """
        return cls(
            title=" ".join(title.split()),
            authors=tuple(" ".join(author.split()) for author in authors if author.strip()),
            doi=_matched(_DOI, doi, "a DOI", "Write it as 10.1000/182."),
            pmid=_matched(_PMID, pmid, "a PubMed number", "Write its digits."),
        )

    def identifiers(self) -> list[str]:
        """Return its identifiers with their schemes."""
        return [f"DOI:{self.doi}"] * bool(self.doi) + [f"PMID:{self.pmid}"] * bool(self.pmid)

    def pages(self) -> list[str]:
        """Return the IRIs of the same work elsewhere."""
        doi = f"https://doi.org/{quote(self.doi, safe='/:;().-_~')}"
        pmid = f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return [doi] * bool(self.doi) + [pmid] * bool(self.pmid)


def new_case(
    slug: str,
    syntax: str,
    *,
    file: str,
    today: date,
    ontology: str,
    source: str | None = None,
    publication: Publication | None = None,
) -> str:
    """Return the text of a new case file.

    slug: the name of the case. syntax: yaml or turtle. file: what the file will be called.
    ontology: the IRI of its version. source: the file of the text that was read.

    :raises CasegraphError: for a slug that is none, or a source that cannot be read or decoded.
    """
    if not _SLUG.fullmatch(slug):
        raise CasegraphError(
            "is no name for a case",
            node=slug,
            repair="Take letters from a to z, digits and hyphens: neck-pain-1.",
        )
    template = Template(
        Path(__file__).with_name(f"template.{syntax}.txt").read_text(encoding="utf-8")
    )
    known = publication or Publication()
    is_yaml = syntax == "yaml"
    return template.substitute(
        slug=slug,
        file=file,
        folder=f" --sources {Path(source).parent}" if source else " --sources FOLDER-OF-THE-TEXT",
        today=today.isoformat(),
        ontology=ontology,
        publication_iri=PUBLICATION + slug,
        text=(_yaml_text if is_yaml else _turtle_text)(source),
        publication=(_yaml_publication if is_yaml else _turtle_publication)(slug, known),
    )


def _digest(source: str) -> tuple[str, int]:
    """Return the SHA-256 of the file *source*, and how many characters it has."""
    try:
        content = Path(source).read_bytes()
        return hashlib.sha256(content).hexdigest(), len(content.decode())
    except OSError as error:
        raise CasegraphError(
            f"cannot be read: {error.strerror}", file=source, repair="Check the path."
        ) from None
    except UnicodeDecodeError:
        raise CasegraphError(
            "is not UTF-8", file=source, repair="Save the text in UTF-8; positions need it."
        ) from None


def _yaml_text(source: str | None) -> str:
    if source is None:
        return "    # sha256 and characterCount: `casegraph check` writes them"
    digest, count = _digest(source)
    return f'    sha256: "{digest}"\n    characterCount: {count}'


def _turtle_text(source: str | None) -> str:
    if source is None:
        return "    # cg:sha256 and cg:characterCount: `casegraph check` writes them"
    digest, count = _digest(source)
    return f'    cg:sha256 "{digest}" ;\n    cg:characterCount {count} ;'


def _yaml_publication(slug: str, known: Publication) -> str:
    lines = [f"label: {_yaml(_label(slug, known))}"]
    lines += [f"title: {_yaml(known.title)}"] if known.title else ["# title: as printed"]
    if known.authors:
        names = [f"publication:{slug}#author-{number + 1}" for number in range(len(known.authors))]
        lines.append("creator:")
        lines += [
            f"  - {{id: {_yaml(name)}, type: Person, name: {_yaml(author)}}}"
            for name, author in zip(names, known.authors, strict=True)
        ]
        lines.append(f"authorList: [{', '.join(map(_yaml, names))}]")
    for key, values in (("identifier", known.identifiers()), ("sameAs", known.pages())):
        if values:
            lines.append(f"{key}: [{', '.join(map(_yaml, values))}]")
    return "\n".join(f"    {line}" for line in lines)


def _turtle_publication(slug: str, known: Publication) -> str:
    lines = [f"rdfs:label {ox.Literal(_label(slug, known), language='en')}"]
    lines += [f"dcterms:title {ox.Literal(known.title, language='en')}"] if known.title else []
    names = [f"<{PUBLICATION}{slug}#author-{number + 1}>" for number in range(len(known.authors))]
    if names:
        lines.append(f"dcterms:creator {', '.join(names)}")
        lines.append(f"bibo:authorList ( {' '.join(names)} )")
    if known.identifiers():
        written = [str(ox.Literal(identifier)) for identifier in known.identifiers()]
        lines.append(f"dcterms:identifier {', '.join(written)}")
        lines.append(f"schema:sameAs {', '.join(f'<{page}>' for page in known.pages())}")
    authors = "".join(
        f"\n\n{name} a foaf:Person ;\n    foaf:name {ox.Literal(author)} ."
        for name, author in zip(names, known.authors, strict=True)
    )
    return " ;\n".join(f"    {line}" for line in lines) + f" .{authors}"


def _label(slug: str, known: Publication) -> str:
    return f"report of {known.title}" if known.title else f"report of {slug.replace('-', ' ')}"


def _yaml(text: str) -> str:
    """Return *text* as a YAML scalar in quotation marks, as JSON has it."""
    return json.dumps(text, ensure_ascii=False)


def _matched(form: re.Pattern[str], written: str, what: str, repair: str) -> str:
    if not written.strip():
        return ""
    found = form.fullmatch(written.strip())
    if found is None:
        raise CasegraphError(f"is not {what}", node=written, repair=repair)
    return found[1]
