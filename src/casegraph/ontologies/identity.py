"""What an ontology is called, and which version of it a file is."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from casegraph.curies import OBO
from casegraph.ontologies import names
from casegraph.ontologies.parsed import Entry, Parsed

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SUFFIXES = re.compile(r"(?:\.(?:obo|json|owl|ttl|nt|nq|trig|rdf|xml|jsonld|skos|gz))+$", re.I)


def short_name(parsed: Parsed, entries: Sequence[Entry], file: str) -> str:
    """Return the name of an ontology in lower case: its own, or the prefix of most of its terms.

    An import module, such as `mondo/imports/uberon_import`, goes by its terms. Without a name and
    without prefixes it is that of the file.

    >>> short_name(Parsed(name="http://purl.obolibrary.org/obo/hp.json"), [], "x.json")
    'hp'
    """
    own = (parsed.name or "").removeprefix(OBO)
    if own.startswith(("http://", "https://")):
        own = re.split(r"[/#]", own.rstrip("/#"))[-1]
    own = _SUFFIXES.sub("", own).lower()
    if _PLAIN.fullmatch(own):
        return own
    prefixes = Counter(prefix for entry in entries if (prefix := names.prefix_of(entry.iri)))
    if prefixes:
        return prefixes.most_common(1)[0][0].lower()
    stem = file_name(file).partition(".")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "ontology"


def version(parsed: Parsed) -> str | None:
    """Return the version as people write it: a date where there is one.

    >>> version(Parsed(version="mondo/releases/2021-08-03/imports/uberon_import.owl"))
    '2021-08-03'
    """
    for said in (parsed.version, parsed.version_iri):
        if said:
            date = _DATE.search(said)
            return date.group() if date else said
    return None


def version_iri(parsed: Parsed) -> str | None:
    """Return the IRI of the version; an OBO file tells it as a path below the PURLs.

    >>> version_iri(Parsed(name="hp", version="releases/2024-08-13"))
    'http://purl.obolibrary.org/obo/hp/releases/2024-08-13'
    """
    if parsed.version_iri:
        return names.checked(parsed.version_iri)
    path = parsed.version or ""
    if path.startswith("releases/") and parsed.name:
        path = f"{parsed.name}/{path}"
    return names.checked(OBO + path) if "/" in path and ":" not in path else None


def file_name(file: str) -> str:
    """Return the name of *file* without its folders."""
    return PurePath(file).name
